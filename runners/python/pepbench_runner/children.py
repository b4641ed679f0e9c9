"""Workers that are child processes, and the proof that each did its work in the interpreter asked for.

Every child hands back one report through a pipe that all of them share: what it answered or what it raised,
its interpreter's facts, how it was started as far as it can tell from inside, and its CPU time. The pipe is
made before the clock starts and read after it stopped. One report is one write of at most PIPE_BUF bytes,
which the system does not mix with others. A child that never came to its work (a host program that ran itself
again instead of acting as Python, say) may well exit with code 0: only its report counts.
"""

import gc
import marshal
import multiprocessing.context
import os
import time
from multiprocessing import reduction

from .answers import MARSHAL_VERSION, Raised
from .errors import CellFailure, NotStarted, describe
from .facts import interpreter_facts
from .loading import load
from .modes import Team

_LENGTH_BYTES = 2  # before each report
_SHORTEST_LIMIT = 512  # PIPE_BUF of POSIX
_USUAL_CAPACITY = 65536  # bytes that a pipe holds unless it is told otherwise
_F_SETPIPE_SZ = 1031  # Linux; fcntl has the name only since Python 3.10

# A forked child has this memory of the runner, any other child begins without.
_memory = {}


class Task:
    """What all workers of a team need; a spawned one is handed it to make its call again from the file."""

    def __init__(self, work, write_end, limit):
        self.path = work.path
        self.parameters = work.parameters
        self.resources = work.resources
        self.collecting = work.collecting
        self.runner = os.getpid()
        self.write_end = write_end
        self.limit = limit

    def __getstate__(self):
        return {**self.__dict__, "write_end": reduction.DupFd(self.write_end)}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.write_end = self.write_end.detach()

    def call_again(self, number):
        """Load and set up the workload in this process and return worker `number`'s call."""
        workload = load(self.path)
        given = workload.set_up(self.resources, self.parameters)
        if not self.collecting:
            gc.disable()
        return workload.call(self.parameters, given, number)

    def send(self, number, raised, value):
        """Write worker `number`'s report: its answer, or what it raised, cut to fit."""
        rest = [interpreter_facts(), self._started_by(), time.process_time()]
        try:
            message = marshal.dumps([number, raised, value, *rest], MARSHAL_VERSION)
        except ValueError:
            raised, value = True, f"TypeError: a {type(value).__name__} is no answer that JSON can hold"
            message = marshal.dumps([number, raised, value, *rest], MARSHAL_VERSION)
        room = self.limit - _LENGTH_BYTES
        if len(message) > room:
            text = value if raised else "ValueError: the answer is too long to be handed back"
            room -= len(marshal.dumps([number, True, "…", *rest], MARSHAL_VERSION))
            cut = text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + "…"
            message = marshal.dumps([number, True, cut, *rest], MARSHAL_VERSION)
        os.write(self.write_end, len(message).to_bytes(_LENGTH_BYTES, "big") + message)

    def _started_by(self):
        if _memory.get("runner") == self.runner:
            return "fork"
        return "spawn" if os.getppid() == self.runner else "forkserver"


