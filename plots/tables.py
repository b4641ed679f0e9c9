"""Small tables below panels: a line of the chart a row, told by its mark, with numbers in words."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes

from plots import style
from plots.sheet import Measure

_ROW_INCHES = 0.155
_TOP_INCHES = 0.52  # below the axis, its ticks and its label
_MARK_INCHES = 0.07
_TEXT_INCHES = 0.2


@dataclass(frozen=True)
class TableRow:
    """A line's mark, and what is written at the left and at the right of it."""

    look: style.Look
    left: str
    right: str = ""


def room_below(rows: int) -> float:
    """Inches to leave below a panel for its axis and a table of that many rows."""
    return _TOP_INCHES + (rows + 1) * _ROW_INCHES + 0.1


def write_below(
    axes: Axes, width: float, height: float, header: tuple[str, str], rows: list[TableRow]
) -> None:
    """Writes a table below a panel whose sizes are given in inches; texts that are too wide are cut."""

    measure = Measure()

    def y(row: int) -> float:
        return -(_TOP_INCHES + row * _ROW_INCHES) / height

    _write(axes, measure, (width, y(0)), header, style.QUIET)
    for number, row in enumerate(rows, 1):
        axes.plot(
            [_MARK_INCHES / width],
            [y(number)],
            transform=axes.transAxes,
            clip_on=False,
            **{**row.look.options(), "linestyle": "none", "markersize": 4.5},
        )
        _write(axes, measure, (width, y(number)), (row.left, row.right), style.TEXT_COLOUR)


def _write(
    axes: Axes, measure: Measure, place: tuple[float, float], texts: tuple[str, str], colour: str
) -> None:
    width, y = place
    room = width - _TEXT_INCHES
    right = measure.fit(texts[1], style.SMALL_POINTS, room * 0.6) if texts[1] else ""
    taken = measure.width(right, style.SMALL_POINTS) + 0.1 if right else 0.0
    left = measure.fit(texts[0], style.SMALL_POINTS, room - taken)
    for x, text, side in ((_TEXT_INCHES / width, left, "left"), (1.0, right, "right")):
        axes.text(
            x,
            y,
            text,
            transform=axes.transAxes,
            ha=side,
            va="center",
            fontsize=style.SMALL_POINTS,
            color=colour,
        )
