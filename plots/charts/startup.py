"""Start-up per configuration: from the start of the process to the first Python statement."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from plots import configuration_rows, style
from plots.model import Results

NAME = "startup"
DRAWS = Results


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure for all configurations."""
    estimates = {each.configuration: each.seconds for each in results.startup}
    if estimates:
        yield (
            "",
            configuration_rows.figure(
                results,
                estimates,
                title="Start-up: from process start to the first Python statement",
                explanation="Seconds from the start of a fresh process to its first Python statement: median,"
                " bars are 95 % intervals.",
                axis_label="time to the first Python statement",
                text=lambda value: style.seconds(float(f"{value:.4g}")),
                unit="seconds",
                n_of=("process run", "process runs"),
            ),
        )
