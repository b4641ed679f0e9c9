"""pepbench doctor: a verdict about this machine, whatever it is."""

import json

import jsonschema

from harness.cli.driver_for_test import SCHEMA

VERDICT = {"$ref": "#/definitions/verdict_of_moment", "definitions": SCHEMA["definitions"]}
CODES = {"quiet": 0, "usable with care": 0, "not fit": 3}


def test_verdict_as_json(driver):
    ended = driver("doctor", "--json")
    document = json.loads(ended.out)
    jsonschema.validate(document, VERDICT)
    assert ended.code == CODES[document["verdict"]]
    assert ended.err == []
    facts = [finding["what"] for finding in document["findings"]]
    assert len(facts) == len(set(facts)) == 18


def test_verdict_as_text(driver):
    ended = driver("doctor")
    *lines, last = ended.out.splitlines()
    verdict = last.removeprefix("This machine is ").removesuffix(".")
    assert ended.code == CODES[verdict]
    assert [line for line in lines if "usable cores" in line]
    assert [line for line in lines if "clock" in line and "ns a reading" in line]


def test_one_thing_at_a_time(driver):
    for options in (["--tune", "--restore"], ["--tune", "--json"], ["--restore", "--json"]):
        assert "excludes" in driver("doctor", *options).refused()
