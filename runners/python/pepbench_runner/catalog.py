"""What this runner can be asked for: workloads, modes, start methods (the protocol's `description`)."""

import os

from . import modes
from .cell import ensure_possible
from .errors import CellFailure, Unsupported
from .loading import load

MODES = tuple(modes.MODES)
START_METHODS = ("fork", "forkserver", "spawn")


def describe(paths):
    """A dict a path: `path`, `name`, `shows`, `parameters`, `sha256` of the file; or `path` and `error`."""
    return [_entry(os.fspath(path)) for path in paths]


def start_methods():
    """The start methods that work here, a list of names.

    Found out by starting a child with each, which takes a tenth of a second or two, once a process:
    `multiprocessing.get_all_start_methods` is quicker and lists methods that fail.
    """
    return [name for name in START_METHODS if _works("process", name)]


def unavailable():
    """Why this interpreter cannot do a mode or start method: a dict from its name to a sentence.

    A mode whose workers are processes is listed when it can be had by no start method. One that was started
    and then failed is not listed: it may have failed this once, and if not, its cells fail and say so.
    """
    reasons = {name: _why_unsupported("process", name) for name in START_METHODS}
    for name, mode in modes.MODES.items():
        reasons[name] = _why_all_unsupported(name, START_METHODS if mode.processes else ("fork",))
    return {name: reason for name, reason in reasons.items() if reason is not None}


def _why_all_unsupported(mode, start_methods):
    """The first start method's reason where each has one, else None; those after one without go untried."""
    reasons = []
    for start_method in start_methods:
        reason = _why_unsupported(mode, start_method)
        if reason is None:
            return None
        reasons.append(reason)
    return reasons[0]


def _why_unsupported(mode, start_method):
    try:
        ensure_possible(mode, start_method)
    except Unsupported as error:
        return str(error)
    except CellFailure:
        return None
    return None


def _works(mode, start_method):
    try:
        ensure_possible(mode, start_method)
    except (CellFailure, Unsupported):
        return False
    return True


def _entry(path):
    import hashlib  # noqa: PLC0415

    try:
        workload = load(path)
    except CellFailure as error:
        return {"path": path, "error": str(error)}
    return {
        "path": path,
        "name": workload.name,
        "shows": workload.shows,
        "parameters": workload.parameters,
        "sha256": hashlib.sha256(workload.source).hexdigest(),
    }
