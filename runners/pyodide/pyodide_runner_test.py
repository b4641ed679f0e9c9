"""Tests of the Pyodide runner as a program. It takes seconds to start, so most tests talk to the same one."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WORKLOADS = HERE.parents[1] / "workloads"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pepbench"
PYODIDE = CACHE / "interpreters" / "pyodide"
NODE = shutil.which("node")
COMMAND = [NODE, HERE / "runner.mjs", "--pyodide", PYODIDE]
PATIENCE = 120  # seconds, for a machine that is busy with other things
LAST_REPLIES = ("description", "done", "failure", "unsupported")

needs_node = pytest.mark.skipif(NODE is None, reason="no node on PATH")
needs_pyodide = pytest.mark.skipif(
    NODE is None or not PYODIDE.exists(), reason="no node on PATH or no Pyodide in the cache"
)


def run(*command, text="", **options):
    return subprocess.run(
        command, input=text, capture_output=True, text=True, timeout=PATIENCE, check=False, **options
    )


class Conversation:
    """A runner that has said hello."""

    def __init__(self):
        self.started = time.clock_gettime(time.CLOCK_MONOTONIC)
        self.process = subprocess.Popen(
            [*COMMAND, "--protocol"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.hello = json.loads(self.process.stdout.readline())

    def ask(self, last=LAST_REPLIES, **request):
        """Send a request and return the replies up to the last one, which is of one of these types."""
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        replies = [json.loads(self.process.stdout.readline())]
        while replies[-1]["type"] not in last:
            replies.append(json.loads(self.process.stdout.readline()))
        return replies

    def measure(self, workload, resources=None, **cell):
        cell = {"workload": str(workload), "mode": "linear", "test_parameters": True, **cell}
        plan = {"samples": 2, "warmups": 1, "minimum_sample_seconds": 0.001}
        return self.ask(type="measure", id=1, cell=cell, resources=resources or {}, **plan)


@pytest.fixture(scope="module")
def runner():
    conversation = Conversation()
    yield conversation
    conversation.process.communicate(timeout=PATIENCE)
    assert conversation.process.returncode == 0


@pytest.fixture(scope="module")
def description(runner):
    (reply,) = runner.ask(type="describe", workloads=[str(WORKLOADS / "pep371" / "primes.py")])
    return reply


@needs_pyodide
def test_hello(runner):
    hello = runner.hello
    assert (hello["runner"], hello["protocol"]) == ("pyodide", 1)
    assert runner.started < hello["first_statement_seconds"] < time.clock_gettime(time.CLOCK_MONOTONIC)
    memory = hello["memory"]
    assert 10**7 < memory["pss_bytes"] <= memory["rss_bytes"] <= memory["peak_rss_bytes"]


@needs_pyodide
def test_facts(runner, description):
    for facts in (runner.hello["facts"], description["facts"]):
        assert (facts["implementation"], facts["platform"]) == ("cpython", "emscripten")
        assert facts["version"].startswith("3.14.")
        assert facts["emscripten_info"]["pthreads"] is False
        assert facts["gil_enabled"] is True
    pinned = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    build = description["facts"]["build"]
    assert build["pyodide_version"] == pinned
    assert f"v{build['node_version']}" == run(NODE, "--version").stdout.strip()


@needs_pyodide
def test_clock(description):
    clock = description["clock"]
    assert clock["name"] == "time.perf_counter"
    assert 0 < clock["resolution_seconds"] <= clock["read_seconds"] < 1e-3


@needs_pyodide
def test_workloads_are_found_under_the_paths_of_the_host(description):
    (entry,) = description["workloads"]
    assert (entry["name"], entry["parameters"]) == ("primes", {"limit": 100_000})


@needs_pyodide
def test_a_cell_that_is_kept_open(runner, tmp_path):
    folder = tmp_path / "of_the_user"
    folder.mkdir()
    (folder / "theirs.py").write_text("VALUE = 8\n", encoding="utf-8")
    workload = tmp_path / "mine.py"
    workload.write_text("import theirs\ndef run(): return theirs.VALUE\n", encoding="utf-8")
    cell = {"workload": str(workload), "mode": "linear", "workers": 2, "import_from": [str(folder)]}
    (ready,) = runner.ask(last=("ready",), type="open", id=1, cell=cell)
    (sample,) = runner.ask(last=("sample",), type="execute", id=2, iterations=3)
    (refused,) = runner.ask(type="open", id=3, cell=cell)
    (done,) = runner.ask(type="close", id=4)
    assert [reply["id"] for reply in (ready, sample, refused, done)] == [1, 2, 3, 4]
    assert (sample["iterations"], sample["answers"]) == (3, [8, 8])
    assert "a cell is open already" in refused["reason"]
    assert done["facts"]["platform"] == "emscripten"


@needs_pyodide
@pytest.mark.parametrize(
    ("mode", "raised"),
    [
        ("threaded", "RuntimeError: can't start new thread"),
        ("process", "OSError: [Errno 52] Function not implemented"),
        ("subinterpreter", "ModuleNotFoundError: No module named '_interpreters'"),
        ("thread-pool", "RuntimeError: can't start new thread"),
        ("process-pool", "NotImplementedError: This Python build lacks multiprocessing.synchronize"),
        ("interpreter-pool", "ImportError: cannot import name 'InterpreterPoolExecutor'"),
    ],
)
def test_modes_that_do_not_work_there(runner, description, mode, raised):
    (reply,) = runner.measure(WORKLOADS / "pep371" / "empty.py", mode=mode)
    assert reply["type"] == "unsupported"
    assert raised in reply["reason"]
    assert raised in description["unavailable"][mode]


@needs_pyodide
@pytest.mark.parametrize("start_method", ["forkserver", "spawn"])
def test_start_methods_that_do_not_work_there(runner, start_method):
    (reply,) = runner.measure(WORKLOADS / "pep371" / "empty.py", mode="process", start_method=start_method)
    assert reply["type"] == "unsupported"
    assert "ModuleNotFoundError: No module named '_multiprocessing'" in reply["reason"]


@needs_pyodide
def test_fetching_a_url_is_unsupported_and_no_failure(runner):
    page = {"url": "http://127.0.0.1:9/", "page_bytes": 5, "page_crc32": 371}
    (reply,) = runner.measure(WORKLOADS / "pep371" / "url_fetch.py", page)
    assert reply["type"] == "unsupported"
    assert "there is no network to be had here: TimeoutError: timed out" in reply["reason"]


@needs_pyodide
@pytest.mark.parametrize(
    "workload",
    [path for path in sorted(WORKLOADS.glob("*/*.py")) if not path.stem.endswith(("url_fetch", "_test"))],
    ids=lambda path: path.stem,
)
def test_workloads(runner, description, workload, tmp_path):
    ready, *samples, done = runner.measure(workload, {"scratch": str(tmp_path)}, workers=2)
    assert done["type"] == "done", done
    assert [one["type"] for one in samples] == ["sample"] * len(samples)
    counting = [one for one in samples if not one["warmup"]]
    assert [one["answers"] for one in counting] == [ready["expected"]] * 2
    assert ready["expected"] is not None
    assert all(one["cpu_seconds"] is None for one in counting)
    least = max(0.001, 1000 * description["clock"]["resolution_seconds"])
    assert min(one["iterations"] * one["seconds"] for one in counting) >= least * (1 - 1e-9)
    assert done["facts"] == runner.hello["facts"]
    if workload.stem == "file_io":
        assert (tmp_path / "lorem.txt").stat().st_size == 500_080


@needs_pyodide
def test_prints_are_no_replies_and_the_requests_are_still_read(runner, tmp_path):
    workload = tmp_path / "loud.py"
    workload.write_text("def run():\n    print('loud', flush=True)\n    return 5\n", encoding="utf-8")
    ready, *_, done = runner.measure(workload)
    assert (ready["type"], done["type"]) == ("ready", "done")
    assert runner.process.stderr.readline() == "loud\n"


@needs_pyodide
def test_by_hand_and_with_a_path_from_here():
    ended = run(*COMMAND, "pep371/queue.py", "--samples", "2", cwd=WORKLOADS)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line.split(":")[0] for line in ended.stdout.splitlines()][-2:] == ["sample 0", "sample 1"]
    assert ended.stdout.count("[499500]") == len(ended.stdout.splitlines())


@needs_pyodide
def test_an_interruption_leaves_no_stack_trace():
    interrupted = Conversation().process
    interrupted.send_signal(signal.SIGINT)
    _, said = interrupted.communicate(timeout=PATIENCE)
    assert (interrupted.returncode, said) == (-signal.SIGINT, "")


@needs_pyodide
def test_no_request():
    ended = run(*COMMAND, "--protocol", text="hello?\n")
    assert ended.returncode == 2
    assert ended.stderr.startswith("pepbench runner: a request is one JSON object a line")
    assert ended.stderr.count("\n") == 1


@needs_node
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "the folder where Pyodide is installed is missing: --pyodide FOLDER"),
        (["--protocol", "--pyodide"], "the folder where Pyodide is installed is missing: --pyodide FOLDER"),
        (["--pyodide", "/nowhere"], "say --protocol, or the file of a workload to measure"),
        (
            ["--pyodide", "/nowhere", "--protocol"],
            "/nowhere holds no Pyodide; `pepbench interpreters install pyodide` installs it",
        ),
        (
            ["--pyodide", "/nowhere", "--protocol", "--fast"],
            "nothing goes with --protocol but --pyodide FOLDER, so not: --protocol --fast",
        ),
    ],
)
def test_bad_arguments(arguments, sentence):
    ended = run(NODE, HERE / "runner.mjs", *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"pepbench runner: {sentence}\n")


@needs_node
def test_a_node_that_is_too_old(tmp_path):
    shutil.copy(HERE / "runner.mjs", tmp_path)
    package = (HERE / "package.json").read_text(encoding="utf-8")
    (tmp_path / "package.json").write_text(package.replace(">=18", ">=999"), encoding="utf-8")
    ended = run(NODE, tmp_path / "runner.mjs", "--pyodide", tmp_path, "--protocol")
    assert ended.returncode == 2
    assert "is too old; Node 999 is the oldest that runs Pyodide\n" in ended.stderr
    assert ended.stderr.count("\n") == 1


@needs_node
def test_a_pyodide_that_is_broken(tmp_path):
    broken = tmp_path / "node_modules" / "pyodide"
    broken.mkdir(parents=True)
    (broken / "pyodide.mjs").write_text("export function loadPyodide() { throw new Error('no wasm'); }")
    ended = run(NODE, HERE / "runner.mjs", "--pyodide", tmp_path, "--protocol")
    assert (ended.returncode, ended.stderr) == (2, "pepbench runner: Pyodide ended with Error: no wasm\n")
