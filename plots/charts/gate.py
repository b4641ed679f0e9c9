"""The course of a gate, a figure a cell: the ratio of each round, and the evidence after it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from plots import evidence, notes, rows, scales, style
from plots.gate_model import Gate, GatedCell, GateRound
from plots.sheet import Grid, Sheet

NAME = "gate"
DRAWS = Gate

_WIDTH, _HEIGHT = 6.6, 2.5
_TOP, _BOTTOM = 0.95, 0.05  # where marks stand that are not on the axis, as shares of the panel's height
_MOST_THRESHOLDS = 3  # shown beyond what decides; bets do not grow with distance
_BAND = "#D9D9D9"


def draw(gate: Gate) -> Iterator[tuple[str, Figure]]:
    """One figure for each cell that has rounds, the control last; none of a soak, which has thousands."""
    for cell in sorted(gate.cells, key=lambda cell: cell.control):
        if cell.rounds:
            yield "control" if cell.control else cell.name.replace("/", "-"), _figure(gate, cell)


def _figure(gate: Gate, cell: GatedCell) -> Figure:
    sheet = Sheet(Grid(2, 1, _WIDTH, _HEIGHT, left=0.95))
    ratios, odds = sheet.panels
    rows.head(ratios, _verdict(cell), "time of the head ÷ time of the base, round by round", _WIDTH)
    rows.head(odds, *evidence.headline(cell), _WIDTH)
    _show_ratios(ratios, cell)
    keys = [_draw_ratios(ratios, cell), _draw_boundaries(ratios, cell), _mark_failures(ratios, cell.rounds)]
    for axes in sheet.panels:
        _number_rounds(axes, len(cell.rounds))
    odds.set_xlabel("round", fontsize=style.LABEL_POINTS)
    ratios.set_ylabel("head ÷ base", fontsize=style.LABEL_POINTS)
    return sheet.finish(
        title=_title(cell),
        explanation=_explanation(gate, cell),
        keys=[*keys, *evidence.draw(odds, cell)],
        notes=_notes(cell),
        footer=notes.footer(gate.origin),
    )


def _title(cell: GatedCell) -> str:
    if cell.control:
        return f"The gate's control: {style.plain(cell.name, 60)}"
    return f"The course of a gate: {style.plain(cell.name, 60)}"


def _explanation(gate: Gate, cell: GatedCell) -> list[str]:
    base, head = style.plain(gate.base, 60), style.plain(gate.head, 60)
    sides = f"Base: {base}. Head: {head}."
    if cell.control:
        sides = f"Both sides are the base, {base}: it must pass, or no verdict of the file is to be trusted."
    return [sides, "A round is a fresh process of each side, run alternately, and gives one ratio."]


def _verdict(cell: GatedCell) -> str:
    """`pass: ratio 0.998 [0.985, 1.012] after 12 rounds, 1.1 s`"""
    ratio = f"ratio {style.four_digits(cell.ratio)}" if cell.ratio else "no ratio"
    interval = f" [{', '.join(map(style.four_digits, cell.interval))}]" if cell.interval else ""
    return (
        f"{style.plain(cell.verdict, 20)}: {ratio}{interval} after {style.count(len(cell.rounds), 'round')},"
        f" {cell.seconds:.1f} s"
    )


def _number_rounds(axes: Axes, rounds: int) -> None:
    ticks = MaxNLocator(12, integer=True, min_n_ticks=1).tick_values(1, rounds)
    at = [1.0] if rounds == 1 else [float(tick) for tick in ticks if 1 <= tick <= rounds]
    room = 0.5 + rounds * 0.01
    scales.set_value_axis(axes, "x", (-room, rounds + room), at, lambda value: f"{value:g}", scale="linear")
    axes.tick_params(length=3)
    axes.grid(True, color=style.GRID, linewidth=0.7)


def _points(cell: GatedCell) -> list[tuple[int, float]]:
    """Number and ratio of each round that has one."""
    return [
        (number, math.exp(each.log_ratio))
        for number, each in enumerate(cell.rounds, 1)
        if each.log_ratio is not None
    ]


def _show_ratios(axes: Axes, cell: GatedCell) -> None:
    """Scales the axis to what decides, however far a few rounds lie outside."""
    deciding = [1.0, 1 + cell.rule.harmless, 1 + cell.rule.threshold, *(cell.interval or ())]
    deciding += [cell.ratio] if cell.ratio else []
    room = (1 + cell.rule.threshold) ** _MOST_THRESHOLDS
    low, high = min(deciding) / room, max(deciding) * room
    near = [min(max(ratio, low), high) for _, ratio in _points(cell)]
    ends = scales.limits([*deciding, *near], pad=0.12, least_factor=1.08)
    scales.set_value_axis(axes, "y", ends, scales.ticks(*ends), style.times)


def _draw_ratios(axes: Axes, cell: GatedCell) -> list[tuple[Artist, str]]:
    """Points and what they came to; returns the legend."""
    handles: list[tuple[Artist, str]] = []
    low, high = axes.get_ylim()
    points = _points(cell)
    look = {"marker": "o", "markersize": 4.5, "color": style.TEXT_COLOUR, "linestyle": "none"}
    if inside := [(number, ratio) for number, ratio in points if low <= ratio <= high]:
        axes.plot(*zip(*inside), zorder=4, label="rounds", **look)
        handles.append((Line2D([], [], **look), "a round"))
    for beyond, height, words in (
        ([number for number, ratio in points if ratio > high], _TOP, "a round above the panel"),
        ([number for number, ratio in points if ratio < low], _BOTTOM, "a round below the panel"),
    ):
        if beyond:
            hollow = {**look, "markerfacecolor": "white"}
            _draw_at_edge(axes, beyond, height, hollow, words)
            handles.append((Line2D([], [], **hollow), words))
    if cell.ratio:
        look = {"color": style.QUIET, "linewidth": 1.1}
        axes.axhline(cell.ratio, zorder=2, label="ratio", **look)
        handles.append((Line2D([], [], **look), "their median"))
    if cell.interval:
        axes.axhspan(*cell.interval, color=_BAND, linewidth=0, zorder=1, label="interval")
        handles.append((Patch(color=_BAND), "its 95 % interval, valid whenever one stops"))
    return handles


def _draw_boundaries(axes: Axes, cell: GatedCell) -> list[tuple[Artist, str]]:
    handles: list[tuple[Artist, str]] = []
    for ratio, look, words in (
        (1 + cell.rule.harmless, evidence.REGRESSED, "above it, evidence for regressed"),
        (1 + cell.rule.threshold, evidence.PASSED, "below it, evidence for pass"),
    ):
        axes.axhline(ratio, color=look.colour, linewidth=1.4, linestyle=look.line, zorder=3, label=words)
        handles.append((look.line_only(), f"{style.times(ratio)}: {words}"))
    return handles


def _mark_failures(axes: Axes, rounds: tuple[GateRound, ...]) -> list[tuple[Artist, str]]:
    """Rounds without a ratio, at the panel's edges."""
    handles: list[tuple[Artist, str]] = []
    for marker, height, words, is_meant in (
        ("^", _TOP, "only the head failed: counts as infinitely slow", lambda each: not each.base_failure),
        ("v", _BOTTOM, "only the base failed: counts as infinitely fast", lambda each: not each.head_failure),
        (
            "X",
            _BOTTOM,
            "both failed: the round is void",
            lambda each: each.base_failure and each.head_failure,
        ),
    ):
        at = [number for number, each in enumerate(rounds, 1) if _failed(each) and is_meant(each)]
        if at:
            look = {"marker": marker, "markersize": 7, "color": style.COLOURS[3], "linestyle": "none"}
            _draw_at_edge(axes, at, height, look, words)
            handles.append((Line2D([], [], **look), words))
    return handles


def _draw_at_edge(axes: Axes, at: list[int], height: float, look: dict, words: str) -> None:
    axes.plot(at, [height] * len(at), transform=axes.get_xaxis_transform(), zorder=5, label=words, **look)


def _failed(each: GateRound) -> bool:
    return bool(each.base_failure or each.head_failure)


def _notes(cell: GatedCell) -> list[str]:
    said = [f"Why {style.plain(cell.verdict, 20)}: {notes.sentence(cell.reason, 300)}"] if cell.reason else []
    if cell.improved:
        said.append("Improved: the whole interval lies below 1 by more than a harmless slowdown lies above.")
    if cell.drifting:
        said.append("Drifting: the ratio still changes while processes run, and holds for their first runs.")
    failures = [
        f"Round {number}: the {side} failed: {notes.sentence(failure)}"
        for number, each in enumerate(cell.rounds, 1)
        for side, failure in (("base", each.base_failure), ("head", each.head_failure))
        if failure
    ]
    void = [
        number for number, each in enumerate(cell.rounds, 1) if each.log_ratio is None and not _failed(each)
    ]
    if void:
        said.append(f"Void for want of a valid pair of times: {style.count(len(void), 'round')}.")
    return [*said, *notes.at_most(failures, "failed rounds")]
