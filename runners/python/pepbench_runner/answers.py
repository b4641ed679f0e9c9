"""What counts as an answer, and when a collected one is right."""

import marshal

from .errors import CellFailure, WrongAnswer

LONGEST = 2048  # bytes of an answer in marshal's form; half of what a child may send

# Readable by every Python version, so a child that runs in the wrong one can still say so.
MARSHAL_VERSION = 2


class Raised:
    """Stands where an answer would, for a worker that raised; `text` says what."""

    def __init__(self, text):
        self.text = text


def plain(answer):
    """The answer as JSON has it, tuples as lists.

    Raises CellFailure, with the end of a sentence, when it is no scalar and no small list of scalars.
    """
    kind = type(answer)
    if answer is None or kind is bool:
        return answer
    if kind is int:
        if not -(2**63) <= answer < 2**63:
            raise CellFailure("an integer of more than 64 bits; hand back a remainder or a digest of it")
        return answer
    if kind is float:
        if answer - answer != 0:
            raise CellFailure(f"{answer}, which JSON cannot hold")
        return answer
    if kind is str or kind in (list, tuple):
        value = answer if kind is str else [plain(item) for item in answer]
        if len(marshal.dumps(value, MARSHAL_VERSION)) > LONGEST:
            raise CellFailure(f"a {kind.__name__} of {len(answer)} items; hand back a digest of it")
        if kind is str and not _is_text(answer):
            raise CellFailure(f"{answer!a}, half of a character, which JSON cannot hold")
        return value
    raise CellFailure(f"a {kind.__name__}, which is neither a JSON scalar nor a list of them")


def _is_text(answer):
    """Whether all of it are characters, not halves of surrogate pairs."""
    try:
        answer.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class Known:
    """The known answers of a cell, one a worker."""

    def __init__(self, answers):
        self.answers = answers

    def compare(self, worker, answer):
        """Raise WrongAnswer unless this is the worker's known answer."""
        if answer != self.answers[worker]:
            raise WrongAnswer(
                f"worker {worker} handed back {_short(answer)}, not {_short(self.answers[worker])}"
            )


class Agreement:
    """For a workload without known answer: whatever came first must come again, in every sample.

    All workers must agree with one another too, unless `by_worker` says that each may have its own answer.
    """

    def __init__(self, by_worker):
        self.by_worker = by_worker
        self.first = {}

    def compare(self, worker, answer):
        """Raise WrongAnswer when this answer differs from the first one."""
        first = self.first.setdefault(worker if self.by_worker else None, answer)
        if answer != first:
            raise WrongAnswer(
                f"worker {worker} handed back {_short(answer)} after the same work gave {_short(first)}"
            )


def checked(collected, executions, due):
    """Check the answers of all workers against `due` and return those of the last execution, one a worker.

    `collected` has a list a worker, in the order of the executions. Raises CellFailure for the first answer
    that is missing or none, or for a worker that raised, and WrongAnswer for the first that is wrong.
    """
    for worker, answers in enumerate(collected):
        for answer in answers:
            if type(answer) is Raised:
                raise CellFailure(f"worker {worker} raised {answer.text}")
    last = []
    for worker, answers in enumerate(collected):
        if len(answers) != executions:
            raise CellFailure(f"worker {worker} handed back {len(answers)} of {executions} answers")
        for answer in answers:
            try:
                value = plain(answer)
            except CellFailure as error:
                raise CellFailure(f"worker {worker} handed back {error}") from None
            due.compare(worker, value)
        last.append(value)
    return last


def _short(answer):
    text = repr(answer)
    return text if len(text) <= 200 else text[:199] + "…"
