"""ci/fuzz_tally.py: runs of fuzzers become a table; none is run."""

import pytest

from ci import fuzz_tally

TEXT = """Before.

| fuzzer | with | without |
| --- | ---: | ---: |
| `claim-file` | 1,200 | 0 |
| `journal` | 7 | 3,000,000 |

After.
"""


def test_the_table_is_read_and_written():
    counts = fuzz_tally.counts_in(TEXT)
    assert counts == {"claim-file": [1200, 0], "journal": [7, 3_000_000]}
    assert fuzz_tally.with_counts(TEXT, counts) == TEXT


def test_a_new_fuzzer_gets_a_row_of_its_own():
    counts = fuzz_tally.counts_in(TEXT) | {"gate-file": [0, 12]}
    rows = fuzz_tally.with_counts(TEXT, counts).splitlines()[4:7]
    assert rows == [
        "| `claim-file` | 1,200 | 0 |",
        "| `gate-file` | 0 | 12 |",
        "| `journal` | 7 | 3,000,000 |",
    ]


def test_runs_are_added_and_a_finding_begins_anew():
    assert fuzz_tally.with_runs([1, 2], [["fuzz", "10"], ["fuzz-fast", "100"], ["fuzz"], ["fuzz", "5"]]) == [
        16,
        102,
    ]
    assert fuzz_tally.with_runs([1, 2], [["fuzz", "10"], ["found"], ["fuzz-fast", "100"]]) == [0, 100]


def test_no_table_is_said():
    with pytest.raises(SystemExit, match="no row"):
        fuzz_tally.with_counts("Nothing.", {})


def test_the_readme_has_a_row_for_each_fuzzer():
    names = {file.name for file in (fuzz_tally.README.parent / "fuzz" / "corpus").iterdir()}
    assert set(fuzz_tally.counts_in(fuzz_tally.README.read_text(encoding="utf-8"))) == names


def test_what_was_counted_is_moved(tmp_path, monkeypatch):
    readme = tmp_path / "README.md"
    readme.write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "executions"
    folder.mkdir()
    (folder / "journal").write_text("found\nfuzz 20\n", encoding="utf-8")
    monkeypatch.setattr(fuzz_tally, "README", readme)
    monkeypatch.setattr("sys.argv", ["fuzz_tally.py", str(folder)])
    for _ in range(2):
        fuzz_tally.main()
        counts = fuzz_tally.counts_in(readme.read_text(encoding="utf-8"))
        assert counts == {"claim-file": [1200, 0], "journal": [20, 0]}
