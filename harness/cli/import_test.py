"""pepbench import: files of pyperf and Google Benchmark become result files that other verbs take."""

import copy
import gzip
import hashlib
import itertools
import json
import os
import subprocess

import pytest

from harness.cli.driver_for_test import PATIENCE, first_configuration, interpreters, rows_by_cell
from harness.cli.formats_for_test import (
    GOOGLE,
    JIT,
    PYPERF,
    PYTHON,
    THREADS,
    changed,
    imported,
    seconds_by_cell,
)

INTERVAL = ("low_seconds", "high_seconds")


def summary_of(document):
    keys = ("samples", "process_runs", "median_seconds", *INTERVAL, "speedup", "efficiency")
    cells = document["pepbench"]["summary"]["cells"]
    return {cell["name"]: {key: cell[key] for key in keys} for cell in cells}


# What another tool wrote


def test_a_file_of_pyperf(driver):
    file = driver.file("p.json", PYPERF)
    document = imported(driver, "p.json")
    name = "json_dumps/linear/1/cpython-3.14"
    assert seconds_by_cell(document) == {name: [0.1, 0.3, 0.2, 0.4, 0.5, pytest.approx(0.3, rel=1e-15)]}
    assert [row["iterations"] for row in document["benchmarks"]] == [8] * 6
    assert {row["answers"] for row in document["benchmarks"]} == {None}
    own = document["pepbench"]
    assert [run["pass"] for run in own["process_runs"]] == [0, 1]
    assert [run["start_seconds"] for run in own["process_runs"]] == [0, 4.5]
    assert [row["real_time"] for row in own["warmups"]] == [0.7e9]
    assert own["started"] == "2026-01-01T10:00:00.500Z"
    assert own["profile"] == "imported"
    assert own["imported"] == {
        "tool": "pyperf",
        "version": "2.10.0",
        "file": "p.json",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    assert own["machine"]["cpu_model"] == "A CPU"
    assert own["machine"]["usable_cores"] == 8
    assert own["configurations"]["cpython-3.14"]["facts"] == {
        "implementation": "cpython",
        "version": "3.14.0",
    }
    assert own["workloads"]["json_dumps"]["shows"] == "Imported from pyperf, json/dumps."


def test_a_file_that_pyperf_measured(driver):
    command = [
        PYTHON,
        "-m",
        "pyperf",
        "timeit",
        "-p2",
        "-n3",
        "-w1",
        "-l100",
        "--name",
        "sum",
        "sum(range(9))",
    ]
    file = driver.folder / "timed.json.gz"
    subprocess.run([*command, "-o", file], check=True, capture_output=True, timeout=PATIENCE)
    document = imported(driver, file.name)
    (benchmark,) = json.loads(gzip.decompress(file.read_bytes()))["benchmarks"]
    values = [value for run in benchmark["runs"] for value in run.get("values", [])]
    assert len(values) == 6
    (seconds,) = seconds_by_cell(document).values()
    assert seconds == pytest.approx(values, rel=1e-15)
    assert document["pepbench"]["machine"]["logical_cpus"] == os.cpu_count()


def test_a_file_of_google_benchmark(driver):
    driver.file("g.json", GOOGLE)
    document = imported(driver, "g.json")
    assert seconds_by_cell(document) == {
        "BM_x_8/linear/1/imported": [3e-6, 4e-6],
        "BM_t_threads_4/threaded/4/imported": [5e-3],
    }
    own = document["pepbench"]
    assert [run["pass"] for run in own["process_runs"]] == [0, 0]
    assert own["started"] == "2026-01-01T08:00:00.000Z"
    assert own["imported"]["version"] == "v1.9.0"
    assert document["context"]["date"] == GOOGLE["context"]["date"]
    assert own["configurations"]["imported"]["facts"] is None


def test_a_file_that_google_benchmark_measured(driver):
    runner = next(entry for entry in interpreters() if entry["runner"] == "embedded")["command"][0]
    file = driver.folder / "measured.json"
    flags = [
        "--benchmark_filter=^(empty|url_fetch)/linear/1/",
        "--benchmark_repetitions=3",
        "--benchmark_min_time=0.01",
    ]
    subprocess.run(
        [runner, *flags, f"--benchmark_out={file}"], capture_output=True, timeout=PATIENCE, check=False
    )
    document = imported(driver, file.name)
    (rows,) = rows_by_cell(document).values()
    assert len(rows) == 3
    assert rows[0]["workload"] == "empty_linear_1_manual_time"
    (failure,) = document["pepbench"]["failures"]
    assert "url_fetch needs a server" in failure["reason"]


def test_rows_without_times(driver):
    document = copy.deepcopy(GOOGLE)
    document["benchmarks"] += [
        {"name": "BM_bad", "error_occurred": True, "error_message": "no memory"},
        {"name": "BM_skip", "skipped": True, "skip_message": "not here"},
    ]
    driver.file("g.json", document)
    own = imported(driver, "g.json")["pepbench"]
    assert [(row["workload"], row["reason"]) for row in own["failures"]] == [("BM_bad", "no memory")]
    assert [(row["workload"], row["reason"]) for row in own["unavailable"]] == [("BM_skip", "not here")]


def test_non_numbers_in_counters(driver):
    text = json.dumps(GOOGLE).replace('"iterations": 7', '"iterations": 7, "ratio": NaN, "most": -Infinity')
    driver.file("g.json", text)
    assert len(imported(driver, "g.json")["benchmarks"]) == 3


def test_what_is_not_measured_in_seconds(driver):
    document = copy.deepcopy(PYPERF)
    document["benchmarks"].append(
        {"metadata": {"name": "memory", "unit": "byte"}, "runs": [{"values": [4096, 4097]}]}
    )
    driver.file("p.json", document)
    (row,) = imported(driver, "p.json")["pepbench"]["unavailable"]
    assert row["reason"] == "it was measured in bytes, not in seconds"


# There and back


@pytest.mark.parametrize("stored", [THREADS, JIT], ids=lambda file: file.stem)
@pytest.mark.parametrize(("to", "options"), [("pyperf", ["--all-samples"]), ("google-benchmark", [])])
def test_there_and_back_keeps_every_sample(driver, stored, to, options):
    assert driver("export", stored, "--to", to, "--output", "there.json", *options).code == 0
    back = imported(driver, "there.json")
    before = json.loads(stored.read_text(encoding="utf-8"))
    assert seconds_by_cell(back) == seconds_by_cell(before)
    summaries = [summary_of(document) for document in (back, before)]
    for name, reason in before["pepbench"]["stopped_by"].items():
        if reason == "precise":  # which no other format holds, and whose interval is wider
            for summary, key in itertools.product(summaries, INTERVAL):
                del summary[name][key]
    assert summaries[0] == summaries[1]
    passes = [
        {run["process_run"]: run["pass"] for run in document["pepbench"]["process_runs"]}
        for document in (back, before)
    ]
    for name, rows in rows_by_cell(before).items():
        assert [passes[0][row["process_run"]] for row in rows_by_cell(back)[name]] == [
            passes[1][row["process_run"]] for row in rows
        ]


def test_twice_there_and_back(driver):
    """What import wrote can be exported, and comes back the same."""
    driver.file("p.json", PYPERF)
    first = imported(driver, "p.json")
    assert driver("export", "result.json", "--to", "pyperf", "--output", "again.json").code == 0
    second = imported(driver, "again.json", "--force")
    assert seconds_by_cell(second) == seconds_by_cell(first)
    for key in ("pass", "start_seconds"):
        runs = [[run[key] for run in document["pepbench"]["process_runs"]] for document in (first, second)]
        assert runs[0] == runs[1]
    assert driver("compare", "result.json", "result.json").code == 0


def test_compare_tells_tools_apart(driver):
    driver.file("p.json", PYPERF)
    driver.file("p2.json", {**PYPERF, "metadata": {**PYPERF["metadata"], "python_version": "3.14.1"}})
    for name in ("p", "p2"):
        assert driver("import", f"{name}.json", "--output", f"{name}.result.json").code == 0
    compared = driver("compare", "p.result.json", "p2.result.json")
    assert compared.code == 0
    assert "comparable with care" in compared.out
    assert "json_dumps" in compared.out


def test_imported_samples_must_not_look_proved(driver):
    driver.file("p.json", PYPERF)
    document = imported(driver, "p.json")
    driver.file("lie.json", changed(document, ("benchmarks", 2, "answers"), [42]))
    (said,) = driver("verify", "lie.json").err
    assert "a sample of json_dumps/linear/1/cpython-3.14 has answers, which no other tool tells" in said


def test_the_gate_takes_no_imported_file(driver):
    driver.file("p.json", PYPERF)
    imported(driver, "p.json")
    arguments = ["--head", first_configuration(), "--workload", "primes"]
    assert "is a stored result" in driver("gate", "--base", "result.json", *arguments).refused()
