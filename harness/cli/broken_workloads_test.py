"""Workloads that print, fail, die or hang: a failure with its reason, and everything else is measured."""

import re

import pytest

from harness.cli.driver_for_test import first_configuration, interpreters, rows_by_cell

GOOD = "EXPECTED = 1\ndef run(): return 1\n"

PRINTS = """
import os, subprocess, sys
EXPECTED = 1
def run():
    print("{}")
    print('{"type": "sample", "id": 1}', flush=True)
    sys.stdout.flush()
    os.write(1, b'{"type": "done", "id": 1}\\n')
    subprocess.run(["/bin/echo", "{}"], check=True)
    return 1
"""

# A workload's source, and the reason in linear and threaded cells, and in those of processes.
BROKEN = {
    "raises": (
        "def run(): raise LookupError('no such thing')",
        r"worker 0 raised LookupError: no such thing",
        None,
    ),
    "wrong": ("EXPECTED = 1\ndef run(): return 2", r"worker 0 handed back 2, not 1", None),
    "exits": ("def run(): raise SystemExit(0)", r"worker 0 raised SystemExit: 0", None),
    "leaves": (
        "import os\ndef run(): os._exit(0)",
        r"the runner closed its output before its next sample: it exited with code 0",
        r"worker 0 exited with code 0 without having done its work",
    ),
    "dies": (
        "import os, signal\ndef run(): os.kill(os.getpid(), signal.SIGKILL)",
        r"the runner closed its output before its next sample: it was killed by signal 9 \(SIGKILL\)",
        r"worker 0 was killed by SIGKILL \(9\)",
    ),
    "crashes": (
        "import ctypes, sys\ndef run():\n    sys.stderr.write('last words\\n')\n    ctypes.string_at(0)",
        r"it was killed by signal 11 \(SIGSEGV\), saying: last words",
        r"worker 0 was killed by SIGSEGV \(11\)",
    ),
    "endless": ("def run(): return float('inf')", r"worker 0 handed back inf, which JSON cannot hold", None),
    "unloadable": ("def run(:", r"unloadable.py cannot be loaded: SyntaxError", None),
    "unprepared": (
        "def setup(resources): 1 / 0\ndef run(): pass",
        r"set-up of unprepared failed: ZeroDivisionError",
        None,
    ),
    "leaves_at_once": (
        "import os\nos._exit(0)\ndef run(): return 1",
        r"the runner closed its output before .*: it exited with code 0",
        r"exited with code 0|worker 0 exited with code 0",
    ),
    "half": ("def run(): return '\\ud800'", r"worker 0 handed back '\\ud800', half of a character", None),
    "nothing": ("x = 1", r"it has neither run\(\) nor function_to_run\(\)", None),
}
MODES = ["linear", "threaded", "process-fork"]


def arguments(workloads, *more):
    return [
        "--workload",
        ",".join(workloads),
        "--workers",
        1,
        "--configuration",
        first_configuration(),
        *more,
    ]


def test_what_a_workload_prints_stays_out_of_the_protocol(driver):
    driver.home(prints=PRINTS)
    methods = ["--start-method", "fork,forkserver,spawn"]
    _, document = driver.measured(*arguments(["prints"], "--samples", 2, *methods))
    assert [row["answers"] for row in document["benchmarks"]] == [[1]] * 2 * 5


def test_a_broken_workload_costs_only_its_own_cells(driver):
    driver.home(good=GOOD, **{name: source for name, (source, *_) in BROKEN.items()})
    ended, document = driver.measured(*arguments(["good", *BROKEN], "--samples", 2), code=4)
    cells = rows_by_cell(document)
    assert set(cells) == {f"good/{mode}/1/{first_configuration()}" for mode in MODES}
    assert {len(rows) for rows in cells.values()} == {2}
    failures = {failure["name"]: failure for failure in document["pepbench"]["failures"]}
    assert len(failures) == len(document["pepbench"]["failures"]) == len(BROKEN) * len(MODES)
    for name, (_, of_runner, of_process) in BROKEN.items():
        for mode in MODES:
            cell = f"{name}/{mode}/1/{first_configuration()}"
            reason = of_process if of_process and mode == "process-fork" else of_runner
            assert re.search(reason, failures[cell]["reason"]), failures[cell]
            assert f"FAILED: {cell}: " in ended.out
            assert document["pepbench"]["stopped_by"][cell] == "failed"
    assert "last words" in failures[f"crashes/linear/1/{first_configuration()}"]["stderr"]
    shown = driver("show", "result.json")
    assert shown.code == 0
    assert shown.out.count("FAILED: ") == len(failures)


