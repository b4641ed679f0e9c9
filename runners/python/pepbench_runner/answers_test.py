"""Tests of answers: what may be one, and which collections pass."""

import pytest

from pepbench_runner.answers import LONGEST, Agreement, Known, Raised, checked, plain
from pepbench_runner.errors import CellFailure


@pytest.mark.parametrize("answer", [None, True, 0, -(2**63), 2**63 - 1, 1.5, "text", [], [1, [2.5, None]]])
def test_plain_answers(answer):
    assert plain(answer) == answer


def test_tuples_become_lists():
    assert plain((1, (2, 3))) == [1, [2, 3]]


@pytest.mark.parametrize(
    "answer",
    [
        2**63,
        float("nan"),
        float("inf"),
        b"x",
        {1},
        {"a": 1},
        1j,
        object(),
        "x" * LONGEST,
        "\ud800",
        ["a", "\udfff"],
        [1] * LONGEST,
        [{}],
    ],
)
def test_what_is_no_answer(answer):
    with pytest.raises(CellFailure):
        plain(answer)


def test_right_answers():
    assert checked([[5, 5], [(6,), [6]]], 2, Known([5, [6]])) == [5, [6]]


@pytest.mark.parametrize(
    ("collected", "words"),
    [
        ([[5, 5], [6]], r"worker 1 handed back 1 of 2 answers"),
        ([[5, 5], []], r"worker 1 handed back 0 of 2 answers"),
        ([[5, 5], [6, 6, 6]], r"worker 1 handed back 3 of 2 answers"),
        ([[5, 4], [6, 6]], r"worker 0 handed back 4, not 5"),
        ([[5, 5], [None, 6]], r"worker 1 handed back None, not 6"),
        ([[5, 5], [6, Raised("KeyError: 3")]], r"worker 1 raised KeyError: 3"),
        ([[5, 5], [6, {6}]], r"worker 1 handed back a set"),
    ],
)
def test_wrong_collections(collected, words):
    with pytest.raises(CellFailure, match=words):
        checked(collected, 2, Known([5, 6]))


def test_agreement_over_workers_and_batches():
    due = Agreement(by_worker=False)
    assert checked([[5], [5]], 1, due) == [5, 5]
    with pytest.raises(CellFailure, match="worker 1 handed back 6 after the same work gave 5"):
        checked([[5], [6]], 1, due)


def test_agreement_of_each_worker_with_itself():
    due = Agreement(by_worker=True)
    assert checked([[5], [6]], 1, due) == [5, 6]
    with pytest.raises(CellFailure, match="worker 1 handed back 5"):
        checked([[5], [5]], 1, due)


def test_long_answers_are_cut_in_the_message():
    with pytest.raises(CellFailure) as caught:
        checked([["x" * 1000]], 1, Known(["y" * 1000]))
    assert len(str(caught.value)) < 500
