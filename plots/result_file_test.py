"""What the reader takes from a result file, and what it says about files that it cannot take."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

from plots import json_file, result_file, testing
from plots.model import Estimate, Mode
from plots.result_file import ResultFileError


def test_a_cell_is_read_with_the_numbers_of_the_summary(read):
    document = testing.document()
    given = testing.find_cell(document, "primes/process-fork/4/cpython-3.15+jit")
    results = read(document)
    (cell,) = (
        cell
        for cell in results.cells_of("primes")
        if (cell.mode, cell.workers, cell.configuration) == (Mode("process", "fork"), 4, "cpython-3.15+jit")
    )
    low, high = given["low_seconds"], given["high_seconds"]
    assert cell.time == Estimate(given["median_seconds"], low, high, given["process_runs"])
    speedup = given["speedup"]
    assert cell.speedup == Estimate(speedup["ratio"], speedup["low"], speedup["high"], speedup["n"])
    assert cell.published_seconds == given["published"]["scaled_seconds"]
    assert cell.samples == given["samples"]
    assert len(results.cells) == 6 * 3 * 4 * 3


def test_the_synthetic_documents_are_what_the_schema_asks_for():
    schema = json.loads((Path(__file__).parent.parent / "results/schema/result.schema.json").read_text())
    own = testing.document(testing.EIGHT, workloads=("primes",), process_runs=7)["pepbench"]
    summary = own["summary"]
    summary["cells"] += testing.document(process_runs=3)["pepbench"]["summary"]["cells"]
    parts = {
        "settings": [own["settings"]],
        "cell_summary": summary["cells"],
        "switch_summary": summary["switches"],
        "suite_ratio": summary["suite_ratios"],
        "scaling": summary["scaling"],
        "memory_summary": summary["memory"],
        "memory_ratio": summary["memory_ratios"],
        "startup_summary": summary["startup"],
        "failure": [testing.failure("primes", "process", "fork", 4, "cpython-3.11", reason="died")],
        "unavailable": [{"configuration": "cpython-3.15+jit", "reason": "not built"}],
    }
    for name, values in parts.items():
        check = jsonschema.Draft7Validator(
            {**schema["definitions"][name], "definitions": schema["definitions"]}
        )
        assert values
        assert [error.message for value in values for error in check.iter_errors(value)] == []


def test_the_order_is_that_in_which_the_run_was_asked(read):
    document = testing.document(configurations=("zeta", "alpha"), workloads=("primes", "empty"))
    own = document["pepbench"]
    for key in ("configurations", "workloads"):
        own[key] = dict(sorted(own[key].items()))  # as a JSON library may write it
    own["summary"]["cells"].reverse()
    results = read(document)
    assert results.configurations == ("zeta", "alpha")
    assert results.workloads == ("primes", "empty")
    assert results.modes == (Mode("linear", None), Mode("threaded", None), Mode("process", "fork"))
    assert results.workers == (1, 2, 4, 8)


def test_null_and_absent_values_that_the_format_allows(read):
    document = testing.document(process_runs=5)
    document["pepbench"]["commit"] = None
    del document["pepbench"]["machine"]["cpu_model"]
    cell = testing.find_cell(document, "primes/linear/2/cpython-3.11")
    cell["speedup"] = None
    cell["published"] = {"seconds": 1.0, "ratio_to_linear_1": 2.0, "scaled_seconds": None}
    results = read(document)
    assert (results.origin.commit, results.origin.cpu_model) == ("", "")
    read_back = next(each for each in results.cells_of("primes") if each.workers == 2)
    assert read_back.speedup is None
    assert read_back.published_seconds is None
    assert not read_back.time.has_interval


def test_the_other_numbers_of_the_summary_are_read(read):
    document = testing.document(testing.EIGHT, workloads=("primes", "floats"))
    summary = document["pepbench"]["summary"]
    results = read(document)
    assert results.reference == "cpython-3.11"
    assert results.suites == {"pep371": ("primes",), "jit": ("floats",)}
    assert results.without_gil == {"cpython-3.13t"}
    counts = [
        (len(getattr(results, name)), len(summary[name]))
        for name in ("switches", "suite_ratios", "scaling", "memory_ratios", "startup")
    ]
    assert all(read_back == given > 0 for read_back, given in counts)
    assert {each.switch for each in results.switches} == {"jit", "gil", "nojit"}
    given = testing.find_cell(document, "primes/threaded/4/cpython-3.13t")
    (cell,) = (
        each
        for each in results.cells_of("primes")
        if (each.mode, each.workers, each.configuration) == (Mode("threaded"), 4, "cpython-3.13t")
    )
    assert cell.efficiency.value == given["efficiency"]["ratio"]
    assert cell.ratio_to_reference.value == given["ratio_to_reference"]["ratio"]


def test_every_number_that_compares_may_be_null(read):
    document = testing.document(testing.EIGHT, workloads=("primes",))
    summary = document["pepbench"]["summary"]
    for cell in summary["cells"]:
        cell.update(speedup=None, efficiency=None, ratio_to_reference=None)
    for name, key in (
        ("switches", "speedup"),
        ("suite_ratios", "ratio"),
        ("scaling", "serial_fraction"),
        ("memory", "rss"),
        ("startup", "seconds"),
    ):
        for entry in summary[name]:
            entry[key] = None
    for entry in summary["memory_ratios"]:
        entry.update(rss={"ratio": None, "low": None, "high": None, "n": 0}, pss=None, peak=None)
    results = read(document)
    assert (results.switches, results.suite_ratios, results.scaling) == ((), (), ())
    assert (results.idle_memory, results.startup) == ((), ())
    assert not any(each.kinds for each in results.memory_ratios)


def test_modes_are_in_their_own_order_and_read_from_their_labels(read):
    document = testing.document(workloads=("primes",), modes=tuple(reversed(testing.ALL_MODES)))
    testing.remove_cells(document, part="")
    assert read(document).modes == tuple(Mode(*mode) for mode in testing.ALL_MODES)


def test_a_gap_covers_the_cells_that_it_names(read):
    document = testing.document()
    own = document["pepbench"]
    own["unavailable"] = [{"configuration": "cpython-3.15+jit", "reason": "not built"}]
    own["failures"] = [testing.failure("primes", "process", "fork", 4, "cpython-3.11", reason="died")]
    failed, unavailable = read(document).gaps
    assert failed.covers("primes", Mode("process", "fork"), 4, "cpython-3.11")
    assert not failed.covers("primes", Mode("process", "spawn"), 4, "cpython-3.11")
    assert not failed.covers("primes", Mode("process", "fork"), 8, "cpython-3.11")
    assert unavailable.covers("queue", Mode("threaded", None), 1, "cpython-3.15+jit")
    assert not unavailable.covers("queue", Mode("threaded", None), 1, "cpython-3.15")


def change(place, value):
    """A document in which one value is another; `...` takes it out."""
    document = testing.document()
    *parents, last = place
    target = document
    for key in parents:
        target = target[key]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return document


CELL = ("pepbench", "summary", "cells", 3)
SWITCH = ("pepbench", "summary", "switches", 0)
MEMORY = ("pepbench", "summary", "memory_ratios", 0)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("pepbench",), ..., "not a pepbench result"),
        (("pepbench",), [], "not a pepbench result"),
        (("pepbench", "format"), 2, "newer pepbench"),
        (("pepbench", "format"), ..., "pepbench.format must be 1, not missing"),
        (("pepbench", "format"), True, "pepbench.format must be 1, not true"),
        (("pepbench", "machine", "usable_cores"), ..., "pepbench.machine.usable_cores must be a number"),
        (("pepbench", "machine", "usable_cores"), 0, "must be a number above 0, not 0"),
        (("pepbench", "machine"), "fast", 'pepbench.machine must be an object, not "fast"'),
        (("pepbench", "version"), 3, "pepbench.version must be a text, not 3"),
        (("pepbench", "summary"), None, "pepbench.summary must be an object"),
        (("pepbench", "summary", "cells"), {}, "pepbench.summary.cells must be a list, not {}"),
        (("pepbench", "settings", "modes"), [1], "pepbench.settings.modes must be a list of texts"),
        (("pepbench", "failures"), [7], "pepbench.failures[0] must be an object, not 7"),
        (("pepbench", "unavailable"), [{"reason": "x"}], "pepbench.unavailable[0].configuration"),
        (("pepbench", "workloads", "a\nb"), 1, r'pepbench.workloads."a\nb" must be an object'),
        (
            (*CELL, "workers"),
            "abc",
            'pepbench.summary.cells[3].workers must be a whole number above 0, not "abc"',
        ),
        ((*CELL, "workers"), 0, "whole number above 0, not 0"),
        ((*CELL, "workers"), True, "whole number above 0, not true"),
        ((*CELL, "median_seconds"), 0, "cells[3].median_seconds must be a number above 0"),
        ((*CELL, "median_seconds"), 10**400, "cells[3].median_seconds must be a number above 0"),
        ((*CELL, "median_seconds"), 1e9, "outside of its interval"),
        ((*CELL, "low_seconds"), None, "cells[3].low_seconds must be a number above 0"),
        ((*CELL, "mode"), "", 'cells[3].mode must be a text, not ""'),
        ((*CELL, "speedup", "n"), -1, "cells[3].speedup.n must be a whole number"),
        ((*CELL, "published", "scaled_seconds"), "x", "cells[3].published.scaled_seconds"),
        (("pepbench", "workloads", "primes", "workers"), [1, 0], "a list of whole numbers above 0"),
        ((*SWITCH, "speedup"), 7, "switches[0].speedup must be an object, not 7"),
        ((*SWITCH, "head"), ..., "switches[0].head must be a text"),
        ((*MEMORY, "rss", "low"), 9, "outside of its interval"),
    ],
)
def test_a_malformed_document_is_refused_in_one_sentence(read, place, value, said):
    with pytest.raises(ResultFileError) as error:
        read(change(place, value))
    message = str(error.value)
    assert said in message
    assert "run.json: " in message
    assert "\n" not in message
    assert message.endswith(".")
    assert len(message) < 400


def test_a_cell_given_twice_is_refused(read):
    document = testing.document()
    cells = document["pepbench"]["summary"]["cells"]
    cells.append(dict(cells[0]))
    with pytest.raises(ResultFileError, match="twice"):
        read(document)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"),
        (b'{"context":\n {', "in line 2"),
        (b"\xff\xfe\xfa", "is not JSON"),
        (b'{"pepbench": "\xe9"}', "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b"1" * 9000, "thousands of digits"),
        (b'{"pepbench": {"format": NaN}}', "NaN, which is no number"),
        (b"[]", "not a pepbench result"),
        (b"null", "not a pepbench result"),
        (json.dumps({"context": {}, "benchmarks": []}).encode(), "no 'pepbench' object"),
    ],
)
def test_what_is_not_a_result_document_is_refused_in_one_sentence(tmp_path, content, said):
    path = tmp_path / "run.json"
    path.write_bytes(content)
    with pytest.raises(ResultFileError) as error:
        result_file.read(path)
    assert said in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_devices_pipes_and_what_is_too_large_are_not_read(tmp_path):
    large = tmp_path / "large.json"
    large.touch()
    os.truncate(large, json_file.LARGEST + 1)
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    for path, said in [
        (Path("/dev/zero"), "is not a regular file"),
        (pipe, "is not a regular file"),
        (large, "is larger than any result file"),
    ]:
        with pytest.raises(ResultFileError, match=f"^{path}: {said}; give "):
            result_file.read(path)
