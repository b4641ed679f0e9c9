"""Synthetic result documents for the tests, in the form that results/README.md defines."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from matplotlib.text import Text

from plots import testing_summary
from plots.testing_summary import interval, place, ratio, suite_of

WORKLOADS = ("empty", "fibonacci", "primes", "file_io", "url_fetch", "queue")
JIT_WORKLOADS = ("floats", "methods", "strings")
ALL_MODES = (
    ("linear", None),
    ("threaded", None),
    ("process", "fork"),
    ("process", "spawn"),
    ("subinterpreter", None),
    ("thread-pool", None),
    ("process-pool", "fork"),
    ("interpreter-pool", None),
)
MODES = (("linear", None), ("threaded", None), ("process", "fork"))
WORKERS = (1, 2, 4, 8)
THREE = ("cpython-3.11", "cpython-3.15", "cpython-3.15+jit")
EIGHT = (*THREE, "cpython-3.13t", "cpython-3.13t+gil", "pypy-3.9", "pypy-3.9+nojit", "pyodide-314")

# PEP 371's tables; results/published/ holds them for the driver.
PUBLISHED = {
    ("empty", "linear"): (0.000001, 0.000002, 0.000002, 0.000003),
    ("empty", "threaded"): (0.000796, 0.001963, 0.003986, 0.007990),
    ("empty", "process"): (0.000714, 0.001466, 0.002701, 0.005512),
    ("fibonacci", "linear"): (0.195548, 0.397540, 0.795333, 1.591680),
    ("fibonacci", "threaded"): (0.197909, 0.397637, 0.797262, 1.596824),
    ("fibonacci", "process"): (0.201175, 0.204265, 0.206990, 0.417899),
    ("primes", "linear"): (0.495157, 1.052048, 2.104733, 4.217455),
    ("primes", "threaded"): (0.522320, 1.154726, 2.455215, 5.109192),
    ("primes", "process"): (0.523757, 0.524603, 0.530688, 1.077939),
    ("file_io", "linear"): (0.057750, 0.180256, 0.370841, 0.749571),
    ("file_io", "threaded"): (0.089992, 0.329961, 1.103678, 2.437204),
    ("file_io", "process"): (0.090817, 0.096683, 0.101535, 0.203438),
    ("url_fetch", "linear"): (0.124774, 0.239574, 0.479159, 0.960621),
    ("url_fetch", "threaded"): (0.120478, 0.146138, 0.200985, 0.659298),
    ("url_fetch", "process"): (0.121404, 0.138366, 0.188847, 0.298625),
    ("queue", "linear"): (0.010546, 0.020768, 0.041718, 0.083488),
    ("queue", "threaded"): (0.015164, 0.041635, 0.086394, 0.184254),
    ("queue", "process"): (0.066167, 0.084270, 0.144176, 0.302999),
}

# Seconds on an imagined machine: one worker's share of the work, and the cost of starting a worker.
_SHARE = {
    "empty": 4e-7,
    "fibonacci": 0.031,
    "primes": 0.27,
    "file_io": 0.006,
    "url_fetch": 0.024,
    "queue": 0.0015,
}
_START = {"linear": 0.0, "threaded": 6e-5, "process": 1.4e-3}
_FACTOR = {"empty": 1.01, "fibonacci": 0.97, "primes": 0.6, "file_io": 0.99, "url_fetch": 1.0, "queue": 1.08}


def document(
    configurations: tuple[str, ...] = THREE,
    *,
    workloads: tuple[str, ...] = WORKLOADS,
    modes: tuple[tuple[str, str | None], ...] = MODES,
    workers: tuple[int, ...] = WORKERS,
    asked: dict[str, tuple[tuple[tuple[str, str | None], ...], tuple[int, ...]]] | None = None,
    usable_cores: float = 2,
    process_runs: int = 12,
) -> dict[str, Any]:
    """A result document with every cell measured; fewer than six process runs have no intervals.

    `asked` has other modes and workers for some of the workloads.
    """
    everywhere = {name: (modes, workers) for name in workloads} | (asked or {})
    cells = [
        _cell(cell_keys(workload, mode, start_method, count, configuration), process_runs, usable_cores)
        for workload, (its_modes, its_workers) in everywhere.items()
        for mode, start_method in its_modes
        for count in its_workers
        for configuration in configurations
    ]
    return {
        "context": {"date": "2026-11-22T21:14:05+00:00", "num_cpus": 2, "json_schema_version": 1},
        "benchmarks": [],
        "pepbench": {
            "format": 1,
            "version": "0.1.0",
            "commit": "4f2c91d7a6b8",
            "command": ["pepbench", "run"],
            "profile": "default",
            "seed": 20261122,
            "settings": {
                "configurations": list(configurations),
                "workloads": list(workloads),
                "modes": [_label(mode, start_method) for mode, start_method in modes],
                "workers": list(workers),
                "budget_seconds": 330,
                "samples": None,
                "timeout_seconds": 120,
                "test_parameters": False,
                "minimum_sample_seconds": 0.0001,
                "gc_enabled": True,
            },
            "started": "2026-11-22T21:14:05Z",
            "finished": "2026-11-22T21:19:44Z",
            "outcome": "complete",
            "measuring_seconds": 339.0,
            "timed_seconds": 291.0,
            "machine": {"cpu_model": "Intel(R) Xeon(R) Processor @ 2.80GHz", "usable_cores": usable_cores},
            "before": {},
            "after": {},
            "configurations": {
                name: {"facts": {"gil_enabled": not name.endswith("3.13t")}} for name in configurations
            },
            "workloads": {
                name: {
                    "shows": f"What {name} shows, said in one sentence.",
                    "suite": suite_of(name),
                    "modes": [_label(mode, start_method) for mode, start_method in its_modes],
                    "workers": list(its_workers),
                }
                for name, (its_modes, its_workers) in everywhere.items()
            },
            "process_runs": [],
            "warmups": [],
            "failures": [],
            "unavailable": [],
            "summary": {
                **testing_summary.compare(cells, configurations, process_runs, usable_cores),
                "cells": cells,
            },
        },
    }


def document_of_both_suites(configurations: tuple[str, ...] = THREE) -> dict[str, Any]:
    """A document of `pepbench run --suite all`: the JIT's suite is linear with one worker only."""
    alone = dict.fromkeys(JIT_WORKLOADS, (MODES[:1], (1,)))
    return document(configurations, workloads=(*WORKLOADS, *JIT_WORKLOADS), asked=alone)


