"""A switch's effect per workload, with its interval; for the JIT, beside the 5 % that PEP 744 asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from plots import notes, rows, scales, style
from plots.model import LINEAR, Mode, Results, SwitchEffect
from plots.sheet import Grid, Measure, Sheet

NAME = "effect"
DRAWS = Results

PEP_744 = 1.05  # "realistically, on the order of 5%"

_HEADLINE = LINEAR, 1
_COLOUR = style.COLOURS[0]
_PANEL_WIDTH = 5.6
_COLUMN = "linear, 1 worker (95 % interval)"


@dataclass(frozen=True)
class _Words:
    """How to speak of a switch: base is the configuration as shipped, head the one with the switch."""

    title: str
    base: str
    head: str


_WORDS = {
    "jit": _Words("The JIT's effect", "without the JIT", "with the JIT"),
    "nojit": _Words("The effect of switching the JIT off", "with the JIT", "without the JIT"),
    "gil": _Words("The GIL's effect", "without the GIL", "with the GIL"),
}


@dataclass(frozen=True)
class _Lane:
    """A row of the chart: a workload's headline, or its other cells of one mode."""

    workload: str
    mode: Mode | None  # None in the headline
    y: float  # inches from the top


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure for each pair of configurations that differ in one switch."""
    for pair in dict.fromkeys((effect.switch, effect.base, effect.head) for effect in results.switches):
        effects = [effect for effect in results.switches if (effect.switch, effect.base, effect.head) == pair]
        yield pair[2], _figure(results, *pair, effects)


def _figure(results: Results, switch: str, base: str, head: str, effects: list[SwitchEffect]) -> Figure:
    layout, lanes = _lanes(results, effects)
    headlines = [effect for effect in effects if (effect.mode, effect.workers) == _HEADLINE]
    verdicts = {effect.workload: _in_words(effect) for effect in headlines}
    measure = Measure()
    right = 0.4 + max(measure.width(text, style.BODY_POINTS) for text in [_COLUMN, *verdicts.values()])
    grid = Grid(1, 1, _PANEL_WIDTH, layout.height, layout.label_inches, right, above=0.34, below=0.62)
    sheet = Sheet(grid)
    axes = sheet.panels[0]

    values = [0.9, 1.2, *(value for effect in effects for value in effect.speedup.ends)]
    ends = scales.limits(values, pad=0.04)
    scales.set_value_axis(axes, "x", ends, scales.ticks(*ends, most=9), style.times)
    layout.mark(axes, labelled=True)
    words = _WORDS.get(switch) or _switch_in_words(switch)
    axes.set_xlabel(
        f"← slower {words.head}        time {words.base} ÷ time {words.head}        faster {words.head} →",
        fontsize=style.LABEL_POINTS,
        labelpad=6,
    )
    _mark_references(axes, switch)
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
        title=f"{words.title} per workload: {_name(results, head)}",
        explanation=[
            f"Time of {_name(results, base)} ÷ time of {_name(results, head)}: median over passes, bars are"
            " 95 % intervals.",
            f"n = {style.spread([effect.speedup.n for effect in effects], 'pass', 'passes')}"
            f"{_samples(results, base, head)}.",
        ],
        keys=[handles],
        notes=[
            *notes.without_interval([effect.speedup for effect in effects], "passes"),
            *_missing(results, base, head, effects),
        ],
        footer=notes.footer(results.origin),
    )


def _switch_in_words(switch: str) -> _Words:
    shown = style.plain(switch, 16)
    return _Words(f"The effect of +{shown}", f"without +{shown}", f"with +{shown}")


def _lanes(results: Results, effects: list[SwitchEffect]) -> tuple[rows.Rows, list[_Lane]]:
    layout = rows.Rows()
    lanes = []
    for workload in results.workloads:
        mine = [effect for effect in effects if effect.workload == workload]
        if not mine:
            continue
        layout.divide()
        layout.space()
        row = layout.add(workload, bold=True, inches=rows.HEADLINE_INCHES)
        lanes.append(_Lane(workload, None, row.y))
        for mode in results.modes:
            if any(effect.mode == mode and (mode, effect.workers) != _HEADLINE for effect in mine):
                row = layout.add(mode.label, bold=False, inches=rows.ROW_INCHES)
                lanes.append(_Lane(workload, mode, row.y))
        layout.space()
    return layout, lanes


def _mark_references(axes: Axes, switch: str) -> None:
    _mark_reference(axes, 1.0, "no effect", side="right", colour=style.TEXT_COLOUR, line="-")
    if switch == "jit":
        _mark_reference(axes, PEP_744, "PEP 744: 5 % faster", side="left", colour="#B34700", line=(0, (4, 2)))


def _mark_reference(axes: Axes, at: float, text: str, *, side: str, colour: str, line: str | tuple) -> None:
    axes.axvline(at, color=colour, linewidth=1.1, linestyle=line, zorder=2, label=text)
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
    axes: Axes, results: Results, lanes: list[_Lane], effects: list[SwitchEffect]
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
                y += place * rows.ROW_INCHES * 0.7 / max(len(results.workers), 2)
            look = small[effect.workers] if lane.mode else big
            rows.draw_estimate(axes, effect.speedup, y, look, _cell(effect))
    if any((effect.mode, effect.workers) == _HEADLINE for effect in effects):
        handles.append((Line2D([], [], **big), "linear, 1 worker"))
    others = {effect.workers for effect in effects if (effect.mode, effect.workers) != _HEADLINE}
    handles += [
        (Line2D([], [], **small[workers]), style.count(workers, "worker"))
        for workers in results.workers
        if workers in others
    ]
    return handles


def _cell(effect: SwitchEffect) -> str:
    return f"{effect.workload} {effect.mode.label} {effect.workers}"


def _in_words(effect: SwitchEffect) -> str:
    speedup = effect.speedup
    interval = (
        f"{style.four_digits(speedup.low)} to {style.four_digits(speedup.high)}"
        if speedup.has_interval
        else "no interval"
    )
    return f"{style.four_digits(speedup.value)}×  ({interval})"


def _name(results: Results, configuration: str) -> str:
    return style.labels(results.configurations).get(configuration) or style.plain(configuration)


def _samples(results: Results, base: str, head: str) -> str:
    samples = [cell.samples for cell in results.cells if cell.configuration in (base, head)]
    return f", {style.spread(samples, 'sample')} a cell" if samples else ""


def _missing(results: Results, base: str, head: str, effects: list[SwitchEffect]) -> list[str]:
    have = {(effect.workload, effect.mode, effect.workers) for effect in effects}
    shown = style.labels(results.workloads)
    holes = notes.Holes()
    for workload in results.workloads:
        for mode, workers in results.asked[workload].cells:
            if (workload, mode, workers) not in have:
                reason = _why(results, workload, mode, workers, (base, head))
                holes.add(reason, shown[workload], (mode, workers))
    return holes.sentences({shown[name]: len(results.asked[name].cells) for name in results.workloads})


def _why(results: Results, workload: str, mode: Mode, workers: int, pair: tuple[str, str]) -> str:
    """The reason of the one of the pair that was not measured, and of both the one that the file records."""
    measured = {
        cell.configuration
        for cell in results.cells_of(workload)
        if (cell.mode, cell.workers) == (mode, workers)
    }
    lacking = [name for name in pair if name not in measured]
    if not lacking:
        return "no ratio: no pass measured both configurations."
    recorded = [name for name in lacking if results.gap(workload, mode, workers, name)]
    configuration = (recorded or lacking)[0]
    word, why = notes.why_missing(results, workload, mode, workers, configuration)
    return f"{_name(results, configuration)} {word}: {notes.sentence(why)}"
