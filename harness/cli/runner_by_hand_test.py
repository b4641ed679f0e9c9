"""The embedded runners without the driver: as Google Benchmark programs, as Python, and typed to."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from harness.cli.driver_for_test import PATIENCE, ROOT, hear_signals, interpreters, wait_until

RUNNERS = [entry for entry in interpreters() if entry["runner"] == "embedded"]


def run(entry, *arguments, text=""):
    return subprocess.run(
        [entry["command"][0], *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture(params=RUNNERS, ids=lambda entry: entry["name"])
def entry(request):
    return request.param


def test_a_google_benchmark_program(entry):
    flags = ["--benchmark_filter=^empty/linear/1/", "--benchmark_format=json", "--benchmark_min_time=0.01"]
    ended = run(entry, *flags)
    assert ended.returncode == 0, ended.stderr
    document = json.loads(ended.stdout)
    (row,) = document["benchmarks"]
    assert row["name"] == "empty/linear/1/manual_time"
    assert row["iterations"] > 1
    assert row["real_time"] > 0
    assert row["time_unit"] == "ms"
    assert document["context"]["num_cpus"] > 0


def test_every_cell_is_a_benchmark(entry):
    names = run(entry, "--benchmark_list_tests", "--workers", "1,3").stdout.split()
    workloads = ["empty", "fibonacci", "primes", "file_io", "url_fetch", "queue"]
    assert sorted(names) == sorted(
        f"{workload}/{mode}/{workers}/manual_time"
        for workload in workloads
        for mode in ("linear", "threaded", "process-fork")
        for workers in (1, 3)
    )


def test_a_failing_cell_fails_the_program(entry):
    ended = run(entry, "--benchmark_filter=^url_fetch/linear/1/", "--benchmark_format=json")
    assert ended.returncode == 4
    (row,) = json.loads(ended.stdout)["benchmarks"]
    assert row["error_occurred"]
    assert "url_fetch needs a server" in row["error_message"]


def test_python(entry):
    ended = run(entry, "-c", "import sys; print(1, sys.argv[1], sys.implementation.name)", "word")
    assert ended.returncode == 0
    assert ended.stdout == f"1 word {entry['implementation']}\n"
    failed = run(entry, "-c", "raise SystemExit(7)")
    assert failed.returncode == 7


def test_typed_requests(entry):
    cell = {"workload": str(ROOT / "workloads" / "pep371" / "primes.py"), "test_parameters": True}
    request = {"type": "measure", "id": 7, "cell": {**cell, "mode": "linear", "workers": 2}, "samples": 2}
    ended = run(entry, "--protocol", text=json.dumps(request) + "\n")
    assert ended.returncode == 0
    hello, ready, *samples, done = map(json.loads, ended.stdout.splitlines())
    assert (hello["type"], hello["protocol"]) == ("hello", 1)
    assert (ready["type"], ready["parameters"]) == ("ready", {"limit": 600})
    assert [sample["answers"] for sample in samples] == [ready["expected"]] * 2
    assert (done["type"], done["id"]) == ("done", 7)


WAITING = {"type": "measure", "id": 1, "samples": 3, "wait_for_next": True}
PRIMES = {"workload": str(ROOT / "workloads" / "pep371" / "primes.py"), "mode": "linear"}


def test_a_runner_that_is_told_when_to_go_on(entry):
    cell = {**PRIMES, "test_parameters": True}
    request = json.dumps({**WAITING, "cell": cell, "minimum_sample_seconds": 0.001})
    ended = run(entry, "--protocol", text="\n".join([request, *['{"type": "next"}'] * 9]) + "\n")
    types = [json.loads(line)["type"] for line in ended.stdout.splitlines()]
    # What was told more often than there were samples is no request.
    assert (types[:2], types[-1], ended.returncode) == (["hello", "ready"], "done", 2)
    assert "type describe, measure, open" in ended.stderr


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ("", 0, ""),
        ('{"type": "done"}\n', 2, "after a sample a request was to come with the type next"),
        ("nonsense\n", 2, "after a sample a request was to come with the type next"),
    ],
)
def test_a_runner_that_is_not_told_to_go_on(entry, more, code, said):
    request = {**WAITING, "cell": PRIMES}
    ended = run(entry, "--protocol", text=json.dumps(request) + "\n" + more)
    types = [json.loads(line)["type"] for line in ended.stdout.splitlines()]
    assert (types, ended.returncode) == (["hello", "ready", "sample"], code)
    assert said in ended.stderr
    assert ended.stderr.count("\n") == (1 if said else 0)


def test_a_cell_that_is_kept_open(entry):
    cell = {"workload": str(ROOT / "workloads" / "pep371" / "primes.py"), "test_parameters": True}
    opening = {"type": "open", "id": 0, "cell": {**cell, "mode": "linear", "workers": 2}}
    execute, close = {"type": "execute", "id": 1, "iterations": 65}, {"type": "close", "id": 2}
    too_often = {**execute, "iterations": 1_000_001}
    requests = [execute, close, opening, opening, execute, {**opening, "type": "measure"}, too_often, close]
    ended = run(entry, "--protocol", text="\n".join(map(json.dumps, requests)))
    assert ended.returncode == 0
    _, *unopened, ready, twice, sample, meanwhile, many, done = map(json.loads, ended.stdout.splitlines())
    assert [reply["reason"] for reply in unopened] == ["no cell is open: open one first"] * 2
    assert (ready["type"], ready["parameters"]) == ("ready", {"limit": 600})
    assert twice["reason"] == meanwhile["reason"] == "a cell is open already: close it first"
    assert (sample["index"], sample["warmup"], sample["iterations"]) == (0, False, 128)
    assert sample["answers"] == ready["expected"]
    assert 0 < sample["seconds"] < 60
    assert many["reason"] == "iterations is a number from 1 to 1000000, not 1000001"
    assert (done["type"], done["id"]) == ("done", 2)
    assert done["facts"]["implementation"] == entry["implementation"]


@pytest.fixture
def workload(tmp_path):
    """Returns a function that writes a workload and returns its path."""

    def write(source):
        path = tmp_path / "mine.py"
        path.write_text(source, encoding="utf-8")
        return str(path)

    return write


def is_asleep(process):
    return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "S"


def spoken_to(entry):
    command = [entry["command"][0], "--protocol"]
    options = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    options["preexec_fn"] = hear_signals
    return subprocess.Popen(command, text=True, **options)


def test_ctrl_c_while_it_waits_for_requests(entry):
    with spoken_to(entry) as runner:
        runner.stdout.readline()
        assert wait_until(lambda: is_asleep(runner.pid))
        runner.send_signal(signal.SIGINT)
        assert runner.wait(PATIENCE) == 130
        assert runner.stderr.read() == ""


def test_a_signal_of_the_workload_s_while_it_waits(entry, workload):
    path = workload("""
