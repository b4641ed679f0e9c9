"""The JIT, the GIL, PyPy and Pyodide as ratios to the reference, and what each switch does."""

from __future__ import annotations

from plots import style
from plots.charts import interpreters, switch_effect
from plots.report import pictures
from plots.report.blocks import Block, Details, Line, Name, Paragraph, Section, Table
from plots.report.by_file import by_file
from plots.report.inputs import Inputs, ResultSet

_NONE = "Only one configuration was measured, so there is nothing to compare."


def build(inputs: Inputs) -> Section:
    """Means over suites in words, the charts, and the reasons for what is missing below them."""
    blocks = by_file(inputs, inputs.runs, _blocks)
    return Section("configurations", "JIT, GIL, PyPy, Pyodide", tuple(blocks) or (Paragraph((_NONE,)),))


def _blocks(source: ResultSet) -> list[Block]:
    results = source.contents
    blocks: list[Block] = []
    if any(each.configuration != results.reference for each in results.suite_ratios):
        blocks.append(_means(source))
    blocks += pictures.of(source, interpreters)
    if results.suite_effects:
        blocks.append(_effects(source))
    charts = pictures.of(source, switch_effect)
    return [*blocks, *charts]


def _means(source: ResultSet) -> Table:
    """Below 1 is faster than the reference."""
    results = source.contents
    rows: list[tuple[Line, ...]] = [
        (
            (Name(mean.configuration),),
            (Name(mean.suite),),
            source.estimate(mean.ratio, "ratio"),
            (source.n(mean.ratio),),
            (_over(results.suites.get(mean.suite, ()), mean.workloads),),
        )
        for mean in results.suite_ratios
        if mean.configuration != results.reference
    ]
    return Table(
        caption=f"Time ÷ time of {style.plain(results.reference, 60)}, linear, 1 worker: geometric means;"
        " below 1 is faster",
        columns=("Configuration", "Suite", "Time ÷ reference’s [95 %]", "n", "Workloads"),
        rows=tuple(rows),
        numeric=frozenset({2, 3}),
    )


def _over(suite: tuple[str, ...], workloads: tuple[str, ...]) -> Name | str:
    absent = [name for name in suite if name not in workloads]
    return Name(f"all but {', '.join(absent)}") if absent else f"all {len(workloads)}"


def _effects(source: ResultSet) -> Block:
    results = source.contents
    rows: list[tuple[Line, ...]] = [
        (
            (Name(f"{effect.base} → {effect.head}"),),
            (Name(effect.suite),),
            (Name(effect.mode.label),),
            (str(effect.workers),),
            source.estimate(effect.speedup, "ratio"),
            (source.n(effect.speedup),),
            (_over(results.suites.get(effect.suite, ()), effect.workloads),),
        )
        for effect in results.suite_effects
    ]
    table = Table(
        caption="Time as shipped ÷ time with the switch: geometric means over a suite; above 1 is faster",
        columns=("Switch", "Suite", "Mode", "Workers", "Speed-up [95 %]", "n", "Workloads"),
        rows=tuple(rows),
        numeric=frozenset({3, 4, 5}),
    )
    return Details(("What each switch does to a whole suite",), (table,))
