#!/usr/bin/env python3
"""Which lines and branches the tests ran, from what gcov and coverage.py counted, by folder.

Of C++, branches into the handling of exceptions do not count: the compiler puts one at nearly every call.
"""

import argparse
import json
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("harness", "runners/embedded")
KINDS = ("executed", "missing")


def zeros():
    return defaultdict(int)


@dataclass
class FileCounts:
    """How often each line that has code ran, by number, and each branch, by line and place in it."""

    lines: dict[int, int] = field(default_factory=zeros)
    branches: dict[tuple[int, int], int] = field(default_factory=zeros)


def counts_of(build):
    """Files from the root, each with its FileCounts."""
    counts = defaultdict(FileCounts)
    for notes in sorted(build.rglob("*.gcno")):
        command = ["gcov", "--branch-probabilities", "--json-format", "--stdout", str(notes)]
        ended = subprocess.run(command, cwd=build, check=True, capture_output=True, text=True)
        for line in ended.stdout.splitlines():
            add_counts(counts, json.loads(line))
    return counts


def add_counts(counts, document):
    """Adds those of an object file; a line of a header or a template comes more than once."""
    for source in document["files"]:
        path = Path(document["current_working_directory"]) / source["file"]
        if is_ours(path) and source["lines"]:
            file = counts[str(path.relative_to(ROOT))]
            for line in source["lines"]:
                number = line["line_number"]
                file.lines[number] += line["count"]
                branches = [branch for branch in line.get("branches", []) if not branch["throw"]]
                for place, branch in enumerate(branches):
                    file.branches[number, place] += branch["count"]


def counts_of_python(document):
    """The same of what coverage.py counted, from its report as JSON."""
    return {
        file: FileCounts(
            {line: int(key == "executed") for key in KINDS for line in own[f"{key}_lines"]},
            {tuple(branch): int(key == "executed") for key in KINDS for branch in own[f"{key}_branches"]},
        )
        for file, own in document["files"].items()
    }


def is_ours(path):
    return any(path.is_relative_to(ROOT / folder) for folder in FOLDERS) and "_test." not in path.name


def share(counts):
    """`1 of 2 (50.0 %)` that are not 0; `-` where there are none."""
    ran = sum(count > 0 for count in counts)
    return f"{ran} of {len(counts)} ({100 * ran / len(counts):.1f} %)" if counts else "-"


def table(counts):
    """Lines and branches by folder and in all, as Markdown."""
    folders = defaultdict(lambda: ([], []))
    for file, own in counts.items():
        for folder in (str(Path(file).parent), "all"):
            folders[folder][0].extend(own.lines.values())
            folders[folder][1].extend(own.branches.values())
    rows = [
        f"| {folder} | {share(lines)} | {share(branches)} |"
        for folder, (lines, branches) in sorted(folders.items(), key=lambda item: (item[0] == "all", item[0]))
    ]
    return "\n".join(["| folder | lines that ran | branches that ran |", "| --- | --- | --- |", *rows])


def missed(lines):
    """`3-5, 9`: numbers of lines that never ran, where only lines without code lie between joined."""
    ranges = []
    run_before = True
    for number, count in sorted(lines.items()):
        if count == 0 and run_before:
            ranges.append([number, number])
        elif count == 0:
            ranges[-1][1] = number
        run_before = count > 0
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="a build directory with counts of gcov")
    parser.add_argument("--python", type=Path, help="report of coverage.py, as JSON")
    parser.add_argument("--missed", action="store_true", help="the lines that never ran, too")
    options = parser.parse_args()
    counts = counts_of(options.build.resolve())
    if not counts:
        parser.error(f"{options.build} has no counts: run ci/coverage.sh")
    if options.python:
        counts |= counts_of_python(json.loads(options.python.read_text(encoding="utf-8")))
    print(table(counts))
    for file, own in sorted(counts.items()):
        if options.missed and 0 in own.lines.values():
            print(f"{file}: {missed(own.lines)}")


if __name__ == "__main__":
    main()
