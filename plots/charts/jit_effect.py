"""The JIT's effect per workload: a ratio with its interval, beside 1 and the 5 % that PEP 744 asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from plots import notes, scales, style
from plots.result_file import JitEffect, Mode, Results
from plots.sheet import Grid, Measure, Sheet

NAME = "jit"

PEP_744 = 1.05  # "realistically, on the order of 5%"

_HEADLINE = Mode("linear", None), 1
_HEADLINE_INCHES, _LANE_INCHES, _BETWEEN_INCHES = 0.30, 0.21, 0.10
_COLOUR = style.COLOURS[0]
_PANEL_WIDTH = 5.6
_COLUMN = "linear, 1 worker (95 % interval)"


@dataclass(frozen=True)
class _Lane:
    """A row of the chart: a workload's headline, or its other cells of one mode."""

    workload: str
    mode: Mode | None  # None in the headline
    y: float  # inches from the top

    @property
    def label(self) -> str:
        return style.plain(self.mode.label, 24) if self.mode else style.plain(self.workload, 24)


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure for each pair of configurations that differ in the JIT."""
    for base, head in dict.fromkeys((effect.base, effect.head) for effect in results.jit):
        effects = [effect for effect in results.jit if (effect.base, effect.head) == (base, head)]
        yield head, _figure(results, base, head, effects)


def _figure(results: Results, base: str, head: str, effects: list[JitEffect]) -> Figure:
    lanes, height = _lanes(results, effects)
    headlines = [effect for effect in effects if (effect.mode, effect.workers) == _HEADLINE]
    measure = Measure()
    left = 0.5 + max(measure.width(lane.label, style.BODY_POINTS, fontweight="bold") for lane in lanes)
    verdicts = {effect.workload: _in_words(effect) for effect in headlines}
    right = 0.4 + max(measure.width(text, style.BODY_POINTS) for text in [_COLUMN, *verdicts.values()])
    sheet = Sheet(Grid(1, 1, _PANEL_WIDTH, height, left, right, above=0.34, below=0.62))
    axes = sheet.panels[0]

    values = [1.0, PEP_744, 0.9, 1.2]
    for effect in effects:
        speedup = effect.speedup
        values += [speedup.value, speedup.low or speedup.value, speedup.high or speedup.value]
    ends = scales.limits(values, pad=0.04)
    scales.set_value_axis(axes, "x", ends, scales.ticks(*ends, most=9), style.times)
    axes.set_ylim(height, 0)
    axes.grid(True, axis="x", color=style.GRID, linewidth=0.7)
    axes.set_xlabel(
        "← slower with the JIT        time without ÷ time with        faster with the JIT →",
        fontsize=style.LABEL_POINTS,
        labelpad=6,
    )
    _mark_lanes(axes, lanes, height)
    _mark_references(axes)
    handles = _draw_effects(axes, results, lanes, effects)
    for lane in lanes:
        if lane.mode is None and lane.workload in verdicts:
            axes.text(
                1.015, lane.y, verdicts[lane.workload], transform=axes.get_yaxis_transform(), va="center"
            )
    if verdicts:
        axes.annotate(
            _COLUMN,
            (1.015, 1),
            (0, 4),
            "axes fraction",
            "offset points",
            va="bottom",
            fontsize=style.SMALL_POINTS,
        )
    return sheet.finish(
        title=f"The JIT's effect per workload: {_name(results, head)}",
        explanation=[
            f"Time of {_name(results, base)} ÷ time of {_name(results, head)}: median over passes, bars are"
            " 95 % intervals.",
            f"n = {style.spread([effect.speedup.n for effect in effects], 'pass', 'passes')}"
            f"{_samples(results, base, head)}.",
        ],
        keys=[handles],
        notes=[
            *notes.without_interval([effect.speedup for effect in effects], "passes"),
            *_missing(results, effects),
        ],
        footer=notes.footer(results),
    )


def _lanes(results: Results, effects: list[JitEffect]) -> tuple[list[_Lane], float]:
    lanes = []
    y = 0.0
    for workload in results.workloads:
        mine = [effect for effect in effects if effect.workload == workload]
        if not mine:
            continue
        y += _BETWEEN_INCHES
        lanes.append(_Lane(workload, None, y + _HEADLINE_INCHES / 2))
        y += _HEADLINE_INCHES
        for mode in results.modes:
            if any(effect.mode == mode and (mode, effect.workers) != _HEADLINE for effect in mine):
                lanes.append(_Lane(workload, mode, y + _LANE_INCHES / 2))
                y += _LANE_INCHES
        y += _BETWEEN_INCHES
    return lanes, y


def _mark_lanes(axes: Axes, lanes: list[_Lane], height: float) -> None:
    axes.set_yticks([lane.y for lane in lanes], [lane.label for lane in lanes])
    axes.tick_params(axis="y", length=0, pad=6)
    axes.tick_params(axis="x", length=3)
    for lane, text in zip(lanes, axes.get_yticklabels()):
        headline = lane.mode is None
        text.set(
            fontsize=style.BODY_POINTS if headline else style.SMALL_POINTS,
            fontweight="bold" if headline else "normal",
            color=style.TEXT_COLOUR if headline else style.QUIET,
        )
        if headline and lane is not lanes[0]:
            axes.axhline(lane.y - _HEADLINE_INCHES / 2 - _BETWEEN_INCHES, color="#BBBBBB", linewidth=0.6)


def _mark_references(axes: Axes) -> None:
    axes.axvline(1.0, color=style.TEXT_COLOUR, linewidth=1.1, zorder=2, label="no effect")
    axes.axvline(
        PEP_744, color="#B34700", linewidth=1.1, linestyle=(0, (4, 2)), zorder=2, label="PEP 744: 5 % faster"
    )
    for at, text, side, colour in (
        (1.0, "no effect", "right", style.TEXT_COLOUR),
        (PEP_744, "PEP 744: 5 % faster", "left", "#B34700"),
    ):
        axes.annotate(
            text,
            (at, 1),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, 4),
            textcoords="offset points",
            ha=side,
            va="bottom",
            fontsize=style.SMALL_POINTS,
            color=colour,
        )


def _draw_effects(
    axes: Axes, results: Results, lanes: list[_Lane], effects: list[JitEffect]
) -> list[tuple[Artist, str]]:
    """The big marks and the small ones, each number of workers with its own mark; returns the legend."""
    big = {"marker": "D", "markersize": 8, "color": _COLOUR, "linestyle": "none"}
    handles: list[tuple[Artist, str]] = []
    small = {}
    for number, workers in enumerate(results.workers):
        marker = style.MARKERS[number % len(style.MARKERS)]
        small[workers] = {
            "marker": marker,
            "markersize": 4.5,
            "color": style.QUIET,
            "mfc": "white",
            "mew": 1.0,
            "linestyle": "none",
        }
    for lane in lanes:
        mine = [
            effect
            for effect in effects
            if effect.workload == lane.workload
            and lane.mode in (None, effect.mode)
            and ((effect.mode, effect.workers) == _HEADLINE) == (lane.mode is None)
        ]
        for effect in mine:
            y = lane.y
            if lane.mode:
                place = results.workers.index(effect.workers) - (len(results.workers) - 1) / 2
                y += place * _LANE_INCHES * 0.7 / max(len(results.workers), 2)
            _draw_effect(axes, effect, y, small[effect.workers] if lane.mode else big)
    if any((effect.mode, effect.workers) == _HEADLINE for effect in effects):
        handles.append((Line2D([], [], **big), "linear, 1 worker"))
    others = {effect.workers for effect in effects if (effect.mode, effect.workers) != _HEADLINE}
    handles += [
        (Line2D([], [], **small[workers]), style.count(workers, "worker"))
        for workers in results.workers
        if workers in others
    ]
    return handles


def _draw_effect(axes: Axes, effect: JitEffect, y: float, look: dict) -> None:
    speedup = effect.speedup
    axes.plot(
        [speedup.value],
        [y],
        zorder=5 if look["markersize"] > 5 else 4,
        label=f"data: {_cell(effect)}",
        **look,
    )
    if speedup.has_interval:
        axes.errorbar(
            [speedup.value],
            [y],
            xerr=[[speedup.value - speedup.low], [speedup.high - speedup.value]],
            fmt="none",
            ecolor=look["color"],
            elinewidth=1.6 if look["markersize"] > 5 else 0.9,
            capsize=3 if look["markersize"] > 5 else 0,
            zorder=3,
            label=f"interval: {_cell(effect)}",
        )


def _cell(effect: JitEffect) -> str:
    return f"{effect.workload} {effect.mode.label} {effect.workers}"


def _in_words(effect: JitEffect) -> str:
    speedup = effect.speedup
    interval = f"{_four(speedup.low)} to {_four(speedup.high)}" if speedup.has_interval else "no interval"
    return f"{_four(speedup.value)}×  ({interval})"


def _four(value: float) -> str:
    """Four digits, of which 5 % is worth at least fifty units in the last place."""
    return f"{value:#.4g}" if value >= 1 else f"{value:.3f}"


def _name(results: Results, configuration: str) -> str:
    return style.labels(results.configurations).get(configuration) or style.plain(configuration)


def _samples(results: Results, base: str, head: str) -> str:
    samples = [cell.samples for cell in results.cells if cell.configuration in (base, head)]
    return f", {style.spread(samples, 'sample')} a cell" if samples else ""


def _missing(results: Results, effects: list[JitEffect]) -> list[str]:
    have = {(effect.workload, effect.mode, effect.workers) for effect in effects}
    sentences = []
    for workload in results.workloads:
        holes = [
            (mode, workers)
            for mode in results.modes
            for workers in results.workers
            if (workload, mode, workers) not in have
        ]
        if holes:
            complete = len(holes) == len(results.modes) * len(results.workers)
            where = "every cell" if complete else notes.places(holes)
            sentences.append(f"Missing: {style.plain(workload)}, {where}; the time charts say why.")
    return notes.at_most(sentences, "missing cells")
