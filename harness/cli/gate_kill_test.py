"""A gate killed at any moment: the rounds that it had acknowledged are in its file in the end, once."""

import json
import os
import random
import signal
import time

from harness.cli.driver_for_test import PROGRAMS, checked, wait_until

KILLS = int(os.environ.get("PEPBENCH_GATE_KILLS", "20"))
SEED = 371
WORKLOADS = ["one", "two"]
CELLS = len(WORKLOADS) + 1  # with the control
GATE = [
    *["--base", "slow", "--head", "slower", "--workload", ",".join(WORKLOADS)],
    *["--keep-awake", "no", "--seed", 1, "--output", "gate.json"],
]
# Nobody but the command line says what is run.
LIST = ["--interpreters", "list.json"]
CONTINUE = ["--continue", "gate.json", "--output", "gate.json", "--force"]


def prepare(driver):
    """Two interpreters that are the driver's fake runner; some ten rounds tell which one is slower."""
    program = str(PROGRAMS / "pepbench-fake-runner")
    seconds = {"slow": 0.002, "slower": 0.00207}
    scripts = {name: json.dumps({"waits": True, "execute": [each]}) for name, each in seconds.items()}
    driver.file(
        "list.json",
        [
            {"name": name, "command": [program], "environment": {"FAKE_RUNNER": script}}
            for name, script in scripts.items()
        ],
    )
    driver.home(**dict.fromkeys(WORKLOADS, "def run(): return 42\n"))


def key(row):
    return row["cell"], row["round"], row["start_seconds"], *row["base"], *row["head"]


def acknowledged(driver):
    """The rounds that are in the journal, or in the result file where that is gone."""
    journal, result = driver.folder / "gate.json.journal", driver.folder / "gate.json"
    if journal.exists():
        lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
        rows = [json.loads(line) for line in lines if line.endswith("\n")]
        return {key(row) for row in rows if row["type"] == "round"}
    if result.exists():
        document = checked(result.read_text(encoding="utf-8"))
        return {key(row) for row in document["pepbench"]["gate"]["rounds"]}
    return set()


def killed(driver, arguments, seconds):
    """Whether the gate was still there to be killed after that time."""
    process = driver.start("gate", *LIST, *arguments)
    time.sleep(seconds)
    process.kill()
    _, err = process.communicate()
    assert process.returncode in (0, 1, 3, -signal.SIGKILL), err
    assert wait_until(lambda: not driver.processes(), 10), "a process is left"
    return process.returncode == -signal.SIGKILL


def begun(driver):
    """Whether there is something to go on with: a journal that tells what was asked, or a file."""
    journal = driver.folder / "gate.json.journal"
    told = journal.exists() and '"header"' in journal.read_text(encoding="utf-8").partition("\n")[0]
    return told or (driver.folder / "gate.json").exists()


def gate_with_kills(driver, moments, seconds, most):
    """A gate that is killed and gone on with, at most so often, until its end; how often it was."""
    for left in driver.folder.glob("gate.json*"):
        left.unlink()
    arguments = [*GATE, "--force"]
    had = set()
    kills = 0
    while kills < most and killed(driver, arguments, moments.uniform(0, seconds)):
        kills += 1
        now = acknowledged(driver)
        assert had <= now, "a round is lost"
        had = now
        arguments = CONTINUE if begun(driver) else [*GATE, "--force"]
    ended = driver("gate", *LIST, *(CONTINUE if begun(driver) else [*GATE, "--force"]))
    assert ended.code in (0, 1, 3), ended.err
    expect_whole(driver, had)
    return kills


def expect_whole(driver, had):
    document = checked((driver.folder / "gate.json").read_text(encoding="utf-8"))
    assert not (driver.folder / "gate.json.journal").exists()
    gate = document["pepbench"]["gate"]
    assert had <= {key(row) for row in gate["rounds"]}, "a round is lost"
    numbers = {}
    for row in gate["rounds"]:
        numbers.setdefault(row["cell"], []).append(row["round"])
    assert len(numbers) == len(gate["cells"]) == CELLS
    assert all(own == list(range(len(own))) for own in numbers.values()), "a round is there twice, or missing"
    verified = driver("verify", "gate.json")
    assert verified.code == 0, (verified.err, verified.out)


def test_killed_at_random_moments(driver):
    prepare(driver)
    start = time.monotonic()
    assert driver("gate", *LIST, *GATE).code in (0, 1, 3)
    whole_seconds = time.monotonic() - start
    moments = random.Random(SEED)
    kills = 0
    while kills < KILLS:
        kills += gate_with_kills(driver, moments, whole_seconds, KILLS - kills)
