"""Gates that go on: with the same sides, and with what was measured last."""

import json
import re
import shlex
import sys

import pytest

from harness.cli.driver_for_test import ROOT, checked, first_configuration, wait_until
from harness.cli.gate_for_test import gate, work


def command_to_continue(text):
    """Of a gate's conclusion: the words after the program's name."""
    return shlex.split(re.search(r"pepbench (gate --continue .*?) goes on", text)[1])


@pytest.fixture
def own_python(driver):
    """Write a program that is Python, in an interpreters' list of one; return it and the gate's options."""
    program = driver.file("python", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    program.chmod(0o755)
    runner = str(ROOT / "runners" / "script" / "runner.py")
    entry = {
        "name": "mine",
        "implementation": "cpython",
        "runner": "script",
        "command": [str(program), runner, "--protocol"],
        "jit": False,
        "free_threaded": False,
        "not_embedded": "it is a script",
    }
    driver.file("interpreters.json", [entry])
    return program, ["--interpreters", "interpreters.json"]


def test_an_interpreter_that_was_built_anew_is_noticed(driver, own_python):
    program, where = own_python
    driver.file("parse.py", work(20))
    options = ["--base", "mine", "--head", "mine", "--workload", "parse.py", *where]
    ended, begun = gate(driver, *options, "--max-seconds", 0.01, code=3)
    again = driver(*command_to_continue(ended.out), "--max-seconds", 0.01, "--output", "again.json")
    assert again.code == 3, again.err
    assert begun["pepbench"]["sides"]["base"]["build"]["executable"]
    assert begun["pepbench"]["sides"]["base"]["modules"]["files"] == 0
    (driver.folder / "gate.json").rename(driver.folder / "begun.json")
    goes_on = ["gate", "--continue", "begun.json", "--workload", "parse.py", *where, "--output", "other.json"]
    program.write_text(program.read_text(encoding="utf-8") + "# a patch\n", encoding="utf-8")
    said = driver(*goes_on).err[-1]
    assert "the base of begun.json is not what it was then, as its interpreter has been built anew" in said
    # Files of former versions do not say which build it was, and are gone on with.
    document = json.loads((driver.folder / "begun.json").read_text(encoding="utf-8"))
    for side in document["pepbench"]["sides"].values():
        del side["build"]
    driver.file("begun.json", document)
    driver.file("helper.py", "")
    assert "modules beside its workloads have changed" in driver(*goes_on).err[-1]
    (driver.folder / "helper.py").unlink()
    ended = driver(*goes_on, "--max-seconds", 0.01)
    assert ended.code == 3, ended.err


def killed(driver, journal, text, rounds, *arguments):
    """Start a gate, kill it so many rounds after its journal has the text; return its lines."""
    begun = driver.start("gate", *arguments)

    def is_far_enough():
        _, _, after = (journal.read_text() if journal.exists() else "").partition(text)
        return after.count('"type":"round"') > rounds

    assert wait_until(is_far_enough)
    begun.kill()
    begun.communicate(timeout=60)
    text = journal.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def of_type(lines, kind):
    return [line for line in lines if line["type"] == kind]


def test_a_killed_soak_goes_on_from_its_journal(driver):
    driver.file("cut/off", "")
    journal = driver.folder / "cut" / "begun.json.journal"
    soak = ["--soak", 2, "--extra", 30, "--base", first_configuration(), "--threshold", "20%"]
    lines = killed(driver, journal, "cell", 5, *soak, "--output", "cut/begun.json")
    rounds = of_type(lines, "round")
    assert [line["neighbour"] for line in of_type(lines, "cell")] == [False] * 4
    assert of_type(lines, "driver")
    as_gate = driver("gate", "--continue", "cut/begun.json", "--output", "other.json").refused()
    assert "cut/begun.json is of a soak; say with --soak N" in as_gate
    # As if it had been beside a neighbour: what the journal says of a verdict stays with it.
    text = journal.read_text(encoding="utf-8")
    journal.write_text(text.replace('"neighbour":false', '"neighbour":true'), encoding="utf-8")
    more = ["--soak", 1, "--extra", 0, "--output", "gate.json"]
    ended = driver("gate", "--continue", "cut/begun.json", *more)
    assert ended.code == 0, ended.err
    assert driver("verify", "gate.json").code == 0
    after = checked((driver.folder / "gate.json").read_text(encoding="utf-8"))["pepbench"]["gate"]
    assert [cell["neighbour"] for cell in after["cells"]] == [True] * 4 + [False]
    assert after["soak"]["neighbours"] == [True] * 4 + [False]
    assert [row["base"] for row in after["rounds"][: len(rounds)]] == [row["base"] for row in rounds]
    assert sum(group["verdicts"] for group in after["soak"]["groups"]) == 5
    assert after["soak"]["driver_cpu_seconds"] > 0


def test_a_journal_is_newer_than_the_result_beside_it(driver):
    driver.file("parse.py", work(20))
    name = first_configuration()
    sides = ["--base", name, "--head", name, "--workload", "parse.py", "--output", "begun.json"]
    assert driver("gate", *sides, "--threshold", "20%", "--max-seconds", 0.01).code == 3
    lines = killed(
        driver, driver.folder / "begun.json.journal", "cell", 5, *sides, "--threshold", "1%", "--force"
    )
    first = of_type(lines, "round")[0]
    again = ["--workload", "parse.py", "--max-rounds", 11, "--output", "gate.json"]
    ended = driver("gate", "--continue", "begun.json", *again)
    assert ended.code in (0, 3), ended.err
    assert "begun.json.journal holds what was measured last, and is gone on with" in ended.err[0]
    gone_on = checked((driver.folder / "gate.json").read_text(encoding="utf-8"))["pepbench"]
    assert gone_on["settings"]["threshold"] == "1%"
    assert gone_on["gate"]["rounds"][0]["base"] == first["base"]
