"""Memory, start-up and warm-up: what a faster interpreter asks for in return."""

from __future__ import annotations

from dataclasses import replace

from plots.charts import memory, startup, warmup
from plots.report import pictures
from plots.report.blocks import Block, Line, Name, Paragraph, Section, Table
from plots.report.by_file import by_file
from plots.report.inputs import Inputs, ResultSet
from plots.warmup_model import BreakEven

_NONE = "No file holds memory or start-up times."
_NO_WARM_UP = (
    "How long code takes to warm up is measured by pepbench warmup; none of these files is one of its. The"
    " samples here are a young process’s first calls, not its steady state."
)


def build(inputs: Inputs) -> Section:
    """The charts of each file, and when the JIT has paid back."""
    blocks = by_file(inputs, inputs.runs, _blocks)
    if not any(source.contents.warmup for source in inputs.runs):
        blocks.append(Paragraph((_NO_WARM_UP,), quiet=True))
    return Section("costs", "Memory, start-up, warm-up", tuple(blocks) or (Paragraph((_NONE,)),))


def _blocks(source: ResultSet) -> list[Block]:
    blocks: list[Block] = [*pictures.of(source, memory), *pictures.of(source, startup)]
    blocks += [replace(picture, data=_process_runs(source)) for picture in pictures.of(source, warmup)]
    if source.contents.break_even:
        blocks.append(_break_even(source))
    return blocks


def _break_even(source: ResultSet) -> Table:
    rows: list[tuple[Line, ...]] = [
        (
            (Name(each.workload),),
            (Name(f"{each.head} against {each.base}"),),
            _calls(source, f"/pepbench/summary/break_even/{index}", each),
        )
        for index, each in enumerate(source.contents.break_even)
    ]
    return Table("When it has paid back", ("Workload", "Configuration", "Break-even"), tuple(rows))


def _calls(source: ResultSet, at: str, paid: BreakEven) -> Line:
    if paid.calls is None:
        return ("never within ", source.number(paid.within, f"{at}/within", "count"), " calls")
    return ("after ", source.number(paid.calls, f"{at}/calls", "count"), " calls")


def _process_runs(source: ResultSet) -> Table:
    rows: list[tuple[Line, ...]] = []
    for index, run in enumerate(source.contents.warmup):
        at = f"/pepbench/summary/warmup/{index}"
        steady = run.steady_seconds
        rows.append(
            (
                (Name(run.workload),),
                (Name(run.configuration),),
                (Name(run.classification),),
                (source.number(steady, f"{at}/steady_seconds", "seconds"),) if steady else ("–",),
            )
        )
    return Table(
        caption="Every process run and its steady state",
        columns=("Workload", "Configuration", "Class", "Steady time of a call"),
        rows=tuple(rows),
        numeric=frozenset({3}),
    )
