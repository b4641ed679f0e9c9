"""Checked reading of a JSON document: every value has a place in it, which the error message names."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DAMAGED = "the file is damaged or was changed by hand, so measure again"


class DocumentError(Exception):
    """What is wrong with the document: the end of a sentence that begins with the file's name."""


@dataclass(frozen=True)
class Entry:
    """An object of the document and its place: the keys and indices that lead to it."""

    values: dict
    path: tuple[str | int, ...]

    @property
    def where(self) -> str:
        """The place as error messages name it: `pepbench.summary.cells[3]`."""
        return _where(self.path)

    def pointer(self, key: str) -> str:
        """The JSON pointer (RFC 6901) to the value at `key`."""
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in (*self.path, key))
        return "".join(f"/{step}" for step in steps)

    def object(self, key: str) -> Entry:
        """The object at `key`."""
        return an_object(self.values.get(key), (*self.path, key))

    def list(self, key: str) -> Iterator[Entry]:
        """The objects of the list at `key`."""
        found = self.values.get(key)
        if not isinstance(found, list):
            self._refuse(key, "a list")
        return (an_object(value, (*self.path, key, index)) for index, value in enumerate(found))

    def maybe_list(self, key: str) -> Iterator[Entry]:
        """The objects of the list at `key`, none if it is not there or null."""
        return self.list(key) if self.has(key) else iter(())

    def texts(self, key: str) -> list[str]:
        """The list of texts at `key`, empty if it is not there."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
            self._refuse(key, "a list of texts")
        return found

    def text(self, key: str) -> str:
        """The text at `key`, which is not empty."""
        found = self.values.get(key)
        if not isinstance(found, str) or not found:
            self._refuse(key, "a text")
        return found

    def maybe_text(self, key: str) -> str:
        """The text at `key`, empty if it is not there, null or empty."""
        return self.text(key) if self.values.get(key) else ""

    def flag(self, key: str) -> bool:
        """The truth value at `key`."""
        found = self.values.get(key)
        return found if isinstance(found, bool) else self._refuse(key, "true or false")

    def positive(self, key: str) -> float:
        """The number at `key`: times and ratios go on logarithmic axes, and a clock that read 0 failed."""
        number = _number(self.values.get(key))
        return number if number > 0 else self._refuse(key, "a number above 0")

    def positives(self, key: str) -> list[float | None]:
        """The list of numbers above 0 at `key`, some of which may be null."""
        found = self.values.get(key)
        if isinstance(found, list) and all(value is None or _number(value) > 0 for value in found):
            return found
        return self._refuse(key, "a list of numbers above 0")

    def number(self, key: str) -> float:
        """The number at `key`, of either sign."""
        number = _number(self.values.get(key))
        return self._refuse(key, "a number") if math.isnan(number) else number

    def whole(self, key: str) -> int:
        """The whole number above 0 at `key`."""
        found = self.values.get(key)
        return found if _is_whole(found) else self._refuse(key, "a whole number above 0")

    def wholes(self, key: str) -> list[int]:
        """The list of whole numbers above 0 at `key`, empty if it is not there."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(map(_is_whole, found)):
            self._refuse(key, "a list of whole numbers above 0")
        return found

    def natural(self, key: str) -> int:
        """The whole number at `key`, which may be 0."""
        return 0 if self.values.get(key) == 0 else self.whole(key)

    def has(self, key: str) -> bool:
        """Whether there is something other than null at `key`."""
        return self.values.get(key) is not None

    def _refuse(self, key: str, wanted: str) -> Any:
        raise DocumentError(
            f"{_where((*self.path, key))} must be {wanted}, not {shown(self.values.get(key))}; {DAMAGED}."
        )


def _number(value: Any) -> float:
    """A finite number as it is, NaN for anything else."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return math.nan
    try:
        number = float(value)
    except OverflowError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31


def an_object(value: Any, path: tuple[str | int, ...]) -> Entry:
    """An object and its place."""
    if not isinstance(value, dict):
        raise DocumentError(f"{_where(path)} must be an object, not {shown(value)}; {DAMAGED}.")
    return Entry(value, path)


def _where(path: tuple[str | int, ...]) -> str:
    steps = (
        f"[{step}]"
        if isinstance(step, int)
        else f".{step if step.isidentifier() and step.isascii() else shown(step)}"
        for step in path
    )
    return "".join(steps).removeprefix(".")


def shown(value: Any) -> str:
    """A value as it may stand in an error message: JSON, ASCII and short."""
    if value is None:
        return "missing or null"
    try:
        text = json.dumps(value)
    except (ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= 60 else text[:57] + "..."
