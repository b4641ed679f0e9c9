"""Workers that are fresh interpreters of this process, each in a thread of its own and with its own GIL.

An interpreter shares no objects with the runner, so it imports this package, loads the workload and sets it
up itself, within the timed region, as a program that uses fresh interpreters has to. Making and ending the
interpreters is timed too.
"""

import marshal
import sys
import threading
from concurrent import interpreters

from .answers import MARSHAL_VERSION
from .errors import CellFailure, not_started
from .modes import Team
from .report_pipe import ReportPipe
from .tasks import Reports, Task

# Run in the main module of a new interpreter, whose sys.path lacks what this one's was given after its start.
_SCRIPT = """
import marshal, sys
sys.path[:] = {path!r}
from pepbench_runner.report_pipe import Sender
from pepbench_runner.tasks import Task
Sender({write_end}, {limit}).send(Task(**marshal.loads({task!r})).report({number}))
"""


class InterpreterWorker(threading.Thread):
    """Makes an interpreter, has it run `script` and ends it; keeps its number, or what was raised."""

    def __init__(self, script):
        super().__init__()
        self.script = script
        self.interpreter = None
        self.error = None

    def run(self):
        try:
            interpreter = interpreters.create()
            self.interpreter = interpreter.id
            try:
                interpreter.exec(self.script)
            finally:
                interpreter.close()
        except Exception as error:
            self.error = error


class InterpreterTeam(Team):
    """The team of mode `subinterpreter`; one execution a batch, since only `collect` empties the pipe."""

    def __init__(self, work):
        self.size = len(work.calls)
        self.pipe = ReportPipe(self.size)
        self.finished = []
        self.problems = []
        super().__init__(self._execute(work), self._collect, batch=1)

    def _execute(self, work):
        task = marshal.dumps(vars(Task.of(work)), MARSHAL_VERSION)
        place = {"path": sys.path, "task": task, "write_end": self.pipe.write_end, "limit": self.pipe.limit}
        scripts = [_SCRIPT.format(**place, number=number) for number in range(self.size)]
        finished, problems = self.finished, self.problems

        def execute():
            workers = [InterpreterWorker(script) for script in scripts]
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
            else:
                finished.append([(worker.interpreter, worker.error) for worker in workers])

        return execute

    def _collect(self):
        received = self.pipe.received()
        if self.problems:
            raise not_started("a thread for an interpreter", self.problems.pop())
        made = {}
        for number, (interpreter, error) in enumerate(self.finished.pop() if self.finished else []):
            if interpreter is None:
                raise not_started("an interpreter", error)
            if error is not None:
                raise CellFailure(f"the interpreter of worker {number} failed: {_first_line(error)}")
            made[number] = f"interpreter {interpreter}"

        def problem(number, origin):
            due = made.get(number)
            return None if origin == due else f"did its work in {origin}, not in {due}, which was made for it"

        reports = Reports(self.size)
        for report in received:
            reports.add(report, problem)
        return reports.answers

    def close(self):
        self.pipe.close()


def _first_line(error):
    """What was raised in an interpreter, without the traceback that ExecutionFailed shows with it."""
    return str(error.args[0] if error.args else error).partition("\n")[0]
