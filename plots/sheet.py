"""A chart's sheet of paper: title, panels, legend, notes and footer, laid out in inches after measuring them.

Every text is measured with the renderer before it is placed, so that none meets another or leaves the sheet,
whatever the number of configurations and the length of their names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from plots import style
from plots.chart import Caption, Chart

_MARGIN = 0.22
_GAP, _KEY_GAP = 0.14, 0.09
_LINE = 1.38  # line height ÷ font size


@dataclass(frozen=True)
class Grid:
    """Sizes of the panels and of the room around them, in inches."""

    panels: int
    columns: int
    width: float
    height: float
    left: float
    right: float = _MARGIN
    between: float = 0.24
    above: float = 0.48
    below: float = 0.46

    @property
    def rows(self) -> int:
        return math.ceil(self.panels / self.columns)

    @property
    def sheet_width(self) -> float:
        return self.left + self.columns * self.width + (self.columns - 1) * self.between + self.right


def balanced_columns(panels: int, most: int) -> int:
    """As few columns as do without one more row, so that the last row is as full as can be."""
    return math.ceil(panels / math.ceil(panels / most))


class Sheet:
    """A figure with empty panels; draw into `panels`, then call `finish` once."""

    def __init__(self, grid: Grid) -> None:
        self.figure = Chart(figsize=(grid.sheet_width, 8), dpi=style.DPI)
        FigureCanvasAgg(self.figure)
        self.panels: list[Axes] = [
            self.figure.add_axes((0, 0, 1, 1), label=str(n)) for n in range(grid.panels)
        ]
        self._grid = grid
        self._measure = Measure()

    def finish(
        self,
        *,
        title: str,
        explanation: list[str],
        keys: list[list[tuple[Artist, str]]],
        notes: list[str],
        footer: str,
        unit: str = "ratio",
    ) -> Chart:
        """Places everything and gives the sheet the height that it needs; `unit` is that of the marks."""
        grid = self._grid
        room = grid.sheet_width - 2 * _MARGIN
        blocks: list[tuple[float, Text]] = []  # distance from the top, text
        y = _MARGIN

        def write(paragraphs: list[str], points: float, **look: object) -> None:
            nonlocal y
            for paragraph in paragraphs:
                for line in self._measure.wrap(paragraph, points, room, **look):
                    text = self.figure.text(0, 0, line, fontsize=points, va="baseline", **look)
                    y += points * _LINE / 72
                    blocks.append((y - points * (_LINE - 1) / 72, text))

        write([title], style.TITLE_POINTS, fontweight="bold")
        y += 0.05
        write(explanation, style.BODY_POINTS, color=style.QUIET)
        panels_top = y
        y += grid.rows * (grid.above + grid.height + grid.below)
        placed: list[tuple[float, Legend]] = []
        for entries in filter(None, keys):
            key, key_height = self._key(entries, room)
            y += _KEY_GAP
            placed.append((y, key))
            y += key_height
        panels_bottom = y
        y += _GAP
        write(notes, style.NOTE_POINTS)
        y += 0.06 if notes else 0
        write([footer], style.SMALL_POINTS, color=style.QUIET)
        height = y + _MARGIN * 0.8

        self.figure.set_size_inches(grid.sheet_width, height)
        for top, text in blocks:
            text.set_position((_MARGIN / grid.sheet_width, 1 - top / height))
        for top, key in placed:
            place = (_MARGIN / grid.sheet_width, 1 - top / height)
            # Named, because saving a part of the figure moves no other transform.
            key.set_bbox_to_anchor(place, transform=self.figure.transFigure)
        self._place_panels(panels_top, height)
        self.figure.say(Caption(title, tuple(explanation), tuple(notes)), [text for _, text in blocks])
        self.figure.body = Bbox(
            [[0, height - panels_bottom - _KEY_GAP], [grid.sheet_width, height - panels_top]]
        )
        self.figure.unit = unit
        return self.figure

    def _place_panels(self, top: float, height: float) -> None:
        grid = self._grid
        for number, axes in enumerate(self.panels):
            row, column = divmod(number, grid.columns)
            left = grid.left + column * (grid.width + grid.between)
            bottom = top + (row + 1) * (grid.above + grid.height) + row * grid.below
            axes.set_position(
                (
                    left / grid.sheet_width,
                    1 - bottom / height,
                    grid.width / grid.sheet_width,
                    grid.height / height,
                )
            )

    def _key(self, entries: list[tuple[Artist, str]], room: float) -> tuple[Legend, float]:
        """A key to lines and marks in as many columns as fit, and its height in inches."""
        marks_only = all(
            isinstance(handle, Line2D) and handle.get_linestyle() == "None" for handle, _ in entries
        )
        for rows in range(1, len(entries) + 1):
            columns = math.ceil(len(entries) / rows)
            key = self.figure.legend(
                [handle for handle, _ in entries],
                [f"entry {number}" for number in range(len(entries))],
                loc="upper left",
                ncols=columns,
                frameon=False,
                fontsize=style.LABEL_POINTS,
                handlelength=1.2 if marks_only else 3.2,
                columnspacing=1.8,
                labelspacing=0.45,
                borderpad=0,
                borderaxespad=0,
            )
            # A label that starts with "_" would be left out if it were given above.
            for text, (_, label) in zip(key.get_texts(), entries):
                text.set_text(self._measure.fit(label, style.LABEL_POINTS, room - 0.8))
            extent = key.get_window_extent(self._measure.renderer)
            if extent.width / style.DPI <= room:
                break
            if rows < len(entries):
                key.remove()
        return key, extent.height / style.DPI


class Measure:
    """Sizes of texts as the renderer will draw them."""

    def __init__(self) -> None:
        self._figure = Figure(dpi=style.DPI)
        self.renderer = FigureCanvasAgg(self._figure).get_renderer()

    def width(self, text: str, points: float, **look: object) -> float:
        """Width in inches."""
        drawn = Text(0, 0, text, fontsize=points, **look)
        drawn.set_figure(self._figure)
        return drawn.get_window_extent(self.renderer).width / style.DPI

    def wrap(self, text: str, points: float, room: float, **look: object) -> list[str]:
        """Lines no wider than `room`; a word that is wider alone is cut in its middle."""
        if self.width(text, points, **look) <= room:
            return [text]
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, points, **look) <= room:
                lines[-1] = longer
                continue
            lines.append(self.fit(word, points, room, **look))
        return lines

    def fit(self, text: str, points: float, room: float, **look: object) -> str:
        """The text, its middle cut out if it is wider than `room`."""
        shown = text
        while len(shown) > 3 and (width := self.width(shown, points, **look)) > room:
            shown = style.plain(text, max(3, min(len(shown) - 1, int(len(shown) * room / width))))
        return shown
