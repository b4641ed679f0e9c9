"""The embedded runner and an independent timeit script do the same work (validity.py reports the times)."""

import pytest
import validity
from programs import interpreters


@pytest.mark.parametrize("entry", interpreters(), ids=lambda entry: entry["name"])
@pytest.mark.parametrize("name", ["fibonacci", "primes"])
def test_same_answer_and_as_many_samples_either_way(entry, name):
    (row,) = validity.compare(entry, name, rounds=1, size="small")
    assert {way["answer"] for way in row.values()} == {row["timeit"]["answer"]}
    assert all(len(way["times"]) == validity.SAMPLES and min(way["times"]) > 0 for way in row.values())
    assert len(validity.ratios([row], "timeit")) == 1
