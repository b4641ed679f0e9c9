"""Tests of `teardown`: once for each set-up, where that was made, whatever became of the work between."""

import gc
import json
import os
import time

import pytest

from pepbench_runner.cell import CellFailure, prepare
from pepbench_runner.loading import load
from pepbench_runner.serve import Server
from pepbench_runner.usage import Memory

IN_THE_RUNNER = [
    ("linear", "fork"),
    ("threaded", "fork"),
    ("thread-pool", "fork"),
    ("process", "fork"),
    ("process-pool", "fork"),
]
IN_EACH_WORKER = [
    ("process", "spawn"),
    ("process", "forkserver"),
    ("process-pool", "spawn"),
    ("process-pool", "forkserver"),
]

# Writes down, a line each: who does what in which process.
LOGGING = """
    import os
    def say(log, what):
        with open(log, "a") as file:
            file.write(f"{what} {os.getpid()}\\n")
    def setup(resources):
        log = os.path.join(resources["scratch"], "log")
        say(log, "setup")
        return {"log": log}
    def run(log):
        say(log, "run")
    def teardown(log):
        say(log, "teardown")
    """


def said(folder):
    """What was written down: pairs of what was done and in which process."""
    lines = (folder / "log").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split()) for line in lines]


def request_of(path, mode="linear", start_method="fork", workers=2, **resources):
    cell = {"workload": path, "mode": mode, "start_method": start_method, "workers": workers}
    return {"cell": cell, "resources": resources}


@pytest.mark.parametrize(("mode", "start_method"), IN_THE_RUNNER)
def test_what_is_set_up_in_the_runner_is_torn_down_there_after_the_work(
    write_workload, tmp_path, mode, start_method
):
    request = request_of(write_workload(LOGGING), mode, start_method, scratch=str(tmp_path))
    with prepare(request) as cell:
        for _ in range(2):
            cell.execute()
            cell.check(1)
        assert [what for what, _ in said(tmp_path)] == ["setup", *["run"] * 4]
    *_, last = said(tmp_path)
    assert last == ("teardown", said(tmp_path)[0][1])
    assert len(said(tmp_path)) == 6


@pytest.mark.parametrize(("mode", "start_method"), IN_EACH_WORKER)
def test_what_a_worker_sets_up_it_tears_down(write_workload, tmp_path, mode, start_method):
    request = request_of(write_workload(LOGGING), mode, start_method, scratch=str(tmp_path))
    with prepare(request) as cell:
        cell.execute()
        cell.check(1)
        done = said(tmp_path)
        runner = done[0][1]
        assert done[0] == ("setup", runner)
        assert ("teardown", runner) not in done
        for worker in {process for _, process in done} - {runner}:
            own = [what for what, process in done if process == worker]
            assert own == ["setup", "run", "teardown"] * (len(own) // 3)
        assert sum(what == "teardown" for what, _ in done) == 2
    assert said(tmp_path)[len(done) :] == [("teardown", runner)]


@pytest.mark.parametrize(("mode", "start_method"), IN_THE_RUNNER)
def test_warm_ups_share_what_was_set_up(write_workload, tmp_path, mode, start_method):
    source = """
        import os, time
        def setup(resources):
            path = os.path.join(resources["scratch"], "file")
            open(path, "x").close()
            return {"path": path}
        def run(path):
            time.sleep(0.005)  # long enough for any clock
            return os.path.getsize(path)
        def teardown(path): os.remove(path)
        """
    request = request_of(write_workload(source), mode, start_method, scratch=str(tmp_path))
    replies = []
    server = Server(replies.append, "test", time.perf_counter, Memory())
    assert server.answer(json.dumps({"type": "measure", **request, "warmups": 1, "samples": 1}))
    assert [reply["type"] for reply in replies] == ["ready", "sample", "sample", "done"], replies
    assert [len(reply["answers"]) for reply in replies[1:3]] == [1, 2]


def test_it_is_torn_down_where_giving_back_fails_too(write_workload):
    path = write_workload("seen = []\ndef run(): pass\ndef teardown(): seen.append(1)\n")
    cell = prepare({**request_of(path), "gc": False})
    cell._team.close = lambda: 1 // 0
    with pytest.raises(ZeroDivisionError):
        cell.close()
    assert gc.isenabled()
    assert load(path).module.seen == [1]


def test_it_is_given_what_it_declares(write_workload):
    source = """
        PARAMETERS = {"n": 3, "m": 4}
        seen = []
        def setup(resources): return {"table": [5], "unused": 6}
        def run(n): return n
        def teardown(table, n, more=7): seen.append((table, n, more))
        """
    path = write_workload(source)
    with prepare(request_of(path)):
        pass
    assert load(path).module.seen == [([5], 3, 7)]


def test_without_set_up_it_is_called_all_the_same(write_workload):
    path = write_workload("seen = []\ndef run(): pass\ndef teardown(): seen.append(1)\n")
    with prepare(request_of(path)):
        pass
    assert load(path).module.seen == [1]


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        ("EXPECTED = 1\ndef run(): return 2\n", "handed back 2, not 1"),
        ("def run(): raise ValueError('no luck')\n", "ValueError: no luck"),
        ("def run(other): pass\n", "asks for 'other'"),
        ("def run(): pass\ndef expected(): return 1 // 0\n", "ZeroDivisionError"),
    ],
)
def test_work_that_fails_is_torn_down_too_and_its_failure_is_told(write_workload, source, failure):
    ending = "seen = []\ndef teardown():\n    seen.append(1)\n    raise LookupError('the second')\n"
    path = write_workload(source + ending)

    def work():
        with prepare(request_of(path)) as cell:
            cell.execute()
            cell.check(1)

    with pytest.raises(CellFailure, match=failure):
        work()
    assert load(path).module.seen == [1]


