"""What the reader takes from a gate's file, and what it says about files that it cannot take."""

import json
import math
from pathlib import Path

import jsonschema
import pytest

from plots import testing, testing_gate
from plots.gate_model import Gate, Seconds
from plots.model import Results
from plots.result_file import ResultFileError


def test_a_gate_is_told_from_a_run(read):
    assert isinstance(read(testing_gate.document()), Gate)
    assert isinstance(read(testing.document()), Results)
    document = testing_gate.document(kind="race")
    with pytest.raises(ResultFileError, match='is of the kind "race", which this pepbench does not know'):
        read(document)


def test_cells_are_read_with_their_rounds(read):
    cells = (testing_gate.cell("a/linear/1", rounds=3), testing_gate.cell("b/linear/1", rounds=4))
    document = testing_gate.document(*cells)
    document["pepbench"]["gate"]["rounds"].sort(key=lambda row: row["round"])  # visited in turn
    gate = read(document)
    assert [(cell.name, len(cell.rounds)) for cell in gate.cells] == [("a/linear/1", 3), ("b/linear/1", 4)]
    (given, rows), (cell, _) = cells[0], gate.cells
    assert cell.interval == (given["low"], given["high"])
    assert [each.log_ratio for each in cell.rounds] == [row["log_ratio"] for row in rows]
    assert [each.log_pass_wealth for each in cell.rounds] == [row["log_pass_wealth"] for row in rows]
    assert (gate.base, gate.head) == ("cpython-3.15", "cpython-3.15+jit")
    assert gate.soak is None


def test_the_rule_s_bars_and_boundaries(read):
    rule = read(testing_gate.document()).cells[0].rule
    assert rule.harmless == pytest.approx(0.02)
    assert rule.flag_bar == pytest.approx(math.log10(2000))
    assert rule.pass_bar == pytest.approx(3)


def test_a_side_is_named_by_its_commit_or_interpreter(read):
    document = testing_gate.document()
    sides = document["pepbench"]["sides"]
    sides["base"] |= {"ref": "main", "commit": "0123456789abcdef" * 2}
    sides["head"]["interpreter"] = "./after/python"
    gate = read(document)
    assert (gate.base, gate.head) == ("cpython-3.15 at 0123456789ab (main)", "./after/python")


def test_null_and_absent_values_that_the_format_allows(read):
    entry, rows = testing_gate.cell("a/linear/1", rounds=2, ratio=1.0)
    entry |= {"ratio": None, "low": None, "high": None, "reason": "it was interrupted"}
    testing_gate.fail(rows[0], "head", "it hung")
    (cell,) = read(testing_gate.document((entry, rows))).cells
    assert (cell.ratio, cell.interval, cell.reason) == (None, None, "it was interrupted")
    assert [(each.log_ratio is None, each.head_failure) for each in cell.rounds] == [
        (True, "it hung"),
        (False, ""),
    ]


def test_a_soak_is_read_by_group_and_its_cells_are_left_aside(read):
    gate = read(testing_gate.soak_document(extras=(0, 5)))
    assert gate.cells == ()
    assert [(group.extra_percent, group.neighbour) for group in gate.soak.groups] == [
        (0, False),
        (0, True),
        (5, False),
        (5, True),
    ]
    first = gate.soak.groups[0]
    assert (first.verdicts, first.passed.count, first.regressed.count) == (1500, 1500, 0)
    assert (first.pass_seconds, first.regressed_seconds) == (Seconds(1.1, 1.6), None)
    assert tuple(first.peers) == testing_gate.PEERS
    assert gate.soak.rule.threshold == 0.05


def test_the_synthetic_documents_are_what_the_schema_asks_for():
    schema = json.loads((Path(__file__).parent.parent / "results/schema/result.schema.json").read_text())
    parts = {
        "gate": [
            document["pepbench"]["gate"]
            for document in (testing_gate.document(), testing_gate.soak_document())
        ],
        "gate_side": testing_gate.document()["pepbench"]["sides"].values(),
    }
    for name, values in parts.items():
        check = jsonschema.Draft7Validator(
            {**schema["definitions"][name], "definitions": schema["definitions"]}
        )
        assert [error.message for value in values for error in check.iter_errors(value)] == []


GATE = ("pepbench", "gate")
CELL, ROUND = (*GATE, "cells", 0), (*GATE, "rounds", 1)
GROUP = (*GATE, "soak", "groups", 0)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (GATE, [], "pepbench.gate must be an object"),
        ((*GATE, "rounds"), {}, "pepbench.gate.rounds must be a list"),
        ((*ROUND, "cell"), 2, "pepbench.gate.rounds[1].cell is 2, which is no cell"),
        ((*ROUND, "cell"), -1, "rounds[1].cell must be a whole number"),
        ((*ROUND, "log_ratio"), "x", "rounds[1].log_ratio must be a number"),
        ((*ROUND, "log_ratio"), 1e4, "log_ratio is 10000, which no two times can have"),
        ((*ROUND, "log_flag_wealth"), None, "log_flag_wealth must be a number"),
        ((*CELL, "rule", "alpha"), 0, "rule.alpha must be a number above 0"),
        ((*CELL, "rule", "beta"), 1.5, "rule.beta is 1.5, which is not below 1"),
        ((*CELL, "ratio"), -1, "cells[0].ratio must be a number above 0"),
        ((*CELL, "control"), "yes", 'cells[0].control must be true or false, not "yes"'),
        ((*CELL, "name"), "", "cells[0].name must be a text"),
        (("pepbench", "sides", "head"), None, "pepbench.sides.head must be an object"),
        ((*GROUP, "passed", "low"), 1.0001, "outside of its bounds"),
        ((*GROUP, "verdicts"), 0, "groups[0].verdicts must be a whole number above 0"),
        ((*GROUP, "peers"), [], "groups[0].peers must be an object"),
    ],
)
def test_a_malformed_document_is_refused_in_one_sentence(read, place, value, said):
    document = testing_gate.soak_document() if "soak" in place else testing_gate.document()
    *parents, last = place
    entry = document
    for key in parents:
        entry = entry[key]
    entry[last] = value
    with pytest.raises(ResultFileError) as error:
        read(document)
    message = str(error.value)
    assert said in message
    assert "\n" not in message
    assert message.endswith(".")
