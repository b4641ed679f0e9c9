"""A driver killed at any moment: what it had acknowledged is in the file of the run that goes on, once."""

import json
import os
import random
import signal
import time

from harness.cli.driver_for_test import PROGRAMS, checked, rows_by_cell, wait_until

KILLS = int(os.environ.get("PEPBENCH_KILLS", "200"))
SEED = 371
SAMPLES = 12
CELLS = 4
RUN = [
    *["--interpreters", "list.json", "--workload", "work", "--mode", "linear", "--workers", "1,2"],
    *["--samples", SAMPLES, "--seed", 1, "--configuration", "one,two", "--output", "result.json"],
]
RESUME = ["--resume", "result.json", "--interpreters", "list.json"]


def prepare(driver):
    """Two interpreters that are the driver's fake runner, whose samples take a moment."""
    slow = [["ready"], *[["sleep", 0.002], ["samples"]], ["done"]]
    told = str(driver.folder / "acknowledged")
    script = json.dumps({"noise": 1, "waits": True, "acknowledged": told, "cells": {"1": slow, "2": slow}})
    program = str(PROGRAMS / "pepbench-fake-runner")
    driver.file(
        "list.json",
        [
            {"name": name, "command": [program], "environment": {"FAKE_RUNNER": script}}
            for name in ("one", "two")
        ],
    )
    driver.home(work="def run(): return 42\n")


def key(row):
    return row["process_run"], row["name"], row["sample"], row["real_time"]


def acknowledged(driver):
    """The samples that are in the journal or in the result file."""
    found = [line for line in driver.journal() if line["type"] == "sample"]
    result = driver.folder / "result.json"
    if result.exists():
        found += checked(result.read_text(encoding="utf-8"))["benchmarks"]
    return {key(row) for row in found}


def told_to_go_on(driver):
    """The samples after which a runner went on, since the run began: hash seed, sample, workers."""
    file = driver.folder / "acknowledged"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {tuple(json.loads(line).values()) for line in lines}


def in_journal(driver):
    """What told_to_go_on() has to find there."""
    lines = driver.journal()
    seeds = {line["process_run"]: str(line["hash_seed"]) for line in lines if "hash_seed" in line}
    rows = [line for line in lines if line["type"] == "sample"]
    return {(seeds[row["process_run"]], row["sample"], row["workers"]) for row in rows}


def killed(driver, arguments, seconds):
    """Whether the driver was still there to be killed after that time."""
    process = driver.start("run", *arguments)
    time.sleep(seconds)
    process.kill()
    _, err = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), err
    assert wait_until(lambda: not driver.processes(), 10), "a process is left"
    return process.returncode != 0


def parts(driver):
    """How many parts the journal tells of; none where there is nothing to go on with."""
    headers = [line for line in driver.journal() if line["type"] == "header"]
    return 1 + len(headers[-1]["pepbench"].get("resumed", [])) if headers else 0


def run_with_kills(driver, moments, seconds, most):
    """A run that is killed and resumed, at most so often, until it comes to its end; how often it was."""
    result = driver.folder / "result.json"
    result.unlink(missing_ok=True)
    (driver.folder / "acknowledged").unlink(missing_ok=True)
    arguments = [*RUN, "--force"]
    had = set()
    kills = resumed = 0
    while kills < most and killed(driver, arguments, moments.uniform(0, seconds)):
        kills += 1
        now = acknowledged(driver)
        assert had <= now, "a sample is lost"
        had = now
        if driver.journal():
            assert told_to_go_on(driver) <= in_journal(driver), "a runner went on before its sample was safe"
        if parts(driver) > 0:
            arguments = RESUME
            resumed = parts(driver)
        elif result.exists():
            break  # it was killed after its end
    if parts(driver) > 0:
        assert driver("run", *RESUME).code == 0
    if result.exists():
        expect_whole(driver, had, resumed)
    return kills


def expect_whole(driver, had, resumed):
    document = checked((driver.folder / "result.json").read_text(encoding="utf-8"))
    keys = [key(row) for row in document["benchmarks"]]
    assert len(set(keys)) == len(keys), "a sample is there twice"
    assert had <= set(keys), "a sample is lost"
    assert [len(rows) for rows in rows_by_cell(document).values()] == [SAMPLES] * CELLS
    own = document["pepbench"]
    assert own["outcome"] == "complete"
    assert len(own.get("resumed", [])) >= resumed
    verified = driver("verify", "result.json")
    assert verified.code == 0, verified.err


def test_killed_at_random_moments(driver):
    prepare(driver)
    start = time.monotonic()
    assert driver("run", *RUN).code == 0
    whole_seconds = time.monotonic() - start
    assert len(told_to_go_on(driver)) == SAMPLES * CELLS
    moments = random.Random(SEED)
    kills = 0
    while kills < KILLS:
        kills += run_with_kills(driver, moments, whole_seconds, KILLS - kills)
