"""`python -m plots` as a user runs it: what it prints, writes and exits with."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from plots import __main__ as program
from plots import testing, testing_gate

ROOT = Path(__file__).parent.parent


@pytest.fixture
def run_file(tmp_path):
    document = testing.document(testing.THREE[1:], workloads=("primes",), modes=testing.MODES[:1])
    return testing.write(document, tmp_path / "run.json")


@pytest.fixture
def plots(capsys):
    """Runs the program in this process: exit code, standard output's lines, standard error's lines."""

    def call(*arguments):
        try:
            code = program.main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err.splitlines()

    return call


def start(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "plots", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_charts_are_drawn_beside_the_file_and_their_paths_printed(run_file):
    done = start(run_file)
    assert (done.returncode, done.stderr) == (0, "")
    directory = run_file.parent / "run-charts"
    names = [
        "interpreters",
        "memory-linear",
        "memory-idle",
        "speedup-primes",
        "startup",
        "effect-cpython-3.15+jit",
        "time-primes",
    ]
    expected = [f"{directory}/{name}.{ending}" for name in names for ending in ("png", "svg")]
    assert done.stdout.splitlines() == expected
    assert sorted(directory.iterdir()) == sorted(map(Path, expected))
    for path in map(Path, expected):
        if path.suffix == ".svg":
            root = ElementTree.parse(path).getroot()
            assert root.tag == "{http://www.w3.org/2000/svg}svg"
            words = " ".join("".join(root.itertext()).split())  # a footer may take two lines
            assert "cpython-3.15+jit" in words
            assert "2 usable cores" in words
        else:
            assert path.read_bytes().startswith(b"\x89PNG\r\n")


def test_drawing_again_changes_nothing(run_file, plots):
    _, first, _ = plots(run_file)
    before = [Path(path).read_bytes() for path in first]
    done = start(run_file, PYTHONHASHSEED="7")
    assert done.stdout.splitlines() == first
    assert [Path(path).read_bytes() for path in first] == before


def test_options(run_file, plots, tmp_path):
    code, out, _ = plots(run_file, "--output", tmp_path / "new" / "place", "--format", "svg")
    assert code == 0
    assert {Path(path).parent for path in out} == {tmp_path / "new" / "place"}
    assert {Path(path).suffix for path in out} == {".svg"}


def test_several_files_are_drawn_apart(tmp_path, plots):
    one = testing.write(testing.document(testing.THREE[:2], workloads=("primes",)), tmp_path / "one.json")
    other = testing.write(testing.document(("cpython-3.14",), workloads=("queue",)), tmp_path / "other.json")
    code, out, _ = plots(one, other, one, "--output", tmp_path / "out", "--format", "svg")
    assert code == 0
    by_directory = {"one-charts": [], "other-charts": []}
    for path in map(Path, out):
        by_directory[str(path.parent.relative_to(tmp_path / "out"))].append(path)
    names = [path.name for path in by_directory["other-charts"]]
    assert names == [
        "memory-idle.svg",
        "scaling-pep371.svg",
        "speedup-queue.svg",
        "startup.svg",
        "time-queue.svg",
    ]
    assert not any("cpython-3.14" in path.read_text() for path in by_directory["one-charts"])
    assert not any("cpython-3.15" in path.read_text() for path in by_directory["other-charts"])


def test_a_file_of_warm_ups_is_drawn_without_any_cell(tmp_path, plots):
    document = testing.warmup_document(workloads=("primes",), runs=1)
    path = testing.write(document, tmp_path / "warm.json")
    code, out, err = plots(path, "--format", "svg")
    assert (code, out, err) == (0, [str(tmp_path / "warm-charts" / "warmup.svg")], [])


def test_a_gate_is_drawn_a_chart_a_cell(tmp_path, plots):
    missing = testing_gate.cell("gone/linear/1", rounds=0, verdict="missing", reason="the head has none")
    cells = (missing, testing_gate.cell("a/linear/1", control=True), testing_gate.cell("a/linear/1"))
    path = testing.write(testing_gate.document(*cells), tmp_path / "gate.json")
    code, out, err = plots(path, "--format", "svg")
    names = [f"{tmp_path}/gate-charts/gate-{name}.svg" for name in ("a-linear-1", "control")]
    assert (code, out) == (0, names)
    assert err == [f"{path}: no chart shows gone/linear/1, which has no round (missing: the head has none)."]


def test_a_soak_is_one_chart(tmp_path, plots):
    path = testing.write(testing_gate.soak_document(), tmp_path / "soak.json")
    code, out, err = plots(path, "--format", "svg")
    assert (code, out, err) == (0, [str(tmp_path / "soak-charts" / "soak.svg")], [])


def test_a_gate_without_a_round_is_exit_code_4_with_its_reason(tmp_path, plots):
    cell = testing_gate.cell("a/linear/1", rounds=0, verdict="wrong answer", reason="454 and 455")
    path = testing.write(testing_gate.document(cell), tmp_path / "gate.json")
    code, out, err = plots(path)
    assert (code, out, len(err)) == (4, [], 1)
    assert "454 and 455" in err[0]


def test_a_bad_file_does_not_keep_the_others_from_being_drawn(tmp_path, run_file, plots):
    code, out, err = plots(tmp_path / "absent.json", run_file, "--format", "svg")
    assert code == 2
    assert len(out) == 7
    assert len(err) == 1


def newer():
    document = testing.document(workloads=("empty",))
    document["pepbench"]["format"] = 2
    return document


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file"),
        ("", "is not JSON"),
        ("PEP 371", "is not JSON"),
        ('{"context": {}, "benchmarks": []}', "not a pepbench result"),
        (newer, "update pepbench"),
        ('{"pepbench": {"format": 1}}', "damaged"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(tmp_path, plots, content, said):
    path = tmp_path / "bad.json"
    if content is not None:
        testing.write(content(), path) if callable(content) else path.write_text(content)
    code, out, err = plots(path)
    assert (code, out, len(err)) == (2, [], 1)
    assert said in err[0]
    assert err[0].startswith(str(path))
    assert not (tmp_path / "bad-charts").exists()


def test_a_directory_is_not_a_result_file(tmp_path, plots):
    code, _, err = plots(tmp_path)
    assert (code, len(err)) == (2, 1)
    assert "is a directory" in err[0]


def test_a_file_that_cannot_be_read(plots):
    code, _, err = plots("/proc/self/mem")  # refuses root, too
    assert (code, len(err)) == (2, 1)
    assert "/proc/self/mem: cannot be read (" in err[0]


def test_an_empty_result_is_exit_code_4_with_its_reason(tmp_path, plots):
    document = testing.document(workloads=("primes",))
    document["pepbench"]["summary"] = {"cells": [], "switches": []}
    document["pepbench"]["failures"] = [
        testing.failure("primes", "linear", None, 1, "cpython-3.11", reason="wrong answer")
    ]
    path = testing.write(document, tmp_path / "empty.json")
    code, out, err = plots(path)
    assert (code, out, len(err)) == (4, [], 1)
    assert "wrong answer" in err[0]
    assert str(path) in err[0]


def test_a_workload_without_any_cell_is_named(tmp_path, plots):
    document = testing.document(workloads=("primes", "queue"))
    testing.remove_cells(document, part="queue/")
    path = testing.write(document, tmp_path / "run.json")
    code, _, err = plots(path, "--format", "svg")
    assert code == 0
    assert err == [f"{path}: no chart shows queue, which has no measured cell."]


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_an_output_that_cannot_be_written_is_exit_code_2(tmp_path, run_file, plots, place):
    (tmp_path / "file").write_text("in the way")
    code, out, err = plots(run_file, "--output", tmp_path / place)
    assert (code, out, len(err)) == (2, [], 1)
    assert str(tmp_path / place) in err[0]
    assert "--output" in err[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "FILE"),
        (["x.json", "--format", "gif"], "'gif' is not one of png, svg, pdf, txt, csv"),
        (["x.json", "--format", ""], "is not one of"),
        (["x.json", "--out", "d"], "--out"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(plots, arguments, said):
    code, out, err = plots(*arguments)
    assert (code, out, len(err)) == (2, [], 1)
    assert said in err[0]


def test_without_matplotlib_it_says_what_to_install(tmp_path, run_file):
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError(\"No module named 'matplotlib'\")")
    done = start(run_file, PYTHONPATH=str(tmp_path))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "pip install matplotlib" in done.stderr


def test_the_users_matplotlibrc_does_not_change_a_chart(tmp_path, run_file, plots):
    _, out, _ = plots(run_file, "--format", "svg")
    before = [Path(path).read_bytes() for path in out]
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: path\nbackend: TkAgg\n")
    done = start(run_file, "--format", "svg", MATPLOTLIBRC=str(tmp_path))
    assert done.returncode == 0
    assert [Path(path).read_bytes() for path in out] == before


def test_hostile_names_stay_text_and_inside_the_directory(tmp_path):
    names = ("$\\frac{1}{0}$", "<script>&", "\x00\x1b]0;owned\x07", "\ud800", "_hidden", "漢字")
    document = testing.document(names, workloads=("../../../escape", "$\\nosuchcommand{"))
    path = testing.write(document, tmp_path / "run.json")
    done = start(path, "--format", "svg")
    assert (done.returncode, done.stderr) == (0, "")
    charts = [Path(line) for line in done.stdout.splitlines()]
    assert len(charts) == 8
    assert {chart.parent for chart in charts} == {tmp_path / "run-charts"}
    assert {entry.name for entry in tmp_path.iterdir()} == {"run.json", "run-charts"}
    for chart in charts:
        words = "".join(ElementTree.parse(chart).getroot().itertext())
        if chart.name.startswith(("time", "speedup", "startup")):
            assert all(name in words for name in ("$\\frac{1}{0}$", "<script>&", "_hidden", "漢字"))


def test_hostile_names_of_a_gate_stay_text_and_inside_the_directory(tmp_path):
    names = ("$\\frac{1}{0}$", "<script>&", "../../../escape", "\ud800\x1b]0;owned\x07")
    cells = [
        testing_gate.cell(f"{name}/linear/1", verdict="undecided", reason=f"{name} $x$ <i>") for name in names
    ]
    path = testing.write(testing_gate.document(*cells), tmp_path / "gate.json")
    done = start(path, "--format", "svg")
    assert (done.returncode, done.stderr) == (0, "")
    charts = [Path(line) for line in done.stdout.splitlines()]
    assert {chart.parent for chart in charts} == {tmp_path / "gate-charts"}
    assert {entry.name for entry in tmp_path.iterdir()} == {"gate.json", "gate-charts"}
    for chart, name in zip(charts, names[:3]):
        words = "".join(ElementTree.parse(chart).getroot().itertext())
        assert f"{name}/linear/1" in words
        assert f"Why undecided: {name} $x$ <i>." in words


def test_standard_output_that_closes_early_is_no_success(run_file):
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m plots "{run_file}" | true; exit "${{PIPESTATUS[0]}}"'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