def test_a_set_up_that_fails_leaves_nothing_to_tear_down(write_workload):
    source = "def setup(resources): raise ValueError('none')\nseen = []\ndef run(): pass\n"
    path = write_workload(source + "def teardown(): seen.append(1)\n")
    with pytest.raises(CellFailure, match="the set-up of mine failed"):
        prepare(request_of(path))
    assert load(path).module.seen == []


BROKEN = "def run(): pass\ndef teardown(): raise OSError('still in use')\n"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (BROKEN, "the teardown of mine failed: OSError: still in use (mine.py, line 2)"),
        ("def run(): pass\ndef teardown(): raise SystemExit\n", "the teardown of mine failed: SystemExit"),
        ("def run(): pass\ndef teardown(handle): pass\n", "teardown() of mine.py asks for 'handle'"),
    ],
)
def test_a_teardown_that_fails_is_a_failure_of_the_cell(write_workload, source, sentence):
    cell = {"workload": write_workload(source), "workers": 1}
    for requests, kinds in (
        (["measure"], ["ready", "failure"]),
        (["open", "execute", "close", "open"], ["ready", "sample", "failure", "ready"]),
    ):
        replies = []
        server = Server(replies.append, "test", time.perf_counter, Memory())
        for kind in requests:
            assert server.answer(json.dumps({"type": kind, "cell": cell, "samples": 0}))
        assert [reply["type"] for reply in replies] == kinds
        (failure,) = (reply["reason"] for reply in replies if reply["type"] == "failure")
        assert sentence in failure


@pytest.mark.parametrize(("mode", "start_method"), IN_EACH_WORKER[::2])
def test_a_teardown_that_fails_in_a_worker_is_what_the_worker_raised(prepared, mode, start_method):
    source = f"""
        import os
        def run(): pass
        def teardown():
            if os.getpid() != {os.getpid()}:
                raise OSError("still in use")
        """
    cell = prepared(source, mode, 2, start_method=start_method)
    cell.execute()
    with pytest.raises(CellFailure, match="worker 0 raised the teardown of mine failed: OSError: still in"):
        cell.check(1)


def test_an_open_cell_is_torn_down_when_nobody_asks_for_more(write_workload):
    path = write_workload("seen = []\ndef run(): pass\ndef teardown(): seen.append(1)\n")
    server = Server(lambda _: None, "test", time.perf_counter, Memory())
    server.end()
    assert server.answer(json.dumps({"type": "open", **request_of(path)}))
    server.end()
    assert load(path).module.seen == [1]
