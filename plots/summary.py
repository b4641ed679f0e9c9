"""Reads the entries of a result file's `summary`: each function takes an entry, and null stays None."""

from __future__ import annotations

import math

from plots.checks import DAMAGED, DocumentError, Entry
from plots.model import (
    START_METHODS,
    Cell,
    Estimate,
    Memory,
    MemoryRatio,
    Mode,
    Plain,
    Pointers,
    Published,
    Scaling,
    StartUp,
    SuiteEffect,
    SuiteRatio,
    SwitchEffect,
)
from plots.warmup_model import BreakEven, Segment, WarmUp

_RATIO = ("ratio", "low", "high")
_MEDIAN = ("median", "low", "high")


def mode(entry: Entry) -> Mode:
    return Mode(entry.text("mode"), entry.text("start_method") if entry.has("start_method") else None)


def mode_of_label(label: str) -> Mode:
    """The mode of a cell's name: `process-pool-fork` has a start method, `thread-pool` has none."""
    name, _, start_method = label.rpartition("-")
    return Mode(name, start_method) if start_method in START_METHODS else Mode(label)


def cells(summary: Entry) -> list[Cell]:
    """The cells, no two the same; a file of warm-ups has none."""
    entries = summary.maybe_list("cells") if summary.has("warmup") else summary.list("cells")
    found = [_cell(entry) for entry in entries]
    seen = set()
    for cell in found:
        key = (cell.workload, cell.mode, cell.workers, cell.configuration)
        if key in seen:
            name = f"{cell.workload}, {cell.mode.label}, {cell.workers}, {cell.configuration}"
            raise DocumentError(f"pepbench.summary.cells has the cell {name!a} twice; {DAMAGED}.")
        seen.add(key)
    return found


def switches(summary: Entry) -> tuple[SwitchEffect, ...]:
    return tuple(
        SwitchEffect(
            switch=entry.text("switch"),
            workload=entry.text("workload"),
            mode=mode(entry),
            workers=entry.whole("workers"),
            base=entry.text("base"),
            head=entry.text("head"),
            speedup=speedup,
        )
        for entry in summary.maybe_list("switches")
        if (speedup := _estimate(entry, "speedup", _RATIO))
    )


def suite_effects(summary: Entry) -> tuple[SuiteEffect, ...]:
    return tuple(
        SuiteEffect(
            switch=entry.text("switch"),
            suite=entry.text("suite"),
            mode=mode(entry),
            workers=entry.whole("workers"),
            base=entry.text("base"),
            head=entry.text("head"),
            workloads=tuple(entry.texts("workloads")),
            speedup=speedup,
        )
        for entry in summary.maybe_list("suites")
        if (speedup := _estimate(entry, "speedup", _RATIO))
    )


def suite_ratios(summary: Entry) -> tuple[SuiteRatio, ...]:
    return tuple(
        SuiteRatio(
            suite=entry.text("suite"),
            configuration=entry.text("configuration"),
            mode=mode(entry),
            workers=entry.whole("workers"),
            workloads=tuple(entry.texts("workloads")),
            ratio=ratio,
        )
        for entry in summary.maybe_list("suite_ratios")
        if (ratio := _estimate(entry, "ratio", _RATIO))
    )


def scaling(summary: Entry) -> tuple[Scaling, ...]:
    found = []
    for entry in summary.maybe_list("scaling"):
        if not entry.has("serial_fraction"):
            continue
        fraction = entry.object("serial_fraction")
        if fraction.has("fraction"):
            ends = [fraction.number(key) if fraction.has(key) else None for key in ("low", "high")]
            at = _pointers(fraction, ("fraction", "low", "high"), "n")
            fitted = Estimate(fraction.number("fraction"), *_both(ends), fraction.whole("n"), at)
            found.append(Scaling(entry.text("workload"), entry.text("configuration"), mode(entry), fitted))
    return tuple(found)


def idle_memory(summary: Entry) -> tuple[Memory, ...]:
    return tuple(
        Memory(entry.text("configuration"), rss)
        for entry in summary.maybe_list("memory")
        if not entry.has("workload") and (rss := _estimate(entry, "rss", _MEDIAN))
    )


