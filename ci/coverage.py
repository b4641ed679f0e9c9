#!/usr/bin/env python3
"""Which lines the tests ran, from what gcov counted in a build with --coverage: a table by folder."""

import argparse
import json
import subprocess
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("harness", "runners/embedded")


def counts_of(build):
    """Files from the root, each with how often each of its lines that have code ran."""
    counts = defaultdict(lambda: defaultdict(int))
    for notes in sorted(build.rglob("*.gcno")):
        command = ["gcov", "--json-format", "--stdout", str(notes)]
        ended = subprocess.run(command, cwd=build, check=True, capture_output=True, text=True)
        for line in ended.stdout.splitlines():
            add_counts(counts, json.loads(line))
    return counts


def add_counts(counts, document):
    """Adds those of an object file; a line of a header or a template comes more than once."""
    for source in document["files"]:
        path = Path(document["current_working_directory"]) / source["file"]
        if is_ours(path) and source["lines"]:
            lines = counts[str(path.relative_to(ROOT))]
            for line in source["lines"]:
                lines[line["line_number"]] += line["count"]


def is_ours(path):
    return any(path.is_relative_to(ROOT / folder) for folder in FOLDERS) and "_test." not in path.name


def table(counts):
    """Lines by folder and in all, as Markdown."""
    folders = defaultdict(lambda: [0, 0])
    for file, lines in counts.items():
        for folder in (str(Path(file).parent), "all"):
            folders[folder][0] += len(lines)
            folders[folder][1] += sum(count > 0 for count in lines.values())
    rows = [
        f"| {folder} | {of} | {ran} | {100 * ran / of:.1f} % |"
        for folder, (of, ran) in sorted(folders.items(), key=lambda item: (item[0] == "all", item[0]))
    ]
    return "\n".join(["| folder | lines | that ran | share |", "| --- | ---: | ---: | ---: |", *rows])


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
    parser.add_argument("build", type=Path, help="the build directory")
    parser.add_argument("--missed", action="store_true", help="the lines that never ran, too")
    options = parser.parse_args()
    counts = counts_of(options.build.resolve())
    if not counts:
        parser.error(f"{options.build} has no counts: run ci/coverage.sh")
    print(table(counts))
    for file, lines in sorted(counts.items()):
        if options.missed and 0 in lines.values():
            print(f"{file}: {missed(lines)}")


if __name__ == "__main__":
    main()
