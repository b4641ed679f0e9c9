"""Each sample is in the journal before the next one starts, whatever the runner."""

import json

import pytest

from harness.cli.driver_for_test import of_each_runner

# Lasts long enough not to be repeated within a sample.
READS_THE_JOURNAL = """
import json, time

def run():
    with open({journal!r}) as file:
        rows = [json.loads(line)["type"] for line in file]
    with open({seen!r}, "a") as file:
        print(rows.count("warmup") + rows.count("sample"), file=file)
    time.sleep(0.02)
"""


@pytest.mark.parametrize("configuration", of_each_runner())
def test_a_sample_starts_when_those_before_it_are_in_the_journal(driver, configuration):
    seen = driver.folder / "seen"
    journal = driver.folder / "result.json.journal"
    driver.file("work.py", READS_THE_JOURNAL.format(journal=str(journal), seen=str(seen)))
    command = ["--workload", "work.py", "--workers", 1, "--configuration", configuration]
    _, document = driver.measured(*command, "--mode", "linear", "--samples", 12)
    assert len(document["benchmarks"]) == 12
    executed = [json.loads(line) for line in seen.read_text(encoding="utf-8").splitlines()]
    assert len(executed) > 12
    assert executed == list(range(len(executed)))
