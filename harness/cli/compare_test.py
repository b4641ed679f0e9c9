"""pepbench compare: two stored result files."""

import copy
import json

import pytest

from harness.cli.driver_for_test import ROOT

STORED = json.loads((ROOT / "results" / "published" / "threads.json").read_text(encoding="utf-8"))
CELL = "primes/threaded/2/cpython-3.13t"


@pytest.fixture
def stored():
    return copy.deepcopy(STORED)


def rows_of(document, cell):
    return [row for row in document["benchmarks"] if row["name"] == cell]


def slowed(document, cell, factor):
    """Let the samples of a cell have taken so many times as long."""
    for row in rows_of(document, cell):
        row["real_time"] *= factor
    return document


def without(document, cell):
    document["benchmarks"] = [row for row in document["benchmarks"] if row["name"] != cell]
    return document


def with_yardstick(document, seconds):
    document["pepbench"]["yardstick"] = [
        {"started_seconds": float(second), "seconds": [seconds]} for second in range(30)
    ]
    return document


def compared(driver, a, b, *options, code=0):
    """Both documents compared; what ended."""
    driver.file("a.json", a)
    driver.file("b.json", b)
    ended = driver("compare", "a.json", "b.json", *options)
    assert ended.code == code, (ended.err, ended.out)
    return ended


def compared_json(driver, a, b, *options, code=0):
    return json.loads(compared(driver, a, b, "--json", *options, code=code).out)


def test_a_file_and_itself(driver, stored):
    document = compared_json(driver, stored, stored)
    assert document["environments"] == {"verdict": "comparable", "differences": []}
    assert len(document["cells"]) == 8
    for cell in document["cells"]:
        assert cell["ratio"] == 1
        assert cell["low"] <= 1 <= cell["high"]
        assert cell["a"] == cell["b"]
    assert [(mean["configuration"], mean["ratio"], mean["n"]) for mean in document["geometric_means"]] == [
        (None, pytest.approx(1), 8),
        ("cpython-3.13t", pytest.approx(1), 4),
        ("cpython-3.13t+gil", pytest.approx(1), 4),
    ]
    assert document["missing"] == document["new"] == []


def test_the_same_files_give_the_same_numbers(driver, stored):
    other = slowed(copy.deepcopy(stored), CELL, 1.1)
    assert compared(driver, stored, other).out == compared(driver, stored, other).out
    bootstrap = compared_json(driver, stored, other)["bootstrap"]
    assert bootstrap == {"seed": 371, "resamples": 1999, "confidence": 0.95}


def test_a_cell_that_took_longer(driver, stored):
    other = slowed(copy.deepcopy(stored), CELL, 2)
    cells = {cell["name"]: cell for cell in compared_json(driver, stored, other)["cells"]}
    assert cells[CELL]["ratio"] == pytest.approx(2)
    assert 1 < cells[CELL]["low"] < 2 < cells[CELL]["high"]
    medians = {
        cell["name"]: cell["median_seconds"] for cell in stored["pepbench"]["summary"]["cells"]
    }  # as they were stored by the run
    for name, cell in cells.items():
        assert cell["a"]["median_seconds"] == pytest.approx(medians[name], rel=1e-12)
    said = compared(driver, stored, other).out
    assert "* 1 of 8 intervals leave out 1" in said
    assert "regress" not in said
    gate = "pepbench gate --base PATH_A --head PATH_B --workload primes --mode threaded --workers 2"
    assert f"  {gate}\n" in said
    assert compared_json(driver, stored, other)["gate"] == gate


def test_cells_that_only_one_file_has(driver, stored):
    gone = "primes/linear/1/cpython-3.13t"
    other = without(copy.deepcopy(stored), gone)
    keys = ("workload", "mode", "workers", "configuration", "name")
    failure = {key: rows_of(stored, gone)[0][key] for key in keys}
    other["pepbench"]["failures"] = [{**failure, "process_run": 0, "reason": "it died", "stderr": ""}]
    document = compared_json(driver, stored, other)
    assert [(cell["name"], cell["reason"]) for cell in document["missing"]] == [(gone, "it failed: it died")]
    assert document["new"] == []
    assert document["geometric_means"][0]["n"] == 7
    assert f"Missing in B: 1 cell\n  {gone}: it failed: it died\n" in compared(driver, stored, other).out
    document = compared_json(driver, other, stored)
    assert document["missing"] == []
    assert [(cell["name"], cell["reason"]) for cell in document["new"]] == [(gone, "it failed: it died")]


def test_a_cell_with_a_failed_process_run(driver, stored):
    other = copy.deepcopy(stored)
    row = rows_of(other, CELL)[0]
    keys = ("workload", "mode", "workers", "configuration", "name")
    other["pepbench"]["failures"] = [
        {**{key: row[key] for key in keys}, "process_run": 3, "reason": "it hung", "stderr": ""}
    ]
    said = compared(driver, stored, other).out
    assert f"FAILED in B in one process run: {CELL}: it hung" in said


def test_few_process_runs_have_no_interval(driver, stored):
    for row in stored["pepbench"]["process_runs"]:
        row["pass"] %= 5
    kept = {row["process_run"] for row in stored["pepbench"]["process_runs"][:16]}
    stored["benchmarks"] = [row for row in stored["benchmarks"] if row["process_run"] in kept]
    document = compared_json(driver, stored, stored)
    assert {(cell["low"], cell["high"]) for cell in document["cells"]} == {(None, None)}
    assert "An interval takes 6 process runs in both files." in compared(driver, stored, stored).out


