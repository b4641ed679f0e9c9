"""What a report is made from: result files, the verdicts on claims, and how two environments differ."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plots import checks, json_file, result_file, save
from plots.checks import DocumentError, Entry
from plots.gate_model import Gate
from plots.json_file import ResultFileError
from plots.model import Estimate, Plain, Results
from plots.report import claims, comparison
from plots.report.blocks import Line
from plots.report.claims import Claims
from plots.report.comparison import Comparison
from plots.report.numbers import Number


@dataclass(frozen=True)
class ResultSet:
    """A result file: its place among those given, its name on the page, and what is in it."""

    index: int
    path: Path
    name: str
    document: Entry
    contents: Results | Gate

    @property
    def header(self) -> Entry:
        return self.document.object("pepbench")

    @property
    def copy(self) -> str:
        """Where its copy is in the bundle."""
        return f"data/{self.name}.json"

    def number(self, value: float, pointer: str, form: str) -> Number:
        """A number of the file, to be written in that form of `numbers`."""
        return Number(value, f"file{self.index}:{pointer}", form)

    def number_at(self, entry: Entry, key: str, form: str) -> Number:
        return self.number(entry.number(key), entry.pointer(key), form)

    def plain(self, number: Plain, form: str) -> Number:
        return self.number(number.value, number.at, form)

    def estimate(self, estimate: Estimate, form: str) -> Line:
        """`1.14 [1.06, 1.24]`, without brackets where there is no interval."""
        value = self.number(estimate.value, estimate.at.value, form)
        if not estimate.has_interval:
            return (value,)
        low = self.number(estimate.low, estimate.at.low, form)
        high = self.number(estimate.high, estimate.at.high, form)
        return (value, " [", low, ", ", high, "]")

    def n(self, estimate: Estimate) -> Number:
        return self.number(estimate.n, estimate.at.n, "count")


@dataclass(frozen=True)
class Inputs:
    """Everything that was given, in the order in which it was."""

    sets: tuple[ResultSet, ...]
    claims: Claims
    comparisons: tuple[Comparison, ...]
    command: str

    @property
    def runs(self) -> list[ResultSet]:
        """The files of runs and warm-ups."""
        return [each for each in self.sets if isinstance(each.contents, Results)]

    @property
    def gates(self) -> list[ResultSet]:
        return [each for each in self.sets if isinstance(each.contents, Gate)]


def read(files: list[Path], verdicts: Path, differences: list[Path], command: str) -> Inputs:
    """Reads everything; raises ResultFileError."""
    names = save.Names()
    sets = []
    for index, path in enumerate(files):
        document = result_file.load(path)
        contents = result_file.contents(path, document)
        sets.append(ResultSet(index, path, names.name(path.stem, ""), document, contents))
    compared = tuple(map(_comparison, differences))
    return Inputs(tuple(sets), _claims(verdicts, len(sets)), compared, command)


def _claims(path: Path, files: int) -> Claims:
    wanted = "what 'pepbench claims --json' prints"
    document = json_file.read(path, wanted)
    found = document.get("format") if isinstance(document, dict) else None
    if found != claims.FORMAT:
        raise ResultFileError(
            f"{path}: holds no claims in format {claims.FORMAT}, which this pepbench reads; give {wanted} of"
            " the same version."
        )
    try:
        return claims.read(Entry(document, ()), files)
    except DocumentError as fault:
        raise ResultFileError(f"{path}: {fault}") from None


def _comparison(path: Path) -> Comparison:
    wanted = "what 'pepbench compare --json' prints"
    document = json_file.read(path, wanted)
    try:
        return comparison.read(checks.an_object(document, ()))
    except DocumentError as fault:
        raise ResultFileError(f"{path}: {fault}") from None
