"""One cell in this interpreter: prepared once, executed as often as wanted, checked after each batch."""

import gc
import os

from . import modes
from .abilities import ensure_able
from .answers import Agreement, Known, checked, plain
from .errors import CellFailure, Unsupported, WrongAnswer
from .heap import filled_holes
from .loading import load

__all__ = ["Cell", "CellFailure", "Unsupported", "WrongAnswer", "prepare"]

_PROBE = os.path.join(os.path.dirname(__file__), "probe.py")  # noqa: PTH118, PTH120 (pathlib is too dear here)

# (mode, start method) that were seen to work in this process.
_proven = {("linear", None)}


class Work:
    """What a mode needs to know about a cell.

    `calls` has what each worker is to call, without arguments. The rest is what a process that begins with
    nothing needs to make its call again: the workload's `path`, all `parameters`, `resources`, and whether
    the garbage collector is to stay on (`collecting`).
    """

    def __init__(self, calls, path, *, mode, start_method, parameters, resources, collecting):
        self.calls = calls
        self.path = path
        self.mode = mode
        self.start_method = start_method
        self.parameters = parameters
        self.resources = resources
        self.collecting = collecting


class Cell:
    """A cell that is ready to run; `prepare` makes it.

    `parameters` has all of them with their values. `expected` has the known answers, one a worker, or is
    None.
    `execute()` is the timed region and nothing else: PEP 371's build, start, work, join. It raises nothing
    but KeyboardInterrupt; `check` tells what went wrong. `batch` is how often it may be called between two
    checks.

    As a context manager it is closed at the end, and what the work failed of is told rather than what its end
    failed of.
    """

    def __init__(self, workload, work, given, expected, *, tears_down=True):
        self.parameters = work.parameters
        self.expected = expected
        self._workload = workload
        self._given = given
        self._work = work
        self._tears_down = tears_down
        self._due = Agreement(workload.answer_depends_on_worker()) if expected is None else Known(expected)
        self._collector_was_on = gc.isenabled()
        self._team = modes.find(work.mode).team(work)
        self.execute = self._team.execute
        self.batch = self._team.batch
        if not work.collecting:
            gc.disable()
        self._filling = filled_holes()

    def with_one_worker(self):
        """Make the same cell with its first worker alone, to be closed before this one.

        It shares what was set up: set up twice, the workload would be torn down twice in one scratch folder.
        """
        work = Work(**{**vars(self._work), "calls": self._work.calls[:1]})
        expected = None if self.expected is None else self.expected[:1]
        return Cell(self._workload, work, self._given, expected, tears_down=False)

    def check(self, executions):
        """Check what `executions` calls of `execute` have left, forget it, and return the last answers.

        Raises WrongAnswer for one that is wrong, and CellFailure when one is missing, a worker raised, or a
        child died or ran in another interpreter or by another start method than asked for.
        """
        return checked(self._team.collect(), executions, self._due)

    def children_cpu_seconds(self):
        """CPU seconds of the children of the last checked batch, or None where they are the runner's own.

        The runner's own children (fork, spawn) are in RUSAGE_CHILDREN once joined; those of a fork server are
        not, and say how much they used up to the end of their work.
        """
        return self._team.children_cpu_seconds

    def close(self, *, failed=False):
        """Give back what the cell holds, put the garbage collector as it was and tear the workload down.

        Raises CellFailure where that fails, unless the work has `failed` before.
        """
        try:
            self._team.close()
        finally:
            self._filling = None
            if self._collector_was_on:
                gc.enable()
            if self._tears_down:
                self._workload.tear_down(self.parameters, self._given, failed=failed)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close(failed=error is not None)


def prepare(request):
    """Make a Cell of a `measure` or `open` request of the protocol, as a dict.

    Raises CellFailure for a request or workload that is wrong, and Unsupported when this interpreter cannot
    do the mode or start method, which is found out by starting one worker, once a process.
    """
    asked = request.get("cell") or {}
    path, workers = asked.get("workload"), asked.get("workers", 1)
    mode, start_method = asked.get("mode", "linear"), asked.get("start_method", "fork")
    if not isinstance(path, str):
        raise CellFailure("the request names no workload")
    if type(workers) is not int or workers < 1:
        raise CellFailure(f"the number of workers is a whole number from 1, not {workers!r}")
    import_from = asked.get("import_from", [])
    if type(import_from) is not list or not all(type(folder) is str for folder in import_from):
        raise CellFailure(f"import_from is a list of folders, not {import_from!r}")
    workload = load(path, import_from)
    small = getattr(workload.module, "TEST_PARAMETERS", {}) if asked.get("test_parameters") else {}
    parameters = workload.merged({**small, **(asked.get("parameters") or {})})
    ensure_possible(mode, start_method)
    ensure_able(workload.needs)
    resources = {**(request.get("resources") or {}), "mode": mode, "start_method": start_method}
    given = workload.set_up(resources, parameters)
    try:
        work = Work(
            [workload.call(parameters, given, worker) for worker in range(workers)],
            workload.path,
            mode=mode,
            start_method=start_method,
            parameters=parameters,
            resources=resources,
            collecting=request.get("gc", True),
        )
        return Cell(workload, work, given, _known_answers(workload, parameters, given, workers))
    except BaseException:
        workload.tear_down(parameters, given, failed=True)
        raise


def ensure_possible(mode, start_method):
    """Find out, once a process, whether a worker of this mode does its work here.

    Raises Unsupported when it cannot be started, and CellFailure when there is no such mode or start method
    or the worker, once started, fails.
    """
    processes = modes.find(mode).processes
    key = (mode, start_method if processes else None)
    if key in _proven:
        return
    probe = load(_PROBE)
    work = Work(
        [probe.function],
        probe.path,
        mode=mode,
        start_method=start_method,
        parameters={},
        resources={},
        collecting=gc.isenabled(),
    )
    named = f"mode {mode}" + (f" by {start_method}" if processes else "")
    try:
        checked(modes.probe(work), 1, Known([probe.module.EXPECTED]))
    except Unsupported as error:
        raise Unsupported(f"{named} cannot be had here: {error}") from error
    except CellFailure as error:
        raise CellFailure(f"{named} does not work here: {error}") from error
    _proven.add(key)


def _known_answers(workload, parameters, given, workers):
    expected = workload.expected(parameters, given, workers)
    if expected is None:
        return None
    try:
        return [plain(answer) for answer in expected]
    except CellFailure as error:
        raise CellFailure(f"the known answer of {workload.name} is {error}") from None