def test_with_care(driver, stored):
    other = copy.deepcopy(stored)
    other["pepbench"]["machine"]["kernel"] = "6.1.0\x1b[31m"
    document = compared_json(driver, stored, other)
    assert document["environments"] == {
        "verdict": "comparable with care",
        "differences": [
            {
                "what": "kernel",
                "a": stored["pepbench"]["machine"]["kernel"],
                "b": "6.1.0\x1b[31m",
                "weight": "care",
            }
        ],
    }
    said = compared(driver, stored, other).out
    assert "comparable with care; what differs" in said
    assert "6.1.0?[31m" in said
    assert "\x1b" not in said


def test_not_comparable(driver, stored):
    other = copy.deepcopy(stored)
    other["pepbench"]["machine"]["cpu_model"] = "another"
    other["pepbench"]["workloads"]["primes"]["sha256"] = "0" * 64
    refused = compared(driver, stored, other, code=5)
    assert refused.err == [
        "pepbench: a.json and b.json are not comparable: CPU model differs, and 1 more; "
        "--force compares them all the same"
    ]
    assert "! CPU model" in refused.out
    assert "B / A" not in refused.out
    document = compared_json(driver, stored, other, code=5)
    assert [difference["weight"] for difference in document["environments"]["differences"]] == ["forbids"] * 2
    assert "cells" not in document
    forced = compared(driver, stored, other, "--force")
    assert "not comparable" in forced.out
    assert "B / A" in forced.out
    assert "--base-workloads DIR_A/primes.py --head-workloads DIR_B/primes.py" in forced.out


def test_a_gate_is_named_for_interpreters_that_have_a_path(driver, stored):
    command = compared_json(driver, stored, stored)["gate"]
    assert command.startswith("pepbench gate --base PATH_A")
    assert command in compared(driver, stored, stored).out
    configurations = stored["pepbench"]["configurations"]
    configurations["cpython-3.13t"]["runner"] = "pyodide"
    assert "PATH_A+gil" in compared_json(driver, stored, stored)["gate"]
    configurations["cpython-3.13t+gil"]["runner"] = 5  # a damaged file's
    assert "PATH_A+gil" in compared_json(driver, stored, stored)["gate"]
    configurations["cpython-3.13t+gil"]["runner"] = "pyodide"
    assert compared_json(driver, stored, stored)["gate"] is None
    assert "--base pyodide" in compared(driver, stored, stored).out


def test_no_common_cell(driver, stored):
    other = copy.deepcopy(stored)
    for row in other["benchmarks"] + other["pepbench"]["process_runs"]:
        row["configuration"] = "mine"
    driver.file("a.json", stored)
    driver.file("b.json", other)
    sentence = driver("compare", "a.json", "b.json").refused(4)
    assert "a.json and b.json have no cell in common" in sentence
    assert "/mine" in sentence


@pytest.mark.parametrize("arguments", [["a.json", "nowhere.json"], ["nowhere.json", "a.json"]])
def test_files_that_are_not_there(driver, stored, arguments):
    driver.file("a.json", stored)
    assert "cannot read nowhere.json" in driver("compare", *arguments).refused()


@pytest.mark.parametrize("arguments", [[], ["a.json"], ["a.json", "b.json", "c.json"], ["a.json", ""]])
def test_not_two_files(driver, arguments):
    driver("compare", *arguments).refused()


def test_a_machine_of_another_speed_asks_for_care(driver, stored):
    slower = with_yardstick(slowed(copy.deepcopy(stored), CELL, 1.2), 0.0012)
    document = compared_json(driver, with_yardstick(stored, 0.001), slower)
    assert document["environments"]["verdict"] == "comparable with care"
    (difference,) = document["environments"]["differences"]
    assert (difference["a"], difference["b"]) == (1.0, pytest.approx(1.2))
    assert ratio_of(document, CELL) == pytest.approx(1.2)


def test_a_machine_of_another_speed_is_refused_where_asked(driver, stored):
    slower = with_yardstick(copy.deepcopy(stored), 0.0012)
    ended = compared(driver, with_yardstick(stored, 0.001), slower, "--across-shifts", "refuse", code=5)
    assert "the machine's speed" in ended.err[-1]


def test_times_are_normalised_where_asked(driver, stored):
    slower = with_yardstick(slowed(copy.deepcopy(stored), CELL, 1.2), 0.0012)
    asked = ["--across-shifts", "normalise"]
    document = compared_json(driver, with_yardstick(stored, 0.001), slower, *asked)
    assert ratio_of(document, CELL) == pytest.approx(1)
    others = [cell["ratio"] for cell in document["cells"] if cell["name"] != CELL]
    assert others == pytest.approx([1 / 1.2] * 7)
    assert "All times are at A's usual speed" in compared(driver, stored, slower, *asked).out


def test_what_has_no_yardstick_cannot_be_normalised(driver, stored):
    bare = copy.deepcopy(stored)
    bare["pepbench"]["yardstick"] = []
    ended = compared(driver, stored, bare, "--across-shifts", "normalise", code=5)
    assert "a.json and b.json cannot be normalised: one of them has too few readings" in ended.err[-1]
    misspelt = compared(driver, stored, stored, "--across-shifts", "refuze", code=2)
    assert "did you mean 'refuse'" in misspelt.refused()


def test_a_file_without_settings_compares(driver, stored):
    bare = copy.deepcopy(stored)
    del bare["pepbench"]["settings"]
    assert compared_json(driver, stored, bare)["cells"]


def ratio_of(document, name):
    return next(cell["ratio"] for cell in document["cells"] if cell["name"] == name)
