"""The evidence that a gate's rounds leave, as the odds of two gamblers: the lower panel of its chart.

Each wealth begins at 1 and is a test martingale under the claim that it bets against, so that it reaches x
with a chance of at most 1 in x where the claim is true (Ville's inequality; harness/stats/README.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from plots import scales, style
from plots.gate_model import GatedCell

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LARGEST_PLAIN = 4  # powers of ten that are written out


@dataclass(frozen=True)
class Look:
    """A gambler's colour and mark; dashes of the two do not hide each other where their lines meet."""

    colour: str
    marker: str
    line: tuple

    def options(self) -> dict:
        return {
            "color": self.colour,
            "marker": self.marker,
            "markersize": 4,
            "linewidth": 1.4,
            "linestyle": "-",
        }

    def line_only(self) -> Line2D:
        """A piece of the dashed line for the legend."""
        return Line2D([], [], color=self.colour, linestyle=self.line, linewidth=1.4)


REGRESSED = Look(style.COLOURS[4], "^", (0, (4, 4)))
PASSED = Look(style.COLOURS[0], "s", (4, (4, 4)))


def headline(cell: GatedCell) -> tuple[str, str]:
    """A title for the panel, and what its odds mean."""
    last = cell.rounds[-1]
    return (
        f"Regressed: {_reached(last.log_flag_wealth, cell.rule.flag_bar)}."
        f" Pass: {_reached(last.log_pass_wealth, cell.rule.pass_bar)}",
        "1 : x: where the claim holds, the odds against it ever reach x with a chance of at most 1 in x",
    )


def _reached(log_wealth: float, bar: float) -> str:
    """`1 : 1200, needs 1 : 1000`; a gambler who has lost has none."""
    decades = log_wealth / math.log(10)
    return f"{odds(decades) if decades > 0 else 'none'}, needs {odds(bar)}"


def odds(decades: float) -> str:
    """Odds whose decimal logarithm is given: `1 : 1200`, `1 : 3×10⁷`, `100 : 1`."""
    size = _number(abs(decades))
    return f"1 : {size}" if decades >= 0 else f"{size} : 1"


def _number(decades: float) -> str:
    if decades < _LARGEST_PLAIN:
        return f"{float(f'{10**decades:.3g}'):g}"
    power = math.floor(decades + 1e-9)
    digits = f"{10 ** (decades - power):.2g}"
    if digits == "10":
        power, digits = power + 1, "1"
    written = "10" + str(power).translate(_SUPERSCRIPTS)
    return written if digits == "1" else f"{digits}×{written}"


def draw(axes: Axes, cell: GatedCell) -> list[list[tuple[Artist, str]]]:
    """Both courses with the bars that they must reach; returns the legend of each."""
    rule = cell.rule
    keys: list[list[tuple[Artist, str]]] = []
    courses = []
    for look, claim, verdict, bar, log_wealths in (
        (
            REGRESSED,
            f"at most {_percent(rule.harmless)} slower",
            "regressed",
            rule.flag_bar,
            [each.log_flag_wealth for each in cell.rounds],
        ),
        (
            PASSED,
            f"{_percent(rule.threshold)} slower or more",
            "pass",
            rule.pass_bar,
            [each.log_pass_wealth for each in cell.rounds],
        ),
    ):
        course = [0.0, *(value / math.log(10) for value in log_wealths)]
        courses.append(course)
        axes.plot(range(len(course)), course, zorder=4, label=f"wealth: {verdict}", **look.options())
        axes.axhline(bar, color=look.colour, linestyle=look.line, linewidth=1.4, label=f"bar: {verdict}")
        keys.append(
            [
                (Line2D([], [], **look.options()), f"odds against “{claim}”"),
                (look.line_only(), f"{verdict} from {odds(bar)} on"),
            ]
        )
    _set_axis(axes, courses, max(rule.flag_bar, rule.pass_bar))
    return keys


def _set_axis(axes: Axes, courses: list[list[float]], bar: float) -> None:
    """Powers of ten; a gambler who loses may fall without end, and shows as far down as the bar is up."""
    high = max(bar, *map(max, courses))
    low = max(min(map(min, courses)), -bar)
    room = 0.08 * (high - low)
    step = math.ceil((high - low) / 8)
    first, last = math.ceil((low - room) / step), math.floor((high + room) / step)
    ticks = [float(number * step) for number in range(first, last + 1)]
    scales.set_value_axis(axes, "y", (low - room, high + room), ticks, odds, scale="linear")
    axes.axhline(0, color=style.QUIET, linewidth=0.8, zorder=2, label="even")
    axes.set_ylabel("odds against the claim", fontsize=style.LABEL_POINTS)


def _percent(share: float) -> str:
    return f"{share * 100:.4g} %"
