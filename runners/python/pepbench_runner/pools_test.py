"""Tests of pools: where their shares were done, what they cost, and pools that break."""

import concurrent.futures
import gc
import multiprocessing
import os

import pytest

from pepbench_runner import pools, tasks
from pepbench_runner.cell import CellFailure

START_METHODS = ["fork", "forkserver", "spawn"]

every_start_method = pytest.mark.parametrize("start_method", START_METHODS)


@every_start_method
def test_children_of_a_pool_are_other_processes_and_cost_time(prepared, start_method):
    source = f"""
        import os, time
        def run():
            while time.process_time() < 0.05:
                pass
            return os.getpid() != {os.getpid()}
        """
    cell = prepared(source, "process-pool", 2, start_method=start_method)
    assert cell.batch == 1
    for _ in range(2):
        cell.execute()
        assert cell.check(1) == [True, True]
        if start_method == "forkserver":
            assert cell.children_cpu_seconds() >= 0.05
        else:
            assert cell.children_cpu_seconds() is None


@every_start_method
def test_only_a_forked_pool_has_the_call_from_the_runner(prepared, start_method):
    source = f"""
        import os
        def setup(resources):
            return {{"set_up_in": os.getpid()}}
        def run(set_up_in):
            return set_up_in == {os.getpid()}
        """
    cell = prepared(source, "process-pool", 2, start_method=start_method)
    cell.execute()
    assert cell.check(1) == [start_method == "fork"] * 2
    cell.close()
    assert pools._calls_of_team == {}


@every_start_method
def test_child_of_a_pool_that_dies(prepared, start_method):
    cell = prepared("import os\ndef run(): os._exit(0)\n", "process-pool", 2, start_method=start_method)
    cell.execute()
    with pytest.raises(CellFailure, match="worker 0 raised BrokenProcessPool"):
        cell.check(1)


def test_start_method_of_a_pool_is_proved(prepared):
    cell = prepared("def run(): pass\n", "process-pool", 1, start_method="spawn")
    cell._team.problem_of_origin = tasks.problem_of_start_method("forkserver")
    cell.execute()
    with pytest.raises(CellFailure, match="worker 0 was started by spawn, not by forkserver"):
        cell.check(1)


def test_interpreter_of_a_pool_is_proved(prepared):
    source = """
        import pepbench_runner.tasks as tasks
        facts = dict(tasks.interpreter_facts(), gil_enabled="perhaps")
        def run():
            tasks.interpreter_facts = lambda: facts
        """
    cell = prepared(source, "process-pool", 1)
    cell.execute()
    with pytest.raises(CellFailure, match="worker 0 ran in another interpreter: gil_enabled is 'perhaps'"):
        cell.check(1)


@pytest.mark.parametrize("origin", ["interpreter 0", "fork"])
def test_share_that_was_done_outside_of_the_interpreters(origin):
    assert pools._problem_of_interpreter(0, origin)
    assert pools._problem_of_interpreter(0, "interpreter 3") is None


def test_threads_that_a_pool_cannot_have(prepared, monkeypatch):
    cell = prepared("def run(): pass\n", "thread-pool", 2)

    def submit(self, call):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(concurrent.futures.ThreadPoolExecutor, "submit", submit)
    cell.execute()
    with pytest.raises(CellFailure, match="a pool could not be started: RuntimeError: can't start new"):
        cell.check(1)


def test_running_out_of_processes_leaves_none_behind(prepared, monkeypatch):
    cell = prepared("def run(): pass\n", "process-pool", 3)
    fork, forked = os.fork, []

    def fork_twice():
        if len(forked) == 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        forked.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", fork_twice)
    cell.execute()
    with pytest.raises(CellFailure, match="a pool could not be started: BlockingIOError"):
        cell.check(1)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("mode", ["thread-pool", "process-pool"])
def test_a_pool_is_gone_after_the_execution(prepared, mode):
    cell = prepared("def run(): pass\n", mode, 2)
    cell.execute()
    cell.check(1)
    gc.collect()
    left = [one for one in gc.get_objects() if isinstance(one, concurrent.futures.Executor)]
    assert left == []
