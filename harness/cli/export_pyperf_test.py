"""pepbench export --to pyperf, read by pyperf itself."""

import copy
import json

from harness.cli.formats_for_test import (
    JIT,
    PYTHON,
    STORED,
    THREADS,
    export_to,
    exported,
    run,
    seconds_by_cell,
)


def pyperf(*arguments):
    return run(PYTHON, "-m", "pyperf", *arguments)


def values_by_name(document):
    return {
        benchmark["metadata"]["name"]: [value for run in benchmark["runs"] for value in run["values"]]
        for benchmark in document["benchmarks"]
    }


def test_pyperf_reads_it(driver):
    file = export_to(driver, THREADS, "pyperf", "result.pyperf.json", "--all-samples")
    shown = pyperf("show", "--metadata", file)
    for name, seconds in seconds_by_cell(STORED).items():
        assert name in shown
        assert f"{len(seconds)}" in pyperf("stats", "-b", name, file)
    assert "python_version: 3.13.5" in shown
    assert "pepbench_gil: on" in shown
    pyperf("check", file)
    pyperf("dump", file)


def test_pyperf_keeps_every_sample_where_asked(driver):
    document = json.loads(exported(driver, THREADS, "pyperf", "--all-samples")[0])
    assert values_by_name(document) == seconds_by_cell(STORED)
    assert document["version"] == "1.0"
    runs = [run for benchmark in document["benchmarks"] for run in benchmark["runs"]]
    warmups = [warmup for run in runs for warmup in run.get("warmups", [])]
    assert len(warmups) == len(STORED["pepbench"]["warmups"])


def test_pyperf_metadata_are_scalars(driver):
    document = json.loads(exported(driver, JIT, "pyperf")[0])
    levels = [document, *document["benchmarks"]]
    levels += [run for benchmark in document["benchmarks"] for run in benchmark["runs"]]
    for level in levels:
        for key, value in level["metadata"].items():
            assert isinstance(value, (str, int, float)), key
            assert value != ""
    assert all(value > 0 for values in values_by_name(document).values() for value in values)
    (jit,) = {
        benchmark["metadata"].get("pepbench_jit")
        for benchmark in document["benchmarks"]
        if benchmark["metadata"]["pepbench_configuration"] == "cpython-3.15+jit"
    }
    assert jit == "on"


def shapes(document):
    """Of each comparison the number of values of each run, by configuration."""
    found = {}
    for benchmark in document["benchmarks"]:
        metadata = benchmark["metadata"]
        sides = found.setdefault((metadata["pepbench_workload"], metadata["pepbench_mode"]), set())
        sides.add(tuple(len(run["values"]) for run in benchmark["runs"]))
    return found


def test_pyperf_gets_as_many_values_on_both_sides(driver):
    text, said = exported(driver, JIT, "pyperf")
    document = json.loads(text)
    for sides in shapes(document).values():
        assert len(sides) == 1
        assert len(set(*sides)) == 1
    everything = seconds_by_cell(json.loads(JIT.read_text(encoding="utf-8")))
    kept = values_by_name(document)
    left_out = sum(map(len, everything.values())) - sum(map(len, kept.values()))
    assert left_out > 0
    assert len(said) == 1
    assert said[0].startswith(
        f"pepbench: left out {left_out} of {sum(map(len, everything.values()))} samples"
    )
    for name, values in kept.items():
        assert set(values) <= set(everything[name])


def without_samples(document, cell, count):
    rows = [row for row in document["benchmarks"] if row["name"] == cell]
    for row in rows[:count]:
        document["benchmarks"].remove(row)
    return document


def test_pyperf_compares_two_files_of_different_length(driver):
    """Where n differs pyperf finds everything significant; --like keeps n equal."""
    cell = "primes/linear/1/cpython-3.13t"
    driver.file("before.json", STORED)
    driver.file("after.json", without_samples(copy.deepcopy(STORED), cell, 2))
    files = [
        export_to(driver, "before.json", "pyperf", "b.json", "--like", "after.json"),
        export_to(driver, "after.json", "pyperf", "a.json", "--like", "before.json"),
    ]
    counts = [
        {name: len(values) for name, values in values_by_name(json.loads(file.read_text())).items()}
        for file in files
    ]
    assert counts[0] == counts[1]
    assert "ERROR" not in pyperf("compare_to", "--verbose", *files)


def test_pyperf_compares_two_configurations(driver):
    files = [
        export_to(driver, THREADS, "pyperf", f"{number}.json", "--configuration", name)
        for number, name in enumerate(("cpython-3.13t", "cpython-3.13t+gil"))
    ]
    compared = pyperf("compare_to", "--table", *files)
    assert "primes/threaded/2" in compared
    assert "slower" in compared
    assert "cpython" not in "".join(values_by_name(json.loads(files[0].read_text())))
