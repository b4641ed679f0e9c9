"""Tests of cells in one process: linear and threaded workers, checks, the collector, what preparing loads."""

import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pepbench_runner import cell as cell_module
from pepbench_runner.cell import CellFailure, Unsupported, prepare
from pepbench_runner.modes import LinearWorker

IN_PROCESS = ["linear", "threaded", "thread-pool"]
IN_PROCESSES = ["process", "process-pool"]
ALL = [*IN_PROCESS, *IN_PROCESSES]


@pytest.mark.parametrize("mode", IN_PROCESS)
def test_batch_of_executions(prepared, mode):
    cell = prepared("EXPECTED = 3\ncalls = []\ndef run():\n    calls.append(1)\n    return 3\n", mode, 3)
    assert cell.batch > 1
    for _ in range(cell.batch):
        assert cell.execute() is None
    assert cell.check(cell.batch) == [3, 3, 3]
    assert len(sys.modules["pepbench_workload_mine"].calls) == 3 * cell.batch
    with pytest.raises(CellFailure, match="0 of 1"):
        cell.check(1)
    assert cell.children_cpu_seconds() is None


@pytest.mark.parametrize("mode", ALL)
def test_worker_numbers_parameters_and_setup(prepared, mode):
    source = """
        PARAMETERS = {"n": 10}
        def setup(resources):
            return {"asked": [resources["mode"], resources["start_method"], resources["scratch"]]}
        def run(n, worker, asked): return [n, worker, *asked]
        """
    cell = prepared(source, mode, 2, resources={"scratch": "there"}, n=11)
    assert cell.parameters == {"n": 11}
    assert cell.expected is None
    cell.execute()
    assert cell.check(1) == [[11, 0, mode, "fork", "there"], [11, 1, mode, "fork", "there"]]


@pytest.mark.parametrize(
    ("mode", "start_method"),
    [(mode, "fork") for mode in ALL]
    + [(mode, method) for mode in IN_PROCESSES for method in ("forkserver", "spawn")],
)
def test_modules_of_other_folders_can_be_imported(prepared, tmp_path, mode, start_method):
    folder = tmp_path / f"of_the_user_{mode}_{start_method}"
    folder.mkdir()
    (folder / "theirs.py").write_text("VALUE = 8\n", encoding="utf-8")
    installed = tmp_path / "installed"
    installed.mkdir()
    (installed / "theirs.py").write_text("VALUE = 9\n", encoding="utf-8")
    sys.path.append(str(installed))
    sys.modules.pop("theirs", None)
    source = "def run():\n    import theirs\n    return [theirs.VALUE, theirs.__file__]\n"
    cell = prepared(source, mode, 1, start_method=start_method, import_from=[str(folder)])
    cell.execute()
    assert cell.check(1) == [[8, str(folder / "theirs.py")]]
    sys.path.remove(str(folder))
    sys.path.remove(str(installed))


@pytest.mark.parametrize("mode", ALL)
def test_wrong_answer(prepared, mode):
    cell = prepared("def run(worker): return worker\ndef expected(): return 0\n", mode, 2)
    assert cell.expected == [0, 0]
    cell.execute()
    with pytest.raises(CellFailure, match="worker 1 handed back 1, not 0"):
        cell.check(1)


@pytest.mark.parametrize("mode", ALL)
def test_answers_without_a_known_one_must_agree(prepared, mode):
    cell = prepared("import itertools\ncount = itertools.count()\ndef run(): return next(count)\n", mode, 1)
    cell.execute()
    assert cell.check(1) == [0]
    cell.execute()
    if mode in IN_PROCESSES:
        assert cell.check(1) == [0]  # each child counts from the start
    else:
        with pytest.raises(CellFailure, match="handed back 1 after the same work gave 0"):
            cell.check(1)


@pytest.mark.parametrize("mode", ALL)
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("raise ValueError('bad\\nluck')", r"worker 1 raised ValueError: bad luck \(mine.py, line 4\)"),
        ("raise SystemExit(3)", r"worker 1 raised SystemExit: 3 "),
        ("return {1}", r"worker 1 (handed back a set|raised TypeError: a set)"),
        (
            "return 'x' * 5000",
            r"worker 1 (handed back a str of 5000|raised ValueError: the answer is too long)",
        ),
        ("raise ValueError('é' * 9000)", r"worker 1 raised ValueError: é+"),
    ],
)
def test_worker_that_fails(prepared, mode, statement, said):
    cell = prepared(
        f"EXPECTED = 1\ndef run(worker):\n    if worker == 1:\n        {statement}\n    return 1\n", mode, 3
    )
    cell.execute()
    with pytest.raises(CellFailure, match=said) as caught:
        cell.check(1)
    assert "\n" not in str(caught.value)