def warmup_document(
    configurations: tuple[str, ...] = THREE,
    *,
    workloads: tuple[str, ...] = ("primes", *JIT_WORKLOADS),
    runs: int = 4,
    calls: int = 40,
) -> dict[str, Any]:
    """A document of `pepbench warmup`."""
    made = document(configurations, workloads=workloads, modes=(("linear", None),), workers=(1,))
    made["pepbench"]["profile"] = "warmup"
    made["pepbench"]["summary"] = testing_summary.warmup(configurations, workloads, runs, calls)
    return made


def add_samples(given: dict, *, of_each: int = 6) -> dict:
    """Rows of `benchmarks` for every cell, three in each process run; returns the document."""
    given["benchmarks"] = [
        {
            **{key: cell[key] for key in ("name", "workload", "mode", "workers", "configuration")},
            "process_run": number // 3,
            "started_seconds": 1.5 * number,
            "real_time": cell["median_seconds"] * 1e9 * (1 + 0.01 * number),
        }
        for cell in given["pepbench"]["summary"]["cells"]
        for number in range(of_each)
    ]
    return given


def find_cell(given: dict, name: str) -> dict:
    """A cell of a document by its name, such as `primes/process-fork/4/cpython-3.15+jit`."""
    return next(cell for cell in given["pepbench"]["summary"]["cells"] if cell["name"] == name)


def remove_cells(given: dict, *, part: str) -> None:
    """Takes out the cells whose name contains `part`, with the effects of switches on them."""
    summary = given["pepbench"]["summary"]
    gone = [cell for cell in summary["cells"] if part in cell["name"]]
    summary["cells"] = [cell for cell in summary["cells"] if cell not in gone]
    lost = {(*place(cell), cell["configuration"]) for cell in gone}
    summary["switches"] = [
        effect
        for effect in summary["switches"]
        if not {(*place(effect), effect["base"]), (*place(effect), effect["head"])} & lost
    ]


