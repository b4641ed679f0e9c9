"""The parts of a synthetic document's summary that compare its cells, and a synthetic file of warm-ups."""

from __future__ import annotations

import math
from typing import Any

MEBIBYTE = 2**20


def ratio(value: float, spread: float, n: int) -> dict:
    """A ratio as the summary writes it; fewer than six have no interval."""
    return {"ratio": value, **interval(value, spread * 0.7, n, ("low", "high")), "n": n}


def interval(value: float, spread: float, n: int, keys: tuple[str, str]) -> dict:
    low, high = (value * (1 - spread), value * (1 + 1.3 * spread)) if n >= 6 else (None, None)
    return {keys[0]: low, keys[1]: high}


def suite_of(workload: str) -> str:
    """The suite of PEP 371 for its workloads, and that for the JIT for every other name."""
    return (
        "pep371" if workload in ("empty", "fibonacci", "primes", "file_io", "url_fetch", "queue") else "jit"
    )


def compare(cells: list[dict], configurations: tuple[str, ...], n: int, cores: float) -> dict[str, Any]:
    """Everything of the summary but the cells; adds to the cells what compares them with the reference."""
    medians = {(*place(cell), cell["configuration"]): cell["median_seconds"] for cell in cells}
    reference = configurations[0]
    for cell in cells:
        side_by_side = cell["median_seconds"] / medians[(*place(cell), reference)]
        cell["ratio_to_reference"] = ratio(side_by_side, 0.02, n)
        used = min(cell["workers"], cores) if cell["mode"] != "linear" else 1
        cell["efficiency"] = ratio(cell["speedup"]["ratio"] / used, 0.01, n)
    pairs = [(name.partition("+")[0], name) for name in configurations if "+" in name]
    pairs = [pair for pair in pairs if pair[0] in configurations]
    return {
        "reference": reference,
        "switches": [
            _effect(cell, *pair, medians, n) for pair in pairs for cell in cells if _is(cell, pair[0])
        ],
        "suites": [],
        "suite_ratios": _suite_ratios(cells, configurations, n),
        "scaling": _scaling(cells, n),
        "memory": [_idle(name, number, n) for number, name in enumerate(configurations)],
        "memory_ratios": _memory_ratios(cells, pairs, n),
        "startup": [
            {"configuration": name, "seconds": _median(0.011 * 1.3**number, n)}
            for number, name in enumerate(configurations)
        ],
        "machine_speed": speed(1.0),
    }


def speed(*relative_times: float) -> dict[str, Any]:
    """A machine that had each of these speeds for a minute."""
    stretches = [
        {"from_seconds": 60.0 * minute, "to_seconds": 60.0 * minute + 59, "relative_time": relative}
        for minute, relative in enumerate(relative_times)
    ]
    return {"usual_seconds": 0.0013, "noise": 0.008, "stretches": stretches}


def place(entry: dict) -> tuple:
    return entry["workload"], entry["mode"], entry.get("start_method"), entry["workers"]


def warmup(
    configurations: tuple[str, ...], workloads: tuple[str, ...], runs: int, calls: int
) -> dict[str, Any]:
    """The summary of a file of warm-ups: half of the process runs settle at their eighth call."""
    entries = [
        _warmup((workload, configuration), 0.05 * 1.15**number, run, calls, settles=run % 2 == 0)
        for workload in workloads
        for number, configuration in enumerate(configurations)
        for run in range(runs)
    ]
    pairs = [(name.partition("+")[0], name) for name in configurations if "+" in name]
    found = [
        {"workload": workload, "base": base, "head": head, "calls": 12, "seconds": 1.25, "within": calls}
        for workload in workloads
        for base, head in pairs
    ]
    if found:
        found[-1].update(calls=None, seconds=None)
    return {"cells": [], "warmup": entries, "break_even": found}


