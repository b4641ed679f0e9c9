"""The schema itself, and the committed result files against it."""

import json
from pathlib import Path

import jsonschema
import pytest

RESULTS = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((RESULTS / "schema" / "result.schema.json").read_text(encoding="utf-8"))


def properties(schema):
    """Every property of the schema with its name, references followed."""
    if isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items() if "type" in schema else ():
            yield name, resolved(value)
        for value in schema.values():
            yield from properties(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from properties(value)


def resolved(schema):
    name = schema.get("$ref", "").rpartition("/")[2]
    return SCHEMA["definitions"][name] if name else schema


def test_it_is_a_schema():
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_every_property_is_described_in_a_sentence():
    found = list(properties(SCHEMA))
    assert len(found) > 200
    for name, property_ in found:
        assert property_["description"][-1] == ".", name
    for name, property_ in found:
        if name.endswith(("_seconds", "_bytes", "_mhz", "_ms")):
            unit = {"seconds": "seconds", "bytes": "bytes", "mhz": "MHz", "ms": "milliseconds"}
            assert unit[name.rpartition("_")[2]] in property_["description"].replace("Seconds", "seconds"), (
                name
            )


def test_every_reference_leads_somewhere():
    text = json.dumps(SCHEMA)
    for name in SCHEMA["definitions"]:
        assert f'"#/definitions/{name}"' in text
    for part in text.split('"#/definitions/')[1:]:
        assert part.partition('"')[0] in SCHEMA["definitions"]


@pytest.mark.parametrize("file", sorted(RESULTS.glob("published/**/*.json")), ids=lambda file: file.name)
def test_committed_result_files_are_valid(file):
    document = json.loads(file.read_text(encoding="utf-8"))
    if "benchmarks" in document:
        jsonschema.Draft7Validator(SCHEMA).validate(thinned(document))


def thinned(document):
    """Of a soak's rows, which are tens of thousands and all alike, every hundredth."""
    gate = document["pepbench"].get("gate", {})
    if "soak" in gate:
        gate["rounds"], document["benchmarks"] = gate["rounds"][::100], document["benchmarks"][::100]
    return document
