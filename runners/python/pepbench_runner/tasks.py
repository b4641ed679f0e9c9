"""What a worker is handed that begins with nothing, and the report that it hands back.

Child processes and interpreters of their own share no objects with the runner. Each is handed a Task, and
hands back one report, which says what it answered or what it raised and proves where that was done.
"""

import gc
import os
import sys
import time

from .answers import Raised
from .errors import CellFailure, Unsupported, describe
from .facts import interpreter_facts
from .loading import load

_INTERPRETER = "interpreter "
_MAIN_INTERPRETER = f"{_INTERPRETER}0"

_JIT_OFF = {"jit_enabled": False}

# A forked child has this memory of the runner, any other worker begins without.
_memory = {}


class Task:
    """What the workers of a team need to make their calls again from the workload's file: plain values."""

    def __init__(self, *, path, parameters, resources, collecting, runner, pypy_jit):
        self.path = path
        self.parameters = parameters
        self.resources = resources
        self.collecting = collecting
        self.runner = runner
        self.pypy_jit = pypy_jit

    @classmethod
    def of(cls, work):
        """The task of a `cell.Work`, made in the runner."""
        _memory["runner"] = os.getpid()
        return cls(
            path=work.path,
            parameters=work.parameters,
            resources=work.resources,
            collecting=work.collecting,
            runner=os.getpid(),
            pypy_jit=interpreter_facts()["jit_enabled"] if sys.implementation.name == "pypy" else None,
        )

    def report(self, number, call=None):
        """Do worker `number`'s share and return its report, a list of values that marshal can write.

        Without `call`, the workload is loaded and set up here first, and torn down at the end.
        """
        try:
            raised, value = False, self._work_anew(number) if call is None else call()
        except BaseException as error:
            raised, value = True, describe(error)
        return [number, raised, value, interpreter_facts(), self._origin(), os.getpid(), time.process_time()]

    def _work_anew(self, number):
        if self.pypy_jit is False:
            # multiprocessing does not hand `--jit off` on; this is what that option does.
            import pypyjit  # noqa: PLC0415

            pypyjit.set_param("off")
        workload = load(self.path)
        given = workload.set_up(self.resources, self.parameters)
        if not self.collecting:
            gc.disable()
        failed = True
        try:
            value = workload.call(self.parameters, given, number)()
            failed = False
        finally:
            workload.tear_down(self.parameters, given, failed=failed)
        return value

    def _origin(self):
        """How this worker came to be, seen from inside: a start method, or `interpreter` and its number."""
        if os.getpid() == self.runner:
            # What concurrent.interpreters is made of, without the pickle and threading that it brings along.
            import _interpreters  # noqa: PLC0415

            return f"{_INTERPRETER}{_interpreters.get_current()[0]}"
        if _memory.get("runner") == self.runner:
            return "fork"
        return "spawn" if os.getppid() == self.runner else "forkserver"


class Reports:
    """The reports of one batch, checked one by one.

    `answers` has a list a worker, `cpu_seconds` what all processes used up to the end of their work.
    """

    def __init__(self, workers):
        self.answers = [[] for _ in range(workers)]
        self._facts = interpreter_facts()
        self._cpu_seconds = {}

    @property
    def cpu_seconds(self):
        return sum(self._cpu_seconds.values())

    def add(self, report, problem_of_origin):
        """Take a worker's report.

        Raises CellFailure where its interpreter differs from the runner's, or `problem_of_origin`, a function
        of its number and origin, returns a sentence's end. Raises Unsupported for an interpreter of this
        process that lacks the main one's JIT and is otherwise the same.
        """
        number, raised, value, facts, origin, pid, seconds = report
        if is_subinterpreter(origin) and self._facts["jit_enabled"] and facts == {**self._facts, **_JIT_OFF}:
            raise Unsupported(
                "CPython leaves its JIT off in sub-interpreters: jit_enabled is False there, and True in the "
                "main one"
            )
        if facts != self._facts:
            difference = _difference(facts, self._facts)
            raise CellFailure(f"worker {number} ran in another interpreter: {difference}")
        problem = problem_of_origin(number, origin)
        if problem:
            raise CellFailure(f"worker {number} {problem}")
        self.answers[number].append(Raised(value) if raised else value)
        self._cpu_seconds[pid] = max(seconds, self._cpu_seconds.get(pid, 0.0))


def is_subinterpreter(origin):
    """Whether a worker of this origin is an interpreter of the runner's process, and not the main one."""
    return origin.startswith(_INTERPRETER) and origin != _MAIN_INTERPRETER


def problem_of_start_method(asked):
    """The function for `Reports.add` that wants children of this start method."""

    def problem(_, origin):
        return None if origin == asked else f"was started by {origin}, not by {asked}"

    return problem


def _difference(theirs, ours):
    names = [name for name in ours if theirs.get(name) != ours[name]]
    return (
        ", ".join(f"{name} is {theirs.get(name)!r}, not {ours[name]!r}" for name in names) or "unknown facts"
    )
