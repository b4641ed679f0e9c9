"""Ctrl-C, a killed driver, and a reader that goes away: samples are kept, and nothing is left behind."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from harness.cli.driver_for_test import (
    PATIENCE,
    PEPBENCH,
    STUCK,
    checked,
    first_configuration,
    wait_until,
)

MODES = ["linear", "threaded", "process"]


def samples(driver):
    return [line for line in driver.journal() if line["type"] == "sample"]


def interrupt(process, number=signal.SIGINT):
    """Send a signal and wait until it has arrived, so that another one does not become one with it."""

    def arrived():
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        pending = int(re.search(r"^ShdPnd:\s*(\w+)", status, re.M)[1], 16)
        return not pending >> (number - 1) & 1

    process.send_signal(number)
    assert wait_until(arrived)


def ended(process):
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def test_ctrl_c_keeps_what_was_measured(driver):
    command = ["--workload", "empty,url_fetch", "--test-parameters", "--workers", "1,2", "--budget", "600"]
    process = driver.start(
        "run", *command, "--configuration", first_configuration(), "--output", "result.json"
    )
    assert wait_until(lambda: len(samples(driver)) > 8)
    assert any("pepbench-url-server" in command for command in driver.processes().values())
    before = samples(driver)
    interrupt(process)
    code, out, err = ended(process)
    assert code == 130
    assert not driver.processes()
    document = driver.document()
    own = document["pepbench"]
    assert own["outcome"] == "interrupted"
    assert "interrupted" in own["stopped_by"].values()
    kept = [(row["process_run"], row["name"], row["sample"]) for row in document["benchmarks"]]
    assert kept[: len(before)] == [(row["process_run"], row["name"], row["sample"]) for row in before]
    assert "The run was interrupted; this is what it had measured." in out
    assert "Traceback" not in out + err
    assert driver("show", "result.json").out == out.rsplit("\nresult file: ", 1)[0]


def stuck(driver, mode):
    """A run that is stuck in its seventh execution."""
    driver.home(stuck=STUCK)
    command = ["--workload", "stuck", "--mode", mode, "--workers", 1, "--samples", "60"]
    process = driver.start(
        "run", *command, "--configuration", first_configuration(), "--output", "result.json"
    )
    assert wait_until(lambda: len(samples(driver)) == 5)
    return process


@pytest.mark.parametrize("mode", MODES)
def test_a_second_ctrl_c_ends_at_once(driver, mode):
    process = stuck(driver, mode)
    interrupt(process)
    time.sleep(0.3)
    assert process.poll() is None
    interrupt(process)
    code, _, _ = ended(process)
    assert code == 130
    assert not driver.processes()
    document = driver.document()
    assert document["pepbench"]["outcome"] == "interrupted"
    assert len(document["benchmarks"]) == 5
    (run,) = document["pepbench"]["process_runs"]
    assert run["facts"] is None


def test_a_request_to_end_is_like_ctrl_c(driver):
    process = stuck(driver, "linear")
    interrupt(process, signal.SIGTERM)
    interrupt(process, signal.SIGHUP)
    assert ended(process)[0] == 130
    assert len(driver.document()["benchmarks"]) == 5


def test_ctrl_c_before_anything_was_measured(driver):
    script = "trap '' INT; echo started > started; sleep 600"
    driver.file("list.json", [{"name": "slow", "command": ["/bin/sh", "-c", script]}])
    process = driver.start("run", "--interpreters", "list.json", "--output", "result.json")
    assert wait_until((driver.folder / "started").exists)
    interrupt(process)
    interrupt(process)
    code, _, err = ended(process)
    assert code == 130
    assert err.splitlines() == ["pepbench: interrupted before anything was measured"]
    assert not list(driver.folder.glob("result*"))


@pytest.mark.parametrize("mode", ["linear", "threaded"])
def test_a_killed_driver_leaves_the_journal_and_no_process(driver, mode):
    process = stuck(driver, mode)
    process.kill()
    process.communicate()
    assert wait_until(lambda: not driver.processes(), 5)
    text = (driver.folder / "result.json.journal").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[0]["type"] == "header"
    assert lines[0]["pepbench"]["settings"]["workloads"] == ["stuck"]
    assert [line["type"] for line in lines[1:]] == ["yardstick", "start", "warmup", *["sample"] * 5]
    assert not (driver.folder / "result.json").exists()


def test_a_killed_driver_takes_the_url_server_along(driver):
    command = ["--workload", "url_fetch", "--mode", "process", "--workers", 2, "--budget", "600"]
    process = driver.start(
        "run", *command, "--configuration", first_configuration(), "--output", "result.json"
    )
    assert wait_until(lambda: samples(driver))
    assert any("pepbench-url-server" in command for command in driver.processes().values())
    process.kill()
    process.communicate()
    assert wait_until(lambda: not driver.processes(), 5)


@pytest.mark.parametrize("verb", ["run", "show", "list"])
def test_a_reader_that_goes_away(driver, whole_run, verb):
    driver.file("file.json", whole_run[2])
    command = ["--workload", "empty", "--mode", "linear", "--workers", 1, "--samples", 1]
    arguments = {
        "run": ["run", *command, "--configuration", first_configuration(), "--output", "result.json"],
        "show": ["show", "file.json"],
        "list": ["list"],
    }[verb]
    reader, writer = os.pipe()
    os.close(reader)
    process = driver.start(*arguments, stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "pepbench: " not in err
    if verb == "run":
        assert len(driver.document()["benchmarks"]) == 1


def test_output_that_cannot_be_printed(driver, whole_run):
    driver.file("file.json", whole_run[2])
    with open("/dev/full", "w", encoding="utf-8") as full:
        process = driver.start("show", "file.json", stdout=full)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert err == "pepbench: cannot write to standard output: No space left on device\n"


def test_progress_on_a_terminal(driver):
    """A line that is written over, and no control character where there is no terminal."""
    master, slave = os.openpty()
    command = ["--workload", "empty", "--mode", "linear", "--workers", 1, "--samples", 1]
    command += ["--configuration", first_configuration(), "--output", "result.json"]
    process = driver.start("run", *command, stderr=slave)
    os.close(slave)
    out, _ = process.communicate(timeout=PATIENCE)
    seen = os.read(master, 65536).decode()
    os.close(master)
    assert process.returncode == 0
    assert "\r\x1b[K" in seen
    assert re.search(r"\[ *\d+ %\] pass 1", seen)
    assert "\x1b" not in out
    checked((driver.folder / "result.json").read_text())
    piped = subprocess.run(
        [PEPBENCH, "run", *map(str, command), "--force"],
        cwd=driver.folder,
        env=driver.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "\x1b" not in piped.stderr + piped.stdout
