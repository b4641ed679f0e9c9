"""pepbench export: each format, read by the tool that it is for."""

import copy
import csv
import io
import json
import os
import re
import resource
import shutil
import signal
import statistics
from pathlib import Path

import jsonschema
import pytest

from harness.cli.formats_for_test import (
    JIT,
    PUBLISHED,
    PYTHON,
    STORED,
    THREADS,
    export_to,
    exported,
    run,
    seconds_by_cell,
)

FORMATS = ["pyperf", "google-benchmark", "csv", "go", "bmf", "hyperfine", "markdown"]
COMPARE = "/usr/share/benchmark/compare.py"


def median_of(document, name):
    (cell,) = [cell for cell in document["pepbench"]["summary"]["cells"] if cell["name"] == name]
    return cell


# Google Benchmark


def test_compare_py_compares_two_exports(driver):
    files = [
        export_to(driver, THREADS, "google-benchmark", f"{number}.json", "--configuration", name)
        for number, name in enumerate(("cpython-3.13t", "cpython-3.13t+gil"))
    ]
    assert set(json.loads(files[0].read_text())) == {"context", "benchmarks"}
    compared = run(PYTHON, COMPARE, "--no-color", "benchmarks", *files)
    for name in ("primes/linear/1", "primes/threaded/2", "OVERALL_GEOMEAN"):
        assert name in compared


def test_google_benchmark_keeps_rows_and_context(driver):
    document = json.loads(exported(driver, THREADS, "google-benchmark")[0])
    assert document["context"] == STORED["context"]
    for row, stored in zip(document["benchmarks"], STORED["benchmarks"], strict=True):
        assert row["pass"] >= 0
        assert {**row, "pass": None} == {**stored, "pass": None}


# Text


def test_csv_has_a_line_a_sample(driver):
    rows = list(csv.DictReader(io.StringIO(exported(driver, THREADS, "csv")[0])))
    for row, stored in zip(rows, STORED["benchmarks"], strict=True):
        assert None not in row.values()
        assert float(row["seconds"]) == stored["real_time"] / 1e9
        for key in ("name", "mode", "configuration", "workers", "process_run", "sample", "peak_rss_bytes"):
            assert row[key] == str(stored[key]), key
        assert row["start_method"] == ""


def test_csv_quotes_what_it_must(driver):
    document = copy.deepcopy(STORED)
    name = 'a,"b"\nc'
    rows = [*document["benchmarks"], *document["pepbench"]["process_runs"], *document["pepbench"]["warmups"]]
    for row in rows:
        row["workload"] = name
    driver.file("named.json", document)
    rows = list(csv.DictReader(io.StringIO(exported(driver, "named.json", "csv")[0])))
    assert {row["workload"] for row in rows} == {'a,"b" c'}
    assert len(rows) == len(document["benchmarks"])


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)"])
def test_no_name_in_csv_is_a_formula(driver, name):
    document = copy.deepcopy(STORED)
    rows = [*document["benchmarks"], *document["pepbench"]["process_runs"], *document["pepbench"]["warmups"]]
    for row in rows:
        row["workload"] = name
    driver.file("named.json", document)
    rows = list(csv.DictReader(io.StringIO(exported(driver, "named.json", "csv")[0])))
    assert {row["workload"] for row in rows} == {"'" + name}
    assert all(float(row["seconds"]) > 0 for row in rows)


def test_go_text_follows_its_grammar(driver):
    lines = exported(driver, JIT, "go")[0].splitlines()
    document = json.loads(JIT.read_text(encoding="utf-8"))
    results = [line for line in lines if line.startswith("Benchmark")]
    # Go's proposal 14313, "benchmark data format"
    for line in lines:
        if line not in results:
            assert re.fullmatch(r"[a-z][^A-Z\s:]*: .+", line), line
    for line, row in zip(results, document["benchmarks"], strict=True):
        name, iterations, value, unit = line.split(" ")
        assert re.fullmatch(r"Benchmark[^a-z]\S*/mode=\S+/workers=\d+/config=\S+-\d+", name), name
        assert int(iterations) == row["iterations"]
        assert float(value) == row["real_time"]
        assert unit == "ns/op"
        assert f"config={row['configuration']}-" in name


def benchstat_program():
    """Go's own program: on PATH, where `go install` puts it, or in our cache; None where it is not."""
    home = Path.home()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    places = (os.environ.get("PATH", ""), home / "go" / "bin", cache / "pepbench" / "peers" / "benchstat")
    return shutil.which("benchstat", path=os.pathsep.join(map(str, places)))


@pytest.mark.skipif(not benchstat_program(), reason="benchstat, a program of Go's, is not installed here")
def test_benchstat_reads_it(driver):
    file = export_to(driver, THREADS, "go", "bench.txt")
    table = run(benchstat_program(), "-col", "/config", "-row", "/mode,/workers", file)
    assert "cpython-3.13t+gil" in table
    assert "sec/op" in table
    row = next(line for line in table.splitlines() if re.match(r"threaded +2 ", line))
    seconds = seconds_by_cell(STORED)["primes/threaded/2/cpython-3.13t"]
    assert f"{statistics.median(seconds) * 1e3:.1f}m" in row


# Medians

# bencher.dev/docs/reference/bencher-metric-format
BMF = {
    "type": "object",
    "patternProperties": {
        ".+": {
            "type": "object",
            "patternProperties": {
                ".+": {
                    "type": "object",
                    "properties": {
                        name: {"type": "number"} for name in ("value", "lower_value", "upper_value")
                    },
                    "required": ["value"],
                }
            },
        }
    },
}


