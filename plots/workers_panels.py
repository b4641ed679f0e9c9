"""Small multiples over workers, a panel a mode and a line a configuration: what two charts share."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from plots import notes, scales, style
from plots.chart import Point
from plots.model import Cell, Estimate, Mode, Results
from plots.sheet import Grid, Measure, Sheet, balanced_columns

_COLUMNS = 3
_PANEL = (2.95, 2.75)
_SIDE_BY_SIDE = "Points for the same number of workers stand side by side, so that none hides another."


@dataclass(frozen=True)
class Reference:
    """A line to compare with, on one panel."""

    label: str
    points: dict[int, float]
    look: dict

    def handle(self) -> Line2D:
        return Line2D([], [], **self.look)


@dataclass(frozen=True)
class Quantity:
    """What a figure of small multiples shows, and how to write it."""

    title: str
    explanation: str
    axis_label: str
    n_of: tuple[str, str]
    absent: str
    unit: str
    estimate: Callable[[Cell], Estimate | None]
    references: Callable[[Results, str, Mode], list[Reference]]
    ticks: Callable[[float, float], list[float]]
    tick_text: Callable[[float], str]


def figure(results: Results, workload: str, quantity: Quantity) -> Figure | None:
    """One figure for one workload, or None where the file has none of its numbers."""
    cells = [cell for cell in results.cells_of(workload) if quantity.estimate(cell)]
    if not cells:
        return None
    modes = [mode for mode in results.modes if any(cell.mode == mode for cell in cells)]
    columns = balanced_columns(len(modes), _COLUMNS)
    width = _PANEL[0] if columns > 1 else _PANEL[0] * 2
    sheet = Sheet(Grid(len(modes), columns, width, _PANEL[1], left=0.95))
    measure = Measure()
    looks = style.looks(results.configurations)
    references = {mode: quantity.references(results, workload, mode) for mode in modes}
    ends = scales.limits(_values(cells, references, quantity))
    at = quantity.ticks(*ends)

    for number, (axes, mode) in enumerate(zip(sheet.panels, modes)):
        axes.grid(True, color=style.GRID, linewidth=0.7)
        scales.set_workers_axis(axes, results.workers, width)
        scales.set_value_axis(axes, "y", ends, at, quantity.tick_text)
        axes.tick_params(length=3, labelleft=number % columns == 0)
        label = measure.fit(style.plain(mode.label), 10, width, fontweight="bold")
        axes.set_title(label, loc="left", fontsize=10, fontweight="bold", pad=17)
        sheet.figure.name_panel(axes, mode.label)
        axes.set_xlabel("workers", fontsize=style.LABEL_POINTS)
        if number % columns == 0:
            axes.set_ylabel(quantity.axis_label, fontsize=style.LABEL_POINTS)
        if mode.at_once:
            mark_usable_cores(axes, results, len(results.configurations))
        for reference in references[mode]:
            axes.plot(list(reference.points), list(reference.points.values()), **reference.look)
        for configuration in results.configurations:
            mine = {
                cell.workers: quantity.estimate(cell)
                for cell in cells
                if cell.configuration == configuration and cell.mode == mode
            }
            if mine:
                moved = shift(results.configurations.index(configuration), len(results.configurations))
                draw_line(axes, results.workers, mine, looks[configuration], moved=moved, name=configuration)

    drawn = [quantity.estimate(cell) for cell in cells]
    return sheet.finish(
        title=f"{style.plain(workload, 40)}: {quantity.title}",
        explanation=[
            *([style.plain(results.shows[workload], 200)] if results.shows.get(workload) else []),
            quantity.explanation,
            _n(cells, drawn, quantity.n_of),
        ],
        keys=[_lines(results, looks, cells), _references(results, references, cells)],
        notes=[
            *([_SIDE_BY_SIDE] if len({cell.configuration for cell in cells}) > 1 else []),
            *notes.without_interval(drawn, quantity.n_of[1]),
            *_absent(results, workload, quantity),
            *notes.missing_cells(results, workload),
            *notes.failed_runs(results, workload),
        ],
        footer=notes.footer(results.origin),
        unit=quantity.unit,
    )


def shift(position: int, of: int) -> float:
    """The factor by which a configuration's points are moved sideways, so that none hides another."""
    return 2 ** ((position - (of - 1) / 2) * min(0.1, 0.6 / of))


