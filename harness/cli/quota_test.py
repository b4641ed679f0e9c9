"""A quota of CPU time that is used up: what it stopped is marked, and still holds before verify."""

import signal

import pytest

from harness.cli.control_group_for_test import control_group
from harness.cli.driver_for_test import PATIENCE, first_configuration, hear_signals, wait_until

SPINS = """
import time
def run():
    end = time.process_time() + 0.01
    while time.process_time() < end:
        pass
    return 1
"""


@pytest.fixture
def enter():
    """Into a group that may use a quarter of a core, 25 ms in each 100."""
    limits = ({"cpu.cfs_quota_us": "25000"}, {"cpu.max": "25000 100000"})
    with control_group("cpu", *limits) as entering:
        yield entering


def started(driver, enter, *command):
    driver.home(spins=SPINS)
    words = [*command, "--workload", "spins", "--test-parameters", "--output", "result.json"]

    def begin():
        hear_signals()
        enter()

    return driver.start(*words, preexec_fn=begin)


def ended(driver, process, code):
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, err
    assert not driver.processes()
    verified = driver("verify", "result.json")
    assert verified.code == 0, verified.err
    return out, driver.document()


def test_process_runs_and_samples_that_a_quota_stopped_are_marked(driver, enter):
    command = ["run", "--mode", "linear", "--workers", 1, "--samples", 24]
    process = started(driver, enter, *command, "--configuration", first_configuration())
    out, document = ended(driver, process, 0)
    hit = [row for row in document["benchmarks"] if row["real_time"] - row["cpu_time"] > 20e6]
    assert hit
    assert all(row.get("disturbed") for row in hit)
    assert "24 samples may be too long: since the one before, the host (steal) or a quota" in out
    for row in document["pepbench"]["process_runs"]:
        assert row["disturbed"]
        assert row["throttled_seconds"] > 0.05 * (row["end_seconds"] - row["start_seconds"])
    assert "process runs may have been slowed: meanwhile the host (steal) or a quota withheld" in out


def test_rounds_that_a_quota_stopped_are_marked(driver, enter):
    process = started(driver, enter, "gate", "--base", first_configuration(), "--head", first_configuration())
    assert wait_until(lambda: len([line for line in driver.journal() if line["type"] == "round"]) > 2)
    process.send_signal(signal.SIGINT)
    out, document = ended(driver, process, 130)
    for row in document["pepbench"]["gate"]["rounds"]:
        assert row["disturbed"]
        assert row["throttled_seconds"] > 0.05 * row["seconds"]
    assert "the host, a quota or heat withheld CPU time during" in out
