"""Gates whose sides have workloads of their own: files, folders, commits."""

import subprocess

import pytest

from harness.cli.driver_for_test import first_configuration
from harness.cli.gate_for_test import cells_of, gate, work


def verdicts_of(document):
    return {name: cell["verdict"] for name, cell in cells_of(document).items()}


def of_places(base, head):
    return ["--base", first_configuration(), "--base-workloads", base, "--head-workloads", head]


def test_folders_and_what_one_of_them_lacks(driver):
    for side in ("old", "new"):
        driver.file(f"{side}/both.py", work(20))
    driver.file("old/gone.py", work(20))
    driver.file("new/added.py", work(20))
    _, document = gate(driver, *of_places("old", "new"), code=4)
    assert verdicts_of(document) == {
        "both/linear/1": "pass",
        "gone/linear/1": "missing",
        "added/linear/1": "new",
        "both/linear/1 (control)": "pass",
    }


def test_folders_with_one_file_each_are_compared_by_name(driver):
    driver.file("old/gone.py", work(20))
    driver.file("new/added.py", work(20))
    ended, document = gate(driver, *of_places("old", "new"), code=4)
    assert verdicts_of(document) == {"gone/linear/1": "missing", "added/linear/1": "new"}
    assert "no control was judged, as no round was made" in ended.out


def test_a_base_that_fails_costs_its_own_cell_alone(driver):
    for side in ("old", "new"):
        driver.file(f"{side}/good.py", work(20))
    driver.file("new/bad.py", work(20))
    driver.file("old/bad.py", "def run():\n    raise ValueError('not in this version')\n")
    ended, document = gate(driver, *of_places("old", "new"), code=4)
    assert verdicts_of(document) == {
        "bad/linear/1": "failed",
        "good/linear/1": "pass",
        "good/linear/1 (control)": "pass",
    }
    assert "not in this version" in ended.out
    assert any(line.startswith("1 cell to judge, and the control: about ") for line in ended.err)


def test_where_no_base_works_the_cells_say_why(driver):
    driver.file("old/bad.py", "def run():\n    raise ValueError('not in this version')\n")
    driver.file("new/bad.py", work(20))
    ended, document = gate(driver, *of_places("old/bad.py", "new/bad.py"), code=4)
    assert verdicts_of(document) == {"bad/linear/1": "failed"}
    assert "not in this version" in ended.out
    assert "Not all cells could be judged: see the notes." in ended.out


def test_the_same_file_on_both_sides_is_said(driver):
    driver.file("f/good.py", work(20))
    ended, _ = gate(driver, *of_places("f/good.py", "./f/good.py"))
    assert "both sides are the same: this measures the gate itself" in ended.err


class Repository:
    """A repository of the user's, whose commits are made here."""

    def __init__(self, driver):
        self.driver = driver
        self.folder = driver.folder / "repository"
        self.folder.mkdir()
        self.git("init", "-b", "main")

    def git(self, *arguments):
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        command = ["git", *identity, *arguments]
        ended = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True)
        return ended.stdout

    def commit(self, **files):
        for name, text in files.items():
            self.driver.file(f"repository/{name.replace('__', '/')}.py", text)
        self.git("add", "-A")
        self.git("commit", "-m", "a commit")

    def options(self, workload):
        refs = ["--repository", "repository", "--base-ref", "HEAD~1", "--head-ref", "HEAD"]
        return [*refs, "--workload", workload, "--base", first_configuration()]


@pytest.fixture
def repository(driver):
    return Repository(driver)


def test_commits(driver, repository):
    repository.commit(library="TIMES = 20\n", bench__parse="import library\n" + work("library.TIMES"))
    repository.commit(library="TIMES = 40\n")
    ended, document = gate(driver, *repository.options("bench/parse.py"), code=1)
    assert cells_of(document)["parse/linear/1"]["ratio"] > 1.3  # twice the work, on a busy machine
    assert len(document["pepbench"]["sides"]["base"]["commit"]) == 40
    assert len(repository.git("worktree", "list").splitlines()) == 1, "a worktree is left"
    assert ended.code == 1


def test_commits_are_set_up_for_the_python_that_is_measured(driver, repository):
    setup = '"$PEPBENCH_INTERPRETER" -c "import sys; print(sys.hexversion)" >python'
    source = "import sys\ndef setup(resources):\n    assert int(open('python').read()) == sys.hexversion\n"
    repository.commit(bench__parse=source + work(20))
    repository.commit(bench__parse=source + work(20) + "\n")
    _, document = gate(driver, *repository.options("bench/parse.py"), "--setup", setup)
    assert verdicts_of(document)["parse/linear/1"] == "pass"


def test_the_first_workload_of_a_repository_is_new(driver, repository):
    """Whoever adds it must not be stopped by the gate that it is for."""
    repository.commit(library="TIMES = 20\n")
    repository.commit(bench__parse=work(20))
    ended, document = gate(driver, *repository.options("bench/parse.py"), "--markdown", "gate.md")
    assert verdicts_of(document) == {"parse/linear/1": "new"}
    assert document["pepbench"]["gate"]["outcome"] == "pass"
    said = "Pass, but nothing was compared: every cell is new"
    assert said in ended.out
    assert said in (driver.folder / "gate.md").read_text(encoding="utf-8")
    assert said in driver("show", "gate.json").out


@pytest.mark.parametrize(
    ("workload", "said"),
    [
        ("nonsense", "neither commit has a file nonsense; give --workload the path of a Python file"),
        (
            "bench",
            "bench is a folder in the repository; name the files in it with --workload",
        ),
        ("bench/", "such as bench/parse.py"),
        ("bench/new.py", "neither commit has a file bench/new.py; the one in the checkout is not committed"),
        ("primes", "primes is pepbench's own workload and the same in both commits"),
    ],
)
def test_what_is_no_file_of_a_commit(driver, repository, workload, said):
    repository.commit(bench__parse=work(20))
    repository.commit(bench__parse=work(21))
    driver.file("repository/bench/new.py", work(20))
    sentence = driver("gate", *repository.options(workload), "--output", "gate.json").refused()
    assert said in sentence
    assert str(driver.temporary) not in sentence


def test_untracked_modules_are_said_not_to_be_measured(driver, repository):
    repository.commit(bench__parse=work(20))
    repository.commit(bench__parse=work(20) + "\n")
    driver.file("repository/bench/helper.py", "")
    ended, _ = gate(driver, *repository.options("bench/parse.py"))
    assert "untracked files are not measured: bench/helper.py; commit what the workloads need" in ended.err


def test_a_cell_of_the_configuration_that_is_not_selected_is_refused(driver):
    cells = [{"workload": "primes"}, {"workload": "queue", "mode": "process", "workers": 2}]
    name = first_configuration()
    driver.file("gate.json", {"base": name, "head": name, "cells": cells})
    for options in (["--workload", "primes"], ["--mode", "linear"], ["--workers", "2"]):
        sentence = driver("gate", "--config", "gate.json", *options, "--output", "out.json").refused()
        cell = "primes/linear/1" if options == ["--workers", "2"] else "queue/process-fork/2"
        assert f"the cell {cell} of --config is not among those that the other options name" in sentence
