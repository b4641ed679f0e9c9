"""Captions and data beside a chart: the numbers of the result file, in texts that are safe to open."""

import csv
import io
import json

import pytest

from plots import chart_texts, result_file, testing, testing_gate
from plots.charts import gate, interpreters, time_by_workers, warmup

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def drawn(tmp_path):
    """The charts of a kind, by their parts, of a document."""

    def draw(kind, document):
        return testing.figures_of(kind, result_file.read(testing.write(document, tmp_path / "file.json")))

    return draw


def rows_of(chart):
    return list(csv.DictReader(io.StringIO(chart_texts.data(chart))))


def test_every_cell_of_the_chart_is_a_row_of_its_data(drawn):
    document = testing.document(testing.THREE, workloads=("primes",))
    rows = rows_of(drawn(time_by_workers, document)["primes"])
    cells = document["pepbench"]["summary"]["cells"]
    assert len(rows) == len(cells)
    cell = testing.find_cell(document, "primes/process-fork/4/cpython-3.15+jit")
    (row,) = [
        row
        for row in rows
        if (row["panel"], row["name"], row["workers"]) == ("process (fork)", "cpython-3.15+jit", "4")
    ]
    assert [float(row[key]) for key in ("value", "low", "high")] == [
        cell[key] for key in ("median_seconds", "low_seconds", "high_seconds")
    ]
    assert (int(row["n"]), row["unit"]) == (cell["process_runs"], "seconds")


def test_without_an_interval_its_columns_are_empty(drawn):
    document = testing.document(testing.THREE, workloads=("primes",), process_runs=3)
    rows = rows_of(drawn(time_by_workers, document)["primes"])
    assert {(row["low"], row["high"]) for row in rows} == {("", "")}


def test_raw_values_are_rows_of_a_line(drawn):
    document = testing.warmup_document(workloads=("primes",), runs=1, calls=20)
    (chart,) = drawn(warmup, document).values()
    rows = rows_of(chart)
    calls = document["pepbench"]["summary"]["warmup"][0]["call_seconds"]
    name = document["pepbench"]["summary"]["warmup"][0]["configuration"]
    assert [float(row["y"]) for row in rows if row["line"] == f"calls: {name}"] == calls


def test_every_round_of_a_gate_is_a_row(drawn):
    document = testing_gate.document()
    for chart in drawn(gate, document).values():
        assert any(row["line"] == "rounds" for row in rows_of(chart))


def test_no_name_is_a_formula_for_a_spreadsheet(drawn):
    text = json.dumps(testing.document(testing.THREE, workloads=("primes",)))
    document = json.loads(text.replace("primes", FORMULA))
    rows = rows_of(drawn(interpreters, document)[""])
    assert f"'{FORMULA}" in {row["name"] for row in rows}
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_a_caption_says_what_the_sheet_says(drawn):
    chart = drawn(time_by_workers, testing.document(testing.THREE, workloads=("primes",)))["primes"]
    paragraphs = chart_texts.caption(chart).split("\n\n")
    assert paragraphs[0] == chart.caption.title
    assert "n = " in paragraphs[1]
