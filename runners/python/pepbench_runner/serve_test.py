"""Tests of the protocol's server, spoken to without a process between."""

import json
import time

import pytest

from pepbench_runner import sampling, serve
from pepbench_runner.serve import Server
from pepbench_runner.usage import Memory


@pytest.fixture
def spoken_to(write_workload):
    """Returns a function that has a server answer a `measure` request, and returns the replies."""

    def speak(source, mode="linear", workers=2, **keys):
        replies = []
        server = Server(replies.append, "test", time.perf_counter, Memory())
        cell = {"workload": write_workload(source), "mode": mode, "workers": workers}
        assert server.answer(json.dumps({"type": "measure", "id": 7, "cell": cell, **keys}))
        assert json.loads(json.dumps(replies)) == replies
        return replies

    return speak


def test_hello():
    replies = []
    Server(replies.append, "test", time.perf_counter, Memory()).hello(12.5)
    (hello,) = replies
    assert (hello["type"], hello["protocol"], hello["runner"]) == ("hello", 1, "test")
    assert hello["first_statement_seconds"] == 12.5
    assert hello["facts"]["platform"]
    assert set(hello["memory"]) == {"rss_bytes", "pss_bytes", "peak_rss_bytes"}


def test_measure(spoken_to):
    ready, warm_up, *samples, done = spoken_to(
        "import time\nPARAMETERS = {'n': 3}\nEXPECTED = 3\ndef run(n): return time.sleep(0.001) or n\n",
        samples=2,
        warmups=1,
    )
    assert ready == {"type": "ready", "id": 7, "parameters": {"n": 3}, "expected": [3, 3]}
    assert (warm_up["warmup"], warm_up["index"], warm_up["answers"]) == (True, 0, [3])
    assert [(one["warmup"], one["index"], one["answers"]) for one in samples] == [
        (False, 0, [3, 3]),
        (False, 1, [3, 3]),
    ]
    assert set(samples[0]) == {
        "type",
        "id",
        "index",
        "warmup",
        "iterations",
        "seconds",
        "cpu_seconds",
        "answers",
        "peak_rss_bytes",
        "children_peak_rss_bytes",
        "voluntary_context_switches",
        "involuntary_context_switches",
    }
    assert set(done) == {"type", "id", "facts", "memory", "peak_rss_bytes", "children_peak_rss_bytes"}
    assert {one["id"] for one in samples} == {7}


def test_memory_is_settled_after_the_cell(spoken_to):
    """What only a cycle holds is gone, and what the cell was set up with is no longer in use."""
    source = """
        class Ring:
            pass
        def run():
            ring = Ring()
            ring.itself, ring.weight = ring, bytearray(b"x") * (96 << 20)
        """
    *_, done = spoken_to(source, workers=1, gc=False)
    assert done["memory"]["rss_bytes"] < done["peak_rss_bytes"] - (64 << 20)


@pytest.mark.parametrize(
    ("source", "keys", "said"),
    [
        ("EXPECTED = 1\ndef run(): return 2\n", {}, "worker 0 handed back 2, not 1"),
        ("def run(): raise KeyboardInterrupt\n", {}, "KeyboardInterrupt"),
        ("def run(): pass\n", {"mode": "sideways"}, "no mode 'sideways'"),
        ("def run(): pass\n", {"cell": {"workload": "/nowhere.py"}}, "cannot be read"),
        ("def run(): pass\n", {"cell": "nonsense"}, "AttributeError"),
        ("def run(): pass\n", {"cell": {}}, "names no workload"),
    ],
)
def test_failure(spoken_to, source, keys, said):
    *_, last = spoken_to(source, **keys)
    assert (last["type"], last["id"]) == ("failure", 7)
    assert said in last["reason"]
    assert "\n" not in last["reason"]
    assert last.get("wrong_answer", False) == ("not 1" in said)


def test_answers_that_differ_from_earlier_ones_are_wrong(spoken_to):
    *_, last = spoken_to("count = iter(range(9))\ndef run(): return next(count)\n", workers=2)
    assert last["wrong_answer"]
    assert "handed back 1 after the same work gave 0" in last["reason"]


