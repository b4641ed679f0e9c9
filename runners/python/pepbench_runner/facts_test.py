"""Tests of the facts: what they say of the interpreter that runs the tests."""

import json
import platform
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pepbench_runner import facts

KEYS = [
    "implementation",
    "version",
    "jit_available",
    "jit_enabled",
    "gil_enabled",
    "free_threaded_build",
    "hash_randomization",
    "platform",
]


def test_facts_of_this_interpreter():
    found = facts.interpreter_facts()
    assert list(found) == KEYS
    assert found["implementation"] == platform.python_implementation().lower()
    assert found["version"] == platform.python_version().rstrip("+")
    assert found["platform"] == sys.platform
    assert json.loads(json.dumps(found)) == found


@pytest.mark.skipif(
    sys.implementation.name == "pypy", reason="PyPy sets the flag without regard to the variable"
)
def test_facts_of_another_start():
    code = "import json; from pepbench_runner.facts import *; print(json.dumps(interpreter_facts()))"
    environment = {"PYTHONHASHSEED": "0", "PYTHONPATH": ":".join(sys.path)}
    text = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    ).stdout
    assert json.loads(text)["hash_randomization"] == 0


def test_jit_where_the_interpreter_tells(monkeypatch):
    jit = SimpleNamespace(is_available=lambda: True, is_enabled=lambda: False)
    monkeypatch.setattr(sys, "_jit", jit, raising=False)
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    found = facts.interpreter_facts()
    assert (found["jit_available"], found["jit_enabled"], found["gil_enabled"]) == (True, False, False)


def test_version_of_a_pre_release(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 15, 0, "candidate", 3))
    assert facts.interpreter_facts()["version"] == "3.15.0rc3"


def test_build_facts():
    found = facts.build_facts()
    assert found["executable"] == sys.executable
    assert found["version_text"].startswith(platform.python_version())
    assert "\n" not in found["version_text"]
    assert json.loads(json.dumps(found)) == found
    assert set(found) == {
        "compiler",
        "configure",
        "cflags",
        "optimized",
        "lto",
        "debug",
        "executable",
        "prefix",
        "version_text",
    }


def test_emscripten_says_more(monkeypatch):
    class Info(tuple):  # as a structseq: fields by name, and more names that are none
        __slots__ = ()
        n_fields = 4
        emscripten_version = (5, 0, 3)
        runtime = "Node.js v20"
        pthreads = False
        shared_memory = None

    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(sys, "_emscripten_info", Info(), raising=False)
    found = facts.interpreter_facts()
    assert list(found) == [*KEYS, "emscripten_info"]
    assert found["emscripten_info"] == {
        "emscripten_version": "5.0.3",
        "pthreads": False,
        "runtime": "Node.js v20",
        "shared_memory": None,
    }


@pytest.mark.parametrize("compiles", [True, False])
def test_jit_of_pypy_is_found_out_by_trying_once(monkeypatch, compiles):
    hooks = []

    def loop(rounds):
        if compiles:
            hooks[-1]("a loop")

    monkeypatch.setattr(facts, "_seen", {})
    monkeypatch.setattr(facts, "_loop", loop)
    monkeypatch.setattr(sys.implementation, "name", "pypy")
    monkeypatch.setattr(sys, "builtin_module_names", ("pypyjit",))
    monkeypatch.setitem(sys.modules, "pypyjit", SimpleNamespace(set_compile_hook=hooks.append))
    monkeypatch.delattr(sys, "_jit", raising=False)
    for _ in range(2):
        found = facts.interpreter_facts()
        assert (found["jit_available"], found["jit_enabled"]) == (True, compiles)
    assert len(hooks) == 2
    assert hooks[-1] is None


def test_a_pypy_without_a_jit(monkeypatch):
    monkeypatch.setattr(sys.implementation, "name", "pypy")
    monkeypatch.delattr(sys, "_jit", raising=False)
    found = facts.interpreter_facts()
    assert (found["jit_available"], found["jit_enabled"]) == (False, False)