import signal, time
def late(*_): raise OSError("late")
def setup(resources): signal.signal(signal.SIGALRM, late)
def run():
    time.sleep(0.02)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
""")
    cell = {"workload": path, "mode": "linear"}
    with spoken_to(entry) as runner:
        runner.stdin.write(json.dumps({**WAITING, "cell": cell, "minimum_sample_seconds": 0.001}) + "\n")
        runner.stdin.flush()
        types = [json.loads(runner.stdout.readline())["type"] for _ in range(3)]
        assert types == ["hello", "ready", "sample"]
        failure = json.loads(runner.stdout.readline())
        assert (failure["type"], failure["reason"]) == ("failure", "OSError: late")
        runner.stdin.close()
        assert runner.wait(PATIENCE) == 0


def test_a_failed_execution_leaves_the_cell_open(entry, workload):
    path = workload("EXPECTED = 1\ncount = iter(range(9))\ndef run(): return next(count)\n")
    requests = [{"type": "open", "cell": {"workload": path, "mode": "linear"}, "gc": False}]
    requests += [{"type": "execute"}, {"type": "execute"}, {"type": "close"}]
    ended = run(entry, "--protocol", text="\n".join(map(json.dumps, requests)))
    _, _, failure, sample, done = map(json.loads, ended.stdout.splitlines())
    assert failure["reason"] == "worker 0 handed back 0, not 1"
    assert [sample["answers"], done["type"]] == [[1], "done"]


@pytest.mark.parametrize("mode", ["linear", "threaded"])
def test_no_sample_is_short_because_the_first_execution_was_slow(entry, workload, mode):
    path = workload("""
import time
calls = iter(range(10**9))
def run(): time.sleep(0.0002 if next(calls) > 1 else 0.004)
""")
    plan = {"samples": 5, "warmups": 1, "minimum_sample_seconds": 0.001}
    request = {"type": "measure", "id": 1, "cell": {"workload": path, "mode": mode}, **plan}
    ended = run(entry, "--protocol", text=json.dumps(request))
    replies = [json.loads(line) for line in ended.stdout.splitlines()]
    samples = [reply for reply in replies if reply.get("warmup") is False]
    warmups = [reply["index"] for reply in replies if reply.get("warmup")]
    assert [sample["index"] for sample in samples] == list(range(5))
    assert warmups == list(range(len(warmups)))
    assert min(sample["iterations"] * sample["seconds"] for sample in samples) >= 0.001 * (1 - 1e-9)


@pytest.mark.parametrize("mode", ["process", "process-pool"])
@pytest.mark.parametrize("start_method", ["fork", "forkserver", "spawn"])
def test_modules_of_other_folders_can_be_imported(entry, workload, tmp_path, mode, start_method):
    folder = tmp_path / "of_the_user"
    folder.mkdir()
    (folder / "theirs.py").write_text("VALUE = 8\n", encoding="utf-8")
    path = workload("import theirs\ndef run(): return theirs.VALUE\n")
    cell = {"workload": path, "mode": mode, "start_method": start_method, "import_from": [str(folder)]}
    ended = run(entry, "--protocol", text=json.dumps({"type": "measure", "cell": cell}))
    *_, sample, done = map(json.loads, ended.stdout.splitlines())
    assert (sample["answers"], done["type"]) == ([8], "done")


@pytest.mark.parametrize(
    "text", ["", "\n", "nonsense\n", "[]\n", '{"type": "sing"}\n', '{"type": "measure", "id": 1}\n']
)
def test_typed_nonsense(entry, text):
    ended = run(entry, "--protocol", text=text)
    hello, *replies = map(json.loads, ended.stdout.splitlines())
    assert hello["type"] == "hello"
    assert "Traceback" not in ended.stderr
    if "measure" in text:
        assert ended.returncode == 0
        assert replies == [{"type": "failure", "id": 1, "reason": "the request names no workload"}]
    else:
        assert ended.returncode == (2 if text else 0)
        assert not text or "a request is one JSON object a line" in ended.stderr
