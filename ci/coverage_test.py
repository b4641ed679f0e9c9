"""ci/coverage.py: counts of several object files become shares; no compiler is run."""

from collections import defaultdict

from ci import coverage


def document(file, counts, branches=()):
    """One whose lines ran so often; all have branches that were taken so often."""
    taken = [{"count": count, "throw": count is None} for count in branches]
    lines = [{"line_number": number, "count": count, "branches": taken} for number, count in counts.items()]
    return {"current_working_directory": str(coverage.ROOT), "files": [{"file": file, "lines": lines}]}


def counted(*documents):
    counts = defaultdict(coverage.FileCounts)
    for one in documents:
        coverage.add_counts(counts, one)
    return counts


def test_a_line_ran_where_any_object_file_ran_it():
    header = "harness/stats/x.h"
    counts = counted(document(header, {3: 0, 4: 0}), document(header, {3: 2, 4: 0}))
    assert {file: own.lines for file, own in counts.items()} == {header: {3: 2, 4: 0}}


def test_a_branch_ran_where_any_object_file_took_it_and_exceptions_do_not_count():
    header = "harness/stats/x.h"
    counts = counted(document(header, {3: 1}, [0, None, 5]), document(header, {3: 1}, [2, None, 0]))
    assert counts[header].branches == {(3, 0): 2, (3, 1): 5}


def test_only_our_own_sources_count():
    for file in ("/usr/include/c++/12/vector", "harness/stats/x_test.cpp", "ci/x.cpp"):
        assert not counted(document(file, {1: 1}))
    assert not counted(document("harness/error.h", {}))


def test_shares_by_folder():
    counts = counted(
        document("harness/stats/x.cpp", {1: 1, 2: 0}),
        document("harness/stats/y.cpp", {1: 1, 2: 5}, [3, 0, None]),
        document("runners/embedded/z.cpp", {7: 0}),
    )
    assert coverage.table(counts).splitlines()[2:] == [
        "| harness/stats | 3 of 4 (75.0 %) | 2 of 4 (50.0 %) |",
        "| runners/embedded | 0 of 1 (0.0 %) | - |",
        "| all | 3 of 5 (60.0 %) | 2 of 4 (50.0 %) |",
    ]


def test_python_is_counted_alike():
    own = {
        "executed_lines": [1, 2],
        "missing_lines": [5],
        "executed_branches": [[2, 3]],
        "missing_branches": [[2, -1], [2, 5]],
    }
    counts = coverage.counts_of_python({"files": {"runners/script/runner.py": own}})
    assert coverage.missed(counts["runners/script/runner.py"].lines) == "5"
    assert coverage.table(counts).splitlines()[-1] == "| all | 2 of 3 (66.7 %) | 1 of 3 (33.3 %) |"


def test_missed_lines():
    assert coverage.missed({1: 0, 2: 0, 4: 0, 5: 3, 9: 0}) == "1-4, 9"
    assert coverage.missed({1: 1}) == ""
