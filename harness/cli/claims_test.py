"""pepbench claims: verdicts on what the PEPs claim, from stored results."""

import copy
import json
from collections import Counter

import pytest

from harness.cli.driver_for_test import ROOT, configurations

PUBLISHED = ROOT / "results" / "published"
SETS = [str(PUBLISHED / name) for name in ("main-job.json", "all.json", "jit.json", "threads.json")]
STORED = json.loads((PUBLISHED / "threads.json").read_text(encoding="utf-8"))
VERDICTS = {"reproduced", "refuted", "cannot tell", "not measured", "not possible here"}
VALUE_KEYS = {"value", "low", "high", "n", "unit"}
ENTRY_KEYS = {
    "id", "pep", "section", "text", "condition", "file", "verdict", "reason", "value", "boundary", "parts",
    "measure", "note",
}  # fmt: skip


@pytest.fixture
def stored():
    return copy.deepcopy(STORED)


def claims(driver, *arguments, code=0):
    ended = driver("claims", *arguments)
    assert ended.code == code, (ended.err, ended.out)
    return ended


def judged(driver, *arguments, code=0):
    """The JSON object, and its entries by claim and file."""
    document = json.loads(claims(driver, *arguments, "--json", code=code).out)
    return document, {(entry["id"], entry["file"]): entry for entry in document["claims"]}


def test_every_claim_gets_a_verdict_from_the_committed_sets(driver):
    document, entries = judged(driver, *SETS)
    assert document["format"] == 1
    assert document["files"] == SETS
    assert set(document["family"]) == {"claims", "level", "correction"}
    assert document["family"]["level"] == 0.95
    known = [
        claim["id"]
        for file in sorted((ROOT / "results" / "claims").glob("*.json"))
        for claim in json.loads(file.read_text(encoding="utf-8"))["claims"]
    ]
    assert list(dict.fromkeys(entry["id"] for entry in document["claims"])) == known
    for entry in document["claims"]:
        assert set(entry) == ENTRY_KEYS
        assert entry["verdict"] in VERDICTS
        assert (entry["measure"] is not None) == (entry["verdict"] == "not measured")
        assert entry["value"] is None or set(entry["value"]) == VALUE_KEYS
        assert all(part["verdict"] in VERDICTS for part in entry["parts"])
    assert len(entries) == len(document["claims"])


def test_what_cannot_depend_on_the_noise_of_the_committed_sets(driver):
    _, entries = judged(driver, *SETS)
    verdicts = {key: entry["verdict"] for key, entry in entries.items()}
    assert verdicts["pep371-start", 0] == "refuted"
    assert verdicts["pep371-processes-four-cores", 0] == "not possible here"
    assert verdicts["pep744-answers", 0] == "reproduced"
    assert verdicts["pep371-queue", 0] == "reproduced"
    assert verdicts["pep744-memory", 1] == "refuted"
    assert verdicts["pep744-memory-maximum", 1] == "reproduced"
    assert verdicts["pep776-not-functional", 1] == "reproduced"
    assert verdicts["pep776-no-fork", 1] == "reproduced"
    assert verdicts["pep776-platform", 1] == "reproduced"
    assert verdicts["pep776-emscripten-info", 1] == "reproduced"
    assert verdicts["pep776-no-pthreads", 1] == "reproduced"
    assert verdicts["pep734-start-fork", 1] == "refuted"
    assert verdicts["pep836-free-threading", None] == "not possible here"
    assert verdicts["pep703-single-thread-3.13", None] == "not measured"
    assert entries["pep703-single-thread-3.13", None]["measure"].endswith("--python default=PATH")


def test_the_table(driver):
    out = claims(driver, *SETS).out
    document, _ = judged(driver, *SETS)
    assert "pep371-start" in out
    assert "PEP 371, Performance Comparison, first test (empty): Starting processes takes no longer" in out
    counts = Counter(entry["verdict"] for entry in document["claims"])
    for verdict, count in counts.items():
        assert f"{count} {verdict}" in out
    assert "(Bonferroni)" in out
    assert out.isascii()
    assert max(len(line) for line in out.splitlines() if "measure:" not in line) <= 110


def test_refuted_claims_fail_where_that_is_asked(driver):
    claims(driver, SETS[0], "--fail-on-refuted", code=1)
    claims(driver, SETS[3], "--fail-on-refuted", code=0)


def slowed(document, name, factor):
    for row in document["benchmarks"]:
        row["real_time"] *= factor if row["name"] == name else 1
    return document


