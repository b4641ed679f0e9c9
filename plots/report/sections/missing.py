"""What failed and what cannot be done here, each with the reason that was found by trying."""

from __future__ import annotations

from plots import style
from plots.model import Gap
from plots.report.blocks import Line, Name, Paragraph, Section, Table, Verdict
from plots.report.by_file import by_file
from plots.report.inputs import Inputs, ResultSet

_NONE = "Nothing failed, and every cell that was asked for was measured."
_FAILED, _UNSUPPORTED = Verdict("failed", "bad"), Verdict("unsupported", "none")


def build(inputs: Inputs) -> Section:
    """A table of reasons a file: one reason often stands for many cells."""
    blocks = by_file(inputs, inputs.runs, lambda source: [_table(source)] if source.contents.gaps else [])
    return Section("missing", "Failures, and what cannot be done", tuple(blocks) or (Paragraph((_NONE,)),))


def _table(source: ResultSet) -> Table:
    alike: dict[tuple[bool, str | None, str], list[Gap]] = {}
    for gap in source.contents.gaps:
        alike.setdefault((gap.failed, gap.configuration, gap.reason), []).append(gap)
    rows: list[tuple[Line, ...]] = [
        (
            (_FAILED if failed else _UNSUPPORTED,),
            (Name(configuration),) if configuration else ("every one",),
            (Name(_which(gaps)),),
            (Name(reason),),
        )
        for (failed, configuration, reason), gaps in alike.items()
    ]
    return Table(
        caption="What is missing, and why",
        columns=("What", "Configuration", "Cells", "Reason"),
        rows=tuple(rows),
    )


def _which(gaps: list[Gap]) -> str:
    """`24 cells: empty, fibonacci; threaded`, or every cell where the gap names none."""
    workloads = dict.fromkeys(gap.workload for gap in gaps if gap.workload)
    modes = dict.fromkeys(gap.mode.label for gap in gaps if gap.mode)
    if not workloads:
        return "every cell"
    named = "; ".join(", ".join(names) for names in (workloads, modes) if names)
    return f"{style.count(len(gaps), 'cell')}: {named}"
