import math

import pytest
from matplotlib.figure import Figure

from plots import scales


@pytest.mark.parametrize("factor", [1.5, 1.9, 3, 3.99, 4.01, 7, 12, 55, 400, 1e4, 1e7, 1e11, 1e200])
@pytest.mark.parametrize("low", [3.7e-9, 1.01e-6, 0.00093, 0.5, 7.7, 1e-300])
def test_any_range_has_a_few_ticks_within_it(low, factor):
    found = scales.ticks(low, low * factor)
    assert 1 <= len(found) <= 7
    assert len(found) >= 2 or factor > 1e5
    assert found == sorted(set(found))
    assert all(low <= value <= low * factor for value in found)


def test_ticks_are_round():
    assert scales.ticks(0.15, 4.2) == pytest.approx([0.2, 0.3, 0.5, 1, 2, 3])
    assert scales.ticks(0.9, 1.75) == pytest.approx([1.0, 1.2, 1.4, 1.6])


def test_speed_ups_are_marked_at_powers_of_two_as_long_as_they_are_few():
    assert scales.doubling_ticks(0.4, 9) == [0.5, 1, 2, 4, 8]
    assert scales.doubling_ticks(1e-4, 10) == pytest.approx([1e-4, 1e-3, 0.01, 0.1, 1, 10])


def test_linear_axes_begin_at_zero():
    assert scales.ticks_from_zero(73.2) == [0, 20, 40, 60]
    assert scales.spans_a_decade([1, 10.1])
    assert not scales.spans_a_decade([1, 10])


@pytest.mark.parametrize(
    "values", [[0.5], [0.5, 0.5], [1e-6, 3.0], [5e-324, 1.7e308]], ids=["one", "equal", "wide", "extreme"]
)
def test_limits_enclose_the_values_and_are_finite(values):
    low, high = scales.limits(values)
    assert 0 < low < high < math.inf
    assert high / low >= 1.49
    if max(values) < 1e300:
        assert low < min(values)
        assert high > max(values)


@pytest.mark.parametrize(
    ("workers", "shown"),
    [
        ((1, 2, 4, 8), ["1", "2", "4", "8"]),
        ((3,), ["3"]),
        (tuple(range(1, 33)), ["1", "2", "4", "8", "11", "16", "22", "32"]),
    ],
)
def test_workers_are_labelled_where_there_is_room(workers, shown):
    axes = Figure().add_subplot()
    scales.set_workers_axis(axes, workers, 2.9)
    assert [text.get_text() for text in axes.get_xticklabels()] == shown
    assert axes.get_xscale() == "log"
    assert axes.get_xlim()[0] < workers[0] <= workers[-1] < axes.get_xlim()[1]
