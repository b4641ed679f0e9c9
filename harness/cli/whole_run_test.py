"""A run over every workload, mode and configuration, and what can be done with its result file."""

import json
import math
import os
import re
import subprocess
import sys

import pytest
from pepbench_runner.loading import load

from harness.cli.driver_for_test import ROOT, Driver, first_configuration, main_job, rows_by_cell

WORKLOADS = ["empty", "fibonacci", "primes", "file_io", "url_fetch", "queue"]
MODES = ["linear", "threaded", "process-fork"]
WORKERS = [1, 2]
SMALL = ["--test-parameters", "--workers", 1, "--configuration", first_configuration()]
COMPARE = "/usr/share/benchmark/compare.py"


@pytest.fixture(scope="module")
def document(whole_run):
    return whole_run[2]


def test_every_cell_is_there(document):
    expected = {
        f"{workload}/{mode}/{workers}/{configuration}"
        for workload in WORKLOADS
        for mode in MODES
        for workers in WORKERS
        for configuration in main_job()
    }
    own = document["pepbench"]
    assert set(rows_by_cell(document)) == expected
    assert {cell["name"] for cell in own["summary"]["cells"]} == expected
    assert set(own["stopped_by"].items()) == {(name, "samples") for name in expected}
    assert own["failures"] == []
    assert own["outcome"] == "complete"
    assert list(own["workloads"]) == sorted(WORKLOADS)
    assert own["settings"]["workloads"] == WORKLOADS
    assert own["url"]["own_server"]


@pytest.mark.parametrize("name", WORKLOADS)
def test_every_sample_has_its_right_answer(document, name, tmp_path):
    workload = load(str(ROOT / "workloads" / "pep371" / f"{name}.py"))
    parameters = workload.merged(workload.module.TEST_PARAMETERS)
    resources = {"scratch": str(tmp_path), "url": "http://nowhere", "page_bytes": 1, "page_crc32": 1}
    given = workload.set_up(resources, parameters)
    entry = document["pepbench"]["workloads"][name]
    assert entry["parameters"] == parameters
    assert entry["expected"] == workload.expected(parameters, given, max(WORKERS))
    rows = [row for row in document["benchmarks"] if row["workload"] == name]
    assert len(rows) == len(MODES) * len(WORKERS) * len(main_job())
    for row in rows + [row for row in document["pepbench"]["warmups"] if row["workload"] == name]:
        assert row["answers"] == workload.expected(parameters, given, row["workers"])


@pytest.mark.parametrize("name", main_job())
def test_facts_of_each_configuration(document, name):
    expected = main_job()[name]
    runs = [run for run in document["pepbench"]["process_runs"] if run["configuration"] == name]
    assert len(runs) == len(WORKLOADS) * len(MODES)
    described = document["pepbench"]["configurations"][name]
    for facts in [described["facts"], *(run["facts"] for run in runs)]:
        assert expected.items() <= facts.items()
        assert facts["version"] == described["facts"]["version"]
        assert facts["version"].startswith(re.search(r"[0-9.]+", name)[0])
    assert described["facts"]["build"]["version_text"]


def test_samples_are_plausible(document):
    for row in document["benchmarks"]:
        assert 0 < row["real_time"] < 60e9
        assert row["cpu_time"] > 0
        assert row["peak_rss_bytes"] > 1 << 20
        assert (row["children_peak_rss_bytes"] > 1 << 20) == (row["mode"] == "process")
    own = document["pepbench"]
    assert 0 < own["timed_seconds"] < own["measuring_seconds"]
    ends = [run["end_seconds"] for run in own["process_runs"]]
    assert ends == sorted(ends)
    assert all(0 < run["first_sample_seconds"] < run["end_seconds"] for run in own["process_runs"])


def test_rows_are_numbered_like_google_benchmarks(document):
    for family, rows in enumerate(rows_by_cell(document).values()):
        assert {row["family_index"] for row in rows} == {family}
        assert [row["repetition_index"] for row in rows] == list(range(len(rows)))
        assert {row["repetitions"] for row in rows} == {len(rows)}


def test_every_number_is_finite(document):
    def numbers(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [number for item in value for number in numbers(item)]
        return [value] if isinstance(value, float) else []

    assert all(math.isfinite(number) for number in numbers(document))


def test_what_a_later_reader_needs_is_recorded(whole_run):
    _, _, document = whole_run
    own = document["pepbench"]
    assert own["command"][:2] == ["pepbench", "run"]
    assert own["seed"] >= 0
    assert own["machine"]["usable_cores"] > 0
    assert own["machine"]["build"]["libraries"]
    assert document["context"]["json_schema_version"] == 1
    assert document["context"]["library_version"]
    for name in ("before", "after"):
        assert own[name]["cpu_seconds"]["user"] > 0
        assert own["environment_verdict"][name]["verdict"] in ("quiet", "usable with care", "not fit")


def test_show_prints_the_tables_of_the_run_again(whole_run):
    driver, ended, document = whole_run
    tables, result_file = ended.out.rsplit("\n\nresult file: ", 1)
    assert result_file == "result.json\n"
    shown = driver("show", "result.json")
    assert shown.code == 0
    assert shown.out == tables + "\n"
    assert shown.out.splitlines()[-1].startswith("environment: ")
    assert shown.err == []
    as_json = driver("show", "result.json", "--json")
    assert json.loads(as_json.out) == document["pepbench"]["summary"]


def test_tables_have_every_cell(whole_run):
    _, ended, document = whole_run
    lines = re.findall(
        r"^(?:non_threaded|threaded|processes) +\(\d (?:iters|threads|procs)\) .*", ended.out, re.M
    )
    assert len(lines) == len(document["pepbench"]["summary"]["cells"])
    assert all(re.fullmatch(r".{23} \d+\.\d{6} seconds", line) for line in lines)
    for workload in WORKLOADS:
        assert re.search(rf"^{workload}: ", ended.out, re.M)
    for name in main_job():
        if name.endswith("+jit"):
            assert f"Time of {name[:-4]} / time of {name}; above 1 the JIT is faster." in ended.out


def test_list_names_everything(whole_run):
    driver, _, document = whole_run
    listed = driver("list")
    assert listed.code == 0
    for name, entry in document["pepbench"]["configurations"].items():
        assert re.search(rf"^  {re.escape(name)} .*{re.escape(entry['facts']['version'])}", listed.out, re.M)
    for name, entry in document["pepbench"]["workloads"].items():
        assert re.search(rf"^  {name} .*{re.escape(entry['shows'])}", listed.out, re.M)
    assert "linear, threaded, process" in listed.out


def test_google_benchmarks_own_tool_compares_two_result_files(whole_run, tmp_path):
    files = [tmp_path / "old.json", tmp_path / "new.json"]
    driver = Driver(tmp_path)
    for file in files:
        arguments = ["--samples", 3, "--mode", "linear,process", "--workload", "empty,queue"]
        _, document = driver.measured(*SMALL, *arguments)
        (driver.folder / "result.json").rename(file)
    python = os.environ.get("PEPBENCH_PYTHON") or sys.executable
    for pair in (files, [whole_run[0].folder / "result.json", files[0]]):
        compared = subprocess.run(
            [python, COMPARE, "--no-color", "benchmarks", *pair], capture_output=True, text=True, check=False
        )
        assert compared.returncode == 0, compared.stderr
        for name in rows_by_cell(document):
            assert name in compared.stdout
    assert "pvalue" not in compared.stderr
