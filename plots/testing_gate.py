"""Synthetic documents of `pepbench gate` for the tests, in the form that results/README.md defines.

Their wealths only look like those of the rule: a chart draws what a file holds.
"""

from __future__ import annotations

import math
from typing import Any

from plots import testing

RULE = {"threshold": 0.05, "alpha": 0.001, "beta": 0.001, "cells": 2, "max_rounds": 120, "max_seconds": 20}
PEERS = ("mean ratio > 1.05", "Mann-Whitney, p < 0.05, slower", "pyperf compare_to, slower")


def document(*cells: tuple[dict, list[dict]], **changes: Any) -> dict[str, Any]:
    """A gate's document with these cells, each with its rounds; a pass and its control if none is given."""
    given = cells or (cell("primes/linear/1"), cell("primes/linear/1", control=True))
    made = testing.document(workloads=("primes",))
    own = made["pepbench"]
    for key in ("process_runs", "warmups", "failures", "unavailable", "summary"):
        del own[key]
    own |= {
        "kind": "gate",
        "profile": "gate",
        "sides": {
            "base": {"configuration": "cpython-3.15", "workloads": {"primes": "00c0ffee00c0ffee"}},
            "head": {"configuration": "cpython-3.15+jit", "workloads": {"primes": "00c0ffee00c0ffee"}},
        },
        "continues": None,
        "gate": {
            "outcome": "pass",
            "cells": [entry for entry, _ in given],
            "rounds": [
                {**row, "cell": number} for number, (_, its_rounds) in enumerate(given) for row in its_rounds
            ],
        },
    } | changes
    return made


def cell(
    name: str, *, ratio: float = 1.0, rounds: int = 12, control: bool = False, **changes: Any
) -> tuple[dict, list[dict]]:
    """A cell whose rounds scatter around the ratio, and those rounds; regressed above 1.03."""
    workload, mode, workers = name.rsplit("/", 2)
    is_slower = ratio > 1.03
    entry = {
        "name": f"{name} (control)" if control else name,
        "workload": workload,
        "mode": mode,
        "workers": int(workers),
        "control": control,
        "rule": dict(RULE),
        "iterations": 1,
        "warmups": 1,
        "settled": None,
        "reason": "",
        "verdict": "regressed" if is_slower else "pass",
        "ratio": ratio,
        "low": ratio / 1.015,
        "high": ratio * 1.015,
        "rounds": rounds,
        "failed_rounds": 0,
        "seconds": 0.09 * rounds,
        "improved": False,
        "drifting": False,
        **changes,
    }
    return entry, [_round(number, ratio, is_slower) for number in range(rounds)]


def _round(number: int, ratio: float, is_slower: bool) -> dict:
    scatter = math.sin(number * 2.4) * 0.008
    won, lost = 0.62 * (number + 1), -1.3 * (number + 1)
    return {
        "cell": 0,
        "round": number,
        "started_first": "base",
        "order": "ABBA BAAB",
        "padding_bytes": number,
        "hash_seed": 7,
        "core": 1,
        "foreign_load": 0.02,
        "start_seconds": 0.2 * number,
        "seconds": 0.09,
        "base": [5e6] * 4,
        "head": [5e6 * ratio] * 4,
        "log_ratio": math.log(ratio) + scatter,
        "log_flag_wealth": won if is_slower else lost,
        "log_pass_wealth": lost if is_slower else won,
    }


def fail(row: dict, side: str, reason: str) -> None:
    """Makes one side of a round fail, or the other one, too."""
    row |= {f"{side}_failure": reason, side: [], "log_ratio": None}


def soak_document(*, neighbour: bool = True, extras: tuple[int, ...] = (0, 1, 2, 3, 5, 10)) -> dict[str, Any]:
    """A document of `pepbench gate --soak`."""
    groups = [
        _group(extra, with_neighbour)
        for extra in extras
        for with_neighbour in ((False, True) if neighbour else (False,))
    ]
    made = document(cell("units/linear/1"))
    made["pepbench"]["gate"]["soak"] = {
        "groups": groups,
        "neighbours": [neighbour],
        "driver_cpu_seconds": 1.5,
        "rounds": 12,
    }
    return made


def _group(extra: int, neighbour: bool) -> dict:
    verdicts = 1500 if extra == 0 else 300
    regressed = round(verdicts * {3: 0.04, 5: 0.995, 10: 1}.get(extra, 0))
    undecided = 1 if extra == 5 else 0
    passed = verdicts - regressed - undecided
    return {
        "extra_percent": extra,
        "neighbour": neighbour,
        "verdicts": verdicts,
        "passed": _share(passed, verdicts),
        "regressed": _share(regressed, verdicts),
        "undecided": _share(undecided, verdicts),
        "median_ratio": 1 + extra / 100,
        "pass_seconds": {"mean": 1.1, "percentile_95": 1.6, "n": passed} if passed else None,
        "regressed_seconds": {"mean": 2.1, "percentile_95": 2.9, "n": regressed} if regressed else None,
        "peers": {
            name: _share(round(verdicts * min(1, 0.1 + 0.1 * number + extra * 0.17)), verdicts)
            for number, name in enumerate(PEERS)
        },
    }


def _share(count: int, of: int) -> dict:
    share = count / of
    room = 2 * math.sqrt(share * (1 - share) / of) + 3 / of
    return {"count": count, "share": share, "low": max(0.0, share - room), "high": min(1.0, share + room)}
