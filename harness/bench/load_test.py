"""The files that load.py measures with are what pepbench would write (load.py reports times and memory)."""

import json
import subprocess

import jsonschema
import load
import pytest
from programs import PROGRAMS, ROOT


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return load.make_results(tmp_path_factory.mktemp("results"), workloads=1, configurations=2)


def rows_of(file):
    return json.loads(file.read_text(encoding="utf-8"))["benchmarks"]


def test_files_are_valid_and_hold_together(files):
    schema = json.loads((ROOT / "results/schema/result.schema.json").read_text(encoding="utf-8"))
    document = json.loads(files[0].read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(document)
    assert len(document["benchmarks"]) == 4000
    assert len(document["pepbench"]["summary"]["cells"]) == 40
    verified = subprocess.run(
        [PROGRAMS / "pepbench", "verify", *files], capture_output=True, text=True, check=False
    )
    assert verified.returncode == 0, verified.stdout


def test_the_second_file_has_other_times_of_the_same_cells(files):
    one, other = map(rows_of, files)
    assert [row["name"] for row in one] == [row["name"] for row in other]
    assert [row["real_time"] for row in one] != [row["real_time"] for row in other]


def test_every_program_is_measured_in_every_round(files):
    found = load.own_costs(files, rounds=2)
    assert set(found) == {"parse", "show", "compare"}
    assert all(seconds > 0 and memory > 1e6 for costs in found.values() for seconds, memory in costs)


def test_a_program_that_takes_too_long_is_ended():
    with pytest.raises(load.TooSlowError):
        load.cost(["python3", "-c", "while True: pass"], limit=1)


def test_pyperf_gets_every_sample(files, tmp_path):
    load.write_as_pyperf(files[0], tmp_path / "pyperf.json")
    written = json.loads((tmp_path / "pyperf.json").read_text(encoding="utf-8"))
    values = [value for cell in written["benchmarks"] for run in cell["runs"] for value in run["values"]]
    assert sorted(values) == sorted(row["real_time"] / 1e9 for row in rows_of(files[0]))
    assert {len(cell["runs"]) for cell in written["benchmarks"]} == {10}
