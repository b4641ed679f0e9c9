"""The one reader of result files (results/README.md): what the charts need of one, checked.

Every number here is one that `harness/stats` wrote into the file's summary; nothing is computed from samples.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plots import summary
from plots.checks import DocumentError, Entry, shown
from plots.model import START_METHODS, Asked, Gap, Mode, Results

FORMAT = 1

# PEP 371's order, then pools; what came later follows in the file's order.
_MODE_ORDER = (
    "linear",
    "threaded",
    "process",
    "subinterpreter",
    "thread-pool",
    "process-pool",
    "interpreter-pool",
)
_START_METHOD_ORDER = (None, *START_METHODS)


class ResultFileError(Exception):
    """A result file that cannot be drawn from; the message is one sentence for the user."""


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
    numbers = pepbench.object("summary")
    cells = summary.cells(numbers)
    warmup = summary.warmup(numbers)
    gaps = [
        *(_gap(entry, failed=True) for entry in pepbench.list("failures")),
        *(_gap(entry, failed=False) for entry in pepbench.list("unavailable")),
    ]
    # What was asked for comes first: an object's keys have no order to rely on.
    everything = [*cells, *gaps]
    named = [*everything, *warmup]
    names = [
        *settings.texts("configurations"),
        *(each.configuration for each in named),
        *configurations.values,
    ]
    titles = [*settings.texts("workloads"), *(each.workload for each in named), *workloads.values]
    modes = _in_mode_order(
        [*map(summary.mode_of_label, settings.texts("modes")), *(each.mode for each in everything)]
    )
    workers = tuple(sorted(_in_order(each.workers for each in everything)))
    return Results(
        file=path,
        version=pepbench.text("version"),
        commit=_maybe_text(pepbench, "commit"),
        started=pepbench.text("started"),
        interrupted=own.get("outcome") == "interrupted",
        cpu_model=_maybe_text(machine, "cpu_model"),
        usable_cores=machine.positive("usable_cores"),
        reference=_maybe_text(numbers, "reference"),
        configurations=_in_order(names),
        without_gil=frozenset(name for name in configurations.values if _without_gil(configurations, name)),
        workloads=_in_order(titles),
        shows={name: _maybe_text(workloads.object(name), "shows") for name in workloads.values},
        suites=_suites(workloads, _in_order(titles)),
        modes=modes,
        workers=workers,
        asked={name: _asked(workloads, name, Asked(modes, workers)) for name in _in_order(titles)},
        cells=tuple(cells),
        switches=summary.switches(numbers),
        suite_ratios=summary.suite_ratios(numbers),
        scaling=summary.scaling(numbers),
        idle_memory=summary.idle_memory(numbers),
        memory_ratios=summary.memory_ratios(numbers),
        startup=summary.startup(numbers),
        warmup=warmup,
        break_even=summary.break_even(numbers),
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


def _gap(entry: Entry, *, failed: bool) -> Gap:
    return Gap(
        failed,
        entry.text("reason"),
        workload=entry.text("workload") if entry.has("workload") else None,
        mode=summary.mode(entry) if entry.has("mode") else None,
        workers=entry.whole("workers") if entry.has("workers") else None,
        configuration=entry.text("configuration"),
    )


def _without_gil(configurations: Entry, name: str) -> bool:
    """Whether its processes reported, after the work, that they had run without the GIL."""
    configuration = configurations.object(name)
    facts = configuration.object("facts") if configuration.has("facts") else configuration
    return facts.values.get("gil_enabled") is False


def _suites(workloads: Entry, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The workloads of each suite, in the file's order; those that belong to none come under ''."""
    suites: dict[str, list[str]] = {}
    for name in names:
        suite = _maybe_text(workloads.object(name), "suite") if workloads.has(name) else ""
        suites.setdefault(suite, []).append(name)
    return {suite: tuple(members) for suite, members in suites.items()}


def _asked(workloads: Entry, name: str, otherwise: Asked) -> Asked:
    """What the file says of the workload, or of every workload where it does not tell them apart."""
    workload = workloads.object(name) if workloads.has(name) else Entry({}, "")
    modes = _in_mode_order(map(summary.mode_of_label, workload.texts("modes")))
    workers = tuple(sorted(_in_order(workload.wholes("workers"))))
    return Asked(modes or otherwise.modes, workers or otherwise.workers)


def _in_mode_order(modes: Iterable[Mode | None]) -> tuple[Mode, ...]:
    return tuple(sorted(_in_order(modes), key=_mode_rank))


def _mode_rank(mode: Mode) -> tuple[int, int]:
    def rank(order: tuple, part: str | None) -> int:
        return order.index(part) if part in order else len(order)

    return rank(_MODE_ORDER, mode.name), rank(_START_METHOD_ORDER, mode.start_method)


def _maybe_text(entry: Entry, key: str) -> str:
    return entry.text(key) if entry.values.get(key) else ""


def _in_order(values: Iterable) -> tuple:
    return tuple(dict.fromkeys(value for value in values if value is not None))
