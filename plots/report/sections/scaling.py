"""How threads, processes and sub-interpreters scale: small multiples, and every line's speed-ups."""

from __future__ import annotations

from plots.charts import scaling, speedup_by_workers
from plots.report import pictures
from plots.report.blocks import Block, Details, Line, Name, Paragraph, Section, Table
from plots.report.by_file import by_file
from plots.report.inputs import Inputs, ResultSet

_NONE = "No file holds cells whose workers run at once."


def build(inputs: Inputs) -> Section:
    """One figure a suite, then by workload every configuration and mode."""
    blocks = by_file(inputs, inputs.runs, _blocks)
    return Section("scaling", "Scaling with workers", tuple(blocks) or (Paragraph((_NONE,)),))


def _blocks(source: ResultSet) -> list[Block]:
    drawn: list[Block] = list(pictures.of(source, scaling))
    if not drawn:
        return []
    every = pictures.of(source, speedup_by_workers)
    if every:
        drawn.append(Details(("Speed-up of every configuration and mode",), tuple(every)))
    if source.contents.scaling:
        drawn.append(Details(("Serial fractions (Amdahl’s law)",), (_fractions(source),)))
    return drawn


def _fractions(source: ResultSet) -> Table:
    rows: list[tuple[Line, ...]] = [
        (
            (Name(fit.workload),),
            (Name(fit.configuration),),
            (Name(fit.mode.label),),
            source.estimate(fit.serial_fraction, "ratio"),
            (source.n(fit.serial_fraction),),
        )
        for fit in source.contents.scaling
    ]
    return Table(
        caption="Serial fraction s of S(N) = 1 ÷ (s + (1 − s) ÷ p); below 0: better than the ideal",
        columns=("Workload", "Configuration", "Mode", "s [95 %]", "n"),
        rows=tuple(rows),
        numeric=frozenset({3, 4}),
    )
