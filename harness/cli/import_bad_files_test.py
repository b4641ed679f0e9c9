"""pepbench import of files that are none, of hostile names, and to outputs that cannot be."""

import copy
import gzip
import json

import pytest

from harness.cli.formats_for_test import GOOGLE, PYPERF, STORED, THREADS, changed, imported

VALUES = ("benchmarks", 0, "runs", 1, "values")
ROW = ("benchmarks", 0, "real_time")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "it is no JSON"),
        ("\x1b[31m", "it is no JSON"),
        ("[" * 1000, "nested more than"),
        ("\x1f", "it is no JSON"),
        ([], "it is neither pyperf's JSON nor Google Benchmark's"),
        ({"benchmarks": {}}, "its 'benchmarks' is not a list"),
        ({"version": "1.0", "benchmarks": {}}, "it has no list 'benchmarks'"),
        ({"version": 1.0, "benchmarks": []}, "its 'version' is 1.0"),
        ({"version": "2.0", "benchmarks": []}, "its 'version' is \"2.0\""),
        ({"benchmarks": [3]}, "a row of it is not an object"),
        ({"benchmarks": [{}]}, "a row of it has no name"),
        ({"context": {"json_schema_version": 2}, "benchmarks": []}, "schema version 2"),
        (changed(PYPERF, (*VALUES, 1), 0), "has a value of 0, which no time can be"),
        (changed(PYPERF, (*VALUES, 1), -1), "has a value of -1"),
        (changed(PYPERF, (*VALUES, 1), 1e300), "has a value of 1e+300"),
        (changed(PYPERF, (*VALUES, 1), float("nan")), "has a value of null"),
        (changed(PYPERF, (*VALUES, 1), "1"), 'has a value of "1"'),
        (changed(PYPERF, VALUES, 1), "a run of it has no list 'values'"),
        (changed(PYPERF, ("benchmarks", 0, "runs", 1, "warmups"), [[0, 1]]), "no pair of loops and seconds"),
        (changed(PYPERF, ("benchmarks", 0, "runs", 1, "warmups"), 3), "no pair of loops and seconds"),
        (changed(PYPERF, ("benchmarks", 0, "metadata", "loops"), 0), "no number of loops"),
        (changed(PYPERF, ("benchmarks", 0, "metadata", "name"), ""), "has no name"),
        (changed(PYPERF, ("benchmarks",), PYPERF["benchmarks"] * 2), "it has two benchmarks 'json/dumps'"),
        (changed(PYPERF, ("metadata",), []), "is not an object"),
        (changed(GOOGLE, ROW, 0), "its row 'BM_x/8' has a 'real_time' of 0"),
        (changed(GOOGLE, ROW, -1), "has a 'real_time' of -1"),
        (changed(GOOGLE, ROW, 1e300), "has a 'real_time' of 1e+300"),
        (changed(GOOGLE, ROW, float("nan")), "has a 'real_time' of the wrong type"),
        (changed(GOOGLE, ("benchmarks", 0, "time_unit"), "weeks"), "has an unknown 'time_unit'"),
        (changed(GOOGLE, ("benchmarks", 0, "iterations"), 0), "has no iterations"),
        (changed(GOOGLE, ("benchmarks", 0, "iterations"), 1.5), "'iterations' that is no whole number"),
        (changed(GOOGLE, ("context",), 3), "its 'context' is not an object"),
        (STORED, "it is pepbench's own already"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_imported(driver, content, said):
    driver.file("bad.json", content)
    sentence = driver("import", "bad.json", "--output", "result.json").refused()
    assert sentence.startswith("pepbench: bad.json cannot be imported: ")
    assert said in sentence
    assert "\x1b" not in sentence
    assert not (driver.folder / "result.json").exists()


@pytest.mark.parametrize("content", [{"benchmarks": []}, {"version": "1.0", "benchmarks": []}])
def test_files_without_samples(driver, content):
    driver.file("empty.json", content)
    assert "it holds no sample" in driver("import", "empty.json", "--output", "result.json").refused(4)


def test_a_damaged_gzip_file(driver):
    packed = gzip.compress(json.dumps(PYPERF).encode())
    (driver.folder / "cut.json.gz").write_bytes(packed[: len(packed) // 2])
    assert "damaged or cut off" in driver("import", "cut.json.gz", "--output", "result.json").refused()


@pytest.mark.parametrize("file", ["nowhere.json", ".", "/proc/self/mem"])
def test_what_cannot_be_read(driver, file):
    assert f"cannot read {file}" in driver("import", file, "--output", "result.json").refused()


def test_outputs(driver):
    driver.file("p.json", PYPERF)
    assert driver("import", "p.json").code == 0
    assert (driver.folder / "pepbench-results" / "p.json").exists()
    assert "p.json exists; give --force" in driver("import", "p.json").refused()
    assert "is a folder" in driver("import", "p.json", "--output", ".").refused()
    said = driver("import", "p.json", "--output", "nowhere/x.json").refused()
    assert "cannot write nowhere/x.json.part" in said


@pytest.mark.parametrize(
    "name", ["a/b/../c", "\x1b[31mred\u202e", "x" * 300, "<script>alert(1)</script>", " "]
)
def test_hostile_names(driver, name):
    document = changed(PYPERF, ("benchmarks", 0, "metadata", "name"), name)
    driver.file("p.json", document)
    own = imported(driver, "p.json")["pepbench"]
    ((workload, entry),) = own["workloads"].items()
    assert len(workload) <= 120
    assert workload.isascii()
    assert not set(workload) & set("/<>\x1b ")
    assert name in entry["shows"]
    assert "\x1b" not in driver("show", "result.json").out


def test_names_that_become_equal_stay_apart(driver):
    document = copy.deepcopy(PYPERF)
    for name in ("json:dumps", "json dumps"):
        document["benchmarks"].append(changed(PYPERF["benchmarks"][0], ("metadata", "name"), name))
    driver.file("p.json", document)
    assert sorted(imported(driver, "p.json")["pepbench"]["workloads"]) == [
        "json_dumps",
        "json_dumps-2",
        "json_dumps-3",
    ]


def test_cells_that_a_changed_export_names(driver):
    assert driver("export", THREADS, "--to", "pyperf", "--output", "there.json").code == 0
    document = json.loads((driver.folder / "there.json").read_text())
    for key, value, said in (
        ("pepbench_mode", "parallel", "a mode 'parallel', which there is not"),
        ("pepbench_start_method", "fork", "a start method 'fork' for the mode linear"),
        ("pepbench_workers", 0, "a number of workers below 1"),
        ("pepbench_workload", "../x", "a workload or configuration '../x', which no cell can have"),
    ):
        driver.file("bad.json", changed(document, ("benchmarks", 0, "metadata", key), value))
        assert said in driver("import", "bad.json", "--output", "result.json").refused()
