"""Gates of cells in every mode, of sides that break while they are measured, and of a JIT."""

import pytest

from harness.cli.driver_for_test import configurations, first_configuration
from harness.cli.gate_for_test import cells_of, gate, same_sides, work

IN_MODES = [("threaded", 2), ("process", 2), ("process-pool", 2)]

OF_THE_PEPS_FORM = """
def function_to_run():
    total = 0
    for number in range(20_000):
        total += number
"""

# Counts the processes that were set up with it, all rounds together, and breaks in some of them.
BREAKS = """
import os, time
COUNT = {count!r}
def setup(resources):
    with open(COUNT, "a") as file:
        file.write("x")
    return {{"process": os.path.getsize(COUNT)}}
def run(process):
    time.sleep(0.005)
    if {condition}:
        {statement}
"""


def of_files(driver, base, head):
    driver.file("old/mine.py", base)
    driver.file("new/mine.py", head)
    return ["--base", first_configuration(), "--base-workloads", "old", "--head-workloads", "new"]


def breaks(driver, condition, statement):
    """Options for a head that does this, and a base that takes as long and does nothing."""
    count = str(driver.folder / "processes")
    return of_files(
        driver,
        "import time\ndef run(): time.sleep(0.005)\n",
        BREAKS.format(count=count, condition=condition, statement=statement),
    )


@pytest.mark.parametrize(("mode", "workers"), IN_MODES)
def test_a_cell_of_more_than_one_worker(driver, mode, workers):
    driver.file("mine.py", work(20))
    options = [*same_sides("mine.py"), "--mode", mode, "--workers", workers, "--max-seconds", 60]
    _, document = gate(driver, *options, threshold="60%")  # workers that share two busy cores vary
    name = f"mine/{mode}{'-fork' if mode.startswith('process') else ''}/{workers}"
    cells = cells_of(document)
    assert {cell["verdict"] for cell in cells.values()} == {"pass"}
    assert set(cells) == {name, f"{name} (control)"}
    rounds = document["pepbench"]["gate"]["rounds"]
    assert all(each.get("core") is None for each in rounds), "both sides have all cores"


def test_a_file_in_the_form_of_the_pep(driver):
    driver.file("mine.py", OF_THE_PEPS_FORM)
    _, document = gate(driver, *same_sides("mine.py"))
    assert cells_of(document)["mine/linear/1"]["verdict"] == "pass"


def test_thirty_per_cent_more_work(driver):
    options = of_files(driver, work(100), work(130))
    _, document = gate(driver, *options, code=1)
    cell = cells_of(document)["mine/linear/1"]
    assert cell["verdict"] == "regressed"
    assert cell["ratio"] > 1.1
    swapped = [{"old": "new", "new": "old"}.get(option, option) for option in options]
    _, document = gate(driver, *swapped)
    assert cells_of(document)["mine/linear/1"]["verdict"] == "pass"
    assert cells_of(document)["mine/linear/1"]["ratio"] < 1


def test_a_side_that_hangs_in_a_round(driver):
    """After the calibration, so that the cell is under way; each such round costs its time limit."""
    options = [*breaks(driver, "process > 2", "time.sleep(600)"), "--timeout", 5, "--max-seconds", 60]
    ended, document = gate(driver, *options, code=4)
    cell = cells_of(document)["mine/linear/1"]
    assert cell["verdict"] == "failed"
    assert "was silent for 5 s" in cell["reason"]
    assert "was silent for 5 s" in ended.out
    failed = [each for each in document["pepbench"]["gate"]["rounds"] if "head_failure" in each]
    assert len(failed) == 3
    assert not any("base_failure" in each for each in failed)


def test_a_side_that_crashes_in_every_third_round(driver):
    options = breaks(driver, "process % 3 == 0", "os.kill(os.getpid(), 11)")
    _, document = gate(driver, *options, code=4)
    cell = cells_of(document)["mine/linear/1"]
    assert cell["verdict"] == "failed"
    assert "SIGSEGV" in cell["reason"]
    rounds = [each for each in document["pepbench"]["gate"]["rounds"] if each["cell"] == 0]
    failed = [each["round"] for each in rounds if "head_failure" in each]
    assert len(failed) == 3
    assert all(len(each["base"]) >= 4 for each in rounds if each["round"] not in failed)


@pytest.mark.skipif("cpython-3.15+jit" not in configurations(), reason="there is no CPython 3.15 here")
def test_a_jit_that_is_left_out_is_a_regression_and_one_that_is_added_none(driver):
    options = ["--workload", "primes", "--test-parameters", "--max-seconds", 60]
    jit, no_jit = "cpython-3.15+jit", "cpython-3.15"
    _, document = gate(driver, "--base", jit, "--head", no_jit, *options, code=1)
    assert cells_of(document)["primes/linear/1"]["verdict"] == "regressed"
    _, document = gate(driver, "--base", no_jit, "--head", jit, *options)
    assert cells_of(document)["primes/linear/1"]["verdict"] == "pass"
