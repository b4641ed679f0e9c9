"""The cells whose time is the least certain: every sample in the order in which it was taken."""

from __future__ import annotations

from dataclasses import replace

from plots.charts import progression
from plots.report import pictures
from plots.report.blocks import Block, Line, Name, Paragraph, Section, Table
from plots.report.by_file import by_file
from plots.report.inputs import Inputs, ResultSet

_NONE = "No file holds samples of a cell with an interval."
_WHICH = (
    "Of all cells these have the widest 95 % interval in proportion to their median. Nothing was left out of"
    " their numbers for it."
)


def build(inputs: Inputs) -> Section:
    """A figure a file, and the samples that it draws."""
    blocks = by_file(inputs, inputs.runs, _blocks)
    if not blocks:
        return Section("suspicious", "Cells to be suspicious of", (Paragraph((_NONE,)),))
    return Section("suspicious", "Cells to be suspicious of", (Paragraph((_WHICH,)), *blocks))


def _blocks(source: ResultSet) -> list[Block]:
    return [replace(picture, data=_samples(source)) for picture in pictures.of(source, progression)]


def _samples(source: ResultSet) -> Table:
    rows: list[tuple[Line, ...]] = [
        (
            (Name(each.cell.name),),
            (source.plain(sample.process_run, "count"),),
            (source.plain(sample.started_seconds, "seconds"),),
            (source.plain(sample.nanoseconds, "nanoseconds"),),
        )
        for each in source.contents.least_certain
        for sample in each.samples
    ]
    return Table(
        caption="Samples in order",
        columns=("Cell", "Process run", "Began", "Time of one execution"),
        rows=tuple(rows),
        numeric=frozenset({1, 2, 3}),
    )