class _Worker:
    """What makes a Process of any start method a worker."""

    def __init__(self, task, number, call):
        super().__init__()
        self.task = task
        self.number = number
        self.call = call

    def __getstate__(self):
        return {**self.__dict__, "call": None}

    def run(self):
        try:
            call = self.task.call_again(self.number) if self.call is None else self.call
            raised, value = False, call()
        except BaseException as error:
            raised, value = True, describe(error)
        self.task.send(self.number, raised, value)


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
        self.read_end, write_end = os.pipe()
        self.task = Task(work, write_end, _limit(write_end))
        # Children that find the pipe full must die, not wait for a runner that waits for them.
        os.set_blocking(self.read_end, False)
        os.set_blocking(write_end, False)
        _memory["runner"] = self.task.runner
        self.exit_codes = []
        self.not_started = []
        try:
            _make_room(write_end, self.size * self.task.limit)
        except CellFailure:
            self.close()
            raise
        if self.start_method == "fork":
            _outlast_joined_threads()
        super().__init__(self._execute(work, worker_class), self._collect, batch=1)

    def _execute(self, work, worker_class):
        duties = [(self.task, number, call) for number, call in enumerate(work.calls)]
        exit_codes, not_started = self.exit_codes, self.not_started

        def execute():
            workers = [worker_class(*duty) for duty in duties]
            try:
                for worker in workers:
                    worker.start()
                for worker in workers:
                    worker.join()
            except Exception as error:
                not_started.append(error)
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
        if self.not_started:
            error = self.not_started.pop()
            # A child that dies while it is being handed its work did start; it is broken, not missing.
            kind = CellFailure if isinstance(error, ConnectionError) else NotStarted
            raise kind(f"a process could not be started: {describe(error)}")
        exit_codes = list(self.exit_codes)
        self.exit_codes.clear()
        kept, cpu_seconds = self._reports()
        if not any(isinstance(answer, Raised) for own in kept for answer in own):
            self._check_ends(exit_codes, kept)
        # Only children of the fork server are not the runner's own, whose time the system adds up.
        self.children_cpu_seconds = cpu_seconds if self.start_method == "forkserver" else None
        return kept

    def _check_ends(self, exit_codes, kept):
        """Raise CellFailure for a child that ended badly, or well but without having worked."""
        for codes in exit_codes:
            for number, code in enumerate(codes):
                if code != 0:
                    raise CellFailure(f"worker {number} {_ending(code)}")
        for number, own in enumerate(kept):
            if len(own) < len(exit_codes):
                raise CellFailure(f"worker {number} exited with code 0 without having done its work")

    def _reports(self):
        """(a list of answers a worker, CPU seconds of all). CellFailure for a child of the wrong kind."""
        kept = [[] for _ in range(self.size)]
        cpu_seconds = 0.0
        facts = interpreter_facts()
        for number, raised, value, child_facts, started_by, seconds in _messages(_drained(self.read_end)):
            if child_facts != facts:
                raise CellFailure(
                    f"worker {number} ran in another interpreter: {_difference(child_facts, facts)}"
                )
            if started_by != self.start_method:
                raise CellFailure(f"worker {number} was started by {started_by}, not by {self.start_method}")
            kept[number].append(Raised(value) if raised else value)
            cpu_seconds += seconds
        return kept, cpu_seconds

    def close(self):
        os.close(self.read_end)
        os.close(self.task.write_end)


def process_team(work):
    """The team of child processes for `work`. Raises CellFailure for a start method that there is not."""
    if work.start_method not in WORKERS:
        raise CellFailure(f"there is no start method {work.start_method!r}; there are: {', '.join(WORKERS)}")
    return ProcessTeam(work, WORKERS[work.start_method])


def _limit(pipe):
    try:
        return os.fpathconf(pipe, "PC_PIPE_BUF")
    except (OSError, ValueError, AttributeError):
        return _SHORTEST_LIMIT


def _make_room(pipe, wanted):
    """Have the pipe hold `wanted` bytes. Raises CellFailure where the system does not allow it."""
    if wanted <= _USUAL_CAPACITY:
        return
    import fcntl  # noqa: PLC0415

    try:
        fcntl.fcntl(pipe, _F_SETPIPE_SZ, wanted)
    except OSError as error:
        raise CellFailure(f"so many processes need a pipe of {wanted} bytes: {describe(error)}") from error


def _outlast_joined_threads():
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


def _drained(read_end):
    parts = []
    while True:
        try:
            part = os.read(read_end, _USUAL_CAPACITY)
        except BlockingIOError:
            return b"".join(parts)
        parts.append(part)


def _messages(data):
    position = 0
    while position < len(data):
        start = position + _LENGTH_BYTES
        position = start + int.from_bytes(data[position:start], "big")
        yield marshal.loads(data[start:position])


def _ending(code):
    if code > 0:
        return f"exited with code {code}"
    import signal  # noqa: PLC0415

    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = "an unknown signal"
    return f"was killed by {name} ({-code})"


def _difference(theirs, ours):
    names = [name for name in ours if theirs.get(name) != ours[name]]
    return (
        ", ".join(f"{name} is {theirs.get(name)!r}, not {ours[name]!r}" for name in names) or "unknown facts"
    )
