"""Whatever a runner says, the file that comes out is valid, and holds before pepbench's own verify."""

import json

import pytest

from harness.cli.driver_for_test import PROGRAMS

READY, SAMPLE, DONE = ["ready"], ["sample"], ["done"]


def measured(driver, script, *arguments, code=4):
    """A run of two runners, of which the first does what it is told and the other is fine; none is left."""
    entries = [
        {
            "name": name,
            "command": [str(PROGRAMS / "pepbench-fake-runner")],
            "environment": {"FAKE_RUNNER": json.dumps({"waits": True, **told})},
        }
        for name, told in (("bad", script), ("good", {}))
    ]
    driver.file("list.json", entries)
    driver.home(work="def run(): return 42\n")
    command = ["--interpreters", "list.json", "--workload", "work", "--mode", "linear", "--workers", "1"]
    ended, document = driver.measured(
        *command, "--configuration", "all", "--samples", 8, *arguments, code=code
    )
    assert not driver.processes()
    verified = driver("verify", "result.json")
    assert verified.code == 0, verified.err
    own = document["pepbench"]
    assert len([row for row in document["benchmarks"] if row["configuration"] == "good"]) == 8
    return ended, own


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([READY, ["warmup", {"answers": [41]}], SAMPLE, DONE], "wrong answer: [41] instead of [42]"),
        ([READY, ["sample", {"answers": [{}]}], DONE], "an answer that is an object"),
        ([READY, ["sample", {"index": 1}], DONE], "sample 1 where sample 0 was to come"),
        ([READY, SAMPLE, DONE], "after 1 of the 2 samples"),
        ([READY, ["sample", {"seconds": 60}], DONE], "lies about its time"),
        ([READY, SAMPLE, SAMPLE, ["done", {"facts": 5}]], "reported no facts after the work"),
        (
            [READY, SAMPLE, SAMPLE, ["done", {"facts": {"implementation": "fake", "version": 7}}]],
            'its version was "1.0"',
        ),
        ([["message", {"type": "failure", "reason": ""}]], "gave no reason"),
        ([READY, SAMPLE, ["stderr", "oh\u001b[2J\x00"], ["exit", 3]], "exited with code 3"),
    ],
)
def test_what_is_said_of_a_cell(driver, said, reason):
    _, own = measured(driver, {"cells": {"1": said}})
    (failure,) = [row for row in own["failures"] if row["configuration"] == "bad"]
    assert reason in failure["reason"]
    assert own["stopped_by"]["work/linear/1/bad"] == "failed"


LAST_WORDS = ["stderr", "its last words\n"]


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        ([["exit", 0]], "exited with code 0"),
        ([READY, ["signal", 9]], "SIGKILL"),
        ([READY, SAMPLE, ["hang"]], "silent for 2 s"),
        ([READY, ["ignore", 15], ["child"], ["hang"]], "silent for 2 s"),
        ([READY, ["ignore", 15], ["child"], ["exit", 3]], "exited with code 3"),
        ([READY, ["hidden child"], ["exit", 3]], "exited with code 3"),
        ([READY, ["close", 1], ["hang"]], "closed its output"),
        ([READY, ["text", "garbage\n"]], "a line that is no message"),
        ([READY, ["text", '{"type": "sam'], ["exit", 0]], "exited with code 0"),
        ([READY, ["long line", 100 << 20]], "a line of more than 1 MiB"),
        ([READY, ["bytes", [255, 254, 10]]], "a line that is no message"),
        ([READY, ["sample", {"seconds": "@NaN"}]], "a line that is no message"),
        ([READY, ["sample", {"seconds": -1}]], "seconds"),
        ([READY, ["sample", {"seconds": 1e300}]], "seconds"),
        ([READY, ["sample", {"answers": "42"}]], "answers"),
        ([READY, ["sample", {"id": 77}]], "for another"),
    ],
)
def test_a_fault_costs_its_cell_and_keeps_the_last_words(driver, faults, reason):
    _, own = measured(driver, {"cells": {"1": [LAST_WORDS, *faults]}}, "--timeout", 2)
    (failure,) = own["failures"]
    assert failure["configuration"] == "bad"
    assert reason in failure["reason"]
    assert failure["stderr"].endswith("its last words\n")


@pytest.mark.parametrize(
    "after",
    [{"hash_randomization": "many"}, {"platform": 5}, {"free_threaded_build": 1}, {"build": {"debug": 2}}],
)
def test_facts_of_another_type(driver, after):
    _, own = measured(driver, {"after": after})
    (failure,) = own["failures"]
    assert "not what it was started as: " in failure["reason"]
    assert all(run["facts"] is None for run in own["process_runs"] if run["configuration"] == "bad")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ({"start": [["stderr", "no encodings\n"], ["exit", 1]]}, "exited with code 1, saying: no encodings"),
        ({"description": {"facts": {"version": 3}}}, "did not describe itself"),
        ({"description": {"facts": {"platform": ""}}}, "did not describe itself"),
        ({"description": {"clock": 5}}, "did not describe itself"),
        ({"description": {"clock": {"name": "c"}}}, "did not describe itself"),
        ({"description": {"start_methods": ["thread"]}}, "did not describe itself"),
        ({"description": {"workloads": [{"path": "a", "sha256": "b"}]}}, "did not describe itself"),
        ({"hello": {"runner": None}}, "does not say in its hello of what kind it is"),
        ({"hello": {"runner": 5}}, "does not speak version 1"),
    ],
)
def test_a_runner_that_is_lost_when_it_describes_itself(driver, script, reason):
    ended, own = measured(driver, script)
    (lost,) = own["unavailable"]
    assert lost["configuration"] == "bad"
    assert reason in lost["reason"]
    assert lost["failed"]
    assert lost["stderr"] == ("no encodings\n" if "start" in script else "")
    assert "FAILED: bad: " in ended.out
    assert driver("show", "result.json").out == ended.out.rsplit("\nresult file: ", 1)[0]


def test_a_runner_that_is_not_installed(driver):
    """It is lacking and no failure, where nobody named it."""
    entries = [{"name": "bad", "command": ["/nowhere/runner"]}]
    entries += [{"name": "good", "command": [str(PROGRAMS / "pepbench-fake-runner")]}]
    entries[1]["environment"] = {"FAKE_RUNNER": '{"waits": true}'}
    driver.file("list.json", entries)
    driver.home(work="def run(): return 42\n")
    command = ["--interpreters", "list.json", "--workload", "work", "--mode", "linear", "--workers", "1"]
    _, document = driver.measured(*command, "--configuration", "all", "--samples", 1)
    (lacking,) = document["pepbench"]["unavailable"]
    assert "failed" not in lacking


def test_keys_that_nobody_knows_are_left_out(driver):
    work = {"path": "work.py", "name": "work", "shows": "nothing", "colour": "red"}
    _, own = measured(driver, {"description": {"workloads": [work], "colour": "red"}}, code=0)
    assert own["workloads"]["work"]["shows"] == "nothing"
    assert "colour" not in own["workloads"]["work"]
