"""The modes: how the work of a cell is spread over its workers.

A mode is one function here and one entry in MODES. It is handed a `cell.Work` and returns a `Team`, whose
`execute` is exactly PEP 371's timed region: build the list of N fresh workers, start all, let them work, join
all. Whatever can be prepared before the clock starts or looked at after it stopped is outside. What a worker
needs is its own: its call and the list that it puts its answer on are shared with no other worker, or a
free-threaded build would measure the sharing.
"""

from .answers import Raised
from .errors import CellFailure, NotStarted, Unsupported, describe, not_started


class Team:
    """What a mode makes of a cell's work.

    `execute()` runs the timed region once. It raises nothing but KeyboardInterrupt; what went wrong is kept.
    `collect()` returns the answers since the last call, a list a worker in the order of the executions, each
    list with an `answers.Raised` in place of an answer that did not come about. Raises CellFailure
    (NotStarted for a worker that could not be started).
    `batch` is the number of executions after which `collect` must be called, at most.
    `children_cpu_seconds` is the CPU time of the children of the last collected batch, or None where they are
    the runner's own children and the operating system tells.
    `close()` gives back what it holds.
    """

    children_cpu_seconds = None

    def __init__(self, execute, collect, batch=64):
        self.execute = execute
        self.collect = collect
        self.batch = batch

    def close(self):
        pass


class LinearWorker:
    """A plain object that works when it is told to run."""

    def __init__(self, call, keep):
        self.call = call
        self.keep = keep

    def run(self):
        try:
            self.keep(self.call())
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self.keep(Raised(describe(error)))


def linear(work):
    """One worker after another in the thread of the caller."""
    kept, duties = _duties(work)

    def execute():
        workers = [LinearWorker(call, keep) for call, keep in duties]
        for worker in workers:
            worker.run()

    return Team(execute, lambda: _take(kept))


def threaded(work):
    """A thread a worker."""
    import threading  # noqa: PLC0415 (a linear cell must not pay for it)

    class ThreadedWorker(threading.Thread):
        def __init__(self, call, keep):
            threading.Thread.__init__(self)
            self.call = call
            self.keep = keep

        run = LinearWorker.run

    kept, duties = _duties(work)
    problems = []

    def execute():
        workers = [ThreadedWorker(call, keep) for call, keep in duties]
        try:
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        except Exception as error:
            problems.append(error)
            for worker in workers:
                if worker.ident is not None:
                    worker.join()

    def collect():
        if problems:
            raise not_started("a thread", problems.pop())
        return _take(kept)

    return Team(execute, collect)


def process(work):
    """A child process a worker, by the start method that the cell names.

    A forked child has the workload with the runner's memory; any other loads it and sets it up again, in the
    timed region.
    """
    from .children import process_team  # noqa: PLC0415 (multiprocessing costs more than a linear cell's whole start)

    return process_team(work)


def subinterpreter(work):
    """A fresh interpreter a worker, each in a thread of its own and with its own GIL.

    CPython 3.14 and later. The workload is loaded and set up in each interpreter, in the timed region.
    """
    from .subinterpreters import InterpreterTeam  # noqa: PLC0415

    return InterpreterTeam(work)


def thread_pool(work):
    """A ThreadPoolExecutor of as many threads as workers, given a share for each.

    Making the pool and shutting it down is in the timed region, as in all modes with a pool.
    """
    from .pools import thread_pool_team  # noqa: PLC0415

    return thread_pool_team(work)


def process_pool(work):
    """A ProcessPoolExecutor, by the start method that the cell names; the workload as in mode `process`."""
    from .pools import ProcessPoolTeam  # noqa: PLC0415

    return ProcessPoolTeam(work)


def interpreter_pool(work):
    """An InterpreterPoolExecutor (CPython 3.14 and later); the workload as in mode `subinterpreter`."""
    from .pools import interpreter_pool_team  # noqa: PLC0415

    return interpreter_pool_team(work)


class Mode:
    """An entry of MODES: the function that makes a team, and whether its workers are processes.

    Workers that are processes are started by a start method, and each method may work or not.
    """

    def __init__(self, team, processes=False):
        self.team = team
        self.processes = processes


MODES = {
    "linear": Mode(linear),
    "threaded": Mode(threaded),
    "process": Mode(process, processes=True),
    "subinterpreter": Mode(subinterpreter),
    "thread-pool": Mode(thread_pool),
    "process-pool": Mode(process_pool, processes=True),
    "interpreter-pool": Mode(interpreter_pool),
}


def find(name):
    """The Mode of this name. Raises CellFailure where this runner has none."""
    if name not in MODES:
        raise CellFailure(f"this runner has no mode {name!r}; it has: {', '.join(MODES)}")
    return MODES[name]


def probe(work):
    """Execute `work`, one worker of the probe workload, and return what was collected.

    Raises Unsupported when the mode cannot start a worker here, and CellFailure when a worker was started and
    something then went wrong.
    """
    mode = find(work.mode)
    try:
        team = mode.team(work)
    except CellFailure:
        raise
    except Exception as error:
        raise Unsupported(describe(error)) from error
    try:
        team.execute()
        return team.collect()
    except NotStarted as error:
        raise Unsupported(str(error)) from error
    finally:
        team.close()


def _duties(work):
    """(a list a worker to keep answers on, a pair of call and keep a worker)."""
    kept = [[] for _ in work.calls]
    return kept, [(call, own.append) for call, own in zip(work.calls, kept)]


def _take(kept):
    taken = [list(own) for own in kept]
    for own in kept:
        own.clear()
    return taken
