"""Warm-up: time of a call against its number in a fresh process, with the levels found and the break-even."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from plots import notes, rows, scales, style, tables
from plots.model import Results
from plots.sheet import Grid, Sheet
from plots.warmup_model import BreakEven, WarmUp

NAME = "warmup"
DRAWS = Results

_COLUMNS = 2
_WIDTH, _HEIGHT = 4.4, 2.9
_BREAK_EVEN = (
    "Break-even: the calls from which on a configuration has taken less time in all than another one, and the"
    " seconds that it took for them."
)
_FIRST_CALL_LEFT = 0.8  # the left end of the logarithmic axis of calls


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure, a panel a workload; nothing is drawn of a process run without a timed call."""
    runs = [run for run in results.warmup if any(map(math.isfinite, run.call_seconds))]
    if runs:
        yield "", _figure(results, runs)


def _figure(results: Results, runs: list[WarmUp]) -> Figure:
    workloads = [name for name in results.workloads if any(run.workload == name for run in runs)]
    configurations = [
        name for name in results.configurations if any(run.configuration == name for run in runs)
    ]
    looks = style.looks(results.configurations)
    shown = style.labels(results.configurations)
    columns = min(_COLUMNS, len(workloads))
    width = _WIDTH if columns > 1 else _WIDTH * 1.4
    pairs = list(dict.fromkeys((each.base, each.head) for each in results.break_even if each.head in looks))
    below = tables.room_below(len(configurations) + len(pairs))
    sheet = Sheet(Grid(len(workloads), columns, width, _HEIGHT, left=0.95, between=0.95, below=below))
    for axes, workload in zip(sheet.panels, workloads):
        mine = [run for run in runs if run.workload == workload]
        paid = [each for each in results.break_even if each.workload == workload]
        _prepare(axes, mine, workload, width)
        for run in mine:
            _draw_run(axes, run, looks[run.configuration])
        for each in paid:
            if each.calls and each.head in looks and _same_interpreter(each):
                _mark_break_even(axes, each, looks[each.head])
        table = [tables.TableRow(looks[name], _classes(mine, name)) for name in configurations]
        table += [
            tables.TableRow(looks[each.head], f"break-even with {_name(shown, each.base)}", _in_words(each))
            for each in paid
            if each.head in looks
        ]
        tables.write_below(axes, width, _HEIGHT, ("process runs of each class", ""), table)
    per_line = Counter((run.workload, run.configuration) for run in runs)
    return sheet.finish(
        title="Warm-up: time per call in a fresh process",
        explanation=[
            "Faint: every call of every process run, in order. Strong: the levels between its change points."
            " A mark: where the steady state begins.",
            f"n = {style.spread(list(per_line.values()), 'process run')} a workload and configuration,"
            f" {style.spread([len(run.call_seconds) for run in runs], 'call')} each.",
            *([_BREAK_EVEN] if pairs else []),
        ],
        keys=[_key(configurations, looks, shown), _marks_key(results)],
        notes=_missing(results, workloads, configurations, per_line, shown),
        footer=notes.footer(results.origin),
    )


def _prepare(axes: Axes, runs: list[WarmUp], workload: str, width: float) -> None:
    calls = max(len(run.call_seconds) for run in runs)
    seconds = [value for run in runs for value in run.call_seconds if math.isfinite(value)]
    seconds += [segment.seconds for run in runs for segment in run.segments]
    ends = scales.limits(seconds)
    axes.grid(True, color=style.GRID, linewidth=0.7)
    across = (_FIRST_CALL_LEFT, max(calls, 2) * 1.25)
    scales.set_value_axis(axes, "x", across, scales.ticks(1, max(calls, 2)), lambda value: f"{value:g}")
    scales.set_value_axis(axes, "y", ends, scales.ticks(*ends), style.seconds)
    axes.tick_params(length=3)
    rows.head(axes, style.plain(workload, 30), "", width)
    axes.set_xlabel("call number", fontsize=style.LABEL_POINTS)
    axes.set_ylabel("time of the call", fontsize=style.LABEL_POINTS)


def _draw_run(axes: Axes, run: WarmUp, look: style.Look) -> None:
    axes.plot(
        range(1, len(run.call_seconds) + 1),
        run.call_seconds,
        color=look.colour,
        linewidth=0.7,
        alpha=0.4,
        zorder=3,
        marker="." if len(run.call_seconds) == 1 else None,
        rasterized=True,  # thousands of calls would make a huge SVG
        label=f"calls: {run.configuration}",
    )
    for segment in run.segments:
        axes.plot(
            [max(segment.first - 0.5, _FIRST_CALL_LEFT), segment.last + 0.5],
            [segment.seconds] * 2,
            color=look.colour,
            linestyle=look.line,
            linewidth=1.8,
            zorder=4,
            label=f"level: {run.configuration}",
        )
    if run.steady_from and run.steady_seconds:
        axes.plot(
            [run.steady_from],
            [run.steady_seconds],
            zorder=5,
            label=f"steady: {run.configuration}",
            **{**look.options(), "linestyle": "none"},
        )


def _mark_break_even(axes: Axes, paid: BreakEven, look: style.Look) -> None:
    axes.axvline(
        paid.calls, color=look.colour, linewidth=1.2, linestyle=(0, (1, 1.2)), zorder=2, label="break-even"
    )


def _classes(runs: list[WarmUp], configuration: str) -> str:
    """`4 warm-up, 1 no steady state`: how many process runs there are of each class."""
    counted = Counter(run.classification for run in runs if run.configuration == configuration)
    return (
        ", ".join(f"{number} {style.plain(name, 20)}" for name, number in counted.items()) or "not measured"
    )


def _in_words(paid: BreakEven) -> str:
    if paid.calls is None:
        return f"never within {style.count(paid.within, 'call')}"
    seconds = f", {style.seconds(float(f'{paid.seconds:.3g}'))}" if paid.seconds else ""
    return f"after {style.count(paid.calls, 'call')}{seconds}"


def _same_interpreter(paid: BreakEven) -> bool:
    return paid.base.partition("+")[0] == paid.head.partition("+")[0]


def _name(shown: dict[str, str], configuration: str) -> str:
    return shown.get(configuration) or style.plain(configuration)


def _key(
    configurations: list[str], looks: dict[str, style.Look], shown: dict[str, str]
) -> list[tuple[Artist, str]]:
    return [(looks[name].handle(), shown[name]) for name in configurations]


def _marks_key(results: Results) -> list[tuple[Artist, str]]:
    if not any(each.calls and _same_interpreter(each) for each in results.break_even):
        return []
    line = Line2D([], [], color=style.QUIET, linewidth=1.2, linestyle=(0, (1, 1.2)))
    return [
        (line, "break-even of the two that differ in a switch, in the colour of the one that has paid back")
    ]


def _missing(
    results: Results,
    workloads: list[str],
    configurations: list[str],
    per_line: Counter,
    shown: dict[str, str],
) -> list[str]:
    """Why a configuration has no line, by the first gap that speaks of it."""
    sentences = []
    for name in results.configurations:
        lacking = [workload for workload in workloads if not per_line[workload, name]]
        if not lacking:
            continue
        why = next(
            (
                gap.reason
                for gap in results.gaps
                if gap.configuration == name and gap.workload in (None, *lacking)
            ),
            "not in the file, which records no reason",
        )
        where = (
            "every workload"
            if name not in configurations
            else ", ".join(style.plain(each, 24) for each in lacking)
        )
        sentences.append(f"Missing: {shown[name]}, {where}: {notes.sentence(why)}")
    return notes.at_most(sentences, "missing warm-ups")
