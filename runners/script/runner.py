"""The runner for every Python that cannot be embedded: any from 3.9 on, PyPy included.

`runner.py --protocol` serves runners/protocol.md on standard input and output. `runner.py FILE.py --mode
threaded --workers 2 --samples 5` measures one cell by hand. What is measured is the Python that runs this.
"""

import time

# The runner's first statement of its own, and the first after the interpreter's start that can tell the time.
FIRST_STATEMENT_SECONDS = time.clock_gettime(time.CLOCK_MONOTONIC)

import os  # noqa: E402
import sys  # noqa: E402

EXIT_USAGE = 2
EXIT_FAILED = 4
EXIT_INTERRUPTED = 130


def main():
    """Serve or measure as the command line asks. Returns the exit code."""
    if sys.version_info < (3, 9):  # noqa: UP036 (whoever starts this with an older one is to be told)
        sys.stderr.write("pepbench runner: Python 3.9 is the oldest that can be measured\n")
        return EXIT_USAGE
    # pathlib is too dear here.
    runners = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    sys.path[0] = os.path.join(runners, "python")  # noqa: PTH118
    # As in an embedded interpreter, whose main module has no file: a spawned child would load this one again.
    del sys.modules["__main__"].__file__
    try:
        return serve() if sys.argv[1:] == ["--protocol"] else measure_by_hand()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def serve():
    """Answer requests from standard input until it ends."""
    from pepbench_runner.serve import Server  # noqa: PLC0415
    from pepbench_runner.usage import Memory  # noqa: PLC0415

    end_children_at_sigterm()
    channel = Channel()
    server = Server(channel.send, "script", time.perf_counter, Memory(), channel.receive)
    server.hello(FIRST_STATEMENT_SECONDS)
    return channel.serve(server)


class Channel:
    """The protocol's lines, in and out, on descriptors of their own that no child inherits through exec.

    What is measured finds an end of input on standard input, and what it prints goes to standard error, so
    that it can neither swallow a request nor forge a reply.
    """

    def __init__(self):
        from json import dumps  # noqa: PLC0415 (a child that is spawned does without)

        self._dumps = dumps
        self._descriptor = os.dup(1)
        self._pipe = self._identity()
        self._process = os.getpid()
        self.receive = open(os.dup(0), "rb", closefd=False).readline  # noqa: SIM115 (until the runner's end)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def serve(self, server):
        """Have requests answered until the input ends. Returns the exit code."""
        while True:
            try:
                line = self.receive()
            except Exception as error:
                sys.stderr.write(f"pepbench runner: requests cannot be read any more: {error!r}\n")
                return EXIT_USAGE
            if not line:
                server.end()
                return 0
            if not server.answer(line):
                return EXIT_USAGE

    def send(self, message):
        """Write one line. A driver that has gone away ends the runner: nobody is left to measure for.

        So does a descriptor that the measured code has closed, where a file of its own may be by now. And a
        copy of the runner ends here, which the measured code has forked and not ended.
        """
        if os.getpid() != self._process:
            self._end("a process that was forked by what was measured came back from it")
        if self._identity() != self._pipe:
            self._end("what was measured has closed the descriptor of the replies")
        line = memoryview(self._dumps(message).encode("utf-8", "replace") + b"\n")
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except OSError:
            self._end("the driver does not read any more")

    def _identity(self):
        try:
            status = os.fstat(self._descriptor)
        except OSError:
            return None
        return status.st_dev, status.st_ino

    @staticmethod
    def _end(reason):
        sys.stderr.write(f"pepbench runner: {reason}\n")
        sys.stderr.flush()
        os._exit(EXIT_USAGE)


def end_children_at_sigterm():
    """Have SIGTERM, which a driver that dies leaves behind, end workers too: the whole process group at once.

    Only where the runner leads a group of its own, as the driver starts it.
    """
    import signal  # noqa: PLC0415

    runner = os.getpid()

    def end(number, _):
        if os.getpid() == runner:
            os.killpg(runner, signal.SIGKILL)
        signal.signal(number, signal.SIG_DFL)  # in a forked worker, which is ended alone
        os.kill(os.getpid(), number)

    if os.getpgrp() == runner:
        signal.signal(signal.SIGTERM, end)


def measure_by_hand():
    """Measure one cell and print its samples, a line each."""
    import json  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    from pepbench_runner.serve import Server  # noqa: PLC0415
    from pepbench_runner.usage import Memory  # noqa: PLC0415

    options = parsed_options()
    cell = {
        "workload": options.workload,
        "mode": options.mode,
        "workers": options.workers,
        "start_method": options.start_method,
    }
    printer = Printer()
    with tempfile.TemporaryDirectory(prefix="pepbench-") as scratch:
        request = {
            "type": "measure",
            "cell": cell,
            "resources": {"scratch": scratch, **({"url": options.url} if options.url else {})},
            "samples": options.samples,
            "warmups": 1,
            "minimum_sample_seconds": 0.001,
        }
        Server(printer.show, "script", time.perf_counter, Memory()).answer(json.dumps(request))
    return EXIT_FAILED if printer.failed else 0


class Printer:
    """Shows replies to a person."""

    failed = False

    def show(self, message):
        """Print a sample, or why there is none."""
        if message["type"] == "sample":
            count = "warm-up" if message["warmup"] else f"sample {message['index']}"
            repeated = f" (mean of {message['iterations']})" if message["iterations"] > 1 else ""
            print(f"{count}: {message['seconds'] * 1e3:.6g} ms{repeated}, answers {message['answers']}")
        elif message["type"] in ("failure", "unsupported"):
            self.failed = True
            print(f"pepbench runner: {message['reason']}", file=sys.stderr)


def parsed_options():
    import argparse  # noqa: PLC0415

    def positive(text):
        number = int(text)
        if number < 1:
            raise ValueError
        return number

    parser = argparse.ArgumentParser(
        prog=os.path.basename(sys.argv[0]),  # noqa: PTH119 (of the Pyodide runner when that one measures)
        description="Measures one cell in the interpreter that runs this; with --protocol alone it serves "
        "the driver instead (runners/protocol.md).",
    )
    parser.add_argument("workload", metavar="FILE.py", help="a workload's file")
    parser.add_argument("--mode", default="linear", help="how the work is spread (default: linear)")
    parser.add_argument("--workers", type=positive, default=1, metavar="N", help="how many (default: 1)")
    parser.add_argument("--samples", type=positive, default=5, metavar="N", help="how many (default: 5)")
    parser.add_argument("--start-method", default="fork", help="of processes: fork, forkserver or spawn")
    parser.add_argument("--url", help="of the page that url_fetch fetches")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
