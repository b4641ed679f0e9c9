"""The one reader of result files (results/README.md): what the charts need of one, checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from plots import gate_file, run_file
from plots.checks import DocumentError, Entry, shown
from plots.gate_model import Gate
from plots.model import Origin, Results

FORMAT = 1


class ResultFileError(Exception):
    """A result file that cannot be drawn from; the message is one sentence for the user."""


def read(path: Path) -> Results | Gate:
    """Reads and checks a result file; whatever is wrong with it becomes a ResultFileError."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise ResultFileError(
            f"{path}: no such file; give a result file written by 'pepbench run'."
        ) from None
    except IsADirectoryError:
        raise ResultFileError(f"{path}: is a directory; give the result file inside it.") from None
    except OSError as error:
        why = error.strerror or error
        raise ResultFileError(f"{path}: cannot be read ({why}); check its permissions.") from None
    try:
        return _content(path, _parse(text))
    except DocumentError as fault:
        raise ResultFileError(f"{path}: {fault}") from None


def _parse(text: bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        why = f"{error.msg} in line {error.lineno}"
    except UnicodeDecodeError:
        why = "not UTF-8"
    except RecursionError:
        why = "nested too deeply"
    except ValueError:
        why = "a number of thousands of digits"
    raise DocumentError(f"is not JSON ({why}); give a result file written by 'pepbench run'.")


def _refuse_constant(name: str) -> Any:
    raise DocumentError(
        f"is not JSON ({name}, which is no number); give a result file written by 'pepbench run'."
    )


def _content(path: Path, document: Any) -> Results | Gate:
    own = document.get("pepbench") if isinstance(document, dict) else None
    if not isinstance(own, dict):
        raise DocumentError(
            "is JSON but not a pepbench result (no 'pepbench' object); give one written by 'pepbench run'."
        )
    _check_format(own.get("format"))
    pepbench = Entry(own, "pepbench")
    kind = own.get("kind")
    if kind not in (None, "gate"):
        raise DocumentError(
            f"is of the kind {shown(kind)}, which this pepbench does not know; update pepbench."
        )
    contents = gate_file.gate if kind else run_file.results
    return contents(_origin(path, pepbench), pepbench)


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