def test_samples_before_a_failure_stay(spoken_to):
    source = """
        import time
        EXPECTED = True
        count = iter(range(9))
        def run():
            time.sleep(0.001)
            return next(count) < 2
        """
    replies = spoken_to(source, workers=1, samples=5)
    assert [reply["type"] for reply in replies] == ["ready", "sample", "sample", "failure"]


def test_unsupported(spoken_to, monkeypatch):
    def refuse(request):
        raise serve.Unsupported("OSError: no")

    monkeypatch.setattr(serve, "prepare", refuse)
    assert spoken_to("def run(): pass\n") == [{"type": "unsupported", "id": 7, "reason": "OSError: no"}]


def test_a_sample_too_short_for_the_clock_is_a_failure(spoken_to, monkeypatch):
    monkeypatch.setattr(sampling, "LEAST_STEPS", 10**9)
    monkeypatch.setattr(sampling, "MOST_ITERATIONS", 100)
    *_, last = spoken_to("def run(): pass\n", minimum_sample_seconds=1e-6)
    assert "too short to be measured here" in last["reason"]


def test_a_sample_too_short_for_the_clock_that_may_not_be_repeated_is_unsupported(spoken_to):
    ready, last = spoken_to("def run(): pass\n", workers=1)
    assert (ready["type"], last["type"]) == ("ready", "unsupported")
    assert "is too short for this clock: what may not be repeated has to last 1000 steps of" in last["reason"]


def waiting(write_workload, *lines):
    """What was sent and how often it was waited, when a request that has the runner wait is told these."""
    told = iter(lines)
    replies = []

    def receive():
        replies.append("waits")
        return next(told, b"")

    server = Server(replies.append, "test", time.perf_counter, Memory(), receive)
    cell = {"workload": write_workload("import time\ndef run(): time.sleep(0.02)\n"), "mode": "linear"}
    plan = {"samples": 2, "minimum_sample_seconds": 0.001, "wait_for_next": True}
    answered = server.answer(json.dumps({"type": "measure", "cell": cell, **plan}))
    return answered, [reply if reply == "waits" else reply["type"] for reply in replies]


def test_a_runner_waits_after_each_sample_where_it_is_to(write_workload):
    answered, replies = waiting(write_workload, *[b'{"type": "next"}\n'] * 9)
    assert answered
    assert replies == ["ready", *["sample", "waits"] * 2, "done"]


def test_a_runner_that_waits_ends_with_its_input(write_workload):
    assert waiting(write_workload, b'{"type": "next"}') == (True, ["ready", *["sample", "waits"] * 2])


@pytest.mark.parametrize("line", [b"nonsense\n", b'{"type": "measure"}\n'])
def test_a_runner_that_waits_is_told_something_else(write_workload, line, capsys):
    assert waiting(write_workload, line) == (False, ["ready", "sample", "waits"])
    said = capsys.readouterr().err
    assert said.startswith("pepbench runner: a request is one JSON object a line with the type next (runners")
    assert said.count("\n") == 1


def test_describe(write_workload):
    replies = []
    server = Server(replies.append, "test", time.perf_counter, Memory())
    assert server.answer(json.dumps({"type": "describe", "workloads": [write_workload("def run(): pass\n")]}))
    (description,) = replies
    assert {"linear", "process-pool", "subinterpreter"} <= set(description["modes"])
    assert set(description["unavailable"]) <= {*description["modes"], "fork", "forkserver", "spawn"}
    assert description["clock"]["name"] == "time.perf_counter"
    assert description["facts"]["build"]["version_text"]
    assert description["workloads"][0]["name"] == "mine"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        "5",
        "[" * 100_000,
        b"\xff\xfe",
        '{"type": "sing"}',
        '{"type": ["open"]}',
        '{"type": "execute", "iterations": "many"}',
        '{"type": "measure", "samples": "many"}',
        '{"type": "measure", "wait_for_next": 1}',
        '{"type": "describe", "workloads": [5]}',
    ],
)
def test_what_is_no_request(line, capsys):
    replies = []
    assert not Server(replies.append, "test", time.perf_counter, Memory()).answer(line)
    assert replies == []
    said = capsys.readouterr().err
    assert said.startswith("pepbench runner: a request ")
    assert said.count("\n") == 1
    assert len(said) < 600
