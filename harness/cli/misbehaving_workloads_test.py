"""Workloads that take their runner's process apart: each costs its own cells, and no process is left."""

import contextlib
import re
import sys
from pathlib import Path

import pytest

from harness.cli.driver_for_test import ROOT, first_configuration, interpreters, rows_by_cell, wait_until

MODES = ["linear", "threaded", "process-fork"]
TIMEOUT = 4  # seconds of silence
MOST_RESIDENT = 150 << 20  # bytes of the driver, which reads 200 MiB from a runner, or of that runner
LOUD = 100 << 20
# Prints the peak of a command and of the processes that it waited for, in KiB. A process's peak begins with
# what its parent held, so the parent is this small one and not that of the tests.
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

# Before each workload: the process groups that there were are told. Emscripten knows none.
PREAMBLE = """
import atexit, os, signal, subprocess, sys, threading, time
with open({groups!r}, "a") as groups:
    groups.write("none\\n" if sys.platform == "emscripten" else f"{{os.getpgid(0)}}\\n")
"""

GOOD = "EXPECTED = 1\ndef run(): return 1\n"

# A workload's source, and the reason in linear and threaded cells, and in those of processes.
FAILS = {
    "closes": (
        "def run(): os.closerange(3, 50)",
        r"exited with code 2, saying: .* the descriptor of the replies",
        r"worker 0 exited with code 1",
    ),
    "takes_over": (
        "def run():\n    os.closerange(3, 50)\n    open('taken', 'w')\n    return 1",
        r"exited with code 2, saying: .* the descriptor of the replies",
        r"worker 0 exited with code (0 without having done its work|1)",
    ),
    "leaves_a_child": (
        "def run():\n    if os.fork(): os.write(2, b'last words\\n'); os._exit(3)\n    time.sleep(600)",
        r"the runner closed its output before its next sample: it exited with code 3, saying: last words",
        r"worker 0 exited with code 3",
    ),
    "dies_at_exit": (
        "def setup(resources): atexit.register(os.kill, os.getpid(), signal.SIGKILL)\ndef run(): return 1",
        r"the runner was killed by signal 9 \(SIGKILL\) after its last cell",
        None,
    ),
    "exits_at_exit": (
        "def setup(resources): atexit.register(os._exit, 7)\ndef run(): return 1",
        r"the runner exited with code 7 after its last cell",
        None,
    ),
}

# What misbehaves and costs nothing: a child that holds the pipes of its runner, in its group or hidden, and
# one that comes back from the work as if it were the runner; what takes standard input or reads it; and
# signals while the runner waits.
HARMLESS = {
    "closes_input": """
def run():
    time.sleep(0.02)
    try:
        os.close(0)
    except OSError:
        pass
    return 1
""",
    "reads_input": """
def run():
    time.sleep(0.02)
    subprocess.run(["/bin/cat"], check=True)
    return 1
""",
    "signals": """
def setup(resources):
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
def run():
    time.sleep(0.02)
    return 1
def teardown():
    signal.setitimer(signal.ITIMER_REAL, 0)
""",
    "comes_back": "def run():\n    os.fork()\n    time.sleep(0.02)\n    return 1",
    "forks": """
def run():
    if os.fork() == 0:
        time.sleep(600)
    time.sleep(0.02)
    return 1
""",
    "hides": """
def run():
    subprocess.Popen(["/bin/sleep", "600"], env={}, start_new_session=True)
    time.sleep(0.02)
    return 1
""",
}

# What is written to every pipe of the runner, of which one is that of its replies.
LIES = {
    "garbage": (b"nothing that is JSON\n", "a line that is no message"),
    "half": (b'{"type": "sam', "a line that is no message"),
    "foreign": (b"\xff\xfe\x00\n", "a line that is no message"),
    "no_number": (b'{"type": "sample", "id": 1, "seconds": NaN}\n', "a line that is no message"),
    "other_cell": (b'{"type": "done", "id": 77}\n', "a done for another"),
    "too_long": (b"[" * (2 << 20), "a line of more than 1 MiB"),
}

HANGS = {
    "deaf": (
        """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
def run():
    os.write(2, b'last words\\n')
    if os.fork() == 0:
        time.sleep(600)
    threading.Event().wait()
""",
        f"the runner was silent for {TIMEOUT} s while the driver waited for its next sample",
    ),
    "lingers": (
        """
def setup(resources):
    threading.Thread(target=time.sleep, args=(600,)).start()
def run():
    return 1
""",
        "the runner did not end when its input did; it was killed",
    ),
}


def installed(start):
    """The entry of the driver's list whose name starts so."""
    found = next((entry for entry in interpreters() if entry["name"].startswith(start)), None)
    return found or pytest.skip(f"{start} is not installed here")


@pytest.fixture(params=["embedded", "script", "pypy"])
def entry(request):
    """An interpreter of the driver's list, by the runner that measures it."""
    if request.param == "embedded":
        return installed(first_configuration())
    if request.param == "script":
        command = [sys.executable, str(ROOT / "runners" / "script" / "runner.py"), "--protocol"]
        known = {"implementation": "cpython", "jit": False, "free_threaded": False}
        return {"name": "by-script", "runner": "script", "command": command, **known}
    return installed(request.param)


