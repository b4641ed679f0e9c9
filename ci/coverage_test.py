"""ci/coverage.py: counts of several object files become shares; no compiler is run."""

from collections import defaultdict

from ci import coverage


def document(file, counts):
    lines = [{"line_number": number, "count": count} for number, count in counts.items()]
    return {"current_working_directory": str(coverage.ROOT), "files": [{"file": file, "lines": lines}]}


def counted(*documents):
    counts = defaultdict(lambda: defaultdict(int))
    for one in documents:
        coverage.add_counts(counts, one)
    return counts


def test_a_line_ran_where_any_object_file_ran_it():
    header = "harness/stats/x.h"
    assert counted(document(header, {3: 0, 4: 0}), document(header, {3: 2, 4: 0})) == {header: {3: 2, 4: 0}}


def test_only_our_own_sources_count():
    for file in ("/usr/include/c++/12/vector", "harness/stats/x_test.cpp", "ci/x.cpp"):
        assert not counted(document(file, {1: 1}))
    assert not counted(document("harness/error.h", {}))


def test_shares_by_folder():
    counts = counted(
        document("harness/stats/x.cpp", {1: 1, 2: 0}),
        document("harness/stats/y.cpp", {1: 1, 2: 5}),
        document("runners/embedded/z.cpp", {7: 0}),
    )
    assert coverage.table(counts).splitlines()[2:] == [
        "| harness/stats | 4 | 3 | 75.0 % |",
        "| runners/embedded | 1 | 0 | 0.0 % |",
        "| all | 5 | 3 | 60.0 % |",
    ]


def test_missed_lines():
    assert coverage.missed({1: 0, 2: 0, 4: 0, 5: 3, 9: 0}) == "1-4, 9"
    assert coverage.missed({1: 1}) == ""
