"""Reading JSON that somebody gives: whatever is wrong with it becomes one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from plots.checks import DocumentError

LARGEST = 4 << 30  # bytes; what pepbench itself reads at most


class ResultFileError(Exception):
    """A file that cannot be used; the message is one sentence for the user."""


def read(path: Path, wanted: str = "a result file written by 'pepbench run'") -> Any:
    """The document in a file, which was to be `wanted`; raises ResultFileError."""
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise ResultFileError(f"{path}: is not a regular file; give {wanted}.")
        if path.stat().st_size > LARGEST:
            raise ResultFileError(f"{path}: is larger than any result file; give {wanted}.")
        text = path.read_bytes()
    except FileNotFoundError:
        raise ResultFileError(f"{path}: no such file; give {wanted}.") from None
    except IsADirectoryError:
        raise ResultFileError(f"{path}: is a directory; give the file inside it.") from None
    except OSError as error:
        why = error.strerror or error
        raise ResultFileError(f"{path}: cannot be read ({why}); check its permissions.") from None
    except MemoryError:
        raise ResultFileError(f"{path}: there is not enough memory to read it.") from None
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        why = f"{error.msg} in line {error.lineno}"
    except UnicodeDecodeError:
        why = "not UTF-8"
    except RecursionError:
        why = "nested too deeply"
    except DocumentError as fault:
        why = str(fault)
    except MemoryError:
        raise ResultFileError(f"{path}: there is not enough memory to read it.") from None
    except ValueError:
        why = "a number of thousands of digits"
    raise ResultFileError(f"{path}: is not JSON ({why}); give {wanted}.")


def _refuse_constant(name: str) -> Any:
    raise DocumentError(f"{name}, which is no number")
