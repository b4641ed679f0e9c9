"""pepbench verify: whether stored results follow from their samples."""

import copy
import json

import pytest

from harness.cli.driver_for_test import ROOT, Driver, first_configuration

PUBLISHED = ROOT / "results" / "published"
RESULTS = [
    *sorted(file for file in PUBLISHED.glob("*.json") if file.name != "pep371.json"),
    PUBLISHED / "report",
]
STORED = json.loads((PUBLISHED / "threads.json").read_text(encoding="utf-8"))

# What is changed in a document: the path to a value, the value in its place, what is said.
LIES = [
    (
        ["pepbench", "summary", "cells", 2, "median_seconds"],
        1,
        "pepbench/summary/cells/2/median_seconds is 1 ",
    ),
    (["pepbench", "summary", "scaling"], [], "pepbench/summary/scaling has 0 entries in the file"),
    (["benchmarks", 5, "real_time"], 1e9, "pepbench/summary/"),
    (["benchmarks", 5, "name"], "x", 'benchmarks/5/name is "x" in the file'),
    (["benchmarks", 0, "answers"], [1, 2], "wrong answer: [1,2] instead of "),
    (["pepbench", "process_runs", 4, "facts", "gil_enabled"], None, "process run 4 of cpython-3.13t"),
    (["pepbench", "configurations"], {}, "the file does not describe that configuration"),
    (["pepbench", "seed"], 999, "has another hash seed than the one that was drawn"),
    (["pepbench", "seed"], "x", "the file has no seed"),
    (
        ["pepbench", "process_runs", 3, "hash_seed"],
        1,
        "process run 3 of primes, linear, cpython-3.13t+gil has",
    ),
    (["pepbench", "process_runs", 3, "start_seconds"], 0, "process run 3 was from 0 to "),
    (["benchmarks", 20, "started_seconds"], -5, "is of -5 s, not within its process run "),
    (["pepbench", "outcome"], "splendid", "[pepbench][outcome]: Failed to match against any enum values"),
    (["pepbench", "started"], "yesterday", "[pepbench][started]: "),
    (["pepbench", "surprise"], 1, "[pepbench]: Object contains a property that "),
    (["context"], {}, "[context]: Missing required property"),
]


def settle_with_rounds(gate):
    gate["cells"][0] |= {"settled": "new", "verdict": "new"}
    gate["outcome"] = "pass"


def settle_without_rounds(gate):
    settle_with_rounds(gate)
    gate["cells"][0] |= {"reason": "the base has no such workload", "rounds": 0, "ratio": None}
    gate["rounds"] = [row for row in gate["rounds"] if row["cell"] != 0]


def lose_control(gate):
    gate["cells"][-1]["control"] = False


def double_control(gate):
    gate["cells"][1]["control"] = True


GATE_LIES = [
    (settle_with_rounds, "both/linear/1 is called new, but has "),
    (settle_with_rounds, 'cells/0/verdict is "new" in the file, but "regressed" by the samples'),
    (settle_without_rounds, "both/linear/1 is called new, which neither the files of its sides nor"),
    (lose_control, "the gate has 0 controls instead of one"),
    (double_control, "the gate has 2 controls instead of one"),
]


@pytest.fixture(scope="module")
def gated(tmp_path_factory):
    """A gate's document: a cell whose head does twice the work, one that is new, and the control."""
    driver = Driver(tmp_path_factory.mktemp("gated"))
    work = "def run():\n    return sum(range({}))\n"
    driver.file("old/both.py", work.format(200_000))
    driver.file("new/both.py", work.format(200_000).replace("return", "sum(range(200_000)); return"))
    driver.file("new/fresh.py", work.format(200_000))
    sides = ["--base", first_configuration(), "--base-workloads", "old", "--head-workloads", "new"]
    ended = driver("gate", *sides, "--threshold", "20%", "--output", "gate.json")
    assert ended.code == 1, (ended.err, ended.out)
    return driver.document("gate.json")


@pytest.fixture
def stored():
    return copy.deepcopy(STORED)


@pytest.mark.parametrize("file", RESULTS, ids=lambda file: file.name)
def test_published_results_hold(driver, file):
    verified = driver("verify", file)
    assert verified.code == 0, (verified.err, verified.out)
    assert "\n  ok " in verified.out
    assert "FAILED" not in verified.out


def test_a_new_run_holds(driver, whole_run):
    driver.file("result.json", whole_run[2])
    verified = driver("verify", "result.json")
    assert verified.code == 0, (verified.err, verified.out)


def test_a_warm_up_run_holds(driver):
    arguments = ["--workload", "primes", "--calls", 20, "--process-runs", 1, "--test-parameters"]
    assert driver("warmup", *arguments, "--output", "result.json").code == 0
    verified = driver("verify", "result.json")
    assert verified.code == 0, (verified.err, verified.out)


@pytest.mark.parametrize(("path", "value", "said"), LIES)
def test_what_does_not_hold(driver, stored, path, value, said):
    place = stored
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    driver.file("file.json", stored)
    verified = driver("verify", "file.json")
    assert verified.code == 2
    assert len(verified.err) == 1
    assert verified.err[0].startswith("pepbench: file.json does not hold: ")
    assert said in verified.out
    assert "\n  FAILED " in verified.out


def test_a_gate_holds(driver, gated):
    driver.file("file.json", gated)
    verified = driver("verify", "file.json")
    assert verified.code == 0, (verified.err, verified.out)


@pytest.mark.parametrize(("lie", "said"), GATE_LIES)
def test_what_does_not_hold_of_a_gate(driver, gated, lie, said):
    document = copy.deepcopy(gated)
    lie(document["pepbench"]["gate"])
    driver.file("file.json", document)
    verified = driver("verify", "file.json")
    assert verified.code == 2
    assert len(verified.err) == 1
    assert said in verified.out


def test_what_an_old_file_cannot_be_asked(driver, stored):
    for workload in stored["pepbench"]["workloads"].values():
        del workload["modes"]
    driver.file("old.json", stored)
    verified = driver("verify", "old.json")
    assert verified.code == 0, verified.err
    assert "  not asked: whether process runs are as the recorded seed draws them, for " in verified.out


def test_one_mistake_in_every_row_is_told_briefly(driver, stored):
    for row in stored["benchmarks"]:
        row["answers"] = [0] * row["workers"]
    driver.file("file.json", stored)
    verified = driver("verify", "file.json")
    assert verified.code == 2
    assert verified.out.count("wrong answer") == 5
    assert f"and {len(stored['benchmarks']) - 5} more" in verified.out


def test_a_file_without_a_summary(driver, stored):
    del stored["pepbench"]["summary"]
    driver.file("file.json", stored)
    verified = driver("verify", "file.json")
    assert verified.code == 2
    assert "pepbench/summary is null in the file" in verified.out


@pytest.mark.parametrize("content", ["", "null", "[]", "{}", '{"pepbench": 3}', "[" * 100_000])
def test_a_foreign_file(driver, content):
    driver.file("file.json", content)
    assert "file.json is not a" in driver("verify", "file.json").refused()


@pytest.mark.parametrize("file", ["nowhere.json", "."])
def test_what_cannot_be_read(driver, file):
    assert file in driver("verify", file).refused()


def test_other_files_are_verified_after_a_bad_one(driver, stored):
    driver.file("good.json", stored)
    driver.file("bad.json", "")
    verified = driver("verify", "bad.json", "good.json")
    assert verified.code == 2
    assert len(verified.err) == 1
    assert verified.out.startswith("good.json\n  ok ")
