"""Reads of `pepbench compare A B --json` how the environments of two files differ."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from plots.checks import Entry


@dataclass(frozen=True)
class Difference:
    """A fact that differs between A and B, as text; one that `forbids` makes their times incomparable."""

    what: str
    in_a: str
    in_b: str
    forbids: bool


@dataclass(frozen=True)
class Comparison:
    """The two files by the names that they were given under, and `comparable`, or with care, or not."""

    a: str
    b: str
    verdict: str
    differences: tuple[Difference, ...]


def read(document: Entry) -> Comparison:
    """The comparison in a document; raises DocumentError."""
    environments = document.object("environments")
    return Comparison(
        a=document.text("a"),
        b=document.text("b"),
        verdict=environments.text("verdict"),
        differences=tuple(
            Difference(
                what=entry.text("what"),
                in_a=_text(entry.values.get("a")),
                in_b=_text(entry.values.get("b")),
                forbids=entry.values.get("weight") == "forbids",
            )
            for entry in environments.list("differences")
        ),
    )


def _text(value: Any) -> str:
    if value is None:
        return "not recorded"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
