"""Every runner, every mode and every interpreter that is installed, for real, in one small run."""

import pytest

from harness.cli.driver_for_test import Driver, configurations, rows_by_cell

MODES = "linear,threaded,process,subinterpreter,thread-pool,process-pool,interpreter-pool"
WORKLOADS = ["primes", "url_fetch", "closures"]
SUBINTERPRETERS = {"cpython-3.14", "cpython-3.15"}


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    driver = Driver(tmp_path_factory.mktemp("every"))
    arguments = ["--workload", ",".join(WORKLOADS), "--mode", MODES, "--workers", 2, "--configuration", "all"]
    return driver.measured("--test-parameters", "--samples", 1, *arguments)[1]


def measured_modes(document, configuration):
    return {name.split("/")[1] for name in rows_by_cell(document) if name.endswith("/" + configuration)}


def test_every_cell_has_an_answer_or_a_reason(document):
    own = document["pepbench"]
    assert own["failures"] == []
    reasons = {row["name"]: row["reason"] for row in own["unavailable"] if "name" in row}
    expected = {
        f"{workload}/{mode}/2/{name}"
        for workload in WORKLOADS
        for mode in own["settings"]["modes"]
        for name in configurations()
    }
    assert set(rows_by_cell(document)) | set(reasons) == expected
    assert not set(rows_by_cell(document)) & set(reasons)
    assert all("Error: " in reason or "jit_enabled" in reason for reason in reasons.values())


@pytest.mark.parametrize("name", configurations())
def test_facts_of_every_process(document, name):
    own = document["pepbench"]
    runs = [run for run in own["process_runs"] if run["configuration"] == name and run["facts"]]
    assert runs
    for run in runs:
        assert configurations()[name].items() <= run["facts"].items()
        assert run["startup_seconds"] > 0
        assert run["memory"]["rss_bytes"] > 1 << 20
        assert run["idle_memory"]["rss_bytes"] > 1 << 20
    kinds = {"pypy": "script", "pyodide": "pyodide"}
    assert own["configurations"][name]["runner"] == kinds.get(name.partition("-")[0], "embedded")


@pytest.mark.parametrize("name", [name for name in configurations() if not name.startswith("pyodide")])
def test_modes_that_an_interpreter_has(document, name):
    modes = measured_modes(document, name)
    assert {"linear", "threaded", "process-fork", "thread-pool", "process-pool-fork"} <= modes
    # With the JIT on they are refused: CPython leaves it off in sub-interpreters.
    assert ("subinterpreter" in modes) == (name in SUBINTERPRETERS)
    assert ("interpreter-pool" in modes) == (name in SUBINTERPRETERS)


@pytest.mark.parametrize("name", [name for name in configurations() if name.startswith("pyodide")])
def test_what_pyodide_cannot_do(document, name):
    assert measured_modes(document, name) == {"linear"}
    rows = [row for row in document["pepbench"]["unavailable"] if row["configuration"] == name]
    reasons = {row["mode"]: row["reason"] for row in rows}
    assert "can't start new thread" in reasons["threaded"]
    assert "OSError" in reasons["process"]
    assert "there is no network" in reasons["linear"]  # of url_fetch alone
    facts = document["pepbench"]["configurations"][name]["facts"]
    assert facts["platform"] == "emscripten"
    assert facts["emscripten_info"]
