"""Verdicts of pepbench gate, where its files were given."""

from __future__ import annotations

from plots.charts import gate, soak
from plots.gate_model import GatedCell
from plots.report import pictures
from plots.report.blocks import Block, Line, Name, Section, Table, Verdict
from plots.report.by_file import by_file
from plots.report.inputs import Inputs, ResultSet

_TONES = {"pass": "good", "regressed": "bad", "failed": "bad", "wrong answer": "bad"}


def build(inputs: Inputs) -> Section | None:
    """None where no gate's file was given."""
    if not inputs.gates:
        return None
    blocks = by_file(inputs, inputs.gates, _blocks)
    return Section("gates", "The gate’s verdicts", tuple(blocks))


def _blocks(source: ResultSet) -> list[Block]:
    return [*_verdicts(source), *pictures.of(source, gate), *pictures.of(source, soak)]


def _verdicts(source: ResultSet) -> list[Block]:
    cells = source.contents.cells
    if not cells:
        return []
    table = Table(
        caption="Head ÷ base; the interval is valid whenever the gate stops",
        columns=("Cell", "Verdict", "Ratio [95 %]", "Rounds", "Why"),
        rows=tuple(_row(source, cell) for cell in cells),
        numeric=frozenset({2, 3}),
    )
    return [table]


def _row(source: ResultSet, cell: GatedCell) -> tuple[Line, ...]:
    return (
        (Name(cell.name),),
        (Verdict(cell.verdict, _TONES.get(cell.verdict, "open")),),
        _ratio(source, cell),
        (source.number(len(cell.rounds), cell.at.n, "count"),),
        (Name(cell.reason),) if cell.reason else ("–",),
    )


def _ratio(source: ResultSet, cell: GatedCell) -> Line:
    if cell.ratio is None:
        return ("–",)
    value = source.number(cell.ratio, cell.at.value, "ratio")
    if cell.interval is None:
        return (value,)
    low, high = cell.interval
    ends = source.number(low, cell.at.low, "ratio"), source.number(high, cell.at.high, "ratio")
    return (value, " [", ends[0], ", ", ends[1], "]")
