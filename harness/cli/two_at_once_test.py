"""Two measurements on one machine: the second is refused, or waits."""

import fcntl
import signal

import pytest

from harness.cli.driver_for_test import PATIENCE, ROOT, STUCK, checked, first_configuration, wait_until

WORK = ["--workload", "stuck", "--mode", "linear", "--workers", 1]


@pytest.fixture
def busy(driver):
    """A run that goes on until it is ended."""
    driver.home(stuck=STUCK)
    arguments = [*WORK, "--samples", 60, "--configuration", first_configuration(), "--output", "busy.json"]
    process = driver.start("run", *arguments)
    assert wait_until(lambda: '"sample"' in journal(driver))
    yield process
    process.send_signal(signal.SIGKILL)
    process.communicate()


def journal(driver):
    file = driver.folder / "busy.json.journal"
    return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.mark.parametrize(
    "command",
    [
        ["run", *WORK, "--samples", 1],
        ["warmup", "--workload", "empty"],
        ["gate", "--base", "cpython-3.11", "--head", "cpython-3.11", "--workload", "empty"],
        ["gate", "--soak", 1, "--base", "cpython-3.11"],
        ["selfcheck", "runners"],
    ],
)
def test_a_second_measurement_is_refused(driver, busy, command):
    said = driver(*command, "--output", "second.json").refused()
    assert f"by process {busy.pid}, " in said
    assert "pepbench run --workload stuck" in said
    assert not list(driver.folder.glob("second*"))
    assert busy.poll() is None


def test_nothing_is_built_for_its_seconds_beside_another(driver, busy):
    said = driver("interpreters", "build-cost").refused()
    assert f"by process {busy.pid}, " in said
    assert busy.poll() is None


def test_what_claims_lack_is_not_measured_beside_another(driver):
    with driver.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = driver("claims", "--measure", "--output", "second.json").refused()
    assert "this machine is being measured already, by a process that is not named yet" in said
    assert not list(driver.folder.glob("second*"))


def test_what_does_not_measure_is_not_refused(driver, busy):
    assert driver("show", ROOT / "results" / "published" / "threads.json").code == 0
    assert busy.poll() is None


def test_a_mistake_is_told_before_the_wait(driver, busy):
    assert "unknown workload 'stock'" in driver("run", "--workload", "stock", "--wait").refused()
    assert busy.poll() is None


def test_a_second_measurement_waits_where_asked_to(driver, busy):
    arguments = [*WORK, "--samples", 1, "--configuration", first_configuration(), "--wait"]
    second = driver.start("run", *arguments, "--output", "result.json")
    line = second.stderr.readline()
    assert line.startswith(f"waiting for the end of process {busy.pid}, ")
    assert second.poll() is None
    busy.kill()  # its lock dies with it
    second.communicate(timeout=PATIENCE)
    assert second.returncode == 0
    assert len(checked((driver.folder / "result.json").read_text())["benchmarks"]) == 1
