"""What both sides of a gate compute, and the files that they compute it with."""

import pytest

from harness.cli.driver_for_test import first_configuration, of_each_runner
from harness.cli.gate_for_test import cells_of, gate, same_sides

KNOWN = """
import time
EXPECTED = {expected}
def run():
    time.sleep(0.005)
    return {answer}
"""

# Has every process write down what it does, by its number.
ENDS = """
import os, time
LOG = {log!r}
def say(what):
    with open(LOG, "a") as file:
        file.write(f"{{os.getpid()}} {{what}}\\n")
def setup(resources):
    say("setup")
def run():
    time.sleep(0.005)
    {statement}
def teardown():
    say("teardown")
EXPECTED = 1
"""

# Finds out whether another process has a hand in its file.
OWN_FILE = """
import os, time
def setup(resources):
    file = os.path.join(resources["scratch"], "file")
    with open(file, "x") as opened:
        opened.write(str(os.getpid()))
    return {"file": file}
def run(file):
    time.sleep(0.005)
    with open(file) as opened:
        assert opened.read() == str(os.getpid()), "another process wrote this"
    return len(file)
"""


def of_two_files(driver, base, head):
    driver.file("old/mine.py", base)
    driver.file("new/mine.py", head)
    files = ["--base-workloads", "old", "--head-workloads", "new"]
    return ["--base", first_configuration(), *files]


def sides_of(name):
    return ["--base", name, "--head", name, "--workload", "mine.py"]


def test_a_head_that_computes_something_else_than_is_known(driver):
    options = of_two_files(driver, KNOWN.format(expected=7, answer=7), KNOWN.format(expected=7, answer=8))
    ended, document = gate(driver, *options, code=4)
    cells = cells_of(document)
    assert list(cells) == ["mine/linear/1"]
    cell = cells["mine/linear/1"]
    assert (cell["verdict"], cell["rounds"]) == ("wrong answer", 0)
    assert cell["reason"] == "the head: worker 0 handed back 8, not 7"
    assert "the head: worker 0 handed back 8, not 7" in ended.out
    assert document["pepbench"]["gate"]["rounds"] == []
    assert any("wrong answer" in line for line in ended.err), "it is said at once"


def test_sides_that_know_different_answers(driver):
    options = of_two_files(driver, KNOWN.format(expected=7, answer=7), KNOWN.format(expected=8, answer=8))
    _, document = gate(driver, *options, code=4)
    assert cells_of(document)["mine/linear/1"]["verdict"] == "wrong answer"


@pytest.mark.parametrize("name", of_each_runner())
def test_a_wrong_answer_in_every_runner(driver, name):
    driver.file("mine.py", KNOWN.format(expected=7, answer=8))
    _, document = gate(driver, *sides_of(name), code=4)
    cell = cells_of(document)["mine/linear/1"]
    assert (cell["verdict"], cell["reason"]) == ("wrong answer", "the base: worker 0 handed back 8, not 7")


@pytest.mark.parametrize("statement", ["return 1", "return 2", "raise ValueError('no luck')"])
def test_whatever_was_set_up_is_torn_down(driver, statement):
    log = driver.folder / "log"
    driver.file("mine.py", ENDS.format(log=str(log), statement=statement))
    gate(driver, *same_sides("mine.py"), code=0 if statement == "return 1" else 4)
    said = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
    done = {}
    for process, what in said:
        done.setdefault(process, []).append(what)
    assert all(each == ["setup", "teardown"] for each in done.values()), done
    assert len(done) >= 2


def test_a_teardown_that_fails_fails_the_cell(driver):
    driver.file("mine.py", "def run(): return 1\ndef teardown(): raise OSError('still in use')\n")
    _, document = gate(driver, *same_sides("mine.py"), code=4)
    cell = cells_of(document)["mine/linear/1"]
    assert cell["verdict"] == "failed"
    assert "the teardown of mine failed: OSError: still in use" in cell["reason"]


def test_no_process_has_a_hand_in_the_files_of_another(driver):
    driver.file("mine.py", OWN_FILE)
    _, document = gate(driver, *same_sides("mine.py"))
    assert {cell["verdict"] for cell in cells_of(document).values()} == {"pass"}
    rounds = document["pepbench"]["gate"]["rounds"]
    assert not [each for each in rounds if "base_failure" in each or "head_failure" in each]