def test_bmf_has_medians_and_intervals(driver):
    document = json.loads(exported(driver, THREADS, "bmf")[0])
    jsonschema.Draft7Validator(BMF).validate(document)
    assert set(document) == set(seconds_by_cell(STORED))
    for name, measures in document.items():
        cell = median_of(STORED, name)
        expected = {"value": "median_seconds", "lower_value": "low_seconds", "upper_value": "high_seconds"}
        for key, ours in expected.items():
            assert measures["latency"][key] == pytest.approx(cell[ours] * 1e9)


# Of what hyperfine 1.15 writes.
HYPERFINE = {
    "type": "object",
    "required": ["results"],
    "additionalProperties": False,
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    *("command", "mean", "stddev", "median", "user", "system", "min", "max"),
                    *("times", "exit_codes", "parameters"),
                ],
                "additionalProperties": False,
                "properties": {
                    "command": {"type": "string"},
                    "stddev": {"type": ["number", "null"]},
                    **{key: {"type": "number"} for key in ("mean", "median", "user", "system", "min", "max")},
                    "times": {"type": "array", "items": {"type": "number"}},
                    "exit_codes": {"type": "array", "items": {"type": "integer"}},
                    "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
        }
    },
}


def test_hyperfine_has_every_sample(driver):
    document = json.loads(exported(driver, THREADS, "hyperfine")[0])
    jsonschema.Draft7Validator(HYPERFINE).validate(document)
    seconds = seconds_by_cell(STORED)
    assert {result["command"]: result["times"] for result in document["results"]} == seconds
    for result in document["results"]:
        times = seconds[result["command"]]
        assert result["mean"] == pytest.approx(statistics.fmean(times))
        assert result["stddev"] == pytest.approx(statistics.stdev(times))
        assert (result["min"], result["max"]) == (min(times), max(times))
        assert result["user"] > 0
        assert len(result["exit_codes"]) == len(times)


def test_markdown_is_a_table_of_medians(driver):
    lines = exported(driver, THREADS, "markdown")[0].splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| primes")]
    assert len(rows) == len(seconds_by_cell(STORED))
    assert all(len(row) == 8 for row in rows)
    median = median_of(STORED, "primes/linear/1/cpython-3.13t")["median_seconds"]
    assert any(f"{median * 1e3:.0f} ms" in row[4] for row in rows)
    assert "Intel" in lines[-1]


# Bad input


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "pypref"], "unknown format 'pypref'; did you mean 'pyperf'?"),
        (["--to", "csv", "--like", "x.json"], "--like is for --to pyperf"),
        (["--to", "csv", "--all-samples"], "--all-samples is for --to pyperf"),
        (["--to", "pyperf", "--all-samples", "--like", "x"], "exclude each other"),
        (["--to", "csv", "--configuration", "cpython-3.13"], "did you mean 'cpython-3.13t'?"),
        (["--to", "pyperf", "--like", "nowhere.json"], "cannot read nowhere.json"),
        (["--to", "csv", "--output", "."], "is a folder"),
        (["--to", "csv", "--output", "nowhere/x.csv"], "cannot write nowhere/x.csv"),
        (["--to", "csv", "--output", "/dev/full"], "is no regular file"),
    ],
)
def test_options_that_cannot_be(driver, arguments, said):
    assert said in driver("export", THREADS, *arguments).refused()


def test_an_output_that_exists_stays(driver):
    driver.file("there.csv", "mine")
    assert "there.csv exists" in driver("export", THREADS, "--to", "csv", "--output", "there.csv").refused()
    assert (driver.folder / "there.csv").read_text() == "mine"
    export_to(driver, THREADS, "csv", "there.csv", "--force")
    assert (driver.folder / "there.csv").read_text() != "mine"


def no_file_beyond_4_kib():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 10, 4 << 10))


def test_a_full_disk_leaves_nothing(driver):
    limits = {"preexec_fn": no_file_beyond_4_kib, "restore_signals": False}
    said = driver("export", THREADS, "--to", "csv", "--output", "x.csv", **limits).refused()
    assert "cannot write x.csv.part: " in said
    assert "journal" not in said
    assert not list(driver.folder.glob("x.csv*"))


@pytest.mark.parametrize("to", FORMATS)
def test_files_that_cannot_be_exported(driver, to):
    newer, empty = copy.deepcopy(STORED), copy.deepcopy(STORED)
    newer["pepbench"]["format"] = 2
    empty["benchmarks"] = []
    driver.file("newer.json", newer)
    driver.file("empty.json", empty)
    assert "is of format 2" in driver("export", "newer.json", "--to", to).refused()
    assert "holds no sample" in driver("export", "empty.json", "--to", to).refused(4)
    said = driver("export", PUBLISHED / "soak.json", "--to", to).refused()
    assert "is the result of a gate" in said
    assert "give one of pepbench run, warmup or import" in said


@pytest.mark.parametrize("to", FORMATS)
def test_hostile_names_stay_text(driver, to):
    document = copy.deepcopy(STORED)
    own = document["pepbench"]
    name = '<b>"|\\\x1b[31m `=1+1` é' + "x" * 300
    for row in [*document["benchmarks"], *own["process_runs"], *own["warmups"]]:
        row["workload"] = name
    driver.file("hostile.json", document)
    text, _ = exported(driver, "hostile.json", to)
    assert "\x1b" not in text
    if to in ("go", "markdown"):
        assert "<b>" not in text
    elif to != "csv":
        json.loads(text)
    assert "x" * 50 in text
    if to == "pyperf":
        driver.file("hostile.pyperf.json", text)
        run(PYTHON, "-m", "pyperf", "show", driver.folder / "hostile.pyperf.json")


def test_numbers_are_finite(driver):
    for to in FORMATS:
        text, _ = exported(driver, JIT, to)
        assert not re.search(r"\b(nan|inf|infinity)\b", text, re.IGNORECASE), to
