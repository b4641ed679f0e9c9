"""Threads, processes and sub-interpreters against workers, with and without the GIL: speed-up and fit."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from plots import notes, rows, scales, style, tables
from plots.charts.speedup_by_workers import IDEAL_LOOK
from plots.model import Cell, Estimate, Mode, Results
from plots.sheet import Grid, Sheet
from plots.workers_panels import draw_line, mark_usable_cores, oversubscribed, shift

NAME = "scaling"
DRAWS = Results

_COLUMNS = 3
_WIDTH, _HEIGHT = 3.1, 2.5
_MOST_LINES = 8
_FORMULA = (
    "Serial fraction: Amdahl's s in S(N) = 1 ÷ (s + (1 − s) ÷ p), p = min(N, usable cores), fitted by least"
    " squares in each pass; in brackets its 95 % interval. Efficiency: speed-up ÷ p."
)

Line = tuple[str, Mode]  # a configuration and how it spreads the work


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure a suite, a panel a workload."""
    chosen = lines(results)
    for suite, members in results.suites.items():
        workloads = [
            workload
            for workload in members
            if any(_line(cell) in chosen[:_MOST_LINES] for cell in _measured(results, workload))
        ]
        if workloads:
            yield suite, _figure(results, suite, workloads, chosen)


def lines(results: Results) -> list[Line]:
    """What is compared, by rule: in threads a configuration without and one with the GIL, else one a mode.

    That with the GIL is the same interpreter with its GIL on, where it was measured. Other modes show the
    configuration that was measured in most of them, so that their difference is the mode's.
    """
    have = {_line(cell) for workload in results.workloads for cell in _measured(results, workload)}
    locked = [name for name in results.configurations if name not in results.without_gil]
    usual = sorted(locked, key=lambda name: (-sum(line[0] == name for line in have), "+" in name))
    chosen: list[Line] = []
    for mode in results.modes:
        if mode.name in ("threaded", "thread-pool"):
            free = [name for name in results.configurations if name in results.without_gil]
            switched = [effect.head for effect in results.switches if effect.switch == "gil"]
            chosen += _first([(name, mode) for name in free], have)
            chosen += _first([(name, mode) for name in [*switched, *usual]], have)
        else:
            chosen += _first([(name, mode) for name in [*usual, *results.configurations]], have)
    return chosen


def _first(wanted: list[Line], have: set[Line]) -> list[Line]:
    return [line for line in wanted if line in have][:1]


def _figure(results: Results, suite: str, workloads: list[str], chosen: list[Line]) -> Figure:
    shown = chosen[:_MOST_LINES]
    looks = dict(zip(shown, style.mode_looks([mode.name for _, mode in shown])))
    columns = min(_COLUMNS, len(workloads))
    width = _WIDTH if columns > 1 else _WIDTH * 1.6
    below = tables.room_below(len(shown))
    sheet = Sheet(Grid(len(workloads), columns, width, _HEIGHT, left=0.95, between=0.7, below=below))
    cells = [cell for workload in workloads for cell in _measured(results, workload) if _line(cell) in shown]
    footnotes = notes.Footnotes()
    for axes in sheet.panels[::columns]:
        axes.set_ylabel("speed-up", fontsize=style.LABEL_POINTS)
    for axes, workload in zip(sheet.panels, workloads):
        mine = [cell for cell in cells if cell.workload == workload]
        _draw_panel(axes, results, mine, looks, width)
        rows.head(axes, style.plain(workload, 30), "", width)
        sheet.figure.name_panel(axes, workload)
        table = [
            tables.TableRow(look, *_in_table(results, workload, line, mine, footnotes))
            for line, look in looks.items()
        ]
        most = results.asked[workload].workers[-1]
        header = "serial fraction s", f"efficiency at {style.count(most, 'worker')}"
        tables.write_below(axes, width, _HEIGHT, header, table)

    title = "Speed-up against workers: threads, processes and sub-interpreters"
    return sheet.finish(
        title=f"{title}, suite {style.plain(suite, 20)}" if suite else title,
        explanation=[
            "Speed-up: linear time for one worker × N ÷ time with N workers: median over passes, bars are"
            f" 95 % intervals. n = {style.spread([cell.speedup.n for cell in cells], 'pass', 'passes')}.",
            _FORMULA,
        ],
        keys=[_lines_key(results, looks), _references_key(results, cells)],
        notes=[
            *notes.without_interval([cell.speedup for cell in cells], "passes"),
            *footnotes.sentences(),
            *_left_out(results, chosen[_MOST_LINES:]),
        ],
        footer=notes.footer(results.origin),
    )


