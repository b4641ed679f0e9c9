"""The ways in which a cell can come to nothing, and how an exception reads in a report."""


class CellFailure(Exception):  # noqa: N818 (a word of the glossary, not a Python error)
    """A cell went wrong: broken workload, wrong or missing answer, dead child. `str()` is one sentence."""


class WrongAnswer(CellFailure):
    """The work was done, and computed something else than it should have."""


class Unsupported(Exception):  # noqa: N818 (the same)
    """This interpreter cannot do it. `str()` is one sentence and says what trying it showed."""


class WrongKey(ValueError):  # noqa: N818 (the same)
    """A request has a key of the wrong type. `str()` is the end of a sentence."""


class NoRequest(ValueError):  # noqa: N818 (the same)
    """A line that is no request, or not the one that was to come. `str()` is one sentence."""


class InputEnded(Exception):  # noqa: N818 (the same)
    """The driver says no more, though it was to have the runner go on."""


class NotStarted(CellFailure):
    """A worker could not even be started."""


def not_started(what, error):
    """The exception to raise where `what` could not be started because of `error`."""
    # A child that dies while it is being handed its work did start: it is broken, not missing. A system that
    # is out of processes (EAGAIN, which is a BlockingIOError) may have some a moment later.
    kind = CellFailure if isinstance(error, (ConnectionError, BlockingIOError)) else NotStarted
    return kind(f"{what} could not be started: {describe(error)}")


def describe(error):
    """Say in one line what was raised and where: `ValueError: too short (mine.py, line 7)`.

    Does without the traceback module, which a runner that measures start-up does not want to load.
    """
    if isinstance(error, CellFailure):
        return str(error)  # a sentence already
    try:
        text = " ".join(str(error).split())
    except Exception as second:  # an exception of the workload's own may have any __str__
        text = f"its text cannot be had: {type(second).__name__}"
    name = type(error).__name__
    if isinstance(error, SyntaxError) and error.filename:
        return f"{name}: {error.msg} ({_last_part(error.filename)}, line {error.lineno})"
    said = f"{name}: {text}" if text else name
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return said
    return f"{said} ({_last_part(frame.tb_frame.f_code.co_filename)}, line {frame.tb_lineno})"


def _last_part(path):
    return path.rpartition("/")[2]
