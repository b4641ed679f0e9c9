"""Tests of cells that the protocol's server keeps open, and of requests in every order."""

import json
import sys
import time

import pytest

from pepbench_runner import sampling
from pepbench_runner.cell import Cell
from pepbench_runner.serve import Server
from pepbench_runner.usage import Memory


@pytest.fixture
def conversation(write_workload):
    """Returns a function that has one server answer requests, with ids from 0, and returns the replies."""

    def talk(source, *requests, **keys):
        cell = {"workload": write_workload(source), "mode": "linear", "workers": 2, **keys}
        replies = []
        server = Server(replies.append, "test", time.perf_counter, Memory())
        for number, request in enumerate(requests):
            assert server.answer(json.dumps({"id": number, "cell": cell, **request}))
        assert json.loads(json.dumps(replies)) == replies
        return replies

    return talk


OPEN, EXECUTE, CLOSE, MEASURE = ({"type": name} for name in ("open", "execute", "close", "measure"))

WORK = """
    import time
    PARAMETERS = {"n": 3}
    EXPECTED = 3
    def run(n):
        time.sleep(0.001)
        return n
    """


@pytest.mark.parametrize("mode", ["linear", "threaded", "process", "process-pool"])
def test_a_cell_that_is_open(conversation, mode):
    replies = conversation(WORK, OPEN, EXECUTE, {**EXECUTE, "iterations": 2}, CLOSE, OPEN, CLOSE, mode=mode)
    assert [(reply["type"], reply["id"]) for reply in replies] == [
        ("ready", 0),
        ("sample", 1),
        ("sample", 2),
        ("done", 3),
        ("ready", 4),
        ("done", 5),
    ]
    ready, one, two, done, *_ = replies
    assert (ready["parameters"], ready["expected"]) == ({"n": 3}, [3, 3])
    for sample, iterations in ((one, 1), (two, 2)):
        assert (sample["index"], sample["warmup"], sample["iterations"]) == (0, False, iterations)
        assert sample["answers"] == [3, 3]
        assert sample["seconds"] >= 0.001
    _, *measured, measured_done = conversation(WORK, MEASURE, mode=mode)
    assert set(one) == set(measured[0])
    assert set(done) == set(measured_done)


def test_a_cell_is_executed_in_whole_batches(conversation):
    source = "calls = []\ndef run():\n    calls.append(0)\n"
    few, many = {**EXECUTE, "iterations": 5}, {**EXECUTE, "iterations": 65}
    _, first, second = conversation(source, OPEN, few, many, workers=1)
    assert (first["iterations"], second["iterations"]) == (5, 128)
    assert len(sys.modules["pepbench_workload_mine"].calls) == 5 + 128


def test_a_sample_of_an_open_cell_may_be_short(conversation, monkeypatch):
    monkeypatch.setattr(sampling, "LEAST_STEPS", 10**9)
    assert [one["type"] for one in conversation("def run(): pass\n", OPEN, EXECUTE)] == ["ready", "sample"]


def test_an_open_cell_is_not_executed_more_often_to_have_the_clock_move(write_workload):
    replies = []
    server = Server(replies.append, "test", time.perf_counter, Memory())
    server._clock.read = lambda: 1.0
    cell = {"workload": write_workload("def run(): pass\n")}
    for request in (OPEN, {**EXECUTE, "iterations": 2}):
        assert server.answer(json.dumps({"cell": cell, **request}))
    assert replies[-1]["type"] == "failure"
    assert "did not move while the cell was executed 2 times" in replies[-1]["reason"]


@pytest.mark.parametrize("request_", [OPEN, MEASURE])
def test_one_cell_at_a_time(conversation, request_):
    ready, refused, sample, done = conversation(WORK, OPEN, request_, EXECUTE, CLOSE)
    assert refused == {"type": "failure", "id": 1, "reason": "a cell is open already: close it first"}
    assert [ready["type"], sample["type"], done["type"]] == ["ready", "sample", "done"]


@pytest.mark.parametrize("requests", [[EXECUTE], [CLOSE], [OPEN, CLOSE, EXECUTE], [OPEN, CLOSE, CLOSE]])
def test_no_cell_is_open(conversation, requests):
    *_, last = conversation(WORK, *requests)
    number = len(requests) - 1
    assert last == {"type": "failure", "id": number, "reason": "no cell is open: open one first"}


def test_a_cell_that_cannot_be_opened_is_not_open(conversation):
    replies = conversation(WORK, {**OPEN, "cell": {"workload": "/nowhere.py"}}, EXECUTE, OPEN)
    assert "cannot be read" in replies[0]["reason"]
    assert [reply["type"] for reply in replies] == ["failure", "failure", "ready"]


def test_a_failed_execution_leaves_the_cell_open(conversation):
    source = "EXPECTED = 1\ncount = iter(range(9))\ndef run(): return next(count)\n"
    _, failure, sample, done = conversation(source, OPEN, EXECUTE, EXECUTE, CLOSE, workers=1)
    reason = "worker 0 handed back 0, not 1"
    assert failure == {"type": "failure", "id": 1, "reason": reason, "wrong_answer": True}
    assert (sample["answers"], done["type"]) == ([1], "done")


@pytest.mark.parametrize("iterations", [0, -1, 1_000_001])
def test_how_often_a_cell_cannot_be_executed(conversation, iterations):
    ready, failure, done = conversation(WORK, OPEN, {**EXECUTE, "iterations": iterations}, CLOSE)
    said = f"iterations is a number from 1 to 1000000, not {iterations}"
    assert failure == {"type": "failure", "id": 1, "reason": said}
    assert (ready["type"], done["type"]) == ("ready", "done")


def test_a_cell_whose_end_fails_is_closed(conversation, monkeypatch):
    def fail(cell):
        raise OSError("no end")

    monkeypatch.setattr(Cell, "close", fail)
    _, failure, ready = conversation(WORK, OPEN, CLOSE, OPEN)
    assert failure["reason"].startswith("OSError: no end")
    assert ready["type"] == "ready"


def test_memory_of_an_open_cell_is_settled_after_it(conversation):
    source = """
        class Ring:
            pass
        def setup(resources):
            ring = Ring()
            ring.itself, ring.weight = ring, bytearray(b"x") * (96 << 20)
            return {"ring": ring}
        def run(ring):
            pass
        """
    _, _, done = conversation(source, {**OPEN, "gc": False}, EXECUTE, CLOSE, workers=1)
    assert done["memory"]["rss_bytes"] < done["peak_rss_bytes"] - (64 << 20)
