"""Tests of child processes: each must prove its work, and every way of not doing it must be told apart."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pepbench_runner import children
from pepbench_runner.cell import CellFailure

START_METHODS = ["fork", "forkserver", "spawn"]

every_start_method = pytest.mark.parametrize("start_method", START_METHODS)


@every_start_method
def test_children_are_other_processes_and_cost_time(prepared, start_method):
    source = f"""
        import os, time
        def run():
            while time.process_time() < 0.05:
                pass
            return os.getpid() != {os.getpid()}
        """
    cell = prepared(source, "process", 2, start_method=start_method)
    assert cell.batch == 1
    for _ in range(2):
        cell.execute()
        assert cell.check(1) == [True, True]
        if start_method == "forkserver":
            assert cell.children_cpu_seconds() >= 2 * 0.05
        else:
            assert cell.children_cpu_seconds() is None


@every_start_method
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("os.kill(os.getpid(), 9)", r"worker 1 was killed by SIGKILL \(9\)"),
        ("os._exit(3)", "worker 1 exited with code 3"),
        ("os._exit(0)", "worker 1 exited with code 0 without having done its work"),
    ],
)
def test_child_that_dies(prepared, start_method, statement, said):
    source = f"""
        import os
        def run(worker):
            if worker == 1:
                {statement}
            return 1
        """
    cell = prepared(source, "process", 3, start_method=start_method)
    cell.execute()
    with pytest.raises(CellFailure, match=said):
        cell.check(1)


@every_start_method
def test_child_that_raises_in_setup_or_run(prepared, start_method):
    source = f"""
        import os
        def setup(resources):
            if os.getpid() != {os.getpid()} and {start_method!r} != "fork":
                raise LookupError("not here")
        def run(): raise LookupError("not here")
        """
    cell = prepared(source, "process", 1, start_method=start_method)
    cell.execute()
    with pytest.raises(CellFailure, match=r"worker 0 raised .*LookupError: not here"):
        cell.check(1)


def test_child_that_answers_and_then_dies(prepared):
    cell = prepared("import atexit\ndef run(): return 1\n", "process", 1)
    send = cell._team.sender.send

    def send_and_die(report):
        send(report)
        os._exit(5)

    cell._team.sender.send = send_and_die
    cell.execute()
    with pytest.raises(CellFailure, match="worker 0 exited with code 5"):
        cell.check(1)


@pytest.mark.skipif(
    sys.implementation.name == "pypy", reason="PyPy sets the flag without regard to the variable"
)
def test_child_whose_interpreter_differs(prepared, monkeypatch):
    cell = prepared("def run(): return 1\n", "process", 1, start_method="spawn")
    wanted = "0" if sys.flags.hash_randomization else "random"
    monkeypatch.setenv("PYTHONHASHSEED", wanted)
    cell.execute()
    with pytest.raises(CellFailure, match="worker 0 ran in another interpreter: hash_randomization is"):
        cell.check(1)


def test_child_whose_jit_differs(prepared):
    source = """
        import pepbench_runner.tasks as tasks
        facts = dict(tasks.interpreter_facts(), jit_enabled="perhaps")
        def run():
            tasks.interpreter_facts = lambda: facts
            return 1
        """
    cell = prepared(source, "process", 1)
    cell.execute()
    with pytest.raises(
        CellFailure, match="worker 0 ran in another interpreter: jit_enabled is 'perhaps', not"
    ):
        cell.check(1)


@pytest.mark.parametrize("asked", START_METHODS)
@pytest.mark.parametrize("real", START_METHODS)
def test_start_method_is_proved(prepared, monkeypatch, asked, real):
    prepared("def run(): return 1\n", "process", 1, start_method=asked)  # the mode works
    monkeypatch.setitem(children.WORKERS, asked, children.WORKERS[real])
    cell = prepared("def run(): return 1\n", "process", 1, start_method=asked)
    cell.execute()
    if asked == real:
        assert cell.check(1) == [1]
    else:
        with pytest.raises(CellFailure, match=f"worker 0 was started by {real}, not by {asked}"):
            cell.check(1)


def test_report_of_another_worker_is_missed(prepared):
    cell = prepared("def run(): return 1\n", "process", 2)
    send = cell._team.sender.send
    cell._team.sender.send = lambda report: send([0, *report[1:]])
    cell.execute()
    with pytest.raises(CellFailure, match="worker 1 exited with code 0 without"):
        cell.check(1)


@pytest.mark.parametrize(
    "statement", ["raise ValueError('x' * 10**5)", "raise ValueError('é' * 4000)", "return 'x' * 10**5"]
)
def test_report_is_cut_to_what_a_pipe_writes_at_once(prepared, statement):
    cell = prepared(f"def run(): {statement}\n", "process", 1)
    cell.execute()
    pipe = cell._team.pipe
    data = os.read(pipe.read_end, 10**6)
    assert len(data) <= pipe.limit
    assert len(data) > pipe.limit - 4 or "return" in statement
    os.write(pipe.write_end, data)
    (report,) = pipe.received()
    assert report[:2] == [0, True]
    assert report[2].startswith("ValueError: ")
    assert report[2].endswith("…")


@pytest.mark.parametrize("length", [10, 100, 1000, 5000])
def test_more_workers_than_a_usual_pipe_has_room_for(prepared, length):
    cell = prepared(f"def run(worker): raise ValueError('x' * {length} + str(worker))\n", "process", 40)
    cell.execute()
    with pytest.raises(CellFailure, match=r"worker 0 raised ValueError: x+"):
        cell.check(1)
    cell = prepared("def run(worker): return [worker, 'x' * 1900]\n", "process", 40)
    cell.execute()
    assert [answer[0] for answer in cell.check(1)] == list(range(40))


def test_more_workers_than_any_pipe_has_room_for(prepared):
    with pytest.raises(CellFailure, match="so many workers need a pipe of"):
        prepared("def run(): pass\n", "process", 10**6)


def test_every_descriptor_is_given_back(prepared):
    def count():
        return len(list(Path("/proc/self/fd").iterdir()))

    cell = prepared("def run(): return 1\n", "process", 4)
    before = count()
    for _ in range(3):
        cell.execute()
        cell.check(1)
    assert count() == before


def test_host_that_only_runs_itself_again_is_caught():
    """As an embedding program does that spawns itself instead of Python: exit code 0, nothing done."""
    code = """
import multiprocessing, sys
from pepbench_runner.cell import CellFailure, prepare
multiprocessing.set_executable("/bin/true")
try:
    prepare({"cell": {"workload": sys.argv[1], "mode": "process", "start_method": "spawn"}})
except CellFailure as error:
    print(error)
"""
    package = Path(__file__).parents[1]
    workload = package.parents[1] / "workloads" / "pep371" / "empty.py"
    environment = {**os.environ, "PYTHONPATH": str(package)}
    run = [sys.executable, "-W", "ignore", "-c", code, str(workload)]
    found = subprocess.run(run, env=environment, capture_output=True, check=False, text=True).stdout
    assert found.startswith("mode process by spawn does not work here: ")


def test_default_start_method_is_left_alone(prepared):
    before = multiprocessing.get_start_method(allow_none=True)
    prepared("def run(): pass\n", "process", 1, start_method="spawn")
    assert multiprocessing.get_start_method(allow_none=True) == before
