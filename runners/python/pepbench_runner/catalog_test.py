"""Tests of the catalog: what a runner says that it can do."""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from pepbench_runner import catalog, cell

PEP_371 = Path(__file__).parents[3] / "workloads" / "pep371"
WORKLOADS = sorted(PEP_371.glob("*.py"))


def test_describe_the_workloads_of_pep_371():
    entries = catalog.describe(WORKLOADS)
    names = [entry["name"] for entry in entries]
    assert set(names) >= {"empty", "fibonacci", "primes", "file_io", "url_fetch", "queue"}
    for path, entry in zip(WORKLOADS, entries):
        assert entry["shows"].endswith("."), entry
        assert entry["path"] == str(path)
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entries[names.index("primes")]["parameters"] == {"limit": 100_000}


def test_describe_goes_on_after_a_broken_file(write_workload):
    entries = catalog.describe(["/nowhere.py", write_workload("def run(): pass\n")])
    assert "cannot be read" in entries[0]["error"]
    assert entries[1]["name"] == "mine"


def test_everything_works_here():
    assert catalog.start_methods() == ["fork", "forkserver", "spawn"]
    interpreters = {"subinterpreter", "interpreter-pool"}
    assert set(catalog.MODES) - interpreters == {
        "linear",
        "threaded",
        "process",
        "thread-pool",
        "process-pool",
    }
    missing = catalog.unavailable()
    assert set(missing) == (set() if sys.version_info >= (3, 14) else interpreters)
    for mode, reason in missing.items():
        assert f"mode {mode} cannot be had here: ImportError: cannot import name" in reason


def test_a_start_method_that_fails_is_found_by_trying(monkeypatch):
    def fork():
        raise OSError(52, "Function not implemented")

    monkeypatch.setattr(os, "fork", fork)
    monkeypatch.setattr(cell, "_proven", {("linear", None)})
    assert catalog.start_methods() == ["forkserver", "spawn"]
    assert {"fork", "process", "process-pool"} & set(catalog.unavailable()) == {"fork"}
    assert "OSError: [Errno 52] Function not implemented" in catalog.unavailable()["fork"]


def a_child_that_dies(fork=os.fork):
    pid = fork()
    if pid == 0:
        os._exit(1)
    return pid


def no_process_left():
    raise BlockingIOError(11, "Resource temporarily unavailable")


@pytest.mark.parametrize("fork", [a_child_that_dies, no_process_left])
def test_a_failure_is_left_to_the_cells(monkeypatch, fork):
    """They fail; listed as unavailable they would be skipped."""
    monkeypatch.setattr(os, "fork", fork)
    monkeypatch.setattr(cell, "_proven", {("linear", None)})
    assert catalog.start_methods() == ["forkserver", "spawn"]
    assert {"fork", "process", "process-pool"} & set(catalog.unavailable()) == set()
