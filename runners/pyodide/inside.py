"""What the Pyodide runner runs inside Pyodide: runner.mjs executes this text and takes its last value.

`pepbench_host` is made by runner.mjs.
"""

import pepbench_host

FIRST_STATEMENT_SECONDS = pepbench_host.monotonic_seconds()

import sys  # noqa: E402
import time  # noqa: E402

sys.path[0] = f"{pepbench_host.runners}/python"
sys.path.append(f"{pepbench_host.runners}/script")


def main(arguments):
    """Serve or measure as the command line asks. Returns the exit code."""
    from runner import measure_by_hand  # noqa: PLC0415 (imports are not to come before the first statement)

    if arguments == ["--protocol"]:
        return serve()
    sys.argv[:] = ["runner.mjs --pyodide FOLDER", *arguments]
    try:
        return measure_by_hand()
    except SystemExit as end:
        return end.code


def serve():
    """Answer requests from standard input until it ends."""
    from pepbench_runner.serve import Server  # noqa: PLC0415
    from pepbench_runner.usage import Memory  # noqa: PLC0415
    from runner import Channel  # noqa: PLC0415

    channel = Channel()

    def send(message):
        if message["type"] == "description":
            message["facts"]["build"].update(
                node_version=pepbench_host.node_version, pyodide_version=pepbench_host.pyodide_version
            )
        channel.send(message)

    # The finest and cheapest of the clocks that there are. It is performance.now(), which does move by
    # nanoseconds; asking Node's process.hrtime through JavaScript instead makes each step longer by a third.
    server = Server(send, "pyodide", time.perf_counter, Memory(), channel.receive)
    server.hello(FIRST_STATEMENT_SECONDS)
    return channel.serve(server)


main(list(pepbench_host.arguments))
