"""Time against workers, per workload: each mode and configuration, and the curve that PEP 371 published."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from plots import scales, style
from plots.model import Mode, Results
from plots.workers_panels import Quantity, Reference, figure

NAME = "time"
DRAWS = Results

_PUBLISHED_LOOK = {
    "color": style.PUBLISHED,
    "linewidth": 3.6,
    "linestyle": "-",
    "zorder": 2,
    "solid_capstyle": "round",
}


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure a workload that was measured with several numbers of workers."""
    for workload in results.workloads_against_workers():
        drawn = figure(results, workload, _QUANTITY)
        if drawn:
            yield workload, drawn


def reference_configuration(results: Results, workload: str) -> str | None:
    """The configuration whose linear time scales the published curve: the first in the file that has one."""
    having = {cell.configuration for cell in results.cells_of(workload) if cell.published_seconds}
    return next((name for name in results.configurations if name in having), None)


def _published(results: Results, workload: str, mode: Mode) -> list[Reference]:
    reference = reference_configuration(results, workload)
    points = {
        cell.workers: cell.published_seconds
        for cell in sorted(results.cells_of(workload), key=lambda cell: cell.workers)
        if cell.configuration == reference and cell.mode == mode and cell.published_seconds
    }
    if not points:
        return []
    name = style.labels(results.configurations)[reference]
    label = f"PEP 371 in 2008, scaled to linear, 1 worker of {name}"
    # A single point has no line to be seen by.
    look = (
        _PUBLISHED_LOOK
        if len(points) > 1
        else {**_PUBLISHED_LOOK, "marker": "_", "markersize": 16, "mew": 3.6}
    )
    return [Reference(label, points, look)]


_QUANTITY = Quantity(
    title="time against workers",
    explanation="Wall time of one execution, in which each worker does the whole work: median, bars are 95 %"
    " intervals.",
    axis_label="time of one execution",
    n_of=("process run", "process runs"),
    absent="Cells without a time",
    unit="seconds",
    estimate=lambda cell: cell.time,
    references=_published,
    ticks=scales.ticks,
    tick_text=style.seconds,
)
