"""The claims against their schema, and against what they rest on."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

FOLDER = Path(__file__).resolve().parent
SCHEMA = json.loads((FOLDER.parent / "schema" / "claims.schema.json").read_text(encoding="utf-8"))
FILES = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))}
CLAIMS = {claim["id"]: claim for document in FILES.values() for claim in document["claims"]}


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_valid_and_is_called_after_its_pep(name):
    document = FILES[name]
    jsonschema.Draft7Validator(SCHEMA).validate(document)
    assert name == f"pep{document['pep']}"
    assert document["url"].endswith(f"pep-{document['pep']:04}/")
    for claim in document["claims"]:
        assert claim["id"].startswith(f"{name}-")


def test_every_pep_that_the_project_measures_has_claims():
    assert set(FILES) == {f"pep{pep}" for pep in (371, 684, 703, 734, 744, 776, 779, 836)}


@pytest.mark.parametrize("name", FILES)
def test_every_configuration_is_used(name):
    document = FILES[name]
    used = set(re.findall(r'"(?:configuration|of|to|build_of)": "([^"]+)"', json.dumps(document)))
    assert used == set(document["configurations"])


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_comparisons_have_a_boundary_and_others_none(claim):
    facts = claim["expression"]["kind"] in ("same_answers", "unsupported", "fact")
    assert ("boundary" in claim) != facts


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_what_a_comparison_rests_on_is_said(claim):
    if "boundary" in claim:
        assert claim["note"], "say where the boundary comes from, or what the claim does not show"


# The PEP's own table must show what pepbench has it claim.
PUBLISHED = json.loads((FOLDER.parent / "published" / "pep371.json").read_text(encoding="utf-8"))


def published(workload, side, workers):
    mode = side["mode"].partition("-")[0]
    return PUBLISHED["seconds"][workload][mode][PUBLISHED["workers"].index(side.get("workers", workers))]


def ratios(expression):
    for workload in expression["workloads"]:
        for workers in expression["workers"]:
            yield published(workload, expression["of"], workers) / published(
                workload, expression["to"], workers
            )


@pytest.mark.parametrize(
    "claim",
    [claim for claim in FILES["pep371"]["claims"] if claim["expression"]["kind"] == "ratio"],
    ids=lambda claim: claim["id"],
)
def test_the_peps_own_table_shows_its_claims(claim):
    boundary = claim["boundary"]
    for ratio in ratios(claim["expression"]):
        assert boundary.get("at_least", 0) <= ratio <= boundary.get("at_most", 1e9), claim["id"]


def test_the_peps_own_table_shows_threads_losing_and_processes_flat_then_proportional():
    lost = list(ratios(CLAIMS["pep371-threads-cpu-lose"]["expression"]))
    assert lost == sorted(lost)
    assert lost[-1] / lost[0] >= CLAIMS["pep371-threads-cpu-lose"]["boundary"]["at_least"]
    process = {"mode": "process-fork"}
    for workload in ("fibonacci", "primes"):
        seconds = [published(workload, process, workers) for workers in (1, 2, 4, 8)]
        assert max(seconds[1:3]) / seconds[0] <= CLAIMS["pep371-processes-flat"]["boundary"]["at_most"]
        boundary = CLAIMS["pep371-processes-proportional"]["boundary"]
        assert boundary["at_least"] <= seconds[3] / seconds[2] / 2 <= boundary["at_most"]