def draw_line(
    axes: Axes,
    workers: tuple[int, ...],
    mine: dict[int, Estimate],
    look: style.Look,
    *,
    moved: float,
    name: str,
) -> None:
    """A line over workers with its intervals, moved sideways by a factor."""
    # A missing cell breaks the line: nothing was measured between its neighbours.
    values = [mine[number].value if number in mine else math.nan for number in workers]
    positions = [number * moved for number in workers]
    (marks,) = axes.plot(positions, values, label=f"data: {name}", zorder=4, **look.options())
    axes.figure.record(axes, marks, name, [Point(mine[each], each) for each in workers if each in mine])
    barred = {number * moved: each for number, each in mine.items() if each.has_interval}
    if barred:
        axes.errorbar(
            list(barred),
            [each.value for each in barred.values()],
            yerr=[
                [each.value - each.low for each in barred.values()],
                [each.high - each.value for each in barred.values()],
            ],
            fmt="none",
            ecolor=look.colour,
            elinewidth=1.2,
            capsize=3,
            zorder=3,
            label=f"interval: {name}",
        )


def mark_usable_cores(axes: Axes, results: Results, lines: int) -> None:
    """The usable cores as a line, and a shade beyond them on a panel with that many lines side by side."""
    cores = results.origin.usable_cores
    left, right = scales.workers_limits(results.workers)
    beyond = [workers for workers in results.workers if workers > cores]
    if beyond:
        within = [workers for workers in results.workers if workers <= cores]
        # Points of one number of workers stand on one side of the edge, all of them.
        reach = 1.06 * shift(lines - 1, lines)
        start = max(cores, within[-1] * reach) if within else left
        axes.axvspan(
            min(start, beyond[0] / reach), right, color=style.SHADE, zorder=0, label="oversubscribed"
        )
    if not left < cores < right:
        return
    axes.axvline(
        cores, color=style.QUIET, linewidth=1.0, linestyle=(0, (1, 1.5)), zorder=1, label="usable cores"
    )
    share = math.log(cores / left) / math.log(right / left)
    axes.annotate(
        style.count(cores, "usable core"),
        (cores, 1),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, 3),
        textcoords="offset points",
        ha="left" if share < 0.2 else "right" if share > 0.8 else "center",
        va="bottom",
        fontsize=style.SMALL_POINTS,
        color=style.QUIET,
    )


def _values(cells: list[Cell], references: dict[Mode, list[Reference]], quantity: Quantity) -> list[float]:
    values = [value for each in references.values() for line in each for value in line.points.values()]
    for cell in cells:
        estimate = quantity.estimate(cell)
        values += estimate.ends
    return values


def _lines(results: Results, looks: dict[str, style.Look], cells: list[Cell]) -> list[tuple[Artist, str]]:
    shown = style.labels(results.configurations)
    present = {cell.configuration for cell in cells}
    return [(looks[name].handle(), shown[name]) for name in results.configurations if name in present]


def _references(
    results: Results, references: dict[Mode, list[Reference]], cells: list[Cell]
) -> list[tuple[Artist, str]]:
    lines = {line.label: line.handle() for each in references.values() for line in each}
    entries: list[tuple[Artist, str]] = [(handle, label) for label, handle in lines.items()]
    return [*entries, *oversubscribed(results, cells)]


def oversubscribed(results: Results, cells: list[Cell]) -> list[tuple[Artist, str]]:
    """The legend's entry for the shade, where there is one."""
    if not any(cell.oversubscribed(results.origin.usable_cores) for cell in cells):
        return []
    shade = Patch(facecolor=style.SHADE, edgecolor="#C9C2B0")
    return [(shade, "oversubscribed: more workers than usable cores")]


def _absent(results: Results, workload: str, quantity: Quantity) -> list[str]:
    without = {cell.configuration for cell in results.cells_of(workload) if not quantity.estimate(cell)}
    shown = style.labels(results.configurations)
    names = ", ".join(shown[name] for name in results.configurations if name in without)
    return [f"{quantity.absent}: {names}."] if names else []


def _n(cells: list[Cell], drawn: list[Estimate], n_of: tuple[str, str]) -> str:
    n = f"n = {style.spread([estimate.n for estimate in drawn], *n_of)}"
    return f"{n}, {style.spread([cell.samples for cell in cells], 'sample')} a cell."
