"""The pipe that workers' reports go through.

It is made before the clock starts and read after it stopped. One report is one write of at most PIPE_BUF
bytes, which the system does not mix with others.
"""

import marshal
import os

from .answers import MARSHAL_VERSION
from .errors import CellFailure, describe

_LENGTH_BYTES = 2  # before each report
_SHORTEST_LIMIT = 512  # PIPE_BUF of POSIX
_USUAL_CAPACITY = 65536  # bytes that a pipe holds unless it is told otherwise
_F_SETPIPE_SZ = 1031  # Linux; fcntl has the name only since Python 3.10


class Sender:
    """The workers' end: a descriptor and the most bytes of a write."""

    def __init__(self, write_end, limit):
        self.write_end = write_end
        self.limit = limit

    def send(self, report):
        """Write a report of `tasks.Task`: what it answered, or what it raised, cut to fit."""
        number, raised, value, *proof = report
        try:
            message = marshal.dumps(report, MARSHAL_VERSION)
        except ValueError:
            raised, value = True, f"TypeError: a {type(value).__name__} is no answer that JSON can hold"
            message = marshal.dumps([number, raised, value, *proof], MARSHAL_VERSION)
        room = self.limit - _LENGTH_BYTES
        if len(message) > room:
            text = value if raised else "ValueError: the answer is too long to be handed back"
            room -= len(marshal.dumps([number, True, "…", *proof], MARSHAL_VERSION))
            cut = text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + "…"
            message = marshal.dumps([number, True, cut, *proof], MARSHAL_VERSION)
        os.write(self.write_end, len(message).to_bytes(_LENGTH_BYTES, "big") + message)


class ReportPipe:
    """The runner's end. Raises CellFailure where the system has no pipe for so many workers."""

    def __init__(self, workers):
        self.read_end, self.write_end = os.pipe()
        # Workers that find the pipe full must fail, not wait for a runner that waits for them.
        os.set_blocking(self.read_end, False)
        os.set_blocking(self.write_end, False)
        self.limit = _limit(self.write_end)
        try:
            _make_room(self.write_end, workers * self.limit)
        except CellFailure:
            self.close()
            raise

    def received(self):
        """The reports sent since the last call."""
        data = self._drained()
        position, reports = 0, []
        while position < len(data):
            start = position + _LENGTH_BYTES
            position = start + int.from_bytes(data[position:start], "big")
            reports.append(marshal.loads(data[start:position]))
        return reports

    def close(self):
        os.close(self.read_end)
        os.close(self.write_end)

    def _drained(self):
        parts = []
        while True:
            try:
                parts.append(os.read(self.read_end, _USUAL_CAPACITY))
            except BlockingIOError:
                return b"".join(parts)


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
        raise CellFailure(f"so many workers need a pipe of {wanted} bytes: {describe(error)}") from error
