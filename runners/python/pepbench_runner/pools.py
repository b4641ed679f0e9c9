"""Workers of a pool of concurrent.futures, which is made, given N shares and shut down in the timed region.

A pool of N may have one idle worker do two shares, so that N workers worked is neither promised nor proved.
The answer of each share is, and, where shares are done in other processes or interpreters, the place of each.
"""

import itertools
import sys
from concurrent import futures

from .answers import Raised
from .errors import CellFailure, describe, not_started
from .modes import Team
from .tasks import Reports, Task, is_subinterpreter, problem_of_start_method

_teams = itertools.count()

# The calls of each team whose children are forked: those have them, a child that was spawned has not.
_calls_of_team = {}


class PoolTeam(Team):
    """A team of the workers of `make_pool()`, which is handed one of `submissions` for each."""

    def __init__(self, make_pool, submissions, batch):
        self.size = len(submissions)
        self.finished = []
        self.problems = []
        super().__init__(self._execute(make_pool, submissions), self._collect, batch)

    def _execute(self, make_pool, submissions):
        finished, problems = self.finished, self.problems

        def execute():
            try:
                with make_pool() as pool:
                    shares = [pool.submit(*submission) for submission in submissions]
                    for share in shares:
                        share.exception()  # waits as result() does, and does not raise
            except Exception as error:
                problems.append(error)
            else:
                finished.append(shares)

        return execute

    def _collect(self):
        finished = list(self.finished)
        self.finished.clear()
        if self.problems:
            raise not_started("a pool", self.problems.pop())
        results = [[_result(shares[number]) for shares in finished] for number in range(self.size)]
        return self._answers(results)

    def _answers(self, results):
        """The answers in the shares' results, both a list a worker."""
        return results


class ReportingPoolTeam(PoolTeam):
    """A team of a pool whose workers hand back reports; one execution a batch, as for other such teams."""

    def __init__(self, make_pool, submissions, problem_of_origin):
        super().__init__(make_pool, submissions, batch=1)
        self.problem_of_origin = problem_of_origin
        self.cpu_seconds = None

    def _answers(self, results):
        reports = Reports(self.size)
        for number, own in enumerate(results):
            for result in own:
                if isinstance(result, Raised):  # by the pool, not by the work
                    reports.answers[number].append(result)
                else:
                    reports.add(result, self.problem_of_origin)
        self.cpu_seconds = reports.cpu_seconds
        return reports.answers


class ProcessPoolTeam(ReportingPoolTeam):
    """The team of mode `process-pool`."""

    def __init__(self, work):
        import multiprocessing  # noqa: PLC0415 (only this pool's)

        from .children import ensure_known  # noqa: PLC0415

        ensure_known(work.start_method)
        self.start_method = work.start_method
        self.active_children = multiprocessing.active_children
        self.number = next(_teams)
        if work.start_method == "fork":
            _calls_of_team[self.number] = work.calls
        context = multiprocessing.get_context(work.start_method)
        task, size = Task.of(work), len(work.calls)
        super().__init__(
            lambda: futures.ProcessPoolExecutor(size, mp_context=context),
            [(share_of_process, task, self.number, worker) for worker in range(size)],
            problem_of_start_method(work.start_method),
        )
        self._leave_one_thread()

    def _collect(self):
        try:
            return super()._collect()
        except CellFailure:
            # Those that were made before the one that could not be, and now wait for work for ever.
            for child in self.active_children():
                child.terminate()
                child.join()
            raise
        finally:
            self._leave_one_thread()

    def _answers(self, results):
        answers = super()._answers(results)
        # Only children of the fork server are not the runner's own, whose time the system adds up.
        self.children_cpu_seconds = self.cpu_seconds if self.start_method == "forkserver" else None
        return answers

    def _leave_one_thread(self):
        from .children import outlast_joined_threads  # noqa: PLC0415

        if self.start_method == "fork":
            outlast_joined_threads()

    def close(self):
        _calls_of_team.pop(self.number, None)


def thread_pool_team(work):
    """The team of mode `thread-pool`."""
    size = len(work.calls)
    return PoolTeam(lambda: futures.ThreadPoolExecutor(size), [(call,) for call in work.calls], batch=64)


def interpreter_pool_team(work):
    """The team of mode `interpreter-pool`."""
    from concurrent.futures import InterpreterPoolExecutor  # noqa: PLC0415 (few have it)

    task, size = Task.of(work), len(work.calls)
    # A new interpreter's sys.path lacks what this one's was given after its start.
    extend_path = (f"import sys; sys.path[:] = {sys.path!r}", {})
    return ReportingPoolTeam(
        lambda: InterpreterPoolExecutor(size, initializer=exec, initargs=extend_path),
        [(task.report, worker) for worker in range(size)],
        _problem_of_interpreter,
    )


def share_of_process(task, team, number):
    """Do a share in a child process and return its report."""
    calls = _calls_of_team.get(team)
    return task.report(number, None if calls is None else calls[number])


def _problem_of_interpreter(_, origin):
    if is_subinterpreter(origin):
        return None
    return f"did its work in {origin}, not in an interpreter of the pool's"


def _result(share):
    error = share.exception()
    return share.result() if error is None else Raised(describe(error))