def memory_ratios(summary: Entry) -> tuple[MemoryRatio, ...]:
    found = []
    for entry in summary.maybe_list("memory_ratios"):
        given = {kind: _estimate(entry, kind, _RATIO) for kind in ("rss", "pss", "peak")}
        found.append(
            MemoryRatio(
                switch=entry.text("switch"),
                base=entry.text("base"),
                head=entry.text("head"),
                workload=entry.text("workload") if entry.has("workload") else None,
                mode=mode(entry) if entry.has("mode") else None,
                kinds={kind: ratio for kind, ratio in given.items() if ratio},
            )
        )
    return tuple(found)


def startup(summary: Entry) -> tuple[StartUp, ...]:
    return tuple(
        StartUp(entry.text("configuration"), seconds)
        for entry in summary.maybe_list("startup")
        if (seconds := _estimate(entry, "seconds", _MEDIAN))
    )


def warmup(summary: Entry) -> tuple[WarmUp, ...]:
    return tuple(
        WarmUp(
            workload=entry.text("workload"),
            configuration=entry.text("configuration"),
            call_seconds=tuple(
                math.nan if seconds is None else seconds for seconds in entry.positives("call_seconds")
            ),
            segments=tuple(
                Segment(segment.natural("from") + 1, segment.whole("to"), segment.positive("seconds"))
                for segment in entry.maybe_list("segments")
            ),
            classification=entry.text("classification"),
            steady_from=entry.natural("steady_from") + 1 if entry.has("steady_from") else None,
            steady_seconds=entry.positive("steady_seconds") if entry.has("steady_seconds") else None,
        )
        for entry in summary.maybe_list("warmup")
    )


def break_even(summary: Entry) -> tuple[BreakEven, ...]:
    return tuple(
        BreakEven(
            workload=entry.text("workload"),
            base=entry.text("base"),
            head=entry.text("head"),
            calls=entry.natural("calls") if entry.has("calls") else None,
            seconds=entry.positive("seconds") if entry.has("seconds") else None,
            within=entry.whole("within"),
        )
        for entry in summary.maybe_list("break_even")
    )


def _cell(entry: Entry) -> Cell:
    time = _checked(entry, ("median_seconds", "low_seconds", "high_seconds"), "process_runs")
    return Cell(
        workload=entry.text("workload"),
        mode=mode(entry),
        workers=entry.whole("workers"),
        configuration=entry.text("configuration"),
        samples=entry.whole("samples"),
        time=time,
        fastest=_plain(entry, "minimum_seconds") if entry.has("minimum_seconds") else None,
        ratio_to_linear_1=_estimate(entry, "ratio_to_linear_1", _RATIO),
        speedup=_estimate(entry, "speedup", _RATIO),
        efficiency=_estimate(entry, "efficiency", _RATIO),
        ratio_to_reference=_estimate(entry, "ratio_to_reference", _RATIO),
        published=_published(entry.object("published")) if entry.has("published") else None,
    )


def _published(entry: Entry) -> Published:
    # Without our own linear time there is nothing to scale the published one by.
    scaled = entry.positive("scaled_seconds") if entry.has("scaled_seconds") else None
    return Published(_plain(entry, "seconds"), _plain(entry, "ratio_to_linear_1"), scaled)


def _plain(entry: Entry, key: str) -> Plain:
    return Plain(entry.positive(key), entry.pointer(key))


def _estimate(entry: Entry, key: str, keys: tuple[str, str, str]) -> Estimate | None:
    """The estimate at `key`, or None where it is null or says that there is none."""
    if not entry.has(key):
        return None
    found = entry.object(key)
    return _checked(found, keys, "n") if found.has(keys[0]) else None


def _checked(entry: Entry, keys: tuple[str, str, str], n_key: str) -> Estimate:
    value, n, at = entry.positive(keys[0]), entry.whole(n_key), _pointers(entry, keys, n_key)
    if not entry.has(keys[1]) and not entry.has(keys[2]):
        return Estimate(value, None, None, n, at)
    low, high = entry.positive(keys[1]), entry.positive(keys[2])
    if not low <= value <= high:
        raise DocumentError(
            f"{entry.where}.{keys[0]} is {value:g}, outside of its interval {low:g} to {high:g}; {DAMAGED}."
        )
    return Estimate(value, low, high, n, at)


def _pointers(entry: Entry, keys: tuple[str, str, str], n_key: str) -> Pointers:
    return Pointers(*map(entry.pointer, (*keys, n_key)))


def _both(ends: list[float | None]) -> tuple[float | None, float | None]:
    """An interval with one end only is none."""
    return (None, None) if None in ends else (ends[0], ends[1])
