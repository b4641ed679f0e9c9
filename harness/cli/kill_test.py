"""A driver killed at any moment: what it had acknowledged is in the file of the run that goes on, once."""

import json
import os
import random
import time

from harness.cli.driver_for_test import PROGRAMS, checked, rows_by_cell, wait_until

KILLS = int(os.environ.get("PEPBENCH_KILLS", "15"))
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
    script = json.dumps({"noise": 1, "cells": {"1": slow, "2": slow}})
    program = str(PROGRAMS / "pepbench-fake-runner")
    driver.file(
        "list.json",
        [
            {"name": name, "command": [program], "environment": {"FAKE_RUNNER": script}}
            for name in ("one", "two")
        ],
    )
    driver.home(work="def run(): return 42\n")


def acknowledged(driver):
    """The samples that are in the journal or in the result file."""
    found = [line for line in driver.journal() if line["type"] == "sample"]
    result = driver.folder / "result.json"
    if result.exists():
        found += checked(result.read_text(encoding="utf-8"))["benchmarks"]
    return {(row["process_run"], row["name"], row["sample"], row["real_time"]) for row in found}


def killed(driver, arguments, seconds):
    """Whether the driver was still there to be killed after that time."""
    process = driver.start("run", *arguments)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    assert wait_until(lambda: not driver.processes(), 10), "a process is left"
    return process.returncode != 0


def goes_on(driver):
    """Whether there is a run that --resume can go on with."""
    return '"header"' in (
        (driver.folder / "result.json.journal").read_text(encoding="utf-8")
        if (driver.folder / "result.json.journal").exists()
        else ""
    )


def expect_whole(driver, had, parts):
    document = checked((driver.folder / "result.json").read_text(encoding="utf-8"))
    keys = [
        (row["process_run"], row["name"], row["sample"], row["real_time"]) for row in document["benchmarks"]
    ]
    assert len(set(keys)) == len(keys), "a sample is there twice"
    assert had <= set(keys), "a sample is lost"
    assert [len(rows) for rows in rows_by_cell(document).values()] == [SAMPLES] * CELLS
    own = document["pepbench"]
    assert own["outcome"] == "complete"
    assert len(own.get("resumed", [])) >= parts
    verified = driver("verify", "result.json")
    assert verified.code == 0, verified.err


def test_killed_at_random_moments(driver):
    prepare(driver)
    start = time.monotonic()
    assert driver("run", *RUN).code == 0
    whole_seconds = time.monotonic() - start
    moments = random.Random(SEED)
    kills = resumed = 0
    while kills < KILLS:
        arguments = [*RUN, "--force"]
        had = set()
        parts = 0
        (driver.folder / "result.json").unlink(missing_ok=True)
        while killed(driver, arguments, moments.uniform(0, whole_seconds)):
            kills += 1
            assert had <= acknowledged(driver)
            had = acknowledged(driver)
            if goes_on(driver):
                parts += arguments == RESUME
                arguments = RESUME
                resumed += 1
            if kills >= KILLS:
                break
        if arguments == RESUME and goes_on(driver):
            assert driver("run", *RESUME).code == 0
            parts += 1
        if (driver.folder / "result.json").exists():
            expect_whole(driver, had, parts)
    assert resumed > 0
