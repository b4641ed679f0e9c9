import sys

import pytest

from pepbench_runner.heap import filled_holes

cpython_only = pytest.mark.skipif(sys.implementation.name != "cpython", reason="addresses are CPython's")


@cpython_only
def test_the_last_blocks_lie_side_by_side():
    addresses = [id(block) for block in filled_holes() if block is not None]
    last = addresses[-65:]
    assert len(last) == 65
    assert all(1100 < after - before < 2200 for before, after in zip(last, last[1:]))


@cpython_only
def test_holes_are_taken_while_the_filling_is_kept():
    kept = [bytes(1100) for _ in range(600)]
    holes = {id(block) for block in kept[::2]}
    del kept[::2]
    taken = holes & {id(block) for block in filled_holes()}
    assert len(taken) > 250  # of 300: the others went to somebody else meanwhile


def test_where_addresses_cannot_be_told_nothing_is_filled(monkeypatch):
    monkeypatch.setattr(sys.implementation, "name", "pypy")
    assert filled_holes() == []
