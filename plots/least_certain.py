"""The samples of the cells whose time is the least certain, for a chart that shows why.

No number is computed from samples: the summary's intervals say which cells these are, and the rows are drawn
as they are.
"""

from __future__ import annotations

from plots import checks
from plots.checks import Entry
from plots.model import Cell, Plain, Progression, Sample

_MOST = 4


def progressions(document: Entry, cells: list[Cell]) -> tuple[Progression, ...]:
    """Of the cells with the widest intervals in proportion to their medians, the widest first."""
    known = [cell for cell in cells if cell.time.has_interval]
    widest = sorted(known, key=lambda cell: cell.time.low / cell.time.high)[:_MOST]
    samples = _samples(document, {cell.name for cell in widest})
    return tuple(Progression(cell, tuple(samples[cell.name])) for cell in widest if samples[cell.name])


def _samples(document: Entry, names: set[str]) -> dict[str, list[Sample]]:
    found: dict[str, list[Sample]] = {name: [] for name in names}
    rows = document.values.get("benchmarks")
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        # A file may have a million rows, of which a few are wanted.
        if isinstance(row, dict) and row.get("name") in names:
            entry = checks.an_object(row, ("benchmarks", index))
            found[row["name"]].append(
                Sample(
                    Plain(entry.natural("process_run"), entry.pointer("process_run")),
                    Plain(entry.number("started_seconds"), entry.pointer("started_seconds")),
                    Plain(entry.positive("real_time"), entry.pointer("real_time")),
                )
            )
    for samples in found.values():
        samples.sort(key=lambda sample: sample.started_seconds.value)
    return found
