"""The verb warmup: real runners, workloads that warm up, fail or never end, and bad options."""

import re
import signal

import pytest

from harness.cli.driver_for_test import (
    PATIENCE,
    configurations,
    first_configuration,
    rows_by_cell,
    wait_until,
)

CALLS = 30

# Ten calls that take many times as long as the rest.
SLOW_AT_FIRST = """
import time
EXPECTED = 1
calls = 0
def run():
    global calls
    calls += 1
    time.sleep(0.04 if calls <= 10 else 0.002)
    return 1
"""

# An end that never comes, after 25 calls.
STUCK = """
import time
EXPECTED = 1
calls = 0
def run():
    global calls
    calls += 1
    time.sleep(600 if calls > 25 else 0)
    return 1
"""


def warm_up(driver, *arguments, code=0):
    ended = driver("warmup", *arguments, "--output", "result.json", "--force")
    assert ended.code == code, (ended.err, ended.out)
    return ended, driver.document()


@pytest.fixture(scope="module")
def names():
    """Two configurations, of one interpreter with its JIT off and on where there is one."""
    with_jit = next((name for name in configurations() if name.endswith("+jit")), None)
    return [with_jit.removesuffix("+jit"), with_jit] if with_jit else list(configurations())[:2]


def test_every_call_of_every_process_in_order(driver, names):
    arguments = ["--workload", "primes", "--test-parameters", "--configuration", ",".join(names)]
    ended, document = warm_up(driver, *arguments, "--calls", CALLS, "--process-runs", 2)
    own = document["pepbench"]
    assert own["profile"] == "warmup"
    assert own["outcome"] == "complete"
    assert own["settings"]["samples"] == CALLS
    assert own["settings"]["process_runs"] == 2
    assert own["warmups"] == []
    assert set(own["stopped_by"].values()) == {"samples"}
    assert [run["pass"] for run in own["process_runs"]] == sorted([0, 1] * len(names))
    assert set(rows_by_cell(document)) == {f"primes/linear/1/{name}" for name in names}
    assert {row["iterations"] for row in document["benchmarks"]} == {1}
    entries = own["summary"]["warmup"]
    assert len(entries) == 2 * len(names)
    for entry in entries:
        rows = [row for row in document["benchmarks"] if row["process_run"] == entry["process_run"]]
        assert [row["sample"] for row in rows] == list(range(CALLS))
        assert {row["configuration"] for row in rows} == {entry["configuration"]}
        assert entry["call_seconds"] == pytest.approx([row["real_time"] * 1e-9 for row in rows])
        assert entry["first_seconds"] == entry["call_seconds"][0]
        edges = [segment["from"] for segment in entry["segments"]] + [entry["segments"][-1]["to"]]
        assert edges[0] == 0
        assert edges[-1] == CALLS
        assert edges == sorted(set(edges))
    if len(names) == 2:
        (row,) = own["summary"]["break_even"]
        assert (row["workload"], row["base"], row["head"]) == ("primes", *names)
        assert row["within"] == CALLS
        assert f"{names[0]} -> {names[1]}: " in ended.out
    for name in names:
        assert re.search(rf"^  {re.escape(name)} .* process runs\)$", ended.out, re.M)


def test_show_reads_the_file(driver):
    warm_up(driver, *small("primes", 1), "--test-parameters")
    shown = driver("show", "result.json")
    assert shown.code == 0, shown.err
    assert "primes" in shown.out


def test_calls_that_are_too_short_for_the_clock_are_refused(driver):
    ended, document = warm_up(driver, *small("empty", 1), code=4)
    assert document["benchmarks"] == []
    (row,) = document["pepbench"]["unavailable"]
    assert re.search(
        r"an execution of \S+ s is too short for this clock: .* 1000 steps of \S+ s", row["reason"]
    )
    assert row["reason"] in ended.out


def small(workload, process_runs):
    return [
        *["--workload", workload, "--configuration", first_configuration()],
        *["--calls", CALLS, "--process-runs", process_runs],
    ]


def test_a_workload_that_warms_up(driver):
    driver.home(slow_at_first=SLOW_AT_FIRST)
    _, document = warm_up(driver, *small("slow_at_first", 1))
    (entry,) = document["pepbench"]["summary"]["warmup"]
    change = min(entry["segments"], key=lambda segment: abs(segment["to"] - 10))
    assert abs(change["to"] - 10) <= 2  # a slow call at the border may be taken for either level
    assert change["seconds"] > 3 * entry["segments"][-1]["seconds"]


def test_a_workload_that_fails(driver):
    driver.home(fails="def run(): raise LookupError('no such thing')")
    ended, document = warm_up(driver, *small("fails", 3), code=4)
    (failure,) = document["pepbench"]["failures"]
    assert "LookupError: no such thing" in failure["reason"]
    assert document["pepbench"]["summary"]["warmup"] == []
    assert "FAILED: fails/linear/1/" in ended.out


def test_ctrl_c_keeps_what_was_measured(driver):
    driver.home(stuck=STUCK)
    process = driver.start("warmup", *map(str, small("stuck", 2)), "--output", "result.json")
    assert wait_until(lambda: sum(line["type"] == "sample" for line in driver.journal()) == 25)
    process.send_signal(signal.SIGINT)
    assert wait_until(lambda: driver_has_seen(process))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, err
    document = driver.document()
    assert document["pepbench"]["outcome"] == "interrupted"
    assert len(document["benchmarks"]) == 25
    assert len(document["pepbench"]["summary"]["warmup"]) == 1
    assert "interrupted" in out


def driver_has_seen(process):
    """Whether no signal is on its way to it, so that another one does not become one with it."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return re.search(r"^ShdPnd:\s*0+$", status.read(), re.M)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "say what to measure with --workload or --suite"),
        (["--workload", "primse"], "unknown workload 'primse'; did you mean 'primes'?"),
        (["--workload", "primes", "--configuration", "cpython-9"], "unknown configuration 'cpython-9'"),
        (["--workload", "primes", "--calls", "19"], "--calls '19' is not a whole number of at least 20"),
        (["--workload", "primes", "--calls", "5001"], "--calls 5001 is more than are judged"),
        (["--workload", "primes", "--calls", "many"], "--calls 'many' is not a whole number"),
        (["--workload", "primes", "--process-runs", "0"], "--process-runs '0' is not a whole number of"),
        (["--workload", "primes", "--process-runs", "101"], "--process-runs 101 is more than"),
        (["--workload", "primes", "--budget", "-3"], "--budget '-3' is not a positive number"),
    ],
)
def test_bad_options(driver, arguments, sentence):
    assert sentence in driver("warmup", *arguments).refused()
    assert not list(driver.folder.glob("*.json*"))
