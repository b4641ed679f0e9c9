"""The one reader of result files (results/README.md): what the charts need of one, checked.

Every number here is one that `harness/stats` wrote into the file's summary; nothing is computed from samples.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plots.checks import DAMAGED, DocumentError, Entry, shown

FORMAT = 1

# PEP 371's order; modes and start methods that came later follow in the file's order.
_MODE_ORDER = ("linear", "threaded", "process", "subinterpreter")
_START_METHOD_ORDER = (None, "fork", "forkserver", "spawn")


class ResultFileError(Exception):
    """A result file that cannot be drawn from; the message is one sentence for the user."""


@dataclass(frozen=True)
class Estimate:
    """A number of the summary with its 95 % interval, which is absent below six process runs (or passes)."""

    value: float
    low: float | None
    high: float | None
    n: int

    @property
    def has_interval(self) -> bool:
        return self.low is not None


@dataclass(frozen=True)
class Mode:
    """How the work is spread; processes of two start methods are two modes on a chart."""

    name: str
    start_method: str | None

    @property
    def label(self) -> str:
        return f"{self.name} ({self.start_method})" if self.start_method else self.name

    @property
    def at_once(self) -> bool:
        """Whether workers run side by side, so that cores can be oversubscribed."""
        return self.name != "linear"


@dataclass(frozen=True)
class Cell:
    """One entry of `summary.cells`; `published_seconds` is PEP 371's time scaled to this machine."""

    workload: str
    mode: Mode
    workers: int
    configuration: str
    samples: int
    time: Estimate
    speedup: Estimate | None
    published_seconds: float | None


@dataclass(frozen=True)
class JitEffect:
    """One entry of `summary.jit`: time of `base` ÷ time of `head`."""

    workload: str
    mode: Mode
    workers: int
    base: str
    head: str
    speedup: Estimate


@dataclass(frozen=True)
class Gap:
    """Why cells are missing, from `failures` or `unavailable`; a part that is None stands for every one."""

    failed: bool
    reason: str
    workload: str | None = None
    mode: Mode | None = None
    workers: int | None = None
    configuration: str | None = None

    def covers(self, workload: str, mode: Mode, workers: int, configuration: str) -> bool:
        asked = (workload, mode, workers, configuration)
        mine = (self.workload, self.mode, self.workers, self.configuration)
        return all(part is None or part == wanted for part, wanted in zip(mine, asked))


@dataclass(frozen=True)
class Results:
    """What the charts need of one result file, in the file's order."""

    file: Path
    version: str
    commit: str
    started: str
    interrupted: bool
    cpu_model: str
    usable_cores: float
    configurations: tuple[str, ...]
    workloads: tuple[str, ...]
    shows: dict[str, str]
    modes: tuple[Mode, ...]
    workers: tuple[int, ...]
    cells: tuple[Cell, ...]
    jit: tuple[JitEffect, ...]
    gaps: tuple[Gap, ...]

    def cells_of(self, workload: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.workload == workload]


def read(path: Path) -> Results:
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
        return _results(path, _parse(text))
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


