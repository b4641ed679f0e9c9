"""Workers that are child processes, each made for one share of the work, as PEP 371's are.

A child that never came to its work (a host program that ran itself again instead of acting as Python, say)
may well exit with code 0: only its report counts.
"""

import multiprocessing.context
import os
import time
from multiprocessing import reduction

from .answers import Raised
from .errors import CellFailure, not_started
from .modes import Team
from .report_pipe import ReportPipe, Sender
from .tasks import Reports, Task, problem_of_start_method


class ChildSender(Sender):
    """A sender that a spawned child can be handed."""

    def __getstate__(self):
        return {**self.__dict__, "write_end": reduction.DupFd(self.write_end)}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.write_end = self.write_end.detach()


class _Worker:
    """What makes a Process of any start method a worker."""

    def __init__(self, task, sender, number, call):
        super().__init__()
        self.task = task
        self.sender = sender
        self.number = number
        self.call = call

    def __getstate__(self):
        return {**self.__dict__, "call": None}

    def run(self):
        process = os.getpid()
        report = self.task.report(self.number, self.call)
        if os.getpid() == process:  # and no copy that the work has forked and not ended
            self.sender.send(report)


class ForkWorker(_Worker, multiprocessing.context.ForkProcess):
    """A copy of the runner; its call comes with the copy."""


class ForkServerWorker(_Worker, multiprocessing.context.ForkServerProcess):
    """A copy of a server that multiprocessing keeps; makes its call again from the workload's file."""


class SpawnWorker(_Worker, multiprocessing.context.SpawnProcess):
    """A new interpreter; makes its call again from the workload's file."""


WORKERS = {"fork": ForkWorker, "forkserver": ForkServerWorker, "spawn": SpawnWorker}


class ProcessTeam(Team):
    """The team of mode `process`; one execution a batch, since the pipe is emptied only by `collect`."""

    def __init__(self, work, worker_class):
        self.start_method = work.start_method
        self.size = len(work.calls)
        self.pipe = ReportPipe(self.size)
        self.sender = ChildSender(self.pipe.write_end, self.pipe.limit)
        self.exit_codes = []
        self.problems = []
        if self.start_method == "fork":
            outlast_joined_threads()
        super().__init__(self._execute(work, worker_class), self._collect, batch=1)

    def _execute(self, work, worker_class):
        task = Task.of(work)
        duties = [(task, self.sender, number, call) for number, call in enumerate(work.calls)]
        exit_codes, problems = self.exit_codes, self.problems

        def execute():
            workers = [worker_class(*duty) for duty in duties]
            try:
                for worker in workers:
                    worker.start()
                for worker in workers:
                    worker.join()
            except Exception as error:
                problems.append(error)
                for worker in workers:
                    if worker.pid is not None:
                        worker.terminate()
                        worker.join()
            else:
                exit_codes.append([worker.exitcode for worker in workers])
                for worker in workers:
                    worker.close()  # where there is no reference count, descriptors would pile up

        return execute

    def _collect(self):
        if self.problems:
            raise not_started("a process", self.problems.pop())
        exit_codes = list(self.exit_codes)
        self.exit_codes.clear()
        reports = Reports(self.size)
        for report in self.pipe.received():
            reports.add(report, problem_of_start_method(self.start_method))
        if not any(isinstance(answer, Raised) for own in reports.answers for answer in own):
            _check_ends(exit_codes, reports.answers)
        # Only children of the fork server are not the runner's own, whose time the system adds up.
        self.children_cpu_seconds = reports.cpu_seconds if self.start_method == "forkserver" else None
        return reports.answers

    def close(self):
        self.pipe.close()


def process_team(work):
    """The team of child processes for `work`. Raises CellFailure for a start method that there is not."""
    ensure_known(work.start_method)
    return ProcessTeam(work, WORKERS[work.start_method])


def ensure_known(start_method):
    """Raise CellFailure for a start method that there is not."""
    if start_method not in WORKERS:
        raise CellFailure(f"there is no start method {start_method!r}; there are: {', '.join(WORKERS)}")


def outlast_joined_threads():
    """Wait, a tenth of a second at most, until the process has one thread only.

    A thread that was joined has left Python but may not have left the process, which then should not fork.
    """
    for _ in range(100):
        try:
            if len(os.listdir("/proc/self/task")) == 1:  # noqa: PTH208
                return
        except OSError:
            return
        time.sleep(0.001)


def _check_ends(exit_codes, kept):
    """Raise CellFailure for a child that ended badly, or well but without having worked."""
    for codes in exit_codes:
        for number, code in enumerate(codes):
            if code != 0:
                raise CellFailure(f"worker {number} {_ending(code)}")
    for number, own in enumerate(kept):
        if len(own) < len(exit_codes):
            raise CellFailure(f"worker {number} exited with code 0 without having done its work")


def _ending(code):
    if code > 0:
        return f"exited with code {code}"
    import signal  # noqa: PLC0415

    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = "an unknown signal"
    return f"was killed by {name} ({-code})"
