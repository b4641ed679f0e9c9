"""The schema's part for gates: what it accepts and what it refuses."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

RESULTS = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((RESULTS / "schema" / "result.schema.json").read_text(encoding="utf-8"))
RUN = json.loads((RESULTS / "published" / "threads.json").read_text(encoding="utf-8"))


def gate_cell(**changes):
    cell = {
        "name": "primes/process-fork/2",
        "workload": "primes",
        "mode": "process",
        "start_method": "fork",
        "workers": 2,
        "control": False,
        "head_parameters": {"limit": 3},
        "rule": {
            "threshold": 0.05,
            "alpha": 0.001,
            "beta": 0.001,
            "cells": 2,
            "max_rounds": 120,
            "max_seconds": 20,
        },
        "iterations": 5,
        "warmups": 1,
        "settled": None,
        "reason": "",
        "verdict": "undecided",
        "ratio": 1.02,
        "low": None,
        "high": None,
        "rounds": 2,
        "failed_rounds": 1,
        "seconds": 0.18,
        "improved": False,
        "drifting": False,
    }
    return {**cell, **changes}


def gate_round(**changes):
    row = {
        "cell": 0,
        "round": 0,
        "started_first": "head",
        "order": "ABBA BAAB",
        "padding_bytes": 4095,
        "hash_seed": 4294967295,
        "core": 1,
        "foreign_load": 0.125,
        "kept_awake": True,
        "start_seconds": 0.5,
        "seconds": 0.09,
        "base": [5000000.1, 5000000.2, 5000000.3, 5000000.4],
        "head": [5100000.1, 5100000.2, 5100000.3, 5100000.4],
        "log_ratio": 0.0198,
        "log_flag_wealth": -0.01,
        "log_pass_wealth": 0.6,
    }
    return {**row, **changes}


def gate_document():
    """A gate's file: what it shares with a run's is taken from one that is committed."""
    document = copy.deepcopy(RUN)
    own = document["pepbench"]
    for key in ("process_runs", "warmups", "failures", "unavailable", "yardstick", "summary"):
        del own[key]
    texts = (
        "base head base_workloads head_workloads base_ref head_ref repository setup threshold alpha beta"
        " max_rounds max_seconds config keep_awake start_ahead suite seed url interpreters"
    )
    lists = "workloads modes workers pythons start_methods"
    share = {"count": 1, "share": 0.5, "low": 0.01, "high": 0.99}
    own |= {
        "kind": "gate",
        "profile": "gate",
        "settings": {
            **dict.fromkeys(texts.split(), ""),
            **{name: ["1"] for name in lists.split()},
            "test_parameters": False,
            "timeout_seconds": 120.0,
        },
        "sides": {
            "base": {
                "configuration": "cpython-3.15",
                "workloads": {"primes": "0123456789abcdef"},
                "ref": "main",
                "commit": "0123456789" * 4,
            },
            "head": {
                "configuration": "mine",
                "workloads": {},
                "interpreter": "./python",
                "build": {"executable": "0123456789abcdef" * 4, "library": "0123456789abcdef" * 4},
                "modules": {"files": 1, "sha256": "0123456789abcdef" * 4, "complete": True},
            },
        },
        "continues": None,
        "timed_seconds": 0,
        "stopped_by": {},
        "gate": {
            "outcome": "undecided",
            "cells": [
                gate_cell(),
                gate_cell(name="primes/process-fork/2 (control)", control=True, verdict="pass"),
            ],
            "rounds": [
                gate_round(),
                gate_round(round=1, core=None, head=[], head_failure="it hung", log_ratio=None),
            ],
            "soak": {
                "groups": [
                    {
                        "extra_percent": 5,
                        "neighbour": True,
                        "verdicts": 2,
                        "passed": share,
                        "regressed": share,
                        "undecided": share,
                        "median_ratio": 1.05,
                        "pass_seconds": {
                            "mean": 1.1,
                            "low": None,
                            "high": None,
                            "percentile_95": 1.6,
                            "n": 1,
                        },
                        "regressed_seconds": None,
                        "peers": {"mean ratio > 1.05": share},
                    }
                ],
                "neighbours": [True, True],
                "driver_cpu_seconds": 0.01,
                "rounds": 2,
            },
        },
    }
    for row in document["benchmarks"]:
        row["answers"] = None
    return document


GATE = gate_document()


def is_valid(document):
    return jsonschema.Draft7Validator(SCHEMA).is_valid(document)


def test_a_gate_is_valid():
    jsonschema.Draft7Validator(SCHEMA).validate(GATE)


def damaged(document, place, value):
    """A copy with another value at the place; `...` takes it out."""
    broken = copy.deepcopy(document)
    *parents, last = place
    entry = broken
    for key in parents:
        entry = entry[key]
    if value is ...:
        del entry[last]
    else:
        entry[last] = value
    return broken


OWN = ("pepbench",)
CELL, ROUND = (*OWN, "gate", "cells", 0), (*OWN, "gate", "rounds", 0)
GROUP = (*OWN, "gate", "soak", "groups", 0)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((*OWN, "kind"), "race"),
        ((*OWN, "kind"), ...),
        ((*OWN, "profile"), "default"),
        ((*OWN, "summary"), {}),
        ((*OWN, "timed_seconds"), 1),
        ((*OWN, "stopped_by"), {"primes/linear/1/base": "budget"}),
        ((*OWN, "settings", "threshold"), 0.05),
        ((*OWN, "settings", "colour"), "red"),
        ((*OWN, "sides", "head"), ...),
        ((*OWN, "sides", "base", "commit"), ...),
        ((*OWN, "sides", "head", "build", "executable"), "0123"),
        ((*OWN, "sides", "head", "modules", "complete"), ...),
        ((*OWN, "sides", "base", "workloads", "primes"), "0123"),
        ((*OWN, "gate", "outcome"), "great"),
        ((*OWN, "gate", "colour"), "red"),
        ((*CELL, "name"), "primes"),
        ((*CELL, "start_method"), ...),
        ((*CELL, "verdict"), "slower"),
        ((*CELL, "settled"), "pass"),
        ((*CELL, "ratio"), 0),
        ((*CELL, "rule", "alpha"), 1),
        ((*CELL, "rule", "cells"), 0),
        ((*CELL, "head_parameters"), {}),
        ((*ROUND, "order"), "ABAB"),
        ((*ROUND, "order"), "ABBA BAA"),
        ((*ROUND, "started_first"), "A"),
        ((*ROUND, "padding_bytes"), 4096),
        ((*ROUND, "base"), [0]),
        ((*ROUND, "base_failure"), ""),
        ((*ROUND, "log_ratio"), ...),
        ((*ROUND, "cell"), -1),
        ((*GROUP, "passed", "share"), 1.5),
        ((*GROUP, "verdicts"), 0),
        ((*GROUP, "peers"), {"welch": 3}),
        (("benchmarks", 0, "answers"), [454]),
    ],
)
def test_a_damaged_gate_is_refused(place, value):
    assert not is_valid(damaged(GATE, place, value))


def test_a_run_has_answers_and_nothing_of_a_gate():
    assert is_valid(RUN)
    for place, value in (
        (("benchmarks", 0, "answers"), None),
        ((*OWN, "profile"), "gate"),
        ((*OWN, "gate"), GATE["pepbench"]["gate"]),
        ((*OWN, "kind"), "gate"),
    ):
        assert not is_valid(damaged(RUN, place, value)), place