def test_a_workload_that_hangs_when_it_is_loaded(driver):
    driver.home(hangs="while True: pass\n", good='"""Half a \\ud800."""\n' + GOOD)
    command = arguments(["hangs", "good"], "--samples", 1, "--mode", "linear", "--timeout", 3)
    _, document = driver.measured(*command, code=4)
    (failure,) = document["pepbench"]["failures"]
    assert failure["workload"] == "hangs"
    assert [row["workload"] for row in document["benchmarks"]] == ["good"]
    assert document["pepbench"]["workloads"]["good"]["shows"] == "Half a ?."


def test_nothing_measured_at_all(driver):
    driver.home(raises=BROKEN["raises"][0])
    _, document = driver.measured(*arguments(["raises"], "--samples", 1, "--mode", "linear"), code=4)
    assert document["benchmarks"] == []
    assert document["pepbench"]["summary"]["cells"] == []
    assert len(document["pepbench"]["failures"]) == 1
    assert "result.json holds no sample" in driver("show", "result.json").refused(4)


def test_cells_after_a_lost_one_get_a_fresh_runner(driver):
    driver.home(
        dies_with_two="""
import os, threading
def run():
    if threading.active_count() > 2: os._exit(3)
    threading.Event().wait(0.3)
    return 1
"""
    )
    # The seed draws the cell with two workers first.
    command = [
        "--workload",
        "dies_with_two",
        "--workers",
        "1,2",
        "--mode",
        "threaded",
        "--samples",
        1,
        "--seed",
        1,
    ]
    _, document = driver.measured(*command, "--configuration", first_configuration(), code=4)
    (failure,) = document["pepbench"]["failures"]
    assert failure["name"] == f"dies_with_two/threaded/2/{first_configuration()}"
    assert "it exited with code 3" in failure["reason"]
    assert failure["process_run"] == 0
    assert [run["process_run"] for run in document["pepbench"]["process_runs"]] == [0, 1]
    assert list(rows_by_cell(document)) == [f"dies_with_two/threaded/1/{first_configuration()}"]


@pytest.mark.parametrize("mode", ["linear", "process"])
def test_a_workload_that_hangs(driver, mode):
    driver.home(hangs="import time\ndef run(): time.sleep(600)\n", good=GOOD)
    command = arguments(["hangs", "good"], "--samples", 1, "--mode", mode, "--timeout", 3)
    _, document = driver.measured(*command, code=4)
    (failure,) = document["pepbench"]["failures"]
    assert failure["workload"] == "hangs"
    assert "the runner was silent for 3 s while the driver waited for its next sample" in failure["reason"]
    assert [row["workload"] for row in document["benchmarks"]] == ["good"]
    assert not driver.processes()


def test_an_answer_that_changes_from_process_to_process(driver):
    driver.home(unsteady="import os\nfirst = os.getpid()\ndef run(): return first\n")
    command = arguments(["unsteady"], "--samples", 2, "--mode", "linear")
    _, document = driver.measured(*command, code=4)
    (failure,) = document["pepbench"]["failures"]
    assert failure["process_run"] == 1
    assert re.search(r"wrong answer: \[\d+\] instead of \[\d+\]", failure["reason"])
    assert len(document["benchmarks"]) == 1


def test_facts_that_are_not_those_asked_for(driver):
    """A configuration whose JIT is said to be on, where there is none: its samples do not count."""
    entry = next((entry for entry in interpreters() if not entry["jit"]), None)
    if entry is None:
        pytest.fail("every interpreter here has a JIT; this test needs one without")
    driver.file("list.json", [{**entry, "jit": True}])
    command = ["--workload", "empty", "--mode", "linear", "--workers", 1, "--samples", 1]
    _, document = driver.measured(*command, "--interpreters", "list.json", code=4)
    (failure,) = document["pepbench"]["failures"]
    assert failure["configuration"] == entry["name"] + "+jit"
    assert "it was to run with the JIT on, but reports false" in failure["reason"]
    assert {row["configuration"] for row in document["benchmarks"]} == {entry["name"]}