def _results(path: Path, document: Any) -> Results:
    own = document.get("pepbench") if isinstance(document, dict) else None
    if not isinstance(own, dict):
        raise DocumentError(
            "is JSON but not a pepbench result (no 'pepbench' object); give one written by 'pepbench run'."
        )
    pepbench = Entry(own, "pepbench")
    _check_format(own.get("format"))
    machine = pepbench.object("machine")
    settings = pepbench.object("settings")
    workloads = pepbench.object("workloads")
    configurations = pepbench.object("configurations")
    cells = [_cell(entry) for entry in pepbench.object("summary").list("cells")]
    _check_unique(cells)
    gaps = [
        *(_gap(entry, failed=True) for entry in pepbench.list("failures")),
        *(_gap(entry, failed=False) for entry in pepbench.list("unavailable")),
    ]
    # What was asked for comes first: an object's keys have no order to rely on.
    everything = [*cells, *gaps]
    names = [*settings.texts("configurations"), *(each.configuration for each in everything)]
    titles = [*settings.texts("workloads"), *(each.workload for each in everything)]
    modes = [*map(_mode_of_label, settings.texts("modes")), *(each.mode for each in everything)]
    return Results(
        file=path,
        version=pepbench.text("version"),
        commit=_maybe_text(pepbench, "commit"),
        started=pepbench.text("started"),
        interrupted=own.get("outcome") == "interrupted",
        cpu_model=_maybe_text(machine, "cpu_model"),
        usable_cores=machine.positive("usable_cores"),
        configurations=_in_order([*names, *configurations.values]),
        workloads=_in_order([*titles, *workloads.values]),
        shows={name: _maybe_text(workloads.object(name), "shows") for name in workloads.values},
        modes=tuple(sorted(_in_order(modes), key=_mode_rank)),
        workers=tuple(sorted(_in_order(each.workers for each in everything))),
        cells=tuple(cells),
        jit=tuple(_jit_effect(entry) for entry in pepbench.object("summary").list("jit")),
        gaps=tuple(gaps),
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


def _check_unique(cells: list[Cell]) -> None:
    seen = set()
    for cell in cells:
        key = (cell.workload, cell.mode, cell.workers, cell.configuration)
        if key in seen:
            name = f"{cell.workload}, {cell.mode.label}, {cell.workers}, {cell.configuration}"
            raise DocumentError(f"pepbench.summary.cells has the cell {shown(name)} twice; {DAMAGED}.")
        seen.add(key)


def _cell(entry: Entry) -> Cell:
    # Without our own linear time there is nothing to scale the published one by.
    published = entry.object("published") if entry.has("published") else None
    scaled = published and published.has("scaled_seconds")
    return Cell(
        workload=entry.text("workload"),
        mode=_mode(entry),
        workers=entry.whole("workers"),
        configuration=entry.text("configuration"),
        samples=entry.whole("samples"),
        time=_estimate(entry, ("median_seconds", "low_seconds", "high_seconds"), entry.whole("process_runs")),
        speedup=_ratio(entry.object("speedup")) if entry.has("speedup") else None,
        published_seconds=published.positive("scaled_seconds") if scaled else None,
    )


def _jit_effect(entry: Entry) -> JitEffect:
    return JitEffect(
        workload=entry.text("workload"),
        mode=_mode(entry),
        workers=entry.whole("workers"),
        base=entry.text("base"),
        head=entry.text("head"),
        speedup=_ratio(entry.object("speedup")),
    )


def _gap(entry: Entry, *, failed: bool) -> Gap:
    gap = Gap(failed, entry.text("reason"), configuration=entry.text("configuration"))
    if not entry.has("workload"):
        return gap
    return replace(gap, workload=entry.text("workload"), mode=_mode(entry), workers=entry.whole("workers"))


def _mode(entry: Entry) -> Mode:
    return Mode(entry.text("mode"), entry.text("start_method") if entry.has("start_method") else None)


def _mode_of_label(label: str) -> Mode:
    name, _, start_method = label.partition("-")
    return Mode(name, start_method or None)


def _mode_rank(mode: Mode) -> tuple[int, int]:
    def rank(order: tuple, part: str | None) -> int:
        return order.index(part) if part in order else len(order)

    return rank(_MODE_ORDER, mode.name), rank(_START_METHOD_ORDER, mode.start_method)


def _ratio(entry: Entry) -> Estimate:
    return _estimate(entry, ("ratio", "low", "high"), entry.whole("n"))


def _estimate(entry: Entry, keys: tuple[str, str, str], n: int) -> Estimate:
    value = entry.positive(keys[0])
    if not entry.has(keys[1]) and not entry.has(keys[2]):
        return Estimate(value, None, None, n)
    low, high = entry.positive(keys[1]), entry.positive(keys[2])
    if not low <= value <= high:
        raise DocumentError(
            f"{entry.where}.{keys[0]} is {value:g}, outside of its interval {low:g} to {high:g}; {DAMAGED}."
        )
    return Estimate(value, low, high, n)


def _maybe_text(entry: Entry, key: str) -> str:
    return entry.text(key) if entry.values.get(key) else ""


def _in_order(values: Iterable) -> tuple:
    return tuple(dict.fromkeys(value for value in values if value is not None))
