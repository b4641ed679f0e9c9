"""Reads what `pepbench run` and `pepbench warmup` write.

Every number here is one that `harness/stats` wrote into the file's summary; nothing is computed from samples.
"""

from __future__ import annotations

from collections.abc import Iterable

from plots import least_certain, summary
from plots.checks import Entry
from plots.model import START_METHODS, Asked, Gap, Mode, Origin, Results

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


def results(origin: Origin, document: Entry) -> Results:
    """The results in a file; raises DocumentError."""
    pepbench = document.object("pepbench")
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
        origin=origin,
        interrupted=pepbench.values.get("outcome") == "interrupted",
        reference=numbers.maybe_text("reference"),
        configurations=_in_order(names),
        without_gil=frozenset(name for name in configurations.values if _without_gil(configurations, name)),
        workloads=_in_order(titles),
        shows={name: workloads.object(name).maybe_text("shows") for name in workloads.values},
        suites=_suites(workloads, _in_order(titles)),
        modes=modes,
        workers=workers,
        asked={name: _asked(workloads, name, Asked(modes, workers)) for name in _in_order(titles)},
        cells=tuple(cells),
        switches=summary.switches(numbers),
        suite_effects=summary.suite_effects(numbers),
        suite_ratios=summary.suite_ratios(numbers),
        scaling=summary.scaling(numbers),
        idle_memory=summary.idle_memory(numbers),
        memory_ratios=summary.memory_ratios(numbers),
        startup=summary.startup(numbers),
        warmup=warmup,
        break_even=summary.break_even(numbers),
        least_certain=least_certain.progressions(document, cells),
        gaps=tuple(gaps),
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
        suite = workloads.object(name).maybe_text("suite") if workloads.has(name) else ""
        suites.setdefault(suite, []).append(name)
    return {suite: tuple(members) for suite, members in suites.items()}


def _asked(workloads: Entry, name: str, otherwise: Asked) -> Asked:
    """What the file says of the workload, or of every workload where it does not tell them apart."""
    workload = workloads.object(name) if workloads.has(name) else Entry({}, ())
    modes = _in_mode_order(map(summary.mode_of_label, workload.texts("modes")))
    workers = tuple(sorted(_in_order(workload.wholes("workers"))))
    return Asked(modes or otherwise.modes, workers or otherwise.workers)


def _in_mode_order(modes: Iterable[Mode | None]) -> tuple[Mode, ...]:
    return tuple(sorted(_in_order(modes), key=_mode_rank))


def _mode_rank(mode: Mode) -> tuple[int, int]:
    def rank(order: tuple, part: str | None) -> int:
        return order.index(part) if part in order else len(order)

    return rank(_MODE_ORDER, mode.name), rank(_START_METHOD_ORDER, mode.start_method)


def _in_order(values: Iterable) -> tuple:
    return tuple(dict.fromkeys(value for value in values if value is not None))
