"""pepbench run --resume: what was interrupted or killed goes on, and the file says so."""

import json
import signal

import pytest

from harness.cli.driver_for_test import PATIENCE, checked, first_configuration, rows_by_cell, wait_until

WORK = """
import os, time
def run():
    time.sleep(0.005)
    while os.path.exists(os.path.expanduser("~/wait")):  # the driver's folder
        time.sleep(0.005)
    return 1
"""
SAMPLES = 9
CELLS = ["--workload", "work", "--mode", "linear", "--workers", "1,2", "--samples", SAMPLES]


def rows(driver):
    return [line for line in driver.journal() if line["type"] == "sample"]


def begin(driver, *options):
    """A run that waits after a few samples."""
    driver.home(work=WORK)
    arguments = [*CELLS, *options, "--configuration", first_configuration(), "--output", "result.json"]
    process = driver.start("run", *arguments)
    assert wait_until(lambda: len(rows(driver)) > 2)
    driver.file("wait", "")
    return process


def cut_off(driver, *options):
    """A run that was killed; the samples that it had."""
    process = begin(driver, *options)
    process.kill()
    process.communicate()
    assert wait_until(lambda: not driver.processes(), 5)
    (driver.folder / "wait").unlink()
    return rows(driver)


def resume(driver, *options):
    return driver("run", "--resume", "result.json", *options)


def key(row):
    return row["process_run"], row["name"], row["sample"], row["real_time"]


def whole(driver, had):
    """The result file of a run that was resumed, which holds what was there, once, and what was missing."""
    document = checked((driver.folder / "result.json").read_text(encoding="utf-8"))
    keys = [key(row) for row in document["benchmarks"]]
    assert len(set(keys)) == len(keys)
    assert {key(row) for row in had} <= set(keys)
    assert [len(rows) for rows in rows_by_cell(document).values()] == [SAMPLES, SAMPLES]
    assert document["pepbench"]["outcome"] == "complete"
    assert not (driver.folder / "result.json.journal").exists()
    verified = driver("verify", "result.json")
    assert verified.code == 0, verified.err
    return document["pepbench"]


def lines_changed(driver, kind, change):
    """Change the lines of a type in the journal."""
    lines = driver.journal()
    for line in lines:
        if line["type"] == kind:
            change(line)
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (driver.folder / "result.json.journal").write_text(text, encoding="utf-8")


def header_changed(driver, change):
    lines_changed(driver, "header", lambda line: change(line["pepbench"]))


def test_a_run_that_was_killed(driver):
    had = cut_off(driver, "--seed", 7)
    last_begun = max(line["process_run"] for line in driver.journal() if line["type"] == "start")
    with (driver.folder / "result.json.journal").open("a", encoding="utf-8") as journal:
        journal.write('{"type": "sample", "real_ti')  # as a power cut leaves it
    ended = resume(driver)
    assert ended.code == 0, ended.err
    assert ended.err[0].startswith(f"going on with result.json, which has {len(had)} samples of ")
    own = whole(driver, had)
    assert own["seed"] == 7
    assert own["settings"]["samples"] == SAMPLES
    (part,) = own["resumed"]
    assert own["started"] <= part["ended"] <= part["started"] <= own["finished"]
    assert part["first_process_run"] == 1 + last_begun
    assert part["changed"] == []
    assert part["environment"]["command"][-2:] == ["--resume", "result.json"]
    assert own["process_runs"][part["first_process_run"] - 1]["facts"] is None
    times = [row["start_seconds"] for row in own["process_runs"]]
    assert times == sorted(times)
    assert f"The run was cut off at {part['ended']} and resumed at {part['started']}." in ended.out
    assert driver("show", "result.json").out == ended.out.rsplit("\nresult file: ", 1)[0]


def test_a_run_that_was_interrupted(driver):
    process = begin(driver)
    process.send_signal(signal.SIGINT)
    (driver.folder / "wait").unlink()
    process.communicate(timeout=PATIENCE)
    document = driver.document()
    assert document["pepbench"]["outcome"] == "interrupted"
    ended = resume(driver)
    assert ended.code == 0, ended.err
    own = whole(driver, document["benchmarks"])
    assert own["resumed"][0]["ended"] == document["pepbench"]["finished"]
    assert resume(driver).refused() == (
        "pepbench: result.json cannot be resumed: its run is complete, and nothing of it is missing"
    )


