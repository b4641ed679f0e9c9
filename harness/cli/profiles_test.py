"""Orders, start methods and the original's protocol."""

import re

import pytest

from harness.cli.driver_for_test import Driver, first_configuration, main_job, rows_by_cell

COLLECTOR = """
import gc
def run():
    return gc.isenabled()
"""


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_start_methods(driver, method):
    arguments = ["--mode", "process", "--start-method", method, "--workload", "queue", "--workers", "1,2"]
    _, document = driver.measured("--test-parameters", "--samples", 1, *arguments)
    expected = {f"queue/process-{method}/{workers}/{name}" for workers in (1, 2) for name in main_job()}
    assert set(rows_by_cell(document)) == expected
    for row in document["benchmarks"]:
        assert row["start_method"] == method
        assert row["answers"] == [50 * 49 // 2] * row["workers"]
        # A fork server's children are not the runner's own, and the system does not tell it about them.
        assert method == "forkserver" or row["children_peak_rss_bytes"] > 1 << 20
    assert document["pepbench"]["settings"]["modes"] == [f"process-{method}"]
    for run in document["pepbench"]["process_runs"]:
        assert main_job()[run["configuration"]].items() <= run["facts"].items()


def test_all_start_methods_at_once_in_a_table(driver):
    methods = ["fork", "forkserver", "spawn"]
    arguments = ["--mode", "process,linear", "--start-method", ",".join(methods), "--workload", "empty"]
    ended, document = driver.measured(
        *arguments, "--samples", 1, "--workers", 1, "--configuration", first_configuration()
    )
    modes = ["linear", *(f"process-{method}" for method in methods)]
    assert sorted(document["pepbench"]["settings"]["modes"]) == modes
    for mode in modes:
        assert re.search(rf"^ .* {mode} .*\|", ended.out, re.M)
    assert re.search(r"^processes \(1 procs, spawn\) +\d", ended.out, re.M)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """Documents of runs with the seeds 7, 7 and 8, over all configurations."""

    def measured(seed):
        driver = Driver(tmp_path_factory.mktemp("seeded"))
        arguments = ["--mode", "linear,threaded", "--workload", "empty,primes", "--workers", "1,2,4"]
        return driver.measured("--test-parameters", "--samples", 2, "--seed", seed, *arguments)[1]

    return [measured(seed) for seed in (7, 7, 8)]


def order(document):
    """What was measured when: process runs with their hash seeds, and the cells as they came."""
    keys = ("process_run", "pass", "configuration", "workload", "mode", "hash_seed")
    runs = [tuple(run[key] for key in keys) for run in document["pepbench"]["process_runs"]]
    return runs, [row["name"] for row in document["benchmarks"]]


def test_the_seed_draws_the_order(seeded):
    first, again, other = map(order, seeded)
    assert first == again
    assert first[0] != other[0]
    assert first[1] != other[1]
    assert sorted(first[1]) == sorted(other[1])
    assert [document["pepbench"]["seed"] for document in seeded] == [7, 7, 8]


def test_configurations_are_interleaved(seeded):
    names = set(main_job())
    for document in seeded:
        runs = document["pepbench"]["process_runs"]
        for start in range(0, len(runs), len(names)):
            together = runs[start : start + len(names)]
            assert {run["configuration"] for run in together} == names
            assert len({(run["pass"], run["workload"], run["mode"]) for run in together}) == 1
        hash_seeds = [run["hash_seed"] for run in runs]
        assert len(set(hash_seeds)) == len(hash_seeds)


def test_a_seed_is_drawn_and_recorded(driver):
    arguments = ["--samples", 1, "--workload", "empty", "--mode", "linear", "--workers", 1]
    seeds = {
        driver.measured(*arguments, "--configuration", first_configuration())[1]["pepbench"]["seed"]
        for _ in range(2)
    }
    assert len(seeds) == 2


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """The original's protocol with three repetitions: what ended and the document."""
    driver = Driver(tmp_path_factory.mktemp("original"))
    arguments = ["--profile", "pep371", "--samples", 3, "--workload", "empty,fibonacci", "--workers", "1,2"]
    return driver.measured("--test-parameters", *arguments, "--configuration", first_configuration())


def test_the_originals_order(original):
    _, document = original
    cells = [
        f"{workload}/{mode}/{workers}/{first_configuration()}"
        for workload in ("empty", "fibonacci")
        for workers in (1, 2)
        for mode in ("linear", "threaded", "process-fork")
    ]
    assert [row["name"] for row in document["benchmarks"]] == [cell for cell in cells for _ in range(3)]
    assert [run["workload"] for run in document["pepbench"]["process_runs"]] == ["empty", "fibonacci"]
    clock = document["pepbench"]["configurations"][first_configuration()]["clock"]
    least = 1000 * clock["resolution_seconds"] * 1e9
    for row in document["benchmarks"]:  # once, or as often as the clock needs
        assert row["real_time"] * row["iterations"] >= least / 2  # each process measures its clock's step
        assert row["iterations"] == 1 or row["real_time"] < 4 * least
    assert any(row["iterations"] > 1 for row in document["benchmarks"])
    assert document["pepbench"]["profile"] == "pep371"


def test_the_originals_minimum_in_the_originals_format(original):
    ended, document = original
    minima = [min(row["real_time"] for row in rows) / 1e9 for rows in rows_by_cell(document).values()]
    words = [["non_threaded", "iters"], ["threaded", "threads"], ["processes", "procs"]]
    labels = [f"{mode} ({workers} {unit})" for _ in range(2) for workers in (1, 2) for mode, unit in words]
    lines = [line for line in ended.out.splitlines() if re.fullmatch(r".* seconds", line)]
    assert len(lines) == len(labels)
    for line, label, minimum in zip(lines, labels, minima):
        assert line == f"{label:<23} {minimum:4.6f} seconds"
    assert "minimum of the repetitions" in ended.out


def test_the_originals_forecast(original):
    ended, _ = original
    forecasts = [line for line in ended.err if re.fullmatch(r".*protocol will take about \d+:\d\d", line)]
    assert len(forecasts) == 1
    assert ended.err.index(forecasts[0]) < 3


@pytest.mark.parametrize(("profile", "collecting"), [("pep371", False), ("default", True)])
def test_the_garbage_collector(driver, profile, collecting):
    driver.home(collector=COLLECTOR)
    arguments = ["--profile", profile, "--samples", 1, "--workers", 1, "--start-method", "fork,spawn"]
    _, document = driver.measured(*arguments, "--configuration", first_configuration())
    assert document["pepbench"]["settings"]["gc_enabled"] is collecting
    assert [row["answers"] for row in document["benchmarks"]] == [[collecting]] * 4


def test_a_budget_ends_the_run_and_the_record_says_so(driver):
    arguments = ["--workload", "empty,fibonacci", "--mode", "linear", "--workers", 1, "--test-parameters"]
    _, document = driver.measured(*arguments, "--budget", 1, "--configuration", first_configuration())
    own = document["pepbench"]
    assert set(own["stopped_by"].values()) <= {"budget", "precise"}
    assert own["settings"]["budget_seconds"] == 1
    assert len(own["process_runs"]) > 2
    for cell in own["summary"]["cells"]:
        assert cell["process_runs"] >= 1
        assert (cell["low_seconds"] is None) == (cell["process_runs"] < 6)
