import math

import pytest

from plots import testing, testing_gate
from plots.charts import gate


def draw(read, *cells, **changes):
    """The figures by part."""
    return testing.figures_of(gate, read(testing_gate.document(*cells, **changes)))


def only(read, entry_and_rows):
    (figure,) = draw(read, entry_and_rows).values()
    return figure


def labels(axes):
    return {line.get_label() for line in axes.lines}


def test_each_cell_has_a_figure_and_the_control_is_last_and_said_to_be_it(read):
    control = testing_gate.cell("primes/linear/1", control=True)
    figures = draw(read, control, testing_gate.cell("a/linear/1"), testing_gate.cell("b/threaded/2"))
    assert list(figures) == ["a-linear-1", "b-threaded-2", "control"]
    assert "The gate's control: primes/linear/1 (control)" in testing.texts_of(figures["control"])
    assert any(
        "Both sides are the base, cpython-3.15:" in text for text in testing.texts_of(figures["control"])
    )
    assert "Base: cpython-3.15. Head: cpython-3.15+jit." in testing.texts_of(figures["a-linear-1"])


def test_what_has_no_round_has_no_figure(read):
    missing = testing_gate.cell("gone/linear/1", rounds=0, verdict="missing", reason="the head has none")
    contents = read(testing_gate.document(testing_gate.cell("a/linear/1"), missing))
    assert list(testing.figures_of(gate, contents)) == ["a-linear-1"]
    assert contents.undrawn == [("gone/linear/1", "which has no round (missing: the head has none)")]


def test_the_upper_panel_has_the_rounds_boundaries_median_and_interval(read):
    entry, rows = testing_gate.cell("a/linear/1", ratio=1.08, rounds=19)
    ratios, _ = only(read, (entry, rows)).axes
    points = testing.line_of(ratios, "rounds")
    assert list(points.get_xdata()) == list(range(1, 20))
    assert list(points.get_ydata()) == pytest.approx([math.exp(row["log_ratio"]) for row in rows])
    assert testing.line_of(ratios, "above it, evidence for regressed").get_ydata()[0] == pytest.approx(1.02)
    assert testing.line_of(ratios, "below it, evidence for pass").get_ydata()[0] == pytest.approx(1.05)
    assert testing.line_of(ratios, "ratio").get_ydata()[0] == 1.08
    (band,) = ratios.patches
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx((entry["low"], entry["high"]))
    low, high = ratios.get_ylim()
    assert low < 1 < 1.08 * 1.015 < high


def test_the_lower_panel_has_both_wealths_and_the_bars_in_powers_of_ten(read):
    entry, rows = testing_gate.cell("a/linear/1", rounds=12)
    _, odds = only(read, (entry, rows)).axes
    course = testing.line_of(odds, "wealth: pass")
    assert list(course.get_xdata()) == list(range(13))
    expected = [0, *(row["log_pass_wealth"] / math.log(10) for row in rows)]
    assert list(course.get_ydata()) == pytest.approx(expected)
    assert testing.line_of(odds, "wealth: regressed").get_ydata()[12] < -6
    assert testing.line_of(odds, "bar: regressed").get_ydata()[0] == pytest.approx(math.log10(2000))
    assert testing.line_of(odds, "bar: pass").get_ydata()[0] == pytest.approx(3)
    assert odds.get_ylim()[0] > -4.5  # a lost bet does not squeeze the rest
    assert "1 : 1000" in [text.get_text() for text in odds.get_yticklabels()]


def test_the_heads_say_verdict_ratio_rounds_and_odds(read):
    texts = testing.texts_of(only(read, testing_gate.cell("a/linear/1", ratio=1.08, rounds=19)))
    assert "regressed: ratio 1.080 [1.064, 1.096] after 19 rounds, 1.7 s" in texts
    assert "Regressed: 1 : 1.3×10⁵, needs 1 : 2000. Pass: none, needs 1 : 1000" in texts


def test_failed_rounds_are_marked_at_the_edges_and_explained(read):
    entry, rows = testing_gate.cell("a/linear/1", rounds=12, verdict="failed", reason="3 rounds failed")
    testing_gate.fail(rows[1], "head", "killed by signal 9")
    testing_gate.fail(rows[4], "base", "it hung")
    testing_gate.fail(rows[6], "base", "it hung")
    testing_gate.fail(rows[6], "head", "no answer")
    figure = only(read, (entry, rows))
    ratios = figure.axes[0]
    marked = {
        words: list(testing.line_of(ratios, words).get_xdata())
        for words in (
            "only the head failed: counts as infinitely slow",
            "only the base failed: counts as infinitely fast",
            "both failed: the round is void",
        )
    }
    assert list(marked.values()) == [[2], [5], [7]]
    assert len(testing.line_of(ratios, "rounds").get_xdata()) == 9
    texts = testing.texts_of(figure)
    assert "Round 2: the head failed: killed by signal 9." in texts
    assert "Round 7: the base failed: it hung." in texts
    assert "Why failed: 3 rounds failed." in texts


def test_rounds_far_outside_stand_at_the_edge_and_do_not_squeeze_the_rest(read):
    entry, rows = testing_gate.cell("a/linear/1", rounds=12)
    rows[3]["log_ratio"], rows[5]["log_ratio"] = 2.0, -2.0
    ratios, _ = only(read, (entry, rows)).axes
    assert list(testing.line_of(ratios, "a round above the panel").get_xdata()) == [4]
    assert list(testing.line_of(ratios, "a round below the panel").get_xdata()) == [6]
    assert ratios.get_ylim()[1] < 1.4


def test_notes(read):
    entry, rows = testing_gate.cell("a/linear/1", improved=True, drifting=True)
    rows[2]["log_ratio"] = None
    texts = testing.texts_of(only(read, (entry, rows)))
    assert any(text.startswith("Improved: ") for text in texts)
    assert any(text.startswith("Drifting: ") for text in texts)
    assert "Void for want of a valid pair of times: 1 round." in texts


@pytest.mark.parametrize("rounds", [1, 2, 500])
def test_any_number_of_rounds_with_or_without_a_ratio(read, rounds):
    entry, rows = testing_gate.cell("a/linear/1", rounds=rounds)
    entry |= {"ratio": None, "low": None, "high": None, "verdict": "undecided"}
    for row in rows:
        row["log_ratio"] = None
    ratios, odds = only(read, (entry, rows)).axes
    assert "rounds" not in labels(ratios)
    assert odds.get_xlim()[1] > rounds
    assert 1 <= len(odds.get_xticks()) <= 13


def test_a_soak_has_no_figure_a_cell(read):
    assert testing.figures_of(gate, read(testing_gate.soak_document())) == {}
