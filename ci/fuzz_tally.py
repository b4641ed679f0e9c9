#!/usr/bin/env python3
"""Adds what `ci/fuzz.sh` counted in the cache to the table of harness/README.md, and begins to count anew.

Each fuzzer has a file there, with a line a run: the preset that built it and how many inputs it tried, or
`found` where one of them broke its reader. Then the count begins at 0 again.
"""

import argparse
import re
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "harness" / "README.md"
PRESETS = ("fuzz", "fuzz-fast")  # the table's columns after the fuzzer's name
ROW = re.compile(r"^\| `(?P<fuzzer>[a-z-]+)` \|(?P<counts>(?: [\d,]+ \|){2})$", re.MULTILINE)


def counts_in(text):
    """By fuzzer, the executions of each preset that the table holds."""
    return {
        row["fuzzer"]: [int(count.strip().replace(",", "")) for count in row["counts"].split("|")[:-1]]
        for row in ROW.finditer(text)
    }


def with_runs(counts, runs):
    """One fuzzer's counts and those of runs after them, each a preset and a count, or `found`."""
    counts = list(counts)
    for run in runs:
        if run == ["found"]:
            counts = [0] * len(PRESETS)
        elif len(run) == len(("preset", "count")):  # else its fuzzer was killed
            counts[PRESETS.index(run[0])] += int(run[1])
    return counts


def with_counts(text, counts):
    """The text, its table with these counts."""
    rows = list(ROW.finditer(text))
    if not rows:
        raise SystemExit("fuzz_tally.py: harness/README.md has no row of the fuzzers' table")
    table = "\n".join(
        f"| `{fuzzer}` | {' | '.join(f'{count:,}' for count in counts[fuzzer])} |"
        for fuzzer in sorted(counts)
    )
    return text[: rows[0].start()] + table + text[rows[-1].end() :]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the cache's, where fuzz.sh counts")
    folder = parser.parse_args().folder
    text = README.read_text(encoding="utf-8")
    counts = counts_in(text)
    for file in folder.iterdir():
        runs = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
        file.unlink()  # an end in between must not let it count twice
        counts[file.name] = with_runs(counts.get(file.name, [0] * len(PRESETS)), runs)
    README.write_text(with_counts(text, counts), encoding="utf-8")


if __name__ == "__main__":
    main()