def test_verdicts_follow_from_the_samples(driver, stored):
    claim = ("pep703-threads-scale", 0)
    driver.file("a.json", stored)
    assert judged(driver, "a.json")[1][claim]["verdict"] == "reproduced"
    driver.file("b.json", slowed(stored, "primes/threaded/2/cpython-3.13t", 3))
    before, after = judged(driver, "a.json", "b.json")[1][claim], judged(driver, "b.json")[1][claim]
    assert after["verdict"] == "refuted"
    assert after["value"]["value"] == pytest.approx(before["value"]["value"] / 3)


def test_a_file_whose_cells_were_measured_once(driver, stored):
    first = {run["process_run"] for run in stored["pepbench"]["process_runs"] if run["pass"] == 0}
    stored["benchmarks"] = [row for row in stored["benchmarks"] if row["process_run"] in first]
    driver.file("once.json", stored)
    entry = judged(driver, "once.json")[1]["pep703-threads-scale", 0]
    assert entry["verdict"] == "cannot tell"
    assert entry["reason"] == "1 pass is too few, an interval takes 6"
    assert entry["value"]["low"] is None


def test_a_file_that_no_claim_is_about(driver, stored):
    for name in list(stored["pepbench"]["configurations"]):
        stored["pepbench"]["configurations"][name]["facts"]["implementation"] = "other"
    driver.file("other.json", stored)
    document, _ = judged(driver, "other.json", code=4)
    assert {entry["file"] for entry in document["claims"]} == {None}
    assert "0 reproduced, 0 refuted, 0 cannot tell" in claims(driver, "other.json", code=4).out


def test_hostile_text_stays_text(driver, stored):
    reason = "\x1b[31m<script>\u202e" + "x" * 5000
    name = "primes/threaded/2/cpython-3.13t"
    lost = [row for row in stored["benchmarks"] if row["name"] == name]
    stored["benchmarks"] = [row for row in stored["benchmarks"] if row["name"] != name]
    keys = ("workload", "mode", "workers", "configuration")
    stored["pepbench"]["failures"] = [
        {key: lost[0][key] for key in keys} | {"process_run": 0, "reason": reason, "stderr": ""}
    ]
    driver.file("hostile.json", stored)
    out = claims(driver, "hostile.json", code=0).out
    assert "<script>" in out
    assert out.isascii() and "\x1b" not in out and "x" * 1001 not in out


BAD_FILES = [
    (lambda document: document["pepbench"].update(format=2), 2, "of format 2, this pepbench reads format 1"),
    (lambda document: document.update(benchmarks=[]), 4, "holds no sample"),
    (lambda document: document["benchmarks"][0].update(real_time=0), 2, "a 'real_time' of 0"),
    (lambda document: document["benchmarks"][0].update(real_time=-5), 2, "a 'real_time' of -5"),
    (lambda document: document["benchmarks"][0].update(real_time=1e300), 2, "a 'real_time' of 1e+300"),
    (lambda document: document["pepbench"].update(kind="gate"), 2, "is the result of a gate"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "code", "said"), BAD_FILES)
def test_a_file_that_cannot_be_judged(driver, stored, damage, code, said):
    driver.file("good.json", stored)
    damage(stored)
    driver.file("bad.json", stored)
    sentence = driver("claims", "good.json", "bad.json").refused(code)
    assert said in sentence
    assert "bad.json" in sentence


def test_options_that_do_not_go_together(driver):
    assert "name a result file, or give --measure" in driver("claims").refused()
    assert "--output requires --measure" in driver("claims", SETS[3], "--output", "x.json").refused()
    assert "cannot read no.json" in driver("claims", "no.json").refused()


@pytest.mark.skipif("cpython-3.15" not in configurations(), reason="cpython-3.15 is not here")
def test_measures_what_is_missing(driver):
    """The committed sets lack the start of spawned processes; one pass of it is too few for a verdict."""
    ended = claims(driver, *SETS, "--measure", "--budget", "1", "--output", "new.json", "--json")
    document = json.loads(ended.out)
    assert document["files"] == [*SETS, "new.json"]
    entries = {entry["id"]: entry for entry in document["claims"] if entry["file"] == len(SETS)}
    assert entries["pep734-start-spawn"]["verdict"] != "not measured"
    assert entries["pep734-start-spawn"]["value"]["value"] > 0
    measured = {row["name"] for row in driver.document("new.json")["benchmarks"]}
    assert measured == {
        "empty/subinterpreter/1/cpython-3.15",
        "empty/process-spawn/1/cpython-3.15",
    }
    assert "pepbench: measuring what 1 claim takes, into new.json" in ended.err