def _draw_panel(
    axes: Axes, results: Results, cells: list[Cell], looks: dict[Line, style.Look], width: float
) -> None:
    workers = results.workers
    ends = scales.limits([1.0, float(workers[-1]), *(end for cell in cells for end in cell.speedup.ends)])
    axes.grid(True, color=style.GRID, linewidth=0.7)
    scales.set_workers_axis(axes, workers, width)
    scales.set_value_axis(axes, "y", ends, scales.doubling_ticks(*ends), style.times)
    axes.tick_params(length=3)
    axes.set_xlabel("workers", fontsize=style.LABEL_POINTS)
    mark_usable_cores(axes, results, len(looks))
    axes.plot(workers, [float(number) for number in workers], label="ideal", **IDEAL_LOOK)
    for number, (line, look) in enumerate(looks.items()):
        mine = {cell.workers: cell.speedup for cell in cells if _line(cell) == line}
        if mine:
            moved = shift(number, len(looks))
            draw_line(axes, workers, mine, look, moved=moved, name=_name(line))


def _in_table(
    results: Results, workload: str, line: Line, cells: list[Cell], footnotes: notes.Footnotes
) -> tuple[str, str]:
    """A line's fit and its efficiency in words, or why it is not there."""
    configuration, mode = line
    asked = results.asked[workload].workers
    most = asked[-1]
    mine = {cell.workers: cell for cell in cells if _line(cell) == line}
    if not mine:
        place = f"{_label(results, line)}, {style.plain(workload, 24)}"
        missing = notes.why_missing(results, workload, mode, asked[0], configuration)
        return footnotes.mark(missing, place), ""
    fit = next(
        (
            entry.serial_fraction
            for entry in results.scaling
            if (entry.workload, entry.configuration, entry.mode) == (workload, configuration, mode)
        ),
        None,
    )
    efficiency = mine[most].efficiency if most in mine else None
    return _in_words(fit), _in_words(efficiency)


def _in_words(estimate: Estimate | None) -> str:
    if not estimate:
        return "–"
    value, *ends = (_short(number) for number in estimate.ends)
    return f"{value} ({' to '.join(ends)})" if ends else value


def _short(number: float) -> str:
    """Three decimals, or three digits where those would be none or too many."""
    return f"{number:.3f}" if number == 0 or 0.01 <= abs(number) < 100 else f"{number:.2g}"


def _lines_key(results: Results, looks: dict[Line, style.Look]) -> list[tuple[Artist, str]]:
    return [(look.handle(), _label(results, line)) for line, look in looks.items()]


def _references_key(results: Results, cells: list[Cell]) -> list[tuple[Artist, str]]:
    ideal = Line2D([], [], **IDEAL_LOOK), "ideal: N times for N workers"
    return [ideal, *oversubscribed(results, cells)]


def _left_out(results: Results, rest: list[Line]) -> list[str]:
    names = ", ".join(_label(results, line) for line in rest)
    return [f"Measured and not drawn here (see the speed-up charts): {names}."] if names else []


def _label(results: Results, line: Line) -> str:
    return f"{style.labels(results.configurations)[line[0]]}, {style.plain(line[1].label, 24)}"


def _measured(results: Results, workload: str) -> list[Cell]:
    """The cells whose workers run at once and that have a speed-up."""
    return [cell for cell in results.cells_of(workload) if cell.mode.at_once and cell.speedup]


def _line(cell: Cell) -> Line:
    return cell.configuration, cell.mode


def _name(line: Line) -> str:
    return f"{line[0]} {line[1].label}"
