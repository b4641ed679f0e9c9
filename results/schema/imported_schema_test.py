"""The schema's part for imported files: what it asks of them, and what it allows nobody else."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

RESULTS = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((RESULTS / "schema" / "result.schema.json").read_text(encoding="utf-8"))
RUN = json.loads((RESULTS / "published" / "threads.json").read_text(encoding="utf-8"))
ORIGIN = {"tool": "pyperf", "version": None, "file": "p.json", "sha256": "a" * 64}


def imported_document():
    """A run's file as if another tool had measured it."""
    document = copy.deepcopy(RUN)
    own = document["pepbench"]
    own |= {"profile": "imported", "imported": ORIGIN, "seed": None}
    for key in ("timeout_seconds", "test_parameters", "minimum_sample_seconds", "gc_enabled"):
        own["settings"][key] = None
    for entry in own["configurations"].values():
        entry["facts"] = None
    for row in document["benchmarks"]:
        row["answers"] = None
    return document


IMPORTED = imported_document()


def with_value(document, path, value):
    document = copy.deepcopy(document)
    *parents, last = path
    place = document
    for key in parents:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


def is_valid(document):
    return jsonschema.Draft7Validator(SCHEMA).is_valid(document)


def test_an_imported_file_is_valid():
    jsonschema.Draft7Validator(SCHEMA).validate(IMPORTED)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("pepbench", "imported"), ...),
        (("pepbench", "imported", "tool"), "timeit"),
        (("pepbench", "imported", "sha256"), "abc"),
        (("pepbench", "imported", "place"), "x"),
        (("benchmarks", 0, "answers"), [454]),
    ],
)
def test_a_damaged_imported_file_is_refused(path, value):
    assert not is_valid(with_value(IMPORTED, path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("pepbench", "imported"), ORIGIN),
        (("pepbench", "seed"), None),
        (("pepbench", "settings", "timeout_seconds"), None),
        (("pepbench", "settings", "gc_enabled"), None),
        (("pepbench", "configurations", "cpython-3.13t", "facts"), None),
    ],
)
def test_a_run_may_not_leave_out_what_only_imported_files_do(path, value):
    assert is_valid(RUN)
    assert not is_valid(with_value(RUN, path, value))
