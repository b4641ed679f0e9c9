"""Writing charts: where they go, what they are called, and the same bytes for the same result file."""

from __future__ import annotations

import io
import re
from pathlib import Path

from plots import chart_texts, style
from plots.chart import Chart

FORMATS = ("png", "svg", "pdf", "txt", "csv")

# Neither a date nor the version of matplotlib: drawing the same file again changes nothing in a repository.
METADATA = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
}


def directories(files: list[Path], output: Path | None) -> list[Path]:
    """A directory for each file's charts, no two the same."""
    if output and len(files) == 1:
        return [output]
    chosen: list[Path] = []
    for file in files:
        parent = output or file.parent
        directory = parent / f"{file.stem}-charts"
        number = 2
        while directory in chosen:
            directory = parent / f"{file.stem}-charts-{number}"
            number += 1
        chosen.append(directory)
    return chosen


def tame(name: str) -> str:
    """An untrusted name as a part of a file's name, or of an id: letters, digits and `.+-_` only."""
    return re.sub(r"[^A-Za-z0-9.+_-]+", "_", name)[:60]


class Names:
    """File names for the charts of one result file; the names in it are untrusted."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, kind: str, part: str) -> str:
        """A file name without ending: letters, digits and `.+-_` only, and given once; the part may be ''."""
        stem = f"{tame(kind)}-{tame(part)}" if part else tame(kind)
        name = stem
        number = 2
        while name.lower() in self._taken:  # some file systems do not tell A from a
            name = f"{stem}-{number}"
            number += 1
        self._taken.add(name.lower())
        return name


def write(chart: Chart, directory: Path, name: str, formats: list[str]) -> list[Path]:
    """Writes a chart in each format and returns the paths; raises OSError."""
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for ending in formats:
        path = directory / f"{name}.{ending}"
        path.write_bytes(_contents(chart, ending))
        paths.append(path)
    return paths


def _contents(chart: Chart, ending: str) -> bytes:
    if ending == "txt":
        return chart_texts.caption(chart).encode()
    if ending == "csv":
        return chart_texts.data(chart).encode()
    drawn = io.BytesIO()
    chart.savefig(drawn, format=ending, dpi=style.DPI, metadata=METADATA[ending])
    return drawn.getvalue()
