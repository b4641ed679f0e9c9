"""Tests of interpreters of their own, in a built runner whose interpreter has them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAMS = Path(os.environ.get("PEPBENCH_BIN") or ROOT / "build" / "bin")
RUNNERS = [PROGRAMS / f"pepbench-runner-cpython-{version}" for version in ("3.15", "3.14")]
RUNNER = next((runner for runner in RUNNERS if runner.exists()), None)
MODES = ["subinterpreter", "interpreter-pool"]
# As strict as the tests' own Python; an embedded one is told by the environment.
STRICT = {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error"} if sys.flags.dev_mode else {}

pytestmark = pytest.mark.skipif(RUNNER is None, reason=f"no runner of CPython 3.14 or later in {PROGRAMS}")

every_mode = pytest.mark.parametrize("mode", MODES)


def run(*arguments, **options):
    environment = {**os.environ, **STRICT}
    return subprocess.run(
        [RUNNER, *arguments], env=environment, capture_output=True, text=True, check=True, **options
    )


@pytest.fixture
def replies(write_workload):
    """Returns a function that measures a workload's source in the runner, and returns the replies."""

    def measure(source, mode, workers=2, import_from=(), **keys):
        cell = {"workload": write_workload(source), "mode": mode, "workers": workers}
        cell["import_from"] = list(import_from)
        request = json.dumps({"type": "measure", "id": 1, "cell": cell, **keys})
        ended = run("--protocol", input=request)
        assert ended.stderr == ""
        return [json.loads(line) for line in ended.stdout.splitlines()]

    return measure


@every_mode
def test_answers_of_interpreters_of_their_own(replies, mode):
    """The modules of each are its own, and so are its parameters and its worker's number."""
    source = """
        import sys
        PARAMETERS = {"n": 3}
        count = 0
        def setup(resources):
            return {"asked": resources["mode"]}
        def run(n, worker, asked):
            global count
            count += 1
            return [n, worker, asked, count if asked == "subinterpreter" else 1]
        """
    *_, first, second, done = replies(source, mode, 2, samples=2)
    assert first["answers"] == second["answers"] == [[3, 0, mode, 1], [3, 1, mode, 1]]
    assert done["type"] == "done"
    assert first["cpu_seconds"] > 0


@every_mode
def test_modules_of_other_folders_can_be_imported(replies, tmp_path, mode):
    folder = tmp_path / "of_the_user"
    folder.mkdir()
    (folder / "theirs.py").write_text("VALUE = 8\n", encoding="utf-8")
    source = "import theirs\ndef run(): return theirs.VALUE\n"
    *_, sample, _ = replies(source, mode, import_from=[str(folder)])
    assert sample["answers"] == [8, 8]


@every_mode
def test_interpreters_really_are_others_with_a_gil_of_their_own(replies, mode):
    source = """
        import _interpreters
        def run():
            number, whence = _interpreters.get_current()
            return [number != 0, _interpreters.get_config(number).gil]
        """
    *_, sample, _ = replies(source, mode, 1)
    assert sample["answers"] == [[True, "own"]]


@every_mode
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("raise ValueError('bad\\nluck')", "worker 1 raised ValueError: bad luck (mine.py, line 4)"),
        ("raise SystemExit(3)", "worker 1 raised SystemExit: 3"),
        ("return {1}", "worker 1 "),
        ("return 5", "worker 1 handed back 5, not 1"),
    ],
)
def test_worker_that_fails(replies, mode, statement, said):
    source = f"EXPECTED = 1\ndef run(worker):\n    if worker:\n        {statement}\n    return 1\n"
    *_, last = replies(source, mode)
    assert last["type"] == "failure"
    assert said in last["reason"]


@every_mode
def test_collector_off(replies, mode):
    *_, sample, _ = replies("import gc\ndef run(): return gc.isenabled()\n", mode, gc=False)
    assert sample["answers"] == [False, False]


@every_mode
def test_workload_that_loads_only_in_the_main_interpreter(replies, mode):
    source = """
        import _interpreters
        if _interpreters.get_current()[0]:
            raise ImportError('not here')
        def run(): pass
        """
    *_, last = replies(source, mode)
    assert "worker 0 raised workload" in last["reason"]
    assert "ImportError: not here" in last["reason"]


@every_mode
def test_jit_that_is_off_in_interpreters_of_their_own(replies, mode, monkeypatch):
    monkeypatch.setenv("PYTHON_JIT", "1")
    *_, reply = replies("def run(): pass\n", mode, 1)
    assert reply["type"] == "unsupported"
    assert reply["reason"] == (
        f"mode {mode} cannot be had here: CPython leaves its JIT off in sub-interpreters: "
        "jit_enabled is False there, and True in the main one"
    )


def run_in_interpreter(code):
    """What `code` prints in the embedded interpreter, which is handed this package's path."""
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n{code}"
    return run("-c", code).stdout


PROBE = """
from pepbench_runner import cell, subinterpreters
from pepbench_runner.cell import prepare
def tried():
    cell._proven.clear()
    try:
        prepare({"cell": {"workload": cell._PROBE, "mode": "subinterpreter"}})
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("works")
"""


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("pass", "works"),
        (
            "def none(): raise RuntimeError('no more')\nsubinterpreters.interpreters.create = none",
            "Unsupported mode subinterpreter cannot be had here: an interpreter could not be started: "
            "RuntimeError: no more",
        ),
        (
            "subinterpreters._SCRIPT = 'import nowhere'",
            "CellFailure mode subinterpreter does not work here: the interpreter of worker 0 failed: "
            "ModuleNotFoundError: No module named 'nowhere'",
        ),
        (
            "subinterpreters._SCRIPT = 'pass'",
            "CellFailure mode subinterpreter does not work here: worker 0 handed back 0 of 1 answers",
        ),
        (
            "subinterpreters.InterpreterWorker.run = lambda self: (setattr(self, 'interpreter', 5), "
            "exec(self.script))",
            "CellFailure mode subinterpreter does not work here: worker 0 did its work in interpreter 0, "
            "not in interpreter 5",
        ),
    ],
)
def test_interpreters_that_do_not_work(broken, said):
    assert run_in_interpreter(f"{PROBE}\n{broken}\ntried()").startswith(said)


@every_mode
def test_each_interpreter_tears_down_what_it_has_set_up(replies, mode, tmp_path):
    source = """
        import os
        import _interpreters
        def say(log, what):
            with open(log, "a") as file:
                file.write(f"{what}@{_interpreters.get_current()[0]}\\n")
        def setup(resources):
            say(resources["scratch"] + "/log", "setup")
            return {"log": resources["scratch"] + "/log"}
        def run(log): return 1
        def teardown(log): say(log, "teardown")
        """
    *_, done = replies(source, mode, 2, resources={"scratch": str(tmp_path)})
    assert done["type"] == "done"
    said = [line.split("@") for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    for number in {number for _, number in said}:
        own = [what for what, by in said if by == number]
        assert own == ["setup", "teardown"] * (len(own) // 2)
    assert len(said) == 6
