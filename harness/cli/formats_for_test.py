"""What the tests of export and import share."""

import copy
import json
import os
import subprocess
import sys

from harness.cli.driver_for_test import ROOT, rows_by_cell
from plots import result_file

PUBLISHED = ROOT / "results" / "published"
THREADS = PUBLISHED / "threads.json"  # two configurations
JIT = PUBLISHED / "jit.json"  # many, whose cells have different numbers of samples
STORED = json.loads(THREADS.read_text(encoding="utf-8"))
PYTHON = os.environ.get("PEPBENCH_PYTHON") or sys.executable


def run(*command):
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, (ended.stdout, ended.stderr)
    return ended.stdout


def exported(driver, file, to, *options):
    """What is written to standard output, and what is said."""
    ended = driver("export", file, "--to", to, *options)
    assert ended.code == 0, ended.err
    return ended.out, ended.err


def export_to(driver, file, to, name, *options):
    exported(driver, file, to, "--output", name, *options)
    return driver.folder / name


def seconds_by_cell(document):
    """Every sample of a result file, or of Google Benchmark's, in seconds."""
    return {name: [row["real_time"] / 1e9 for row in rows] for name, rows in rows_by_cell(document).items()}


def changed(document, path, value):
    """A copy with another value at the path."""
    document = copy.deepcopy(document)
    *parents, last = path
    place = document
    for key in parents:
        place = place[key]
    place[last] = value
    return document


PYPERF = {
    "version": "1.0",
    "metadata": {
        "unit": "second",
        "hostname": "h",
        "cpu_count": 8,
        "cpu_model_name": "A CPU",
        "python_implementation": "cpython",
        "python_version": "3.14.0 (64-bit)",
        "perf_version": "2.10.0",
    },
    "benchmarks": [
        {
            "metadata": {"name": "json/dumps", "loops": 4, "inner_loops": 2},
            "runs": [
                {"metadata": {"calibrate_loops": 4}, "warmups": [[1, 0.9], [4, 0.8]]},
                {
                    "metadata": {"date": "2026-01-01 10:00:00.500000", "duration": 1.5, "mem_max_rss": 4096},
                    "warmups": [[4, 0.7]],
                    "values": [0.1, 0.3, 0.2],
                },
                {"metadata": {"date": "2026-01-01 10:00:05"}, "values": [0.4, 0.5, 0.1 + 0.2]},
            ],
        }
    ],
}
REPETITION = {
    "name": "BM_x/8",
    "run_name": "BM_x/8",
    "run_type": "iteration",
    "cpu_time": 2,
    "time_unit": "us",
}
GOOGLE = {
    "context": {
        "date": "2026-01-01T10:00:00+02:00",
        "host_name": "h",
        "num_cpus": 4,
        "library_version": "v1.9.0",
    },
    "benchmarks": [
        {**REPETITION, "real_time": 3},
        {**REPETITION, "real_time": 4},
        {**REPETITION, "name": "BM_x/8_mean", "run_type": "aggregate", "real_time": 3.5},
        {"name": "BM_t/threads:4", "threads": 4, "iterations": 7, "real_time": 5, "time_unit": "ms"},
    ],
}


def imported(driver, file, *options):
    """The result file that comes of it; it is valid, holds, and can be shown and drawn."""
    ended = driver("import", file, "--output", "result.json", *options)
    assert ended.code == 0, ended.err
    assert ended.err == []
    document = driver.document()
    for verb in ("verify", "show"):
        after = driver(verb, "result.json")
        assert after.code == 0, (after.err, after.out)
    assert "imported" in driver("verify", "result.json").out
    result_file.read(driver.folder / "result.json")
    return document
