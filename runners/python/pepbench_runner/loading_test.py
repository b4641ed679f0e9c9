"""Tests of loading: the forms that a workload may have, its arguments, and what is said of a broken one."""

import ast
import sys
from pathlib import Path

import pytest

from pepbench_runner.errors import CellFailure
from pepbench_runner.loading import load

HERE = Path(__file__).parent


def test_full_form(write_workload):
    path = write_workload(
        '''
        """Shows something.

        And more.
        """
        PARAMETERS = {"size": 3, "only_setup": 1}

        def setup(resources, only_setup):
            return {"table": [resources["scratch"], only_setup]}

        def run(size, table, worker=0):
            return [size, worker, *table]

        def expected(size, worker):
            return [size, worker, "here", 1]
        '''
    )
    workload = load(path)
    assert workload.name == "mine"
    assert workload.shows == "Shows something."
    assert workload.answer_depends_on_worker()
    parameters = workload.merged({"size": 4})
    assert parameters == {"size": 4, "only_setup": 1}
    given = workload.set_up({"scratch": "here"}, parameters)
    assert workload.call(parameters, given, 5)() == [4, 5, "here", 1]
    assert workload.expected(parameters, given, 2) == [[4, 0, "here", 1], [4, 1, "here", 1]]


@pytest.mark.parametrize("name", ["run", "function_to_run"])
def test_users_form_is_called_without_a_wrapper(write_workload, name):
    workload = load(write_workload(f"def {name}():\n    return 5\n"))
    assert workload.call({}, {}, 0) is getattr(workload.module, name)
    assert workload.shows == ""
    assert workload.parameters == {}
    assert workload.expected({}, {}, 3) is None
    assert not workload.answer_depends_on_worker()


def test_constant_answer_for_every_worker(write_workload):
    assert load(write_workload("EXPECTED = None\ndef run(): pass\n")).expected({}, {}, 2) == [None, None]
    assert load(write_workload("EXPECTED = 7\ndef run(): return 7\n")).expected({}, {}, 3) == [7, 7, 7]


def test_setup_with_keywords_gets_all_parameters(write_workload):
    workload = load(
        write_workload(
            """
            PARAMETERS = {"a": 1, "b": 2}
            def setup(resources, **parameters):
                return {"seen": sorted(parameters)}
            def run(seen):
                return seen
            """
        )
    )
    given = workload.set_up({}, workload.parameters)
    assert workload.call(workload.parameters, given, 0)() == ["a", "b"]


@pytest.mark.parametrize(
    "source",
    [
        "import functools\nPARAMETERS = {'n': 4}\n"
        "def trace(f):\n    @functools.wraps(f)\n    def g(**k):\n        return f(**k)\n    return g\n"
        "@trace\ndef run(n):\n    return n\n",
        "PARAMETERS = {'n': 4}\nclass C:\n    def run(self, n):\n        return n\nrun = C().run\n",
        "PARAMETERS = {'n': 4}\ndef run(*, n, other=1):\n    return n\n",
        "PARAMETERS = {'n': 4}\nfrom functools import partial\nrun = partial(int, '4')\n",
    ],
)
def test_kinds_of_callable(write_workload, source):
    workload = load(write_workload(source))
    assert workload.call(workload.parameters, {}, 0)() == 4


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def run(:\n", ["mine.py", "SyntaxError", "line 1"]),
        ("x = 1\nraise ValueError('no\\nluck')\n", ["mine.py", "ValueError: no luck", "line 2"]),
        ("raise SystemExit(3)\n", ["SystemExit: 3"]),
        ("x = 1\n", ["neither run() nor function_to_run()"]),
        ("run = 5\n", ["neither run() nor function_to_run()"]),
        ("PARAMETERS = [1]\ndef run(): pass\n", ["PARAMETERS is not a dict"]),
        ("PARAMETERS = {'a': {1}}\ndef run(a): pass\n", ["'a'", "a set"]),
    ],
)
def test_broken_file(write_workload, source, words):
    with pytest.raises(CellFailure) as caught:
        load(write_workload(source))
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["/nowhere/at/all.py", "/"])
def test_unreadable_file(path):
    with pytest.raises(CellFailure, match="cannot be read"):
        load(path)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def setup(resources):\n    raise LookupError('no url')\ndef run(): pass\n", "LookupError: no url"),
        ("def setup(resources):\n    raise SystemExit\ndef run(): pass\n", "SystemExit"),
        ("def setup(resources):\n    return 5\ndef run(): pass\n", "returned int, not a dict"),
        ("def setup(resources):\n    return {'worker': 5}\ndef run(): pass\n", "'worker', which is taken"),
        ("def setup(resources, more):\n    return {}\ndef run(): pass\n", "asks for 'more'"),
    ],
)
def test_broken_setup(write_workload, source, words):
    with pytest.raises(CellFailure, match=words):
        load(write_workload(source)).set_up({}, {})


def test_argument_that_nobody_offers(write_workload):
    workload = load(write_workload("PARAMETERS = {'n': 1}\ndef run(n, m): pass\n"))
    with pytest.raises(CellFailure, match=r"run\(\) of mine.py asks for 'm'"):
        workload.call(workload.parameters, {}, 0)
    with pytest.raises(CellFailure, match="has no parameter 'k'; it has: n"):
        workload.merged({"k": 1})


def test_broken_known_answer(write_workload):
    workload = load(write_workload("def expected():\n    return 1 // 0\ndef run(): pass\n"))
    with pytest.raises(CellFailure, match="known answer of mine cannot be had: ZeroDivisionError"):
        workload.expected({}, {}, 1)


def test_file_is_loaded_once_until_it_changes(write_workload):
    first = load(write_workload("def run(): return 1\n"))
    assert load(first.path) is first
    write_workload("def run(): return 2\n")
    assert load(first.path).function() == 2


def test_neither_the_name_nor_the_folder_hides_a_module(write_workload):
    import queue  # noqa: PLC0415

    write_workload("raise AssertionError\n", "json.py")
    write_workload("VALUE = 8\n", "helper_beside_it.py")
    source = "import json, queue, helper_beside_it as h\ndef run(): return [queue.Queue().qsize(), h.VALUE]\n"
    assert load(write_workload(source, "queue.py")).function() == [0, 8]
    assert sys.modules["queue"] is queue


def test_modules_of_other_folders_can_be_imported(write_workload, tmp_path, monkeypatch):
    folder = tmp_path / "elsewhere"
    (folder / "tools_of_the_user").mkdir(parents=True)
    (folder / "tools_of_the_user" / "__init__.py").write_text("VALUE = 8\n", encoding="utf-8")
    (folder / "json.py").write_text("raise AssertionError\n", encoding="utf-8")
    path = write_workload("import json\nimport tools_of_the_user as t\ndef run(): return t.VALUE\n")
    with pytest.raises(CellFailure, match="No module named 'tools_of_the_user'"):
        load(path)
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert load(path, ["elsewhere"]).function() == 8
    assert sys.path[0] == str(folder)
    assert sys.path.count(str(folder)) == 1


def test_everything_is_python_3_9():
    files = [file for folder in (HERE, HERE.parents[2] / "workloads") for file in folder.rglob("*.py")]
    assert len(files) > 15
    for file in files:
        ast.parse(file.read_text(encoding="utf-8"), str(file), feature_version=(3, 9))