class Home:
    """Workloads that tell in which process groups they ran, and a list of one interpreter."""

    def __init__(self, driver, entry, **sources):
        self.driver = driver
        self.groups = driver.file("groups", "")
        preamble = PREAMBLE.format(groups=str(self.groups))
        driver.home(good=GOOD, **{name: preamble + source for name, source in sources.items()})
        driver.file("list.json", [entry])
        self.command = ["--interpreters", "list.json", "--workers", 1]
        self.command += ["--configuration", entry["name"], "--workload", ",".join([*sources, "good"])]

    def left(self):
        """Processes of these groups, and all that work in the driver's folder."""
        groups = set(self.groups.read_text(encoding="utf-8").split())
        assert groups
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state, _, group, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
                here = (folder / "cwd").readlink().is_relative_to(self.driver.folder)
                if state != "Z" and (group in groups or here):
                    found.append((folder / "cmdline").read_bytes())
        return found

    def measured(self, *arguments, code=4):
        """Run, which must leave a valid file and no process; return the document."""
        _, document = self.driver.measured(*self.command, *arguments, code=code)
        assert wait_until(lambda: not self.left(), 5), self.left()
        verified = self.driver("verify", "result.json")
        assert verified.code == 0, verified.err
        return document


def cells(names, modes):
    return {(name, mode) for name in names for mode in modes}


def failures_by_cell(document):
    """Failures by workload and mode; there may be one of each."""
    failures = document["pepbench"]["failures"]
    found = {tuple(failure["name"].split("/")[:2]): failure for failure in failures}
    assert len(found) == len(failures)
    return found


def measured_cells(document):
    return {tuple(name.split("/")[:2]) for name in rows_by_cell(document)}


def test_what_takes_the_runner_apart_costs_its_own_cells(driver, entry):
    home = Home(driver, entry, **{name: source for name, (source, *_) in FAILS.items()}, **HARMLESS)
    document = home.measured("--samples", 7)
    failures = failures_by_cell(document)
    assert set(failures) == cells(FAILS, MODES)
    assert cells(["good", *HARMLESS], MODES) <= measured_cells(document)
    for (name, mode), failure in failures.items():
        _, of_runner, of_process = FAILS[name]
        reason = of_process if of_process and mode == "process-fork" else of_runner
        assert re.search(reason, failure["reason"]), failure
    assert "last words" in failures["leaves_a_child", "process-fork"]["stderr"]
    assert not (driver.folder / "taken").read_bytes()  # no reply went there


def test_what_never_ends_is_killed_with_its_whole_group(driver, entry):
    home = Home(driver, entry, **{name: source for name, (source, _) in HANGS.items()})
    document = home.measured("--samples", 1, "--timeout", TIMEOUT, "--mode", "threaded")
    failures = failures_by_cell(document)
    assert set(failures) == cells(HANGS, ["threaded"])
    assert cells(["good"], ["threaded"]) <= measured_cells(document)
    for (name, _), failure in failures.items():
        assert HANGS[name][1] in failure["reason"]
    assert "last words" in failures["deaf", "threaded"]["stderr"]


def test_what_is_forged_on_the_descriptor_of_the_replies(driver, entry):
    sources = {
        name: f"""
import stat
def run():
    for descriptor in range(3, 100):
        try:
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                os.write(descriptor, {text!r})
        except OSError:
            pass
    time.sleep(0.02)
    return 1
"""
        for name, (text, _) in LIES.items()
    }
    document = Home(driver, entry, **sources).measured("--samples", 1, "--mode", "linear")
    failures = failures_by_cell(document)
    assert set(failures) == cells(LIES, ["linear"])
    assert cells(["good"], ["linear"]) <= measured_cells(document)
    for (name, _), failure in failures.items():
        assert LIES[name][1] in failure["reason"], failure


def test_samples_before_the_end_are_kept(driver, entry):
    source = """
calls = []
def run():
    calls.append(1)
    time.sleep(0.02)
    if len(calls) == 4:
        os._exit(0)
    return 1
"""
    # A warm-up and three samples in the first of six process runs.
    document = Home(driver, entry, leaves=source).measured("--samples", 13, "--mode", "linear,threaded")
    failures = failures_by_cell(document)
    assert set(failures) == cells(["leaves"], ["linear", "threaded"])
    for failure in failures.values():
        assert "before its next sample: it exited with code 0" in failure["reason"]
    counts = {tuple(name.split("/")[:2]): len(rows) for name, rows in rows_by_cell(document).items()}
    of_each = {"good": 13, "leaves": 2}
    assert counts == {cell: of_each[cell[0]] for cell in cells(of_each, ["linear", "threaded"])}


def test_much_output_is_neither_a_reply_nor_kept(driver, entry):
    source = f"""
mebibyte = b"x" * (1 << 20)
def run():
    for descriptor in (1, 2):
        for _ in range({LOUD >> 20}):
            os.write(descriptor, mebibyte)
    return 1
"""
    home = Home(driver, entry, loud=source)
    command = ["run", *home.command, "--samples", 1, "--mode", "linear,process", "--output", "result.json"]
    ended = driver(*command, through=[sys.executable, "-c", PEAK])
    assert ended.code == 0, ended.err
    assert int(ended.out) << 10 < MOST_RESIDENT
    assert measured_cells(driver.document()) == cells(["loud", "good"], ["linear", "process-fork"])
    assert driver("verify", "result.json").code == 0
    assert not home.left()


def test_pyodide_that_hangs_or_leaves(driver):
    sources = {
        "hangs": "def run():\n    while True: pass",
        "leaves": "def run(): os._exit(3)",
        "leaves_node": "import js\ndef run(): js.process.exit(0)",
    }
    home = Home(driver, installed("pyodide"), **sources)
    document = home.measured("--samples", 1, "--mode", "linear", "--timeout", 15)
    failures = failures_by_cell(document)
    assert set(failures) == cells(sources, ["linear"])
    assert measured_cells(document) == {("good", "linear")}
    assert "the runner was silent for 15 s" in failures["hangs", "linear"]["reason"]
    assert "it exited with code 3" in failures["leaves", "linear"]["reason"]
    assert "it exited with code 0" in failures["leaves_node", "linear"]["reason"]
