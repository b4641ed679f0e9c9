import re
from pathlib import Path

from plots import charts
from plots.gate_model import Gate
from plots.model import Results


def test_every_file_beside_this_one_is_a_chart():
    files = {
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if not path.stem.endswith(("_test", "__init__"))
    }
    found = charts.every()
    assert {kind.__name__.rpartition(".")[2] for kind in found} == files
    assert len({kind.NAME for kind in found}) == len(files)


def test_each_says_what_it_draws():
    for kind in charts.every():
        assert re.fullmatch("[a-z]+", kind.NAME)
        assert kind.DRAWS in (Results, Gate)
        assert callable(kind.draw)
        assert kind.__doc__
