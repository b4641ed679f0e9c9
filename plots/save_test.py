from pathlib import Path

import pytest
from matplotlib.figure import Figure

from plots import save


def test_each_file_has_a_directory_of_its_own():
    one, other = Path("a/run.json"), Path("b/run.json")
    assert save.directories([one], None) == [Path("a/run-charts")]
    assert save.directories([one], Path("out")) == [Path("out")]
    assert save.directories([one, other], None) == [Path("a/run-charts"), Path("b/run-charts")]
    assert save.directories([one, other], Path("out")) == [Path("out/run-charts"), Path("out/run-charts-2")]
    assert save.directories([one, Path("a/run.txt")], None) == [Path("a/run-charts"), Path("a/run-charts-2")]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("cpython-3.15+jit", "time-cpython-3.15+jit"),
        ("../../etc/passwd", "time-.._.._etc_passwd"),
        ("a b\n$c$\x00", "time-a_b_c_"),
        ("é" * 3, "time-_"),
        ("x" * 500, "time-" + "x" * 60),
    ],
)
def test_file_names_are_tame(part, name):
    assert save.Names().name("time", part) == name


def test_a_chart_without_parts_is_called_by_its_kind():
    names = save.Names()
    assert [names.name("startup", ""), names.name("startup", "")] == ["startup", "startup-2"]


def test_no_file_name_is_given_twice():
    names = save.Names()
    assert [names.name("time", part) for part in ("a/b", "a b", "A_B", "c")] == [
        "time-a_b",
        "time-a_b-2",
        "time-A_B-3",
        "time-c",
    ]


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    figure = Figure()
    figure.add_subplot().plot([1, 2], [3, 4])
    figure.text(0.5, 0.5, "text")
    written = [save.write(figure, tmp_path / name, "chart", ["png", "svg"]) for name in ("a", "b")]
    for first, second in zip(*written):
        assert first.read_bytes() == second.read_bytes()
    svg = written[0][1].read_text()
    assert ">text</text>" in svg
    assert "<dc:date>" not in svg
