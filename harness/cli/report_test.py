"""pepbench report: a page about result files that pepbench verify can check again."""

import json
import re
import shutil
import signal
import sys

import pytest

from harness.cli.driver_for_test import ROOT, Driver, wait_until

THREADS = ROOT / "results" / "published" / "threads.json"
STORED = json.loads(THREADS.read_text(encoding="utf-8"))


@pytest.fixture
def reporting(driver):
    """The driver with a Python that has what a report needs, and a result file."""
    driver.environment["PEPBENCH_PYTHON"] = sys.executable
    shutil.copy(THREADS, driver.folder / "threads.json")
    return driver


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A report with its charts: the driver whose folder it is in, and what ended."""
    driver = Driver(tmp_path_factory.mktemp("report"))
    driver.environment["PEPBENCH_PYTHON"] = sys.executable
    shutil.copy(THREADS, driver.folder / "threads.json")
    # What is called like modules of ours and of others in the user's own folder is not run.
    for module in ("plots", "matplotlib", "json"):
        driver.file(f"{module}.py", "raise SystemExit('imported from the current folder')")
    return driver, driver("report", "threads.json", "--output", "out", "--charts", "charts")


@pytest.fixture
def report(written, tmp_path):
    """A copy of the report, and the driver that verifies it."""
    driver = Driver(tmp_path)
    shutil.copytree(written[0].folder / "out", tmp_path / "out")
    return driver, tmp_path / "out"


def program(driver, script):
    path = driver.file("python", f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_the_page_is_there(written):
    driver, ended = written
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1] == "report: out/index.html"
    page = (driver.folder / "out" / "index.html").read_text(encoding="utf-8")
    assert "pepbench report threads.json --output out --charts charts" in page
    assert not list(driver.temporary.iterdir())


def test_every_chart_is_there_in_each_format_with_caption_and_data(written):
    driver, _ = written
    charts = {}
    for file in (driver.folder / "charts").iterdir():
        charts.setdefault(file.stem, set()).add(file.suffix)
        assert file.stat().st_size > 50
    assert len(charts) > 3
    assert set(map(frozenset, charts.values())) == {frozenset({".svg", ".png", ".pdf", ".txt", ".csv"})}


def test_its_numbers_hold(report):
    verified = report[0]("verify", "out")
    assert (verified.code, verified.err) == (0, []), verified.out
    assert "numbers of the page follow from the samples" in verified.out


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r'(data-format="ratio">\d+)\.\d', r"\1.x"),
        (r'<data value="\d+(\.\d+)"', r'<data value="7\1"'),
        (r'(data-from="file0:/pepbench/summary/)cells', r"\1sells"),
        (r'(data-format="text">)[a-z ]+', r"\1surely true"),
    ],
)
def test_a_changed_page_does_not(report, pattern, replacement):
    driver, folder = report
    page = (folder / "index.html").read_text(encoding="utf-8")
    changed, count = re.subn(pattern, replacement, page, count=1)
    assert count == 1
    (folder / "index.html").write_text(changed, encoding="utf-8")
    verified = driver("verify", "out")
    assert verified.code == 2
    assert verified.err[0].startswith("pepbench: out/index.html does not hold: line ")


def test_changed_claims_do_not(report):
    driver, folder = report
    file = folder / "claims.json"
    claims = json.loads(file.read_text(encoding="utf-8"))
    claims["claims"][0]["verdict"] = "surely true"
    file.write_text(json.dumps(claims), encoding="utf-8")
    verified = driver("verify", "out")
    assert verified.code == 2
    assert "out/claims.json does not hold: claims/claims/0/verdict" in verified.err[0]


def test_two_files_stand_side_by_side(reporting):
    other = json.loads(THREADS.read_text(encoding="utf-8"))
    other["pepbench"]["machine"]["cpu_model"] = "Another Processor"
    reporting.file("other.json", other)
    ended = reporting("report", "threads.json", "other.json", "--output", "out")
    assert ended.code == 0, ended.err
    page = (reporting.folder / "out" / "index.html").read_text(encoding="utf-8")
    assert "not comparable" in page
    assert reporting("verify", "out").code == 0


def test_a_folder_that_holds_something(reporting):
    reporting.file("out/mine.txt", "mine")
    refused = reporting("report", "threads.json", "--output", "out")
    assert refused.code == 2
    assert "out: is there and not empty" in refused.err[-1]
    assert reporting("report", "threads.json", "--output", "out", "--force").code == 0
    assert (reporting.folder / "out" / "mine.txt").read_text() == "mine"


def without_samples():
    return {**STORED, "benchmarks": [], "pepbench": {**STORED["pepbench"], "process_runs": [], "warmups": []}}


def of_a_newer_pepbench():
    return {**STORED, "pepbench": {**STORED["pepbench"], "format": 2}}


@pytest.mark.parametrize(
    ("document", "code", "said"),
    [
        (without_samples(), 4, "file.json holds no sample"),
        (of_a_newer_pepbench(), 2, "it is of format 2, this pepbench reads format 1"),
        ("{}", 2, "file.json is not a result file"),
    ],
)
@pytest.mark.parametrize("others", [[], ["threads.json"]])
def test_a_file_that_cannot_be_reported_on(reporting, document, code, said, others):
    reporting.file("file.json", document)
    refused = reporting("report", *others, "file.json", "--output", "out")
    assert refused.code == code
    assert said in refused.err[-1]
    assert not (reporting.folder / "out").exists()


def test_a_file_that_is_not_there(reporting):
    refused = reporting("report", "nowhere.json", "--output", "out")
    assert refused.code == 2
    assert "cannot read nowhere.json" in refused.err[-1]


def test_without_a_python(reporting):
    del reporting.environment["PEPBENCH_PYTHON"]
    refused = reporting("report", "threads.json", "--output", "out")
    assert refused.code == 2
    assert "needs a Python with matplotlib and Jinja2: run ci/python_env.sh" in refused.err[-1]


def test_a_python_without_the_packages(reporting):
    bare = program(reporting, 'exec /usr/bin/python3 -S "$@"')
    refused = reporting("report", "threads.json", "--output", "out", "--python", bare)
    assert refused.code == 2
    assert "needs matplotlib and Jinja2" in refused.err[-1]


def test_a_python_that_is_not_there(reporting):
    refused = reporting("report", "threads.json", "--output", "out", "--python", "nowhere/python")
    assert refused.code == 2
    assert "there is no program nowhere/python" in refused.err[-1]


def test_interrupted(reporting):
    slow = program(reporting, "touch begun\nsleep 60")
    process = reporting.start("report", "threads.json", "--output", "out", "--python", slow)
    assert wait_until((reporting.folder / "begun").exists)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "pepbench: interrupted before the report was written"
    assert not list(reporting.temporary.iterdir())