def test_a_resumed_run_that_is_killed_too(driver):
    cut_off(driver)
    driver.file("wait", "")
    before = len(rows(driver))
    process = driver.start("run", "--resume", "result.json.journal")
    assert wait_until(lambda: '"resumed"' in (driver.folder / "result.json.journal").read_text())
    process.kill()
    process.communicate()
    (driver.folder / "wait").unlink()
    assert wait_until(lambda: not driver.processes(), 5)
    had = rows(driver)
    assert len(had) >= before
    assert resume(driver).code == 0
    assert len(whole(driver, had)["resumed"]) == 2


def test_a_budget_that_was_spent(driver):
    process = begin(driver)
    process.kill()
    process.communicate()
    (driver.folder / "wait").unlink()

    def spend(own):
        own["settings"].update(samples=None, budget_seconds=1e-3)

    header_changed(driver, spend)
    had = rows(driver)
    assert resume(driver).code == 0
    own = checked((driver.folder / "result.json").read_text(encoding="utf-8"))["pepbench"]
    assert set(own["stopped_by"].values()) == {"budget"}
    assert {run["pass"] for run in own["process_runs"]} == {0}
    assert len(had) <= sum(cell["samples"] for cell in own["summary"]["cells"]) <= len(had) + 2


def test_another_environment_is_recorded_and_said(driver):
    had = cut_off(driver)

    def another(own):
        own["machine"]["kernel"] = "6.0.0-other"
        own["configurations"][first_configuration()]["facts"]["version"] = "3.11.0"

    header_changed(driver, another)
    lines_changed(driver, "process_run", lambda line: line["facts"].update(version="3.11.0"))
    ended = resume(driver)
    assert ended.code == 0, ended.err
    said = ended.err[1]
    assert said.startswith("the environment has changed since, and the result file says so: ")
    assert "kernel: 6.0.0-other before, " in said
    changed = {fact["what"]: fact["before"] for fact in whole(driver, had)["resumed"][0]["changed"]}
    assert changed["kernel"] == "6.0.0-other"
    assert changed[f"{first_configuration()}: version"] == "3.11.0"
    assert "changed meanwhile: kernel" in ended.out


@pytest.mark.parametrize(
    ("change", "said", "code"),
    [
        (
            lambda own: own["workloads"]["work"].update(sha256="0" * 64),
            "the workload 'work' has changed since; begin anew",
            2,
        ),
        (lambda own: own.update(profile="warmup"), "only pepbench run resumes", 2),
        (lambda own: own["settings"].update(samples=-1), "its 'settings' are not those of a run", 2),
        (
            lambda own: own["settings"].update(configurations=["pypy-1"]),
            "it measured the configuration 'pypy-1', which is not here",
            4,
        ),
        (
            lambda own: (
                own["workloads"].update(mine={**own["workloads"]["work"], "suite": "user"}),
                own["settings"].update(workloads=["mine"]),
            ),
            "it measured the workload 'mine', which is not here; name its file with --workload",
            2,
        ),
        (
            lambda own: own.update(url={"url": "http://localhost:1/", "own_server": False}),
            "it fetched http://localhost:1/; give --url http://localhost:1/ again",
            2,
        ),
    ],
)
def test_what_cannot_go_on(driver, change, said, code):
    cut_off(driver)
    header_changed(driver, change)
    had = sorted(map(key, rows(driver)))
    assert said in resume(driver).refused(code)
    assert sorted(map(key, rows(driver))) == had


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is neither result.json nor its journal"),
        ("", "it does not say what was to be measured; begin anew, with --force"),
        ("precious\n{}\n", "line 1 is damaged"),
        ('{"type": "round"}\n', "is a gate's, with which pepbench gate --continue goes on"),
    ],
)
def test_no_journal_to_go_on_with(driver, content, said):
    if content is not None:
        driver.file("result.json.journal", content)
    assert said in resume(driver).refused()
    assert content is None or (driver.folder / "result.json.journal").read_text() == content


@pytest.mark.parametrize(
    "option", [["--samples", 3], ["--seed", 3], ["--output", "x.json"], ["--suite", "jit"], ["--force"]]
)
def test_options_that_would_contradict(driver, option):
    said = resume(driver, *option).refused()
    assert "excludes" in said
    assert "--resume" in said
    assert option[0] in said
