"""A finished chart: besides its drawing what it says in words, and the numbers behind its marks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from plots.model import Estimate


@dataclass(frozen=True)
class Caption:
    """The words around the panels, in full where the sheet cuts them to its width."""

    title: str
    explanation: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """A mark: the number that it stands for, and at how many workers where these are its axis."""

    estimate: Estimate
    workers: int | None = None


@dataclass(frozen=True)
class Series:
    """The marks of a line, or of a row, in the order in which they are drawn; `gid` is their id in an SVG."""

    panel: str
    name: str
    gid: str
    points: tuple[Point, ...]


class Chart(Figure):
    """A figure that `Sheet.finish` has completed.

    `body` is the part with panels and keys, without the words of the caption, in inches; `unit` is what its
    marks measure: `seconds`, `bytes` or `ratio`.
    """

    caption: Caption
    unit: str
    body: Bbox

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._drawn: list[tuple[Axes, Series]] = []
        self._panels: dict[Axes, str] = {}
        self._words: list[Text] = []

    def name_panel(self, axes: Axes, name: str) -> None:
        """What a panel shows, in full: its title is cut to its width."""
        self._panels[axes] = name

    @property
    def series(self) -> list[Series]:
        """What was recorded, each with the name of its panel."""
        return [replace(series, panel=self._panels.get(axes, "")) for axes, series in self._drawn]

    def record(self, axes: Axes, marks: Artist, name: str, points: list[Point]) -> None:
        """Keeps the numbers behind marks that were drawn on a panel."""
        marks.set_gid(f"points-{len(self._drawn)}")
        self._drawn.append((axes, Series("", name, marks.get_gid(), tuple(points))))

    def say(self, caption: Caption, words: list[Text]) -> None:
        """The caption, and the texts on the sheet that it stands for."""
        self.caption = caption
        self._words = words

    def leave_out_caption(self) -> None:
        """Draws the body alone from now on, for a page that writes the caption itself."""
        for text in self._words:
            text.set_visible(False)
