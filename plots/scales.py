"""Logarithmic axes whose ticks carry plain numbers with units, few enough not to touch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator, NullFormatter, NullLocator


def limits(values: Iterable[float], *, pad: float = 0.06, least_factor: float = 1.5) -> tuple[float, float]:
    """The ends of a logarithmic axis that shows all values with some room around them."""
    logs = [math.log(value) for value in values]
    low, high = min(logs), max(logs)
    room = max((high - low) * pad, (math.log(least_factor) - (high - low)) / 2)
    # The largest and smallest doubles leave no room on one side; an axis needs finite ends.
    return math.exp(max(low - room, -700.0)), math.exp(min(high + room, 700.0))


def ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Round values within a logarithmic axis: the finest sort of which there are no more than `most`."""
    if high / low < 4:
        unit = 10.0 ** math.floor(math.log10(low))  # the locator gives up on very small numbers
        even = MaxNLocator(most - 1, steps=[1, 2, 2.5, 5, 10]).tick_values(low / unit, high / unit)
        return [float(value) * unit for value in even if low <= value * unit <= high]
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for mantissas in ((1, 2, 3, 5), (1, 2, 5), (1, 3)):
        found = [m * 10.0**d for d in decades for m in mantissas if low <= m * 10.0**d <= high]
        if len(found) <= most:
            return found
    whole = [d for d in decades if low <= 10.0**d <= high]
    step = math.ceil(len(whole) / most)
    return [10.0**d for d in whole if d % step == 0]


def doubling_ticks(low: float, high: float, most: int = 8) -> list[float]:
    """Powers of two within an axis of speed-ups; other round values where those are too many or few."""
    found = [2.0**p for p in range(math.ceil(math.log2(low)), math.floor(math.log2(high)) + 1)]
    return found if 3 <= len(found) <= most else ticks(low, high, most)


def spans_a_decade(values: Iterable[float]) -> bool:
    """Whether values differ so much that a linear axis would hide the small ones."""
    given = list(values)
    return max(given) > 10 * min(given)


def ticks_from_zero(high: float, most: int = 7) -> list[float]:
    """Round values of a linear axis from 0 to `high`."""
    even = MaxNLocator(most - 1, steps=[1, 2, 2.5, 5, 10]).tick_values(0, high)
    return [float(value) for value in even if 0 <= value <= high]


def set_value_axis(
    axes: Axes,
    which: str,
    ends: tuple[float, float],
    at: list[float],
    text: Callable[[float], str],
    *,
    scale: str = "log",
) -> None:
    """Gives the x or y axis its ends and ticks at `at`, logarithmic if not told otherwise."""
    axis = {"x": axes.xaxis, "y": axes.yaxis}[which]
    axes.set(**{f"{which}scale": scale, f"{which}lim": ends})
    axis.set_major_locator(FixedLocator(at))
    axis.set_major_formatter(FixedFormatter([text(value) for value in at]))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())


def set_workers_axis(axes: Axes, workers: tuple[int, ...], inches: float) -> None:
    """Workers on a logarithmic x axis, labelled where measured and where there is room."""
    ends = workers_limits(workers)
    room = 0.04 + 0.09 * len(str(workers[-1]))
    per_inch = math.log2(ends[1] / ends[0]) / inches
    shown: list[int] = []
    # Powers of two first: when space is short, 1, 2, 4, 8 are the numbers of the PEP.
    for number in sorted(workers, key=lambda w: (w & (w - 1) != 0, w)):
        if all(abs(math.log2(number / other)) >= room * per_inch for other in shown):
            shown.append(number)
    shown.sort()
    set_value_axis(axes, "x", ends, [float(w) for w in shown], lambda value: f"{value:g}")


def workers_limits(workers: tuple[int, ...]) -> tuple[float, float]:
    """The ends of the workers axis."""
    return workers[0] / 1.35, workers[-1] * 1.35
