"""Reads what `pepbench claims --json` prints: every claim of the PEPs with its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from plots.checks import DocumentError, Entry
from plots.report.blocks import Line, Name, Verdict
from plots.report.numbers import Number

FORMAT = 1

# The closed list of verdicts, with the tone in which the page says them.
TONES = {
    "reproduced": "good",
    "refuted": "bad",
    "cannot tell": "open",
    "not measured": "none",
    "not possible here": "none",
}
JUDGED = ("refuted", "reproduced", "cannot tell")

_FORMS = {"ratio": "ratio", "seconds": "seconds", "bytes": "bytes", "share": "percent"}


@dataclass(frozen=True)
class Measured:
    """A claim's number with its interval, which may be missing, and the n that it rests on."""

    value: Number
    low: Number | None
    high: Number | None
    n: Number | None
    unit: str  # '' where the number's form says it

    @property
    def line(self) -> Line:
        """`1.14 [1.06, 1.24]`."""
        unit: Line = (" ", Name(self.unit)) if self.unit else ()
        if self.low is None or self.high is None:
            return (self.value, *unit)
        return (self.value, " [", self.low, ", ", self.high, "]", *unit)

    @property
    def line_with_n(self) -> Line:
        """`1.14 [1.06, 1.24], n = 6`."""
        return (*self.line, ", n = ", self.n) if self.n else self.line


@dataclass(frozen=True)
class Part:
    """One of the conditions that a composite claim is made of."""

    name: str
    verdict: Verdict
    reason: str
    measured: Measured | None


@dataclass(frozen=True)
class Claim:
    """A claim as one of the files answers it; `file` is None where none holds its cells."""

    pep: int
    section: str
    text: str
    condition: str
    file: int | None
    verdict: Verdict
    reason: str
    measured: Measured | None
    boundary: str
    parts: tuple[Part, ...]
    measure: str
    note: str


@dataclass(frozen=True)
class Claims:
    """The claims in the order of the document, and how a family of verdicts is corrected."""

    entries: tuple[Claim, ...]
    correction: str
    level: Number | None

    def of_pep(self, pep: int) -> list[Claim]:
        return [claim for claim in self.entries if claim.pep == pep]

    @property
    def peps(self) -> list[int]:
        return list(dict.fromkeys(claim.pep for claim in self.entries))


def read(document: Entry, files: int) -> Claims:
    """The claims about so many files in a document whose format is known; raises DocumentError."""
    family = document.object("family") if document.has("family") else Entry({}, ())
    return Claims(
        entries=tuple(_claim(entry, files) for entry in document.list("claims")),
        correction=family.maybe_text("correction"),
        level=_number(family, "level", "percent") if family.has("level") else None,
    )


def _claim(entry: Entry, files: int) -> Claim:
    file = entry.natural("file") if entry.has("file") else None
    if file is not None and file >= files:
        raise DocumentError(
            f"{entry.where}.file is {file}, but {files} files were given; give those that it was made of."
        )
    return Claim(
        pep=entry.whole("pep"),
        section=entry.maybe_text("section"),
        text=entry.text("text"),
        condition=entry.maybe_text("condition"),
        file=file,
        verdict=_verdict(entry),
        reason=entry.maybe_text("reason"),
        measured=_measured(entry),
        boundary=entry.maybe_text("boundary"),
        parts=tuple(_part(part) for part in entry.maybe_list("parts")),
        measure=entry.maybe_text("measure"),
        note=entry.maybe_text("note"),
    )


def _part(entry: Entry) -> Part:
    return Part(entry.text("name"), _verdict(entry), entry.maybe_text("reason"), _measured(entry))


def _verdict(entry: Entry) -> Verdict:
    """The word with its tone; one that is not in the list has none."""
    word = entry.text("verdict")
    return Verdict(word, TONES.get(word, "none"), f"claims:{entry.pointer('verdict')}")


def _measured(entry: Entry) -> Measured | None:
    if not entry.has("value"):
        return None
    found = entry.object("value")
    unit = found.maybe_text("unit")
    # A unit of its own, such as `differing samples`, is of things that are counted.
    form = _FORMS.get(unit, "count")
    low, high = (_number(found, end, form) if found.has(end) else None for end in ("low", "high"))
    return Measured(
        value=_number(found, "value", form),
        low=low,
        high=high,
        n=_number(found, "n", "count") if found.has("n") else None,
        unit="" if unit in _FORMS else unit,
    )


def _number(entry: Entry, key: str, form: str) -> Number:
    return Number(entry.number(key), f"claims:{entry.pointer(key)}", form)
