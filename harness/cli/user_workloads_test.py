"""Files of the user's, named by path, in all verbs that measure workloads."""

import pytest

from harness.cli.driver_for_test import first_configuration, of_each_runner

OF_THE_PEPS_FORM = """
import helper

def function_to_run():
    assert helper.VALUE == 7
    sum(range(1000))
"""
WITH_EVERYTHING = '''
"""Sums numbers that its set-up has written."""

import pathlib

PARAMETERS = {"count": 1000}


def setup(resources, count):
    file = pathlib.Path(resources["scratch"], "numbers")
    file.write_text("\\n".join(map(str, range(count))))
    return {"file": file}


def run(file):
    return sum(map(int, file.read_text().split()))


EXPECTED = 499_500
'''


def one_cell(*arguments):
    return [*arguments, "--configuration", first_configuration()]


def test_in_the_form_of_the_pep(driver):
    driver.file("bench/helper.py", "VALUE = 7\n")
    driver.file("bench/parse.py", OF_THE_PEPS_FORM)
    _, document = driver.measured(*one_cell("--workload", "bench/parse.py", "--samples", 2))
    assert {row["name"] for row in document["benchmarks"]} == {f"parse/linear/1/{first_configuration()}"}
    assert [row["answers"] for row in document["benchmarks"]] == [[None]] * 2
    recorded = document["pepbench"]["workloads"]["parse"]
    assert (recorded["suite"], recorded["path"]) == ("user", "bench/parse.py")


def test_with_set_up_and_known_answer_in_other_modes(driver):
    file = driver.file("read.py", WITH_EVERYTHING)
    command = one_cell("--workload", f"{file},empty", "--mode", "linear,threaded", "--workers", 2)
    _, document = driver.measured(*command, "--samples", 1)
    answers = {row["name"]: row["answers"] for row in document["benchmarks"]}
    assert answers[f"read/threaded/2/{first_configuration()}"] == [499_500] * 2
    assert len(answers) == 4
    recorded = document["pepbench"]["workloads"]["read"]
    assert (recorded["path"], recorded["expected"]) == ("read.py", [499_500] * 2)
    assert recorded["shows"] == "Sums numbers that its set-up has written."


def test_a_wrong_answer(driver):
    driver.file("read.py", WITH_EVERYTHING.replace("499_500", "499_501"))
    ended, _ = driver.measured(*one_cell("--workload", "read.py", "--samples", 1), code=4)
    assert "worker 0 handed back 499500, not 499501" in ended.out


# A second set-up, or a second teardown, in one folder fails.
REMOVES = """
import os

def setup(resources):
    path = os.path.join(resources["scratch"], "file")
    open(path, "x").close()
    return {"path": path}

def run(path):
    return os.path.getsize(path)

def teardown(path):
    os.remove(path)
"""
ENDS = """
import pathlib

FOLDER = pathlib.Path(__file__).parent


def setup(resources):
    handle = FOLDER / "handle"
    handle.touch()
    return {"handle": handle}


def run(handle):
    return handle.exists()


def teardown(handle):
    (FOLDER / "given back").write_text("x")


EXPECTED = True
"""


@pytest.mark.parametrize("name", of_each_runner())
def test_a_teardown_in_every_runner(driver, name):
    driver.file("user/ends.py", ENDS)
    options = ["--workload", "user/ends.py", "--configuration", name, "--samples", 1]
    driver.measured(*options)
    assert (driver.folder / "user/given back").exists()
    driver.file("user/ends.py", ENDS.replace('write_text("x")', "write_text(5)"))
    ended, document = driver.measured(*options, code=4)
    assert "the teardown of ends failed: TypeError" in ended.out
    assert [row["name"] for row in document["pepbench"]["failures"]] == [f"ends/linear/1/{name}"]


@pytest.mark.parametrize("name", of_each_runner())
def test_a_teardown_that_removes_what_its_set_up_made(driver, name):
    driver.file("user/removes.py", REMOVES)
    options = ["--workload", "user/removes.py", "--configuration", name, "--samples", 2]
    _, document = driver.measured(*options)
    assert len(document["benchmarks"]) == 2


def test_warm_up(driver):
    driver.file("parse.py", "def run():\n    return sum(range(100_000))\n")
    command = one_cell("--workload", "./parse.py", "--calls", 20, "--process-runs", 1)
    ended = driver("warmup", *command, "--output", "result.json")
    assert ended.code == 0, ended.err
    assert driver.document()["pepbench"]["workloads"]["parse"]["path"] == "parse.py"


def test_ours_by_the_name_that_a_file_has(driver):
    driver.file("empty.py", "def run():\n    return 5\n")
    _, document = driver.measured(*one_cell("--workload", "empty", "--mode", "linear", "--samples", 1))
    assert document["pepbench"]["workloads"]["empty"]["suite"] == "pep371"
    _, document = driver.measured(*one_cell("--workload", "./empty.py", "--samples", 1))
    assert document["benchmarks"][0]["answers"] == [5]
    assert document["pepbench"]["workloads"]["empty"]["suite"] == "user"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("bench/parse.py", "there is no workload file bench/parse.py;"),
        ("empty.py", "there is no workload file empty.py;"),
        ("here.py,there/here.py", "two workloads are called here: "),
        ("there", "unknown workload 'there'"),
    ],
)
def test_bad_paths(driver, asked, said):
    driver.file("here.py", "")
    driver.file("there/here.py", "")
    assert said in driver("run", *one_cell("--workload", asked)).refused()
