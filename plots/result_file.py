"""The one reader of result files (results/README.md): what the charts need of one, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plots import gate_file, json_file, run_file
from plots.checks import DocumentError, Entry, shown
from plots.gate_model import Gate
from plots.json_file import ResultFileError
from plots.model import Origin, Results

FORMAT = 1


def read(path: Path) -> Results | Gate:
    """Reads and checks a result file; whatever is wrong with it becomes a ResultFileError."""
    return contents(path, load(path))


def load(path: Path) -> Entry:
    """The document in a result file whose format is known; raises ResultFileError."""
    document = json_file.read(path)
    try:
        _check_kind(document)
    except DocumentError as fault:
        raise ResultFileError(f"{path}: {fault}") from None
    return Entry(document, ())


def contents(path: Path, document: Entry) -> Results | Gate:
    """What the charts need of the document that `load` read from there; raises ResultFileError."""
    reader = gate_file.gate if document.object("pepbench").has("kind") else run_file.results
    try:
        return reader(_origin(path, document.object("pepbench")), document)
    except DocumentError as fault:
        raise ResultFileError(f"{path}: {fault}") from None


def _check_kind(document: Any) -> None:
    own = document.get("pepbench") if isinstance(document, dict) else None
    if not isinstance(own, dict):
        raise DocumentError(
            "is JSON but not a pepbench result (no 'pepbench' object); give one written by 'pepbench run'."
        )
    _check_format(own.get("format"))
    kind = own.get("kind")
    if kind not in (None, "gate"):
        raise DocumentError(
            f"is of the kind {shown(kind)}, which this pepbench does not know; update pepbench."
        )


def _origin(path: Path, pepbench: Entry) -> Origin:
    machine = pepbench.object("machine")
    return Origin(
        file=path,
        version=pepbench.text("version"),
        commit=pepbench.maybe_text("commit"),
        started=pepbench.text("started"),
        cpu_model=machine.maybe_text("cpu_model"),
        usable_cores=machine.positive("usable_cores"),
    )


def _check_format(found: Any) -> None:
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise DocumentError(
            f"pepbench.format must be {FORMAT}, not {shown(found)}; the file is damaged, so measure again."
        )
    if found > FORMAT:
        raise DocumentError(
            f"was written in format {found} by a newer pepbench and this one reads format {FORMAT};"
            " update pepbench."
        )
