"""Verdicts of pepbench gate, where its files were given."""

from __future__ import annotations

from dataclasses import replace

from plots.charts import gate, soak
from plots.gate_model import GatedCell, Share, Soak
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
    drawn = sorted((cell for cell in source.contents.cells if cell.rounds), key=lambda cell: cell.control)
    courses = zip(pictures.of(source, gate), drawn)
    shares = pictures.of(source, soak)
    return [
        *_verdicts(source),
        *(replace(picture, data=_rounds(source, cell)) for picture, cell in courses),
        *(replace(picture, data=_shares(source, source.contents.soak)) for picture in shares),
    ]


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


def _rounds(source: ResultSet, cell: GatedCell) -> Table:
    rows: list[tuple[Line, ...]] = [
        (
            (str(number),),
            (source.number(each.log_ratio, each.at, "ratio"),) if each.log_ratio is not None else ("–",),
            (Name(each.base_failure or each.head_failure),),
        )
        for number, each in enumerate(cell.rounds, 1)
    ]
    return Table(
        caption=f"Rounds of {cell.name}: natural logarithm of head ÷ base",
        columns=("Round", "ln(head ÷ base)", "Failure"),
        rows=tuple(rows),
        numeric=frozenset({0, 1}),
    )


def _shares(source: ResultSet, found: Soak) -> Table:
    rows: list[tuple[Line, ...]] = []
    for group in found.groups:
        which = f"{group.extra_percent} % more work{', neighbour' if group.neighbour else ''}"
        shares = {"regressed": group.regressed, "passed": group.passed, "undecided": group.undecided}
        rows += [
            ((which,), (Name(rule),), *_share(source, share))
            for rule, share in {**shares, **group.peers}.items()
        ]
    return Table(
        caption="Shares of the verdicts with exact 95 % bounds; below the gate’s own, other tools’ rules",
        columns=("Pairs", "Verdict or rule", "Verdicts", "Share", "from", "to"),
        rows=tuple(rows),
        numeric=frozenset({2, 3, 4, 5}),
    )


def _share(source: ResultSet, share: Share) -> tuple[Line, ...]:
    return (
        (source.number(share.count, share.at.n, "count"),),
        (source.number(share.share, share.at.value, "percent"),),
        (source.number(share.low, share.at.low, "percent"),),
        (source.number(share.high, share.at.high, "percent"),),
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
