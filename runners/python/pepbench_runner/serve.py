"""Serving runners/protocol.md in Python: requests in, replies out; where both come from is the runner's."""

import gc
import json
import sys

from .cell import prepare
from .errors import CellFailure, InputEnded, NoRequest, Unsupported, WrongAnswer, WrongKey, describe
from .facts import build_facts, interpreter_facts
from .sampling import MOST_ITERATIONS, Clock, Plan, sample_cell, take_sample, whole_number
from .usage import children_peak_rss_bytes

VERSION = 1


class Server:
    """Answers requests, one a line.

    `send` is called with each reply, a dict. `kind` is the hello's `runner`. `clock` is a function that
    returns seconds. `memory` has the methods of `usage.Memory`. `receive` returns the next line, which is
    empty where there is none, for requests within which the runner is to wait for the driver.
    """

    def __init__(self, send, kind, clock, memory, receive=bytes):
        self._send = send
        self._receive = receive
        self._kind = kind
        self._clock = Clock(clock)
        self._memory = memory
        self._open = None  # the cell of the last `open`, until its `close`
        self._answers = {
            "describe": self._describe,
            "measure": self._measure,
            "open": self._open_cell,
            "execute": self._execute,
            "close": self._close,
        }

    def hello(self, first_statement_seconds=None):
        """Send the first reply. `first_statement_seconds`: CLOCK_MONOTONIC at the first Python statement."""
        memory = self._memory.read()  # before PyPy has its JIT work for the facts
        self._send(
            {
                "type": "hello",
                "protocol": VERSION,
                "runner": self._kind,
                "facts": interpreter_facts(),
                "first_statement_seconds": first_statement_seconds,
                "memory": memory,
            }
        )

    def answer(self, line):
        """Answer one line, text or bytes. Returns False, having said why, where it is no request."""
        number = None
        try:
            request = _request(line, self._answers)
            number = request.get("id")
            self._answers[request["type"]](number, request)
        except NoRequest as error:
            return _refuse(str(error))
        except WrongKey as error:
            return _refuse(f"a request has a key of the wrong type: {error}")
        except InputEnded:
            return True  # as will be found where the next line is read
        except Unsupported as error:
            self._send({"type": "unsupported", "id": number, "reason": str(error)})
        except (Exception, KeyboardInterrupt) as error:
            known = {"wrong_answer": True} if isinstance(error, WrongAnswer) else {}
            self._send({"type": "failure", "id": number, "reason": describe(error), **known})
        return True

    def end(self):
        """Close the cell that is open, if any: nobody asks for more."""
        if self._open is not None:
            self._open.close(failed=True)  # as after a failure, nobody is told of another
            self._open = None

    def _measure(self, number, request):
        plan = Plan(request)
        self._ensure_none_open()
        self._sample_as_planned(number, request, plan)
        self._send_done(number)

    def _sample_as_planned(self, number, request, plan):
        def emit(*sample):
            self._send_sample(number, *sample)
            if plan.wait_for_next:
                self._await_next()

        with prepare(request) as cell, cell.with_one_worker() as single:
            self._send_ready(number, cell)
            sample_cell(self._clock, cell, single, plan, emit)

    def _await_next(self):
        line = self._receive()
        if not line:
            raise InputEnded
        _request(line, ("next",))

    def _open_cell(self, number, request):
        self._ensure_none_open()
        self._open = prepare(request)
        self._send_ready(number, self._open)

    def _execute(self, number, request):
        iterations = whole_number(request, "iterations", 1)
        self._ensure_open()
        if not 1 <= iterations <= MOST_ITERATIONS:
            raise CellFailure(f"iterations is a number from 1 to {MOST_ITERATIONS}, not {iterations}")
        sample = take_sample(self._clock, self._open, iterations, insist=False)
        self._send_sample(number, 0, False, sample)

    def _close(self, number, _):
        self._ensure_open()
        try:
            self._open.close()
        finally:
            self._open = None
        self._send_done(number)

    def _ensure_open(self):
        if self._open is None:
            raise CellFailure("no cell is open: open one first")

    def _ensure_none_open(self):
        if self._open is not None:
            raise CellFailure("a cell is open already: close it first")

    def _send_ready(self, number, cell):
        ready = {"parameters": cell.parameters, "expected": cell.expected}
        self._send({"type": "ready", "id": number, **ready})

    def _send_sample(self, number, index, warmup, sample):
        message = {"type": "sample", "id": number, "index": index, "warmup": warmup}
        self._send({**message, **sample.message(), **self._peaks()})

    def _send_done(self, number):
        gc.collect()  # of what the cell held, which is closed and referred to no more
        done = {"type": "done", "id": number, "facts": interpreter_facts(), "memory": self._memory.read()}
        self._send({**done, **self._peaks()})

    def _peaks(self):
        return {
            "peak_rss_bytes": self._memory.peak_rss_bytes(),
            "children_peak_rss_bytes": children_peak_rss_bytes(),
        }

    def _describe(self, _, request):
        from . import catalog  # noqa: PLC0415 (not on the way to a sample)

        paths = request.get("workloads", [])
        if type(paths) is not list or not all(type(path) is str for path in paths):
            raise WrongKey(f"workloads is {paths!r}")
        self._send(
            {
                "type": "description",
                "facts": {**interpreter_facts(), "build": build_facts()},
                "modes": list(catalog.MODES),
                "start_methods": catalog.start_methods(),
                "unavailable": catalog.unavailable(),
                "clock": self._clock.facts(),
                "workloads": catalog.describe(paths),
            }
        )


def _request(line, kinds):
    """The request that a line is, of one of these types. Raises NoRequest."""
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        request = None
    kind = request.get("type") if isinstance(request, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise NoRequest(
            f"a request is one JSON object a line with the type {_one_of(kinds)} (runners/protocol.md), "
            f"not: {line[:200]!r}"
        )
    return request


def _one_of(names):
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _refuse(sentence):
    print(f"pepbench runner: {sentence}", file=sys.stderr)
    return False
