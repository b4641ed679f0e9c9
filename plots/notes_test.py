import pytest

from plots import notes, testing
from plots.model import Estimate, Mode


def test_the_footer_says_where_the_numbers_come_from(read):
    assert notes.footer(read(testing.document()).origin) == (
        "run.json · pepbench 0.1.0 (4f2c91d7a6b8) · 2026-11-22 21:14 UTC"
        " · Intel(R) Xeon(R) Processor @ 2.80GHz · 2 usable cores"
    )


def test_an_unknown_commit_is_left_out(read):
    document = testing.document(workloads=("empty",))
    document["pepbench"]["commit"] = "unknown"
    assert " · pepbench 0.1.0 · " in notes.footer(read(document).origin)


@pytest.mark.parametrize(
    ("started", "shown"),
    [
        ("2026-11-22T23:14:05+02:00", "2026-11-22 21:14 UTC"),
        ("2026-11-22T21:14:05", "2026-11-22 21:14 UTC"),
        ("0001-01-01T00:00:00+23:00", "0001-01-01T00:00:00+23:00"),
        ("yesterday", "yesterday"),
    ],
)
def test_dates_are_in_utc(read, started, shown):
    document = testing.document(workloads=("empty",))
    document["pepbench"]["started"] = started
    assert f" · {shown} · " in notes.footer(read(document).origin)


def test_missing_cells_are_named_with_their_reason(read):
    document = testing.document()
    testing.remove_cells(document, part="/8/cpython-3.11")
    testing.remove_cells(document, part="cpython-3.15+jit")
    own = document["pepbench"]
    own["unavailable"] = [{"configuration": "cpython-3.15+jit", "reason": "forky cannot be reached"}]
    own["failures"] = [
        testing.failure("primes", "threaded", None, 8, "cpython-3.11", reason="a worker died.")
    ]
    results = read(document)
    assert notes.missing_cells(results, "primes") == [
        "Missing: cpython-3.11, linear and process (fork) at 8 workers: not measured: not in the file,"
        " which records no reason.",
        "Missing: cpython-3.11, threaded at 8 workers: failed: a worker died.",
        "Missing: cpython-3.15+jit, every cell: unavailable: forky cannot be reached.",
    ]
    assert len(notes.missing_cells(results, "queue")) == 2


def test_a_mode_that_was_asked_for_and_never_measured_is_missing(read):
    document = testing.document(("cpython-3.11",))
    testing.remove_cells(document, part="process")
    document["pepbench"]["outcome"] = "interrupted"
    assert notes.missing_cells(read(document), "queue") == [
        "Missing: cpython-3.11, process (fork) at 1, 2, 4, 8 workers: not measured: the run was interrupted"
        " before it."
    ]


def test_cells_that_nobody_asked_for_are_not_missing(read):
    document = testing.document_of_both_suites()
    assert notes.missing_cells(read(document), "floats") == []
    word, _ = notes.why_missing(read(document), "floats", Mode("threaded"), 1, "cpython-3.15")
    assert word == "not asked for"
    testing.remove_cells(document, part="floats/linear/1/cpython-3.15+jit")
    assert notes.missing_cells(read(document), "floats") == [
        "Missing: cpython-3.15+jit, every cell: not measured: not in the file, which records no reason."
    ]


def test_a_file_without_the_cells_of_each_workload_asked_for_all_of_every_workload(read):
    document = testing.document_of_both_suites()
    for workload in document["pepbench"]["workloads"].values():
        del workload["modes"], workload["workers"]
    (missing,) = notes.missing_cells(read(document), "floats")
    assert "cpython-3.11, cpython-3.15 and cpython-3.15+jit, linear at 2, 4, 8 workers; threaded" in missing


def test_a_reason_that_configurations_share_is_written_once(read):
    document = testing.document()
    testing.remove_cells(document, part="primes/threaded")
    testing.remove_cells(document, part="primes/process-fork/8/cpython-3.11")
    document["pepbench"]["unavailable"] = [
        {"workload": "primes", "configuration": name, "reason": "a wall"} for name in testing.THREE
    ]
    assert notes.missing_cells(read(document), "primes") == [
        "Missing: cpython-3.11, threaded at 1, 2, 4, 8 workers; process (fork) at 8 workers;"
        " cpython-3.15 and cpython-3.15+jit, threaded at 1, 2, 4, 8 workers: unsupported: a wall."
    ]


def test_a_complete_file_has_no_notes(read):
    results = read(testing.document())
    assert notes.missing_cells(results, "primes") == []
    assert notes.failed_runs(results, "primes") == []
    assert notes.without_interval([cell.time for cell in results.cells], "process runs") == []


def test_measured_cells_with_failed_process_runs_are_named(read):
    document = testing.document()
    failure = testing.failure("primes", "linear", None, 1, "cpython-3.15", reason="wrong answer")
    document["pepbench"]["failures"] = [failure, failure]
    assert notes.failed_runs(read(document), "primes") == [
        "Failed in 2 process runs and drawn from the others: cpython-3.15, linear at 1 worker: wrong answer."
    ]


def test_footnotes_are_numbered_by_reason_and_name_their_places():
    footnotes = notes.Footnotes()
    assert footnotes.mark(("failed", "it died"), "a") == "failed [1]"
    assert footnotes.mark(("unsupported", "x" * 700), "b") == "unsupported [2]"
    for place in "acdefghij":
        assert footnotes.mark(("failed", "it died"), place) == "failed [1]"
    first, second = footnotes.sentences()
    assert first == "[1] failed: a, c, d, e, f, g and 3 more: it died."
    assert second.startswith("[2] unsupported: b: xxx")
    assert len(second) > 600


def test_the_word_for_what_is_missing_tells_a_cell_from_a_configuration(read):
    document = testing.document(workloads=("primes",))
    document["pepbench"]["unavailable"] = [
        {"configuration": "cpython-3.15", "mode": "threaded", "reason": "no threads"},
        {"configuration": "cpython-3.15+jit", "reason": "not built"},
    ]
    results = read(document)

    def word(mode, configuration):
        return notes.why_missing(results, "primes", Mode(mode), 1, configuration)

    assert word("threaded", "cpython-3.15") == ("unsupported", "no threads")
    assert word("threaded", "cpython-3.15+jit") == ("unavailable", "not built")
    assert word("linear", "cpython-3.15")[0] == "not measured"


def test_many_notes_are_counted_instead():
    sentences = [f"Missing {number}." for number in range(40)]
    shown = notes.at_most(sentences, "missing cells")
    assert len(shown) == 12
    assert shown[:11] == sentences[:11]
    assert shown[-1] == "And 29 more such notes on missing cells: see the result file."


def test_points_without_interval_are_counted():
    bare, barred = Estimate(1.0, None, None, 3), Estimate(1.0, 0.9, 1.1, 6)
    assert notes.without_interval([bare, barred], "process runs") == [
        "1 point without a bar: fewer than six process runs, too few for a 95 % interval."
    ]
    assert notes.without_interval([bare, bare], "passes") == [
        "No point has a bar: fewer than six passes, too few for a 95 % interval."
    ]
