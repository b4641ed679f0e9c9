"""Limits that are reached while pepbench measures: what was measured before is kept, to go on from."""

import resource
import shutil
import signal
from pathlib import Path

import pytest

from harness.cli.control_group_for_test import control_group
from harness.cli.driver_for_test import PATIENCE, first_configuration, rows_by_cell, wait_until

SLEEPS = "import time\ndef run():\n    time.sleep(0.05)\n    return 1\n"
GREEDY = """
import time
calls = []
def run():
    calls.append(b"x" * (16 << 20))
    for block in calls:
        assert block.count(b"x") == 16 << 20
    return 1
"""


def started(driver, *options):
    """A run of 36 samples in several processes that has some of them."""
    driver.home(sleeps=SLEEPS)
    process = driver.start(
        *["run", "--workload", "sleeps", "--mode", "linear", "--workers", 1, "--samples", 36],
        *["--configuration", first_configuration(), *options, "--output", "result.json"],
    )
    assert wait_until(lambda: len(samples_in(driver.journal())) > 2)
    return process


def samples_in(lines):
    return {(line["process_run"], line["sample"]): line for line in lines if line["type"] == "sample"}


def ended(driver, process):
    _, err = process.communicate(timeout=PATIENCE)
    assert not driver.processes()
    (said,) = [line for line in err.splitlines() if line.startswith("pepbench: ")]
    assert "should not have happened" not in said
    return process.returncode, said


def require_goes_on(driver, had, code=0):
    """The run goes on from its journal, which holds these samples, and the result file has them."""
    assert len(had) > 2
    assert samples_in(driver.journal()).keys() >= had.keys()
    resumed = driver("run", "--resume", "result.json")
    assert resumed.code == code, resumed.err
    rows = driver.document()["benchmarks"]
    times = {(row["process_run"], row["sample"]): row["real_time"] for row in rows}
    assert all(times[key] == sample["real_time"] for key, sample in had.items())
    return rows


def test_a_file_that_may_not_grow(driver):
    process = started(driver)
    size = (driver.folder / "result.json.journal").stat().st_size
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size + 2000, size + 2000))
    code, said = ended(driver, process)
    assert code == 2
    assert "result.json.journal: File too large; allow larger files (ulimit -f), what was measured" in said
    assert len(require_goes_on(driver, samples_in(driver.journal()))) == 36


def test_no_further_file_descriptor(driver):
    process = started(driver)
    had = samples_in(driver.journal())
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (4, 4))
    code, said = ended(driver, process)
    assert code == 2
    assert "Too many open files" in said
    assert (
        "what was measured is safe in result.json.journal, from which pepbench run --resume goes on" in said
    )
    for scratch in driver.temporary.iterdir():
        shutil.rmtree(scratch)  # a folder that is not empty takes a descriptor to be removed, too
    require_goes_on(driver, had, code=4)  # that its next process could not be started is in the journal, too


@pytest.mark.parametrize("spare", [0, 1 << 20])
def test_no_more_memory(driver, spare):
    """Wherever the driver then needs some: what is there may be enough."""
    process = started(driver)
    had = samples_in(driver.journal())
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + spare
    resource.prlimit(process.pid, resource.RLIMIT_AS, (limit, limit))
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, 2, 4), err
    assert not driver.processes()
    if process.returncode == 2:
        assert len([line for line in err.splitlines() if line.startswith("pepbench: ")]) == 1
        require_goes_on(
            driver, had, code=4 if "failure" in {line["type"] for line in driver.journal()} else 0
        )
    else:
        rows = driver.document()["benchmarks"]
        assert {(row["process_run"], row["sample"]) for row in rows} >= had.keys()


@pytest.fixture
def enter_memory_group():
    """Into a group whose processes have 192 MiB together."""
    limit = str(192 << 20)
    with control_group("memory", {"memory.limit_in_bytes": limit}, {"memory.max": limit}) as entering:
        yield entering


def test_a_cgroup_without_memory_left(driver, enter_memory_group):
    driver.home(greedy=GREEDY, sleeps=SLEEPS)

    process = driver.start(
        *["run", "--workload", "greedy,sleeps", "--mode", "linear", "--workers", 1, "--profile", "pep371"],
        *["--samples", 40, "--configuration", first_configuration(), "--output", "result.json"],
        preexec_fn=enter_memory_group,
    )
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4, err
    assert not driver.processes()
    document = driver.document()
    (failure,) = document["pepbench"]["failures"]
    assert failure["workload"] == "greedy"
    assert f"signal {signal.SIGKILL.value}" in failure["reason"]
    counts = {name.split("/")[0]: len(rows) for name, rows in rows_by_cell(document).items()}
    assert counts["sleeps"] == 40
    assert 0 < counts["greedy"] < 40
