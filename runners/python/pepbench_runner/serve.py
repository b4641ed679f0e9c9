"""Serving runners/protocol.md in Python: requests in, replies out; where both come from is the runner's."""

import gc
import json
import sys

from .cell import prepare
from .errors import Unsupported, describe
from .facts import build_facts, interpreter_facts
from .sampling import Clock, Plan, sample_cell
from .usage import children_peak_rss_bytes

VERSION = 1


class Server:
    """Answers requests, one a line.

    `send` is called with each reply, a dict. `kind` is the hello's `runner`. `clock` is a function that
    returns seconds. `memory` has the methods of `usage.Memory`.
    """

    def __init__(self, send, kind, clock, memory):
        self._send = send
        self._kind = kind
        self._clock = Clock(clock)
        self._memory = memory

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
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            request = None
        kind = request.get("type") if isinstance(request, dict) else None
        if kind == "measure":
            return self._measure(request)
        if kind == "describe":
            return self._describe(request.get("workloads", []))
        return _refuse(
            "a request is one JSON object a line with the type measure or describe (runners/protocol.md), "
            f"not: {line[:200]!r}"
        )

    def _measure(self, request):
        number = request.get("id")
        try:
            plan = Plan(request)
        except ValueError as error:
            return _refuse(f"a request has a key of the wrong type: {error}")
        try:
            self._sample(number, request, plan)
        except Unsupported as error:
            self._send({"type": "unsupported", "id": number, "reason": str(error)})
        except (Exception, KeyboardInterrupt) as error:
            self._send({"type": "failure", "id": number, "reason": describe(error)})
        else:
            gc.collect()
            self._send(
                {
                    "type": "done",
                    "id": number,
                    "facts": interpreter_facts(),
                    "memory": self._memory.read(),
                    **self._peaks(),
                }
            )
        return True

    def _sample(self, number, request, plan):
        def emit(index, warmup, sample):
            message = {"type": "sample", "id": number, "index": index, "warmup": warmup}
            self._send({**message, **sample.message(), **self._peaks()})

        cell = prepare(request)
        try:
            single = prepare({**request, "cell": {**request["cell"], "workers": 1}})
            try:
                ready = {"parameters": cell.parameters, "expected": cell.expected}
                self._send({"type": "ready", "id": number, **ready})
                sample_cell(self._clock, cell, single, plan, emit)
            finally:
                single.close()
        finally:
            cell.close()

    def _peaks(self):
        return {
            "peak_rss_bytes": self._memory.peak_rss_bytes(),
            "children_peak_rss_bytes": children_peak_rss_bytes(),
        }

    def _describe(self, paths):
        from . import catalog  # noqa: PLC0415 (not on the way to a sample)

        if type(paths) is not list or not all(type(path) is str for path in paths):
            return _refuse(f"a request has a key of the wrong type: workloads is {paths!r}")
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
        return True


def _refuse(sentence):
    print(f"pepbench runner: {sentence}", file=sys.stderr)
    return False
