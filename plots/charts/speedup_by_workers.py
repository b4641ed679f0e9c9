"""Speed-up against workers, per workload, beside the ideal of N for N workers."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from plots import scales, style
from plots.model import Mode, Results
from plots.workers_panels import Quantity, Reference, figure

NAME = "speedup"
DRAWS = Results

IDEAL_LOOK = {"color": style.QUIET, "linewidth": 1.3, "linestyle": (0, (6, 2, 1, 2)), "zorder": 2}
_NONE_LOOK = {"color": style.QUIET, "linewidth": 0.9, "linestyle": "-", "zorder": 2}


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure a workload that was measured with several numbers of workers."""
    for workload in results.workloads_against_workers():
        drawn = figure(results, workload, _QUANTITY)
        if drawn:
            yield workload, drawn


def _references(results: Results, workload: str, mode: Mode) -> list[Reference]:
    ends = scales.workers_limits(results.workers)
    none = Reference("no speed-up: as fast as one after the other", dict.fromkeys(ends, 1.0), _NONE_LOOK)
    if not mode.at_once:
        return [none]
    ideal = Reference("ideal: N times for N workers", {n: float(n) for n in results.workers}, IDEAL_LOOK)
    return [none, ideal]


_QUANTITY = Quantity(
    title="speed-up against workers",
    explanation="Linear time for one worker × N ÷ time with N workers: median over passes,"
    " bars are 95 % intervals.",
    axis_label="speed-up",
    n_of=("pass", "passes"),
    absent="Cells without a speed-up, for want of the linear time for one worker",
    unit="ratio",
    estimate=lambda cell: cell.speedup,
    references=_references,
    ticks=scales.doubling_ticks,
    tick_text=style.times,
)
