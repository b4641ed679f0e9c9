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
    return [name for name in START_METHODS if _problem("process", name) is None]


def unavailable():
    """Why a mode or start method does not work here: a dict from its name to a sentence.

    A mode whose workers are processes works when one start method does.
    """
    reasons = {name: _problem("process", name) for name in START_METHODS}
    for name, mode in modes.MODES.items():
        reasons[name] = _problem_of_all(name, START_METHODS if mode.processes else ("fork",))
    return {name: reason for name, reason in reasons.items() if reason is not None}


def _problem_of_all(mode, start_methods):
    """The first start method's problem where none works, else None; those after one that works go untried."""
    problems = []
    for start_method in start_methods:
        problem = _problem(mode, start_method)
        if problem is None:
            return None
        problems.append(problem)
    return problems[0]


def _problem(mode, start_method):
    try:
        ensure_possible(mode, start_method)
    except (CellFailure, Unsupported) as error:
        return str(error)
    return None


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