def _warmup(of: tuple[str, str], level: float, run: int, calls: int, *, settles: bool) -> dict:
    seconds = [
        level * (1 + (0.4 if settles and n < 7 else 0) + 0.02 * math.sin(n + run)) for n in range(calls)
    ]
    first = [{"from": 0, "to": 7, "seconds": level * 1.4}] if settles else []
    return {
        "workload": of[0],
        "configuration": of[1],
        "process_run": run,
        "call_seconds": seconds,
        "segments": [*first, {"from": 7 if settles else 0, "to": calls, "seconds": level}],
        "classification": "warm-up" if settles else "flat",
        "steady_from": 7 if settles else 0,
        "steady_seconds": level,
        "first_seconds": seconds[0],
    }


def _is(cell: dict, configuration: str) -> bool:
    return cell["configuration"] == configuration


def _effect(cell: dict, base: str, head: str, medians: dict, n: int) -> dict:
    keys = ("workload", "mode", "start_method", "workers")
    speedup = medians[(*place(cell), base)] / medians[(*place(cell), head)]
    return {
        "switch": head.partition("+")[2],
        **{key: cell[key] for key in keys if key in cell},
        "base": base,
        "head": head,
        "speedup": ratio(speedup, 0.006, n),
    }


def _suite_ratios(cells: list[dict], configurations: tuple[str, ...], n: int) -> list[dict]:
    found = []
    for suite in dict.fromkeys(suite_of(cell["workload"]) for cell in cells):
        for name in configurations:
            mine = {
                cell["workload"]: cell["ratio_to_reference"]["ratio"]
                for cell in cells
                if _is(cell, name)
                and (suite_of(cell["workload"]), cell["mode"], cell["workers"]) == (suite, "linear", 1)
            }
            if mine:
                found.append(
                    {
                        "suite": suite,
                        "configuration": name,
                        "reference": configurations[0],
                        "mode": "linear",
                        "workers": 1,
                        "workloads": list(mine),
                        "ratio": ratio(math.prod(mine.values()) ** (1 / len(mine)), 0.01, n),
                    }
                )
    return found


def _scaling(cells: list[dict], n: int) -> list[dict]:
    lines = {
        (cell["workload"], cell["configuration"], cell["mode"], cell.get("start_method"))
        for cell in cells
        if cell["mode"] != "linear"
    }
    return [
        {
            "workload": workload,
            "configuration": configuration,
            "mode": mode,
            **_started(start_method),
            "serial_fraction": {"fraction": 0.0625, **interval(0.0625, 0.1, n, ("low", "high")), "n": n},
        }
        for workload, configuration, mode, start_method in sorted(lines, key=str)
    ]


def _idle(configuration: str, number: int, n: int) -> dict:
    return {
        "configuration": configuration,
        "workload": None,
        "mode": None,
        "rss": _median((9 + number) * MEBIBYTE, n),
        "pss": None,
        "peak": _median((11 + number) * MEBIBYTE, n),
        "children_peak": None,
    }


def _memory_ratios(cells: list[dict], pairs: list[tuple[str, str]], n: int) -> list[dict]:
    places = dict.fromkeys((cell["workload"], cell["mode"], cell.get("start_method")) for cell in cells)
    return [
        {
            "switch": head.partition("+")[2],
            "base": base,
            "head": head,
            "workload": workload,
            "mode": mode,
            **_started(start_method),
            "rss": ratio(1.04 + 0.01 * number, 0.005, n),
            "pss": ratio(1.05 + 0.01 * number, 0.005, n) if workload else None,
            "peak": ratio(1.12, 0.005, n),
        }
        for base, head in pairs
        for number, (workload, mode, start_method) in enumerate([(None, None, None), *places])
    ]


def _started(start_method: str | None) -> dict:
    return {"start_method": start_method} if start_method else {}


def _median(value: float, n: int) -> dict:
    return {"median": value, **interval(value, 0.02, n, ("low", "high")), "n": n}
