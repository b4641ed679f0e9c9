"""PEP 371's tables beside ours: seconds as printed, and the shape, which is what a faster machine keeps."""

from __future__ import annotations

from plots import style
from plots.charts import time_by_workers
from plots.model import Cell, Results
from plots.report import pictures
from plots.report.blocks import Block, Details, Group, Line, Link, Name, Paragraph, Section, Table
from plots.report.by_file import by_file
from plots.report.inputs import Inputs, ResultSet

_READING = (
    "Published is what ",
    Link("PEP 371", "https://peps.python.org/pep-0371/"),
    " printed in 2008: the minimum of 100 repetitions with Python 2.5.2 on four cores at 3 GHz. Each worker"
    " does the whole work, so that for N workers a perfect machine takes as long as for one. Seconds are"
    " another machine’s; the shape, time ÷ linear time for one worker, can be compared.",
)


def build(inputs: Inputs) -> Section:
    """A group a workload, in each file that has cells of the PEP's tables."""
    blocks = by_file(inputs, inputs.runs, _groups)
    if not blocks:
        return Section("pep371", "PEP 371’s tables", (Paragraph(("No cell of its tables was measured.",)),))
    return Section("pep371", "PEP 371’s tables, published and measured", (Paragraph(_READING), *blocks))


def _groups(source: ResultSet) -> list[Group]:
    results = source.contents
    having = [name for name in results.workloads if any(cell.published for cell in results.cells_of(name))]
    charts = pictures.by_part(source, time_by_workers) if having else {}
    return [_group(source, workload, [charts[workload]] if workload in charts else []) for workload in having]


def _group(source: ResultSet, workload: str, charts: list[Block]) -> Group:
    results = source.contents
    cells = [cell for cell in results.cells_of(workload) if cell.published]
    names = [name for name in results.configurations if any(cell.configuration == name for cell in cells)]
    blocks: list[Block] = [*charts, _table(source, names[0], cells)]
    if names[1:]:
        others = tuple(_table(source, name, cells) for name in names[1:])
        summary = f"The same of {style.count(len(names) - 1, 'other configuration')}"
        blocks.append(Details((summary,), others))
    return Group((Name(workload),), tuple(blocks))


def _table(source: ResultSet, configuration: str, cells: list[Cell]) -> Table:
    mine = [cell for cell in cells if cell.configuration == configuration]
    mine.sort(key=lambda cell: (_mode_rank(source.contents, cell), cell.workers))
    return Table(
        caption=f"PEP 371 and {style.plain(configuration, 60)}",
        columns=(
            "Mode",
            "Workers",
            "Published",
            "Measured: median [95 %]",
            "fastest",
            "n",
            "Published shape",
            "Measured shape [95 %]",
        ),
        rows=tuple(_row(source, cell) for cell in mine),
        numeric=frozenset(range(1, 8)),
    )


def _mode_rank(results: Results, cell: Cell) -> int:
    return results.modes.index(cell.mode)


def _row(source: ResultSet, cell: Cell) -> tuple[Line, ...]:
    published = cell.published
    return (
        (Name(cell.mode.label),),
        (str(cell.workers),),
        (source.plain(published.seconds, "seconds"),),
        source.estimate(cell.time, "seconds"),
        (source.plain(cell.fastest, "seconds"),) if cell.fastest else ("–",),
        (source.n(cell.time),),
        (source.plain(published.ratio_to_linear_1, "ratio"),),
        source.estimate(cell.ratio_to_linear_1, "ratio") if cell.ratio_to_linear_1 else ("–",),
    )