def test_interrupt_is_no_answer(prepared):
    cell = prepared("def run(): raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        cell.execute()


@pytest.mark.parametrize("mode", ALL)
def test_workers_die_within_the_execution(prepared, mode):
    cell = prepared("def run(): pass\n", mode, 2, gc=False)
    cell.execute()
    alive = [
        one for one in gc.get_objects() if isinstance(one, LinearWorker) or "Worker" in type(one).__name__
    ]
    if sys.implementation.name == "cpython":
        assert alive == []
    cell.check(1)


@pytest.mark.parametrize(
    ("mode", "start_method"),
    [
        ("linear", "fork"),
        ("threaded", "fork"),
        ("process", "fork"),
        ("process", "forkserver"),
        ("process", "spawn"),
        ("thread-pool", "fork"),
        ("process-pool", "fork"),
        ("process-pool", "spawn"),
    ],
)
def test_collector_off_and_on_again(prepared, mode, start_method):
    source = "import gc\ndef run(): return gc.isenabled()\n"
    assert gc.isenabled()
    for collecting in (True, False):
        cell = prepared(source, mode, 1, start_method=start_method, gc=collecting)
        assert gc.isenabled() is collecting
        cell.execute()
        assert cell.check(1) == [collecting]
        cell.close()
        cell.close = lambda: None  # the fixture need not close it again
        assert gc.isenabled()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"workers": 0}, "whole number from 1, not 0"),
        ({"workers": "abc"}, "not 'abc'"),
        ({"workers": True}, "not True"),
        ({"mode": "sideways"}, "no mode 'sideways'; it has: linear, threaded, process, sub"),
        ({"mode": "process", "start_method": "spoon"}, "no start method 'spoon'; there are: fork"),
        ({"parameters": {"m": 1}}, "has no parameter 'm'; it has: n"),
        ({"workload": "/nowhere.py"}, "workload /nowhere.py cannot be read"),
        ({"workload": None}, "names no workload"),
        ({"import_from": "/folder"}, "import_from is a list of folders, not '/folder'"),
        ({"import_from": [5]}, r"import_from is a list of folders, not \[5\]"),
    ],
)
def test_bad_requests(write_workload, change, said):
    asked = {"workload": write_workload("PARAMETERS = {'n': 1}\ndef run(n): pass\n"), "mode": "linear"}
    with pytest.raises(CellFailure, match=said):
        prepare({"cell": {**asked, **change}})


def test_small_parameters_for_tests(write_workload):
    path = write_workload("PARAMETERS = {'n': 9, 'm': 9}\nTEST_PARAMETERS = {'n': 1}\ndef run(n, m): pass\n")
    asked = {"workload": path, "test_parameters": True}
    assert prepare({"cell": asked}).parameters == {"n": 1, "m": 9}
    assert prepare({"cell": {**asked, "parameters": {"n": 2}}}).parameters == {"n": 2, "m": 9}


def test_known_answer_that_is_none(prepared):
    with pytest.raises(CellFailure, match="the known answer of mine is a set"):
        prepared("EXPECTED = {1}\ndef run(): return {1}\n")


def no_threads(self):
    raise RuntimeError("can't start new thread")


def test_threads_that_cannot_be_had(prepared, monkeypatch):
    monkeypatch.setattr(cell_module, "_proven", set())
    monkeypatch.setattr(threading.Thread, "start", no_threads)
    with pytest.raises(
        Unsupported, match=r"mode threaded cannot be had here: .*RuntimeError: can't start new thread"
    ):
        prepared("def run(): pass\n", "threaded")


def test_fork_that_cannot_be_had(prepared, monkeypatch):
    def fork():
        raise OSError(52, "Function not implemented")

    monkeypatch.setattr(cell_module, "_proven", set())
    monkeypatch.setattr(os, "fork", fork)
    with pytest.raises(
        Unsupported, match=r"mode process by fork cannot be had here: .*OSError: .*not implemented"
    ):
        prepared("def run(): pass\n", "process")


def test_multiprocessing_that_cannot_be_had(prepared, monkeypatch):
    monkeypatch.setattr(cell_module, "_proven", set())
    monkeypatch.delitem(sys.modules, "pepbench_runner.children", raising=False)
    monkeypatch.setitem(sys.modules, "multiprocessing.context", None)
    with pytest.raises(Unsupported, match="mode process by fork cannot be had here: ModuleNotFoundError"):
        prepared("def run(): pass\n", "process")


def test_running_out_of_threads_is_a_failure(prepared, monkeypatch):
    cell = prepared("import time\ndef run(): time.sleep(0.05)\n", "threaded", 3)
    start = threading.Thread.start
    started = []

    def start_one(self):
        if started:
            no_threads(self)
        started.append(self)
        start(self)

    monkeypatch.setattr(threading.Thread, "start", start_one)
    cell.execute()
    assert not started[0].is_alive()
    with pytest.raises(CellFailure, match="a thread could not be started: RuntimeError"):
        cell.check(1)


def test_preparing_a_linear_cell_loads_next_to_nothing(write_workload):
    path = write_workload("def run(): pass\n")
    code = f"""
import sys
before = set(sys.modules)
from pepbench_runner.cell import prepare
cell = prepare({{"cell": {{"workload": {path!r}, "mode": "linear", "workers": 2}}, "gc": False}})
cell.execute(); cell.check(1); cell.close()
print(*sorted(set(sys.modules) - before))
"""
    package = str(Path(__file__).parents[1])
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, {package!r})\n{code}"]
    loaded = subprocess.run(run, capture_output=True, check=True, text=True).stdout.split()
    ours = [name for name in loaded if name.startswith(("pepbench_runner", "pepbench_workload_mine"))]
    assert set(loaded) - set(ours) <= {"gc"}
    assert "pepbench_runner.children" not in ours
