"""Standard error that nobody reads, and a terminal that hangs up, is held or sends its job away."""

import fcntl
import os
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest

from harness.cli.driver_for_test import PATIENCE, PEPBENCH, first_configuration, hear_signals, wait_until

CTRL_Q, CTRL_S, CTRL_Z = b"\x11", b"\x13", b"\x1a"
# Long enough for a run of them to be met in the middle.
SLOW = "import time\ndef run():\n    time.sleep(0.02)\n    return 1\n"


def arguments(workload, *end):
    cell = ["--workload", workload, "--mode", "linear", "--workers", "1"]
    return ["run", *cell, "--configuration", first_configuration(), *end, "--output", "result.json"]


def samples(driver):
    return [line for line in driver.journal() if line["type"] == "sample"]


@pytest.fixture
def terminal():
    """Both ends of a new terminal; the test may close the first."""
    master, slave = os.openpty()
    yield master, slave
    os.close(slave)


def as_leader_at(terminal):
    """Of a child: make that its session's terminal, whose end the kernel tells it by SIGHUP."""

    def prepare():
        hear_signals()
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

    return prepare


def closed_standard_error():
    os.close(2)


def test_a_reader_of_standard_error_that_goes_away(driver):
    reader, writer = os.pipe()
    os.close(reader)
    process = driver.start(*arguments("empty", "--samples", "12"), stderr=writer)
    os.close(writer)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, out
    assert len(driver.document()["benchmarks"]) == 12
    assert "result file: result.json" in out


def test_a_failure_is_kept_where_nobody_is_there_to_be_told(driver):
    driver.home(wrong="def run():\n    raise ValueError('of no use')\n")
    reader, writer = os.pipe()
    os.close(reader)
    process = driver.start(*arguments("wrong", "--samples", "1"), stderr=writer)
    os.close(writer)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 4
    (failure,) = driver.document()["pepbench"]["failures"]
    assert "of no use" in failure["reason"]


def test_a_mistake_is_one_where_standard_error_is_closed(driver):
    assert driver("show", "nothing.json", preexec_fn=closed_standard_error).code == 2
    assert driver(*arguments("empty", "--samples", "1"), preexec_fn=closed_standard_error).code == 0
    assert len(driver.document()["benchmarks"]) == 1


def test_a_terminal_that_hangs_up(driver, terminal):
    master, slave = terminal
    process = driver.start(
        *arguments("empty", "--samples", "100000"),
        stdout=slave,
        stderr=slave,
        preexec_fn=as_leader_at(slave),
    )
    assert wait_until(lambda: len(samples(driver)) > 8)
    before = samples(driver)
    os.close(master)
    assert process.wait(timeout=PATIENCE) == 130
    document = driver.document()
    assert document["pepbench"]["outcome"] == "interrupted"
    assert len(document["benchmarks"]) >= len(before)


def ignoring(*signals):
    """Of a child: as nohup starts one, and a shell what is to run behind."""

    def prepare():
        for number in signals:
            signal.signal(number, signal.SIG_IGN)

    return prepare


def test_nohup(driver, terminal):
    master, slave = terminal
    driver.home(slow=SLOW)

    def prepare():
        as_leader_at(slave)()
        ignoring(signal.SIGHUP)()

    process = driver.start(*arguments("slow", "--samples", "30"), stderr=slave, preexec_fn=prepare)
    assert wait_until(lambda: samples(driver))
    os.close(master)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, out
    assert len(driver.document()["benchmarks"]) == 30


def test_ctrl_c_is_not_for_a_driver_that_runs_behind(driver):
    driver.home(slow=SLOW)
    process = driver.start(*arguments("slow", "--samples", "30"), preexec_fn=ignoring(signal.SIGINT))
    assert wait_until(lambda: samples(driver))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert len(driver.document()["benchmarks"]) == 30


def test_a_terminal_that_is_held(driver, terminal):
    """Ctrl-S: what would be shown meanwhile is not, and the run goes on."""
    master, slave = terminal
    driver.home(slow=SLOW)
    process = driver.start(*arguments("slow", "--samples", "30"), stderr=slave)
    assert wait_until(lambda: samples(driver))
    os.write(master, CTRL_S)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert len(driver.document()["benchmarks"]) == 30
    assert "result file: result.json" in out
    os.write(master, CTRL_Q)
    os.close(master)


JOB = """
set -m
"$@"
touch stopped
until [ -e again ]; do sleep 0.05; done
fg
echo $? > code
"""


def test_a_job_that_is_sent_away_and_called_back(driver, terminal):
    """Ctrl-Z and fg: nothing comes of it, for the runner's clock times the samples."""
    master, slave = terminal
    driver.home(slow=SLOW)
    shell = subprocess.Popen(
        ["setsid", "--ctty", "/bin/sh", "-c", JOB, "sh", PEPBENCH, *arguments("slow", "--samples", "60")],
        cwd=driver.folder,
        env=driver.environment,
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    assert wait_until(lambda: samples(driver))
    os.write(master, CTRL_Z)
    assert wait_until((driver.folder / "stopped").exists)
    (pid,) = [pid for pid, command in driver.processes().items() if command.startswith(f"{PEPBENCH} run")]
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    assert "State:\tT (stopped)" in status
    time.sleep(1)
    (driver.folder / "again").touch()
    assert shell.wait(timeout=PATIENCE) == 0
    assert (driver.folder / "code").read_text(encoding="utf-8") == "0\n"
    document = driver.document()
    assert len(document["benchmarks"]) == 60
    assert not any(row.get("stopped") for row in document["benchmarks"])
    os.close(master)
