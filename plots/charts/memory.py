"""Memory: what a switch costs, beside the 10 to 20 % of PEP 744, and what an idle process takes."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from plots import configuration_rows, notes, rows, scales, style
from plots.model import LINEAR, MemoryRatio, Mode, Results
from plots.sheet import Grid, Sheet, balanced_columns

NAME = "memory"
DRAWS = Results

PEP_744 = (1.10, 1.20)  # 10-20 % more memory than the base interpreter

_COLUMNS = 3
_WIDTH, _WIDTH_ALONE = 2.9, 5.0
_ROW_INCHES = 0.42
_IDLE = "idle after start"
_KINDS = {
    "rss": ("resident (RSS)", style.COLOURS[0], "o"),
    "pss": ("proportional share (PSS)", style.COLOURS[4], "s"),
    "peak": ("peak resident", style.COLOURS[7], "^"),
}
_BAND = {"facecolor": "#F3E3D3", "edgecolor": "#C9A98A", "hatch": "////", "linewidth": 0.5}

Pair = tuple[str, str, str]  # switch, base, head


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """A figure of ratios a mode, the first with the idle processes as well; then one of bytes when idle."""
    measured = [ratio for ratio in results.memory_ratios if ratio.kinds]
    modes = [mode for mode in results.modes if any(ratio.mode == mode for ratio in measured)]
    for number, mode in enumerate(modes or [LINEAR]):
        mine = [ratio for ratio in measured if ratio.mode == mode or (number == 0 and not ratio.workload)]
        if mine:
            yield mode.key, _figure(results, mode, mine)
    idle = {each.configuration: each.rss for each in results.idle_memory}
    if idle:
        yield (
            "idle",
            configuration_rows.figure(
                results,
                idle,
                title="Memory of an idle interpreter",
                explanation="Resident set size of a fresh process after its start: median, bars are 95 %"
                " intervals.",
                axis_label="resident memory",
                text=style.mebibytes,
                unit="bytes",
                tick_unit=style.MEBIBYTE,
                n_of=("process run", "process runs"),
            ),
        )


def _figure(results: Results, mode: Mode, ratios: list[MemoryRatio]) -> Figure:
    pairs = list(dict.fromkeys(map(_pair, ratios)))
    layout, lanes = _lanes(results, ratios)
    columns = balanced_columns(len(pairs), _COLUMNS)
    width = _WIDTH if columns > 1 else _WIDTH_ALONE
    left = layout.label_inches
    sheet = Sheet(Grid(len(pairs), columns, width, layout.height, left, above=0.6, below=0.5))
    estimates = [estimate for ratio in ratios for estimate in ratio.kinds.values()]
    ends = scales.limits([1.0, *PEP_744, *(end for each in estimates for end in each.ends)])
    at = scales.ticks(*ends, most=6)
    footnotes = notes.Footnotes()
    for number, (axes, pair) in enumerate(zip(sheet.panels, pairs)):
        scales.set_value_axis(axes, "x", ends, at, style.times)
        layout.mark(axes, labelled=number % columns == 0)
        switch, base, head = pair
        sheet.figure.name_panel(axes, head)
        words = f"{_name(results, head)} ÷ {_name(results, base)}"
        rows.head(axes, f"+{style.plain(switch, 16)}", words, width)
        axes.set_xlabel("memory with ÷ without the switch", fontsize=style.LABEL_POINTS)
        axes.axvline(1.0, color=style.TEXT_COLOUR, linewidth=1.1, zorder=2, label="no cost")
        if switch == "jit":
            axes.axvspan(*PEP_744, zorder=0, label="PEP 744", **_BAND)
        found = {ratio.workload: ratio for ratio in ratios if _pair(ratio) == pair}
        for workload, y in lanes.items():
            if workload in found:
                _draw_kinds(axes, found[workload], y)
            else:
                rows.write_in_place(axes, y, _missing(results, mode, workload, pair, footnotes))
    return sheet.finish(
        title=f"What a switch costs in memory: {style.plain(mode.label, 24)}",
        explanation=[
            "Memory with the switch ÷ memory as shipped, after the work and a collection: median over passes,"
            " bars are 95 % intervals; right of 1× the switch costs memory.",
            f"n = {style.spread([each.n for each in estimates], 'pass', 'passes')}.",
        ],
        keys=[_key(ratios)],
        notes=[*notes.without_interval(estimates, "passes"), *footnotes.sentences()],
        footer=notes.footer(results.origin),
    )


def _lanes(results: Results, ratios: list[MemoryRatio]) -> tuple[rows.Rows, dict[str | None, float]]:
    present = {ratio.workload for ratio in ratios}
    layout = rows.Rows()
    lanes: dict[str | None, float] = {}
    if None in present:
        lanes[None] = layout.add(_IDLE, bold=True, inches=_ROW_INCHES).y
    layout.divide()
    for workload in results.workloads:
        if workload in present:
            lanes[workload] = layout.add(workload, bold=False, inches=_ROW_INCHES).y
    return layout, lanes


def _draw_kinds(axes: Axes, ratio: MemoryRatio, y: float) -> None:
    for place, (kind, (_, colour, marker)) in enumerate(_KINDS.items()):
        if kind in ratio.kinds:
            look = {"color": colour, "marker": marker, "markersize": 4.8, "linestyle": "none"}
            at = y + (place - 1) * _ROW_INCHES * 0.24
            rows.draw_estimate(axes, ratio.kinds[kind], at, look, f"{ratio.workload or _IDLE} {kind}")


def _key(ratios: list[MemoryRatio]) -> list[tuple[Artist, str]]:
    present = {kind for ratio in ratios for kind in ratio.kinds}
    entries: list[tuple[Artist, str]] = [
        (Line2D([], [], color=colour, marker=marker, markersize=4.8, linestyle="none"), label)
        for kind, (label, colour, marker) in _KINDS.items()
        if kind in present
    ]
    if any(ratio.switch == "jit" for ratio in ratios):
        entries.append((Patch(**_BAND), "PEP 744: the JIT costs 10 to 20 % more memory"))
    return entries


def _missing(
    results: Results, mode: Mode, workload: str | None, pair: Pair, footnotes: notes.Footnotes
) -> str:
    """The reason of the first side of the pair that has one."""
    workers = next(iter(results.asked[workload].workers), 1) if workload else 1
    lacking = [side for side in pair[1:] if workload and results.gap(workload, mode, workers, side)]
    side = lacking[0] if lacking else pair[2]
    place = f"{_name(results, side)} {style.plain(workload or _IDLE, 24)}"
    if lacking:
        return footnotes.mark(notes.why_missing(results, workload, mode, workers, side), place)
    return footnotes.mark(("not measured", "not in the file, which records no reason"), place)


def _name(results: Results, configuration: str) -> str:
    return style.labels(results.configurations).get(configuration) or style.plain(configuration)


def _pair(ratio: MemoryRatio) -> Pair:
    return ratio.switch, ratio.base, ratio.head
