"""How charts look: colours, markers, fonts, and how untrusted texts and numbers are written on them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.lines import Line2D

# Okabe and Ito's palette, its pale yellow darkened for white paper; neighbours differ in lightness, too.
COLOURS = ("#0072B2", "#E69F00", "#000000", "#CC79A7", "#D55E00", "#A39400", "#56B4E9", "#009E73")
MARKERS = ("o", "s", "D", "^", "v", "P", ">", "X", "*", "<", "h")
SWITCHED_LINES = ((0, (5, 2)), (0, (5, 1.5, 1, 1.5)), (0, (2, 1.2)))

# By mode: fresh workers and the pool of the same kind are neighbours in colour and apart in marks.
_MODES = {
    "linear": (COLOURS[2], "D"),
    "threaded": (COLOURS[0], "o"),
    "process": (COLOURS[4], "s"),
    "subinterpreter": (COLOURS[7], "^"),
    "thread-pool": (COLOURS[6], "v"),
    "process-pool": (COLOURS[1], "X"),
    "interpreter-pool": (COLOURS[5], "P"),
}
_OTHER_MODE = (COLOURS[3], "h")

TEXT_COLOUR = "#1A1A1A"
QUIET = "#555555"
GRID = "#E4E4E4"
SHADE = "#F1EEE6"
PUBLISHED = "#ABABAB"

TITLE_POINTS, BODY_POINTS, LABEL_POINTS, NOTE_POINTS, SMALL_POINTS = 14.0, 9.0, 8.5, 8.0, 7.5
DPI = 150
MEBIBYTE = 2**20

_SETTINGS = {
    "font.size": BODY_POINTS,
    "text.color": TEXT_COLOUR,
    "text.parse_math": False,  # names in result files are untrusted: a "$" is a dollar
    "axes.edgecolor": "#777777",
    "axes.labelcolor": TEXT_COLOUR,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "xtick.color": "#777777",
    "ytick.color": "#777777",
    "xtick.labelcolor": TEXT_COLOUR,
    "ytick.labelcolor": TEXT_COLOUR,
    "xtick.labelsize": LABEL_POINTS,
    "ytick.labelsize": LABEL_POINTS,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,  # letters that can be selected and searched for
    "svg.hashsalt": "pepbench",
}

_UNPRINTABLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


@contextmanager
def paper() -> Iterator[None]:
    """Our settings and no others while drawing: the user's matplotlibrc must not change a chart."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


@dataclass(frozen=True)
class Look:
    """What tells one configuration's line from the others, in colour and in grey print."""

    colour: str
    marker: str
    line: str | tuple
    hollow: bool
    size: float

    def options(self) -> dict:
        """Keyword arguments for a line with marks."""
        return {
            "color": self.colour,
            "marker": self.marker,
            "linestyle": self.line,
            "linewidth": 1.4,
            "markersize": self.size,
            "markeredgewidth": 1.2,
            "markeredgecolor": self.colour,
            "markerfacecolor": "white" if self.hollow else self.colour,
        }

    def handle(self) -> Line2D:
        """A piece of the line for the legend."""
        return Line2D([], [], **self.options())


def looks(configurations: tuple[str, ...]) -> dict[str, Look]:
    """A look for each configuration: as shipped is a full line and mark, switched is dashed and hollow."""
    chosen = {}
    switched = 0
    size = 5.5 if len(configurations) <= 4 else 4.5
    for index, name in enumerate(configurations):
        hollow = "+" in name
        line = SWITCHED_LINES[switched % len(SWITCHED_LINES)] if hollow else "-"
        switched += hollow
        chosen[name] = Look(COLOURS[index % len(COLOURS)], MARKERS[index % len(MARKERS)], line, hollow, size)
    return chosen


def mode_looks(modes: Sequence[str]) -> list[Look]:
    """A look for each line of a panel of several modes: colour and mark by mode, dashes where one repeats."""
    chosen = []
    for index, mode in enumerate(modes):
        colour, marker = _MODES.get(mode, _OTHER_MODE)
        alike = modes[:index].count(mode)
        line = ("-", *SWITCHED_LINES)[alike % (len(SWITCHED_LINES) + 1)]
        chosen.append(Look(colour, marker, line, hollow=alike % 2 == 1, size=4.5))
    return chosen


def plain(text: str, most: int = 32) -> str:
    """An untrusted text on one line, without control characters, its middle cut out if it is too long.

    The middle, because names differ at their ends: `cpython-3.15`, `cpython-3.15+jit`.
    """
    shown = "".join(
        "\N{REPLACEMENT CHARACTER}" if _unprintable(letter) else letter for letter in " ".join(text.split())
    )
    if len(shown) <= most:
        return shown
    head = (most - 1) * 2 // 3
    return shown[:head] + "…" + shown[len(shown) - (most - 1 - head) :]


def labels(names: tuple[str, ...], most: int = 28) -> dict[str, str]:
    """A label for each name, numbered where cutting or cleaning made two of them alike."""
    given: dict[str, str] = {}
    for name in names:
        label = plain(name, most)
        number = 2
        while label in given.values():
            label = f"{plain(name, most - 4)} ({number})"
            number += 1
        given[name] = label
    return given


def seconds(value: float) -> str:
    """A time with its unit, as on an axis: `500 ms`, `2 s`."""
    for factor, unit in ((1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms")):
        if value < factor * 1000 * (1 - 1e-9):
            return f"{_short(value / factor)} {unit}"
    return f"{_short(value)} s"


def mebibytes(value: float) -> str:
    """A number of bytes in at most four digits: `12.34 MiB`."""
    return f"{_short(float(f'{value / MEBIBYTE:.4g}'))} MiB"


def times(value: float) -> str:
    """A ratio, as on an axis: `1.05×`."""
    return f"{_short(value)}×"


def four_digits(value: float) -> str:
    """Four digits, of which 5 % is worth at least fifty units in the last place."""
    return f"{value:#.4g}" if value >= 1 else f"{value:.3f}"


def count(number: float, one: str, more: str | None = None) -> str:
    """`1 worker`, `2 workers`, `1.5 usable cores`."""
    written = number if isinstance(number, int) else f"{number:g}"
    return f"{written} {one if number == 1 else more or one + 's'}"


def spread(numbers: list[int], one: str, more: str | None = None) -> str:
    """How many there are of something that differs from cell to cell: `6 to 12 process runs`."""
    low, high = min(numbers), max(numbers)
    return count(low, one, more) if low == high else f"{low} to {count(high, one, more)}"


def _short(value: float) -> str:
    text = f"{value:.6g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e-" in text and value >= 1e-6 else text


def _unprintable(letter: str) -> bool:
    # The last two code points of each plane are no characters, and XML refuses them.
    return unicodedata.category(letter) in _UNPRINTABLE or ord(letter) & 0xFFFE == 0xFFFE
