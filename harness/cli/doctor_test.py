"""pepbench doctor: a verdict about this machine, whatever it is."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

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


def settings():
    """What --tune may change, by the file that says it."""
    cpus = Path("/sys/devices/system/cpu")
    files = [Path("/proc/sys/kernel/randomize_va_space"), Path("/proc/sys/kernel/perf_event_max_sample_rate")]
    files += [cpus / "intel_pstate" / "no_turbo", cpus / "cpufreq" / "boost"]
    files += cpus.glob("cpu[0-9]*/cpufreq/scaling_governor")
    return {file: file.read_text() for file in files if file.exists()}


def test_the_machine_is_left_as_it_was_found(driver):
    if os.geteuid() != 0:
        pytest.skip("only root may tune a machine")
    found = settings()
    tuned = driver("doctor", "--tune")
    during = settings()
    restored = driver("doctor", "--restore")
    assert settings() == found
    assert (tuned.code, restored.code) == (0, 0), (tuned.err, restored.err)
    assert tuned.out.count(" set to ") == len({file.name for file in found if found[file] != during[file]})
    assert restored.out.count(" set back to ") == tuned.out.count(" set to ")
    again = driver("doctor", "--restore")
    assert again.code == 0
    assert again.out.startswith("nothing to restore")