def write(given: dict, path: Path) -> Path:
    """Writes a document as a result file."""
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def cell_keys(workload: str, mode: str, start_method: str | None, workers: int, configuration: str) -> dict:
    """The keys that say which cell an entry is about."""
    keys = {
        "name": f"{workload}/{_label(mode, start_method)}/{workers}/{configuration}",
        "workload": workload,
        "mode": mode,
        "workers": workers,
        "configuration": configuration,
    }
    return {**keys, "start_method": start_method} if start_method else keys


def failure(
    workload: str, mode: str, start_method: str | None, workers: int, configuration: str, *, reason: str
) -> dict:
    """An entry of `failures`."""
    keys = cell_keys(workload, mode, start_method, workers, configuration)
    return {**keys, "process_run": 3, "reason": reason, "stderr": ""}


def _label(mode: str, start_method: str | None) -> str:
    return f"{mode}-{start_method}" if start_method else mode


def _cell(keys: dict, process_runs: int, cores: float) -> dict:
    workload, mode, workers, configuration = (
        keys[key] for key in ("workload", "mode", "workers", "configuration")
    )
    one = _seconds(workload, "linear", 1, configuration, cores)
    median = _seconds(workload, mode, workers, configuration, cores)
    spread = 0.004 + 0.05 * (mode != "linear") * (workload == "queue") + 0.01 * (workers > cores)
    published = PUBLISHED.get((workload, mode))
    known = published and workers in WORKERS
    return {
        **keys,
        "samples": process_runs * 5 + workers,
        "process_runs": process_runs,
        "median_seconds": median,
        **interval(median, spread, process_runs, ("low_seconds", "high_seconds")),
        "minimum_seconds": median * 0.985,
        "cpu_seconds": median * 0.99,
        "voluntary_context_switches": 4.5,
        "involuntary_context_switches": 0,
        "stopped_by": "budget",
        "oversubscribed": mode != "linear" and workers > cores,
        "ratio_to_linear_1": ratio(median / one, spread, process_runs),
        "speedup": ratio(one * workers / median, spread, process_runs),
        "published": {
            "seconds": published[WORKERS.index(workers)],
            "ratio_to_linear_1": published[WORKERS.index(workers)] / PUBLISHED[workload, "linear"][0],
            "scaled_seconds": one * published[WORKERS.index(workers)] / PUBLISHED[workload, "linear"][0],
        }
        if known
        else None,
    }


def _seconds(workload: str, mode: str, workers: int, configuration: str, cores: float) -> float:
    base = configuration.partition("+")[0]
    speed = 1.0 + 0.09 * (sum(map(ord, base)) % 5)
    if configuration.endswith("+jit"):
        speed *= _FACTOR.get(workload, 0.9)
    if base.startswith("pypy"):
        speed *= 4.0 if configuration.endswith("+nojit") else 0.09
    share = _SHARE.get(workload, 0.01) * speed
    start = _START.get(mode, 1e-3) * workers
    at_once = 1.0
    if mode in ("process", "subinterpreter") or (
        mode == "threaded" and base.endswith("t") and "gil" not in configuration
    ):
        at_once = min(workers, cores)
    if workload == "url_fetch" and mode == "threaded":
        at_once = min(workers, 1.6)
    wobble = 1 + 0.01 * math.sin(workers * 3 + len(configuration) + len(mode))
    return (share * workers / at_once + start) * wobble


def figures_of(kind: Any, results: Any) -> dict[str, Any]:
    """A chart's figures by the part that each shows."""
    return dict(kind.draw(results))


def line_of(axes: Any, label: str) -> Any:
    """The line with that label on a panel."""
    return next(line for line in axes.lines if line.get_label() == label)


def bars_of(axes: Any, label: str) -> list[tuple[float, float, float, float]]:
    """The intervals with that label on a panel, each as x and y of its ends."""
    for container in axes.containers:
        if container.get_label() == label:
            (bars,) = container.lines[2]
            return [(*map(float, start), *map(float, end)) for start, end in bars.get_segments()]
    return []


def texts_of(figure: Any) -> list[str]:
    """Everything that is written on a figure."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
