"""Charts of rows: a label on the left, numbers with their intervals as marks on a horizontal axis."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes

from plots import style
from plots.chart import Point
from plots.model import Estimate
from plots.sheet import Measure

HEADLINE_INCHES, ROW_INCHES, BETWEEN_INCHES = 0.30, 0.21, 0.10

# Words that stand in a panel in place of a mark, for want of a number.
IN_PLACE = "in place"


@dataclass(frozen=True)
class Row:
    """A labelled row; `y` is in inches from the panel's top, and what begins there is divided by a line."""

    label: str
    y: float
    bold: bool
    line_above: float | None = None


class Rows:
    """Rows from the top downwards, and the height in inches that they need."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.height = 0.0
        self._line: float | None = None

    def add(self, label: str, *, bold: bool, inches: float) -> Row:
        row = Row(style.plain(label, 30), self.height + inches / 2, bold, self._line)
        self._line = None
        self.height += inches
        self.rows.append(row)
        return row

    def space(self) -> None:
        self.height += BETWEEN_INCHES

    def divide(self) -> None:
        """A line between the rows so far and the next one."""
        if self.rows:
            self._line = self.height

    @property
    def label_inches(self) -> float:
        """Room for the labels, left of the panels."""
        measure = Measure()
        return 0.5 + max(measure.width(row.label, style.BODY_POINTS, fontweight="bold") for row in self.rows)

    def mark(self, axes: Axes, *, labelled: bool) -> None:
        """Labels the rows on a panel, or only divides them."""
        axes.set_ylim(self.height, 0)
        axes.set_yticks([row.y for row in self.rows], [row.label for row in self.rows])
        axes.tick_params(axis="y", length=0, pad=6, labelleft=labelled)
        axes.tick_params(axis="x", length=3)
        axes.grid(True, axis="x", color=style.GRID, linewidth=0.7)
        for row, text in zip(self.rows, axes.get_yticklabels()):
            text.set(
                fontsize=style.BODY_POINTS if row.bold else style.SMALL_POINTS,
                fontweight="bold" if row.bold else "normal",
                color=style.TEXT_COLOUR if row.bold else style.QUIET,
            )
        for row in self.rows:
            if row.line_above is not None:
                axes.axhline(row.line_above, color="#BBBBBB", linewidth=0.6)


def head(axes: Axes, title: str, words: str, width: float) -> None:
    """A panel's title and under it a line of words, perhaps none, cut to the panel's width in inches."""
    measure = Measure()
    shown = measure.fit(title, 10, width, fontweight="bold")
    axes.set_title(shown, loc="left", fontsize=10, fontweight="bold", pad=17)
    axes.annotate(
        measure.fit(words, style.SMALL_POINTS, width),
        (0, 1),
        xytext=(0, 4),
        xycoords="axes fraction",
        textcoords="offset points",
        va="bottom",
        fontsize=style.SMALL_POINTS,
        color=style.QUIET,
    )


def draw_estimate(axes: Axes, estimate: Estimate, y: float, look: dict, name: str) -> None:
    """A mark with its interval; big marks have strong bars with ends."""
    big = look["markersize"] > 5
    (mark,) = axes.plot([estimate.value], [y], zorder=5 if big else 4, label=f"data: {name}", **look)
    axes.figure.record(axes, mark, name, [Point(estimate)])
    if estimate.has_interval:
        axes.errorbar(
            [estimate.value],
            [y],
            xerr=[[estimate.value - estimate.low], [estimate.high - estimate.value]],
            fmt="none",
            ecolor=look["color"],
            elinewidth=1.6 if big else 0.9,
            capsize=3 if big else 0,
            zorder=3,
            label=f"interval: {name}",
        )


def write_in_place(axes: Axes, y: float, words: str) -> None:
    """Words in the middle of a row that has no mark."""
    axes.text(
        0.5,
        y,
        words,
        transform=axes.get_yaxis_transform(),
        ha="center",
        va="center",
        fontsize=style.SMALL_POINTS,
        color=style.QUIET,
        gid=IN_PLACE,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )
