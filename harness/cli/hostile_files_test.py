"""Result files that someone made to harm whoever looks at them."""

import json
import re

import pytest

from harness.cli.driver_for_test import ROOT

SEEDS = ROOT / "harness" / "fuzz" / "corpus"
FILES = [
    *("result-file/one_pass", "result-file/six_passes", "result-file/warm_up"),
    *("gate-file/gate", "gate-file/soak"),
]
COMMANDS = [
    *(["show"], ["show", "--json"], ["verify"], ["compare", "file.json"], ["compare", "--json", "file.json"]),
    *(["claims"], ["claims", "--json"], ["export", "--to", "markdown"], ["export", "--to", "csv"]),
    *(["export", "--to", "go"], ["export", "--to", "pyperf"]),
    ["gate", "--output", "new.json", "--continue"],
]
# Clears the screen, sets the title, the same as one character of UTF-8, and writes from right to left.
EVIL = "\x1b[2J\x1b]0;x\x07\u009b31m\u202e"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
NAMED_BY_KEYS = ("workloads", "configurations", "stopped_by", "facts", "settings", "machine", "peers")
DECIDING = ("mode", "time_unit", "across_shifts", "kind", "profile", "order", "started_first")


def poisoned(value, spared, names=False):
    """The document with every text, and the keys that are names, made evil."""
    if isinstance(value, str):
        return value + EVIL
    if isinstance(value, list):
        return [poisoned(item, spared) for item in value]
    if isinstance(value, dict):
        return {
            key + EVIL if names else key: (
                item if key in spared else poisoned(item, spared, key in NAMED_BY_KEYS)
            )
            for key, item in value.items()
        }
    return value


def seed(name):
    return json.loads((SEEDS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", FILES)
def test_a_terminal_obeys_nothing(driver, name, command):
    for spared in (DECIDING, ()):
        driver.file("file.json", poisoned(seed(name), spared))
        ended = driver(*command, "file.json")
        assert ended.code in (0, 2, 4, 5)
        said = "\n".join(ended.err)
        assert "should not have happened" not in said
        assert not OBEYED.search(ended.out)
        assert not OBEYED.search(said)
    assert not (driver.folder / "new.json").exists()


@pytest.mark.parametrize(
    "settings",
    [
        {"base_ref": "HEAD", "head_ref": "HEAD", "setup": "touch executed", "workloads": ["./mine.py"]},
        {"base": "./program", "head": "./program"},
        {"workloads": ["./mine.py"]},
        {"base_workloads": "mine.py", "head_workloads": "mine.py"},
        {"interpreters": "list.json"},
        {"config": "gate-config.json"},
        {"pythons": ["base=./program"]},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_a_file_does_not_decide_what_is_run(driver, settings):
    driver.file("program", "#!/bin/sh\ntouch executed\n").chmod(0o755)
    driver.file("mine.py", "open('executed', 'w').close()\ndef run():\n    return 1\n")
    document = seed("gate-file/gate")
    document["pepbench"]["settings"] |= settings
    driver.file("file.json", document)
    sentence = driver("gate", "--continue", "file.json", "--output", "new.json").refused()
    assert "a file does not decide what is run here" in sentence
    assert not (driver.folder / "executed").exists()


def test_a_command_to_be_copied_is_one_command(driver):
    text = json.dumps(seed("result-file/one_pass")).replace("primes", "primes; touch x $(touch y)'")
    driver.file("file.json", text)
    shown = driver("compare", "file.json", "file.json")
    assert shown.code == 0, shown.err
    assert "--workload 'primes; touch x $(touch y)'\\'''" in shown.out


WRONG = [[], [1], "x", {"a": 1}]


@pytest.mark.parametrize("wrong", WRONG, ids=json.dumps)
@pytest.mark.parametrize("name", ["gate-file/gate", "gate-file/soak", "result-file/one_pass"])
def test_a_value_of_another_kind_is_one_sentence(driver, name, wrong):
    """Wherever in the header or its settings it stands, and in the first sample's row."""
    commands = [["show"], ["verify"], ["compare", "file.json"], ["claims"]]
    if name.startswith("gate"):
        commands = [["show"], ["verify"], ["gate", "--output", "new.json", "--continue"]]
    document = seed(name)
    for place in (document["pepbench"], document["pepbench"]["settings"], *document["benchmarks"][:1]):
        for key, right in list(place.items()):
            place[key] = wrong
            driver.file("file.json", document)
            for command in commands:
                ended = driver(*command, "file.json")
                assert ended.code in (0, 2, 4, 5), (key, ended.err)
                assert "should not have happened" not in "\n".join(ended.err), (key, command)
            place[key] = right
