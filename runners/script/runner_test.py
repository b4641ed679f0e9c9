"""Tests of the script runner as a program, under the tests' own Python and under PyPy where there is one."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

RUNNER = Path(__file__).with_name("runner.py")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pepbench" / "interpreters"
PYPY = shutil.which("pypy3") or shutil.which("pypy3", path=str(CACHE / "pypy" / "usr" / "bin"))
# As strict as the tests' own Python.
CPYTHON = [sys.executable, *(["-X", "dev", "-W", "error"] if sys.flags.dev_mode else [])]
PATIENCE = 60  # seconds, for a machine that is busy with other things
SLOW_AT_FIRST = """
import time
calls = iter(range(10**9))
def run(): time.sleep(0.0002 if next(calls) > 1 else 0.004)
"""

needs_pypy = pytest.mark.skipif(PYPY is None, reason="no pypy3 on PATH or in the cache")


@pytest.fixture(params=["python", pytest.param("pypy", marks=needs_pypy)])
def python(request):
    """The beginning of a command."""
    return CPYTHON if request.param == "python" else [PYPY]


@pytest.fixture
def workload(tmp_path):
    """Returns a function that writes a workload and returns its path."""

    def write(source):
        path = tmp_path / "mine.py"
        path.write_text(source, encoding="utf-8")
        return str(path)

    return write


def run(*command, text=""):
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=PATIENCE, check=False)


def measured(python, workload, *switches, **cell):
    """The replies to one request, which must leave nothing on standard error."""
    cell = {"workload": workload, **cell}
    request = {"type": "measure", "id": 1, "cell": cell, "minimum_sample_seconds": 1e-6}
    ended = run(*python, *switches, RUNNER, "--protocol", text=json.dumps(request) + "\n")
    assert (ended.returncode, ended.stderr) == (0, "")
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_hello_tells_when_python_began(python):
    before = time.clock_gettime(time.CLOCK_MONOTONIC)
    ended = run(*python, RUNNER, "--protocol")
    after = time.clock_gettime(time.CLOCK_MONOTONIC)
    hello = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert hello["runner"] == "script"
    assert before < hello["first_statement_seconds"] < after
    assert hello["memory"]["rss_bytes"] > 10**6


@pytest.mark.parametrize(
    ("mode", "start_method"),
    [
        ("linear", "fork"),
        ("threaded", "fork"),
        ("process", "fork"),
        ("process", "forkserver"),
        ("process", "spawn"),
        ("thread-pool", "fork"),
        ("process-pool", "fork"),
    ],
)
def test_modes(python, workload, mode, start_method):
    path = workload("EXPECTED = 5\ndef run(): return 5\n")
    *_, sample, done = measured(python, path, mode=mode, start_method=start_method, workers=2)
    assert sample["answers"] == [5, 5]
    assert done["type"] == "done"


def test_a_cell_that_is_kept_open(python, workload):
    path = workload("EXPECTED = 5\ndef run(): return 5\n")
    requests = [{"type": "open", "id": 0, "cell": {"workload": path, "mode": "process", "workers": 2}}]
    requests += [{"type": "execute", "id": 1, "iterations": 2}, {"type": "close", "id": 2}]
    ended = run(*python, RUNNER, "--protocol", text="\n".join(map(json.dumps, requests)))
    assert (ended.returncode, ended.stderr) == (0, "")
    _, ready, sample, done = map(json.loads, ended.stdout.splitlines())
    assert [ready["expected"], sample["answers"]] == [[5, 5], [5, 5]]
    assert (sample["iterations"], done["type"]) == (2, "done")


@pytest.mark.parametrize("mode", ["linear", "threaded"])
def test_no_sample_is_short_because_the_first_execution_was_slow(python, workload, mode):
    path = workload(SLOW_AT_FIRST)
    plan = {"samples": 5, "warmups": 1, "minimum_sample_seconds": 0.001}
    request = {"type": "measure", "id": 1, "cell": {"workload": path, "mode": mode}, **plan}
    ended = run(*python, RUNNER, "--protocol", text=json.dumps(request) + "\n")
    samples = [reply for reply in map(json.loads, ended.stdout.splitlines()) if reply.get("warmup") is False]
    assert [sample["index"] for sample in samples] == list(range(5))
    assert min(sample["iterations"] * sample["seconds"] for sample in samples) >= 0.001 * (1 - 1e-9)


@pytest.mark.parametrize("start_method", ["fork", "forkserver", "spawn"])
def test_modules_of_other_folders_can_be_imported(python, workload, tmp_path, start_method):
    folder = tmp_path / "of_the_user"
    folder.mkdir()
    (folder / "theirs.py").write_text("VALUE = 8\n", encoding="utf-8")
    path = workload("import theirs\ndef run(): return theirs.VALUE\n")
    where = {"mode": "process", "start_method": start_method, "import_from": [str(folder)]}
    *_, sample, _ = measured(python, path, **where)
    assert sample["answers"] == [8]


@needs_pypy
@pytest.mark.parametrize(("switches", "enabled"), [([], True), (["--jit", "off"], False)])
@pytest.mark.parametrize("start_method", ["fork", "spawn"])
def test_jit_of_pypy_is_seen_and_handed_on(workload, switches, enabled, start_method):
    source = (
        "import pepbench_runner.facts as facts\ndef run(): return facts.interpreter_facts()['jit_enabled']\n"
    )
    replies = measured([PYPY], workload(source), *switches, mode="process", start_method=start_method)
    hello, *_, sample, done = replies
    assert hello["facts"]["jit_available"] is True
    assert hello["facts"]["jit_enabled"] is done["facts"]["jit_enabled"] is enabled
    assert sample["answers"] == [enabled]


def test_what_the_workload_prints_is_no_reply(python, workload):
    path = workload("import os\ndef run():\n    print('loud', flush=True)\n    os.system('echo louder')\n")
    request = {"type": "measure", "id": 1, "cell": {"workload": path, "mode": "process"}}
    ended = run(*python, RUNNER, "--protocol", text=json.dumps(request))
    assert [json.loads(line)["type"] for line in ended.stdout.splitlines()][-1] == "done"
    assert ended.stderr.split() == ["loud", "louder"]


def test_a_spawned_child_does_not_load_the_runner_again(python, workload):
    path = workload("import sys\ndef run(): return hasattr(sys.modules['__main__'], 'serve')\n")
    *_, sample, _ = measured(python, path, mode="process", start_method="spawn")
    assert sample["answers"] == [False]


def test_no_request(python):
    ended = run(*python, RUNNER, "--protocol", text="hello?\n")
    assert ended.returncode == 2
    assert ended.stderr.startswith("pepbench runner: a request is one JSON object a line")
    assert ended.stderr.count("\n") == 1


def test_a_driver_that_has_gone_away(workload):
    path = workload("def run(): pass\n")
    request = json.dumps({"type": "measure", "id": 1, "cell": {"workload": path}}) + "\n"
    with subprocess.Popen(
        [*CPYTHON, RUNNER, "--protocol"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as runner:
        runner.stdout.readline()
        runner.stdout.close()
        _, said = runner.communicate(request, timeout=PATIENCE)
    assert (runner.returncode, said) == (2, "pepbench runner: the driver does not read any more\n")


def test_ctrl_c_while_it_waits_for_requests(python):
    def hear():  # what these tests may have been started to ignore
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    options = {**dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE), "preexec_fn": hear}
    with subprocess.Popen([*python, RUNNER, "--protocol"], **options) as runner:
        runner.stdout.readline()
        runner.send_signal(signal.SIGINT)
        assert runner.wait(PATIENCE) == 130
        assert runner.stderr.read() == b""


def test_nothing_of_the_workload_s_reads_requests(python, workload):
    path = workload("import os, time\ndef run(): time.sleep(0.02); return os.read(0, 9).decode()\n")
    request = {"type": "measure", "id": 1, "cell": {"workload": path}, "samples": 2, "wait_for_next": True}
    lines = [{**request, "minimum_sample_seconds": 0.001}, *[{"type": "next"}] * 2]
    ended = run(*python, RUNNER, "--protocol", text="".join(json.dumps(line) + "\n" for line in lines))
    replies = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [reply["type"] for reply in replies] == ["hello", "ready", *["sample"] * 2, "done"]
    assert {answer for reply in replies[2:4] for answer in reply["answers"]} == {""}


@pytest.mark.parametrize("mode", ["process", "process-pool"])
def test_sigterm_ends_forked_workers_too(python, workload, tmp_path, mode):
    """What the kernel sends to the runner when a driver dies by SIGKILL must not leave workers behind."""
    marks = tmp_path / "marks"
    marks.mkdir()
    source = f"import os, time\ndef run():\n    open('{marks}/%d' % os.getpid(), 'w')\n    time.sleep(600)\n"
    cell = {"workload": workload(source), "mode": mode, "workers": 2}
    with subprocess.Popen(
        [*python, RUNNER, "--protocol"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as runner:
        runner.stdin.write(json.dumps({"type": "measure", "id": 1, "cell": cell}).encode() + b"\n")
        runner.stdin.flush()
        wait_until(lambda: len(list(marks.iterdir())) == 2)
        runner.send_signal(signal.SIGTERM)
        assert runner.wait(PATIENCE) == -signal.SIGKILL
        wait_until(lambda: not any(alive(int(mark.name)) for mark in marks.iterdir()))


def test_a_worker_that_is_terminated_leaves_the_runner_alone(python, workload):
    path = workload(
        "import os, signal, time\ndef run():\n    os.kill(os.getpid(), signal.SIGTERM)\n    time.sleep(9)\n"
    )
    request = {"type": "measure", "id": 1, "cell": {"workload": path, "mode": "process"}}
    ended = subprocess.run(
        [*python, RUNNER, "--protocol"],
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        start_new_session=True,
    )
    assert ended.returncode == 0
    assert b"worker 0 was killed by SIGTERM (15)" in ended.stdout


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_by_hand(python, workload):
    path = workload("EXPECTED = 5\ndef run(): return 5\n")
    ended = run(*python, RUNNER, path, "--mode", "threaded", "--workers", "2", "--samples", "3")
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    assert lines[0].startswith("warm-up: ")
    samples = [line for line in lines if not line.startswith("warm-up: ")]
    assert [line.split(":")[0] for line in samples] == ["sample 0", "sample 1", "sample 2"]
    assert all(line.endswith("answers [5, 5]") for line in samples)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "required: FILE.py"),
        (["/nowhere.py"], 4, "workload /nowhere.py cannot be read"),
        (["/nowhere.py", "--workers", "0"], 2, "invalid positive value: '0'"),
        (["/nowhere.py", "--workers", "x"], 2, "invalid positive value: 'x'"),
    ],
)
def test_by_hand_with_mistakes(arguments, code, said):
    ended = run(*CPYTHON, RUNNER, *arguments)
    assert ended.returncode == code
    assert said in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_by_hand_says_why_a_cell_failed(workload):
    ended = run(*CPYTHON, RUNNER, workload("EXPECTED = 5\ndef run(): return 6\n"), "--samples", "1")
    assert (ended.returncode, ended.stderr) == (4, "pepbench runner: worker 0 handed back 6, not 5\n")


def test_nothing_dear_is_loaded_on_the_way_to_a_linear_sample(workload):
    """Start-up and memory are measured, so what the runner adds to them is kept small."""
    path = workload("import sys\nloaded = ' '.join(sys.modules)\ndef run(): return len(loaded)\n")
    source = Path(path).read_text(encoding="utf-8").replace("len(loaded)", "loaded[:2000]")
    *_, sample, _ = measured(CPYTHON, workload(source), mode="linear")
    loaded = set(sample["answers"][0].split())
    dear = {
        "threading",
        "multiprocessing",
        "subprocess",
        "argparse",
        "tempfile",
        "pathlib",
        "inspect",
        "typing",
    }
    assert not loaded & dear
