#!/usr/bin/env python3
"""Run clang-tidy over C++ sources, in parallel; one that passed is not checked again until something changes.

What decides makes a key: clang-tidy's version and settings, the compile command, and the text of the source
and of every header of the tree that it includes. The keys of what passed are empty files in the cache.
"""

import argparse
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
COMPILER = re.compile(r"(.*-)?(c\+\+|g\+\+|clang\+\+)(-[0-9.]+)?")


def compiler_arguments(command):
    """What the compiler itself gets, without launchers before it and without GCC's precompiled headers."""
    words = shlex.split(command)
    start = next(i for i, word in enumerate(words) if COMPILER.fullmatch(Path(word).name))
    kept = [words[start]]
    rest = iter(words[start + 1 :])
    for word in rest:
        if word == "-include":
            next(rest)
        elif word not in {"-fpch-preprocess", "-Winvalid-pch"}:
            kept.append(word)
    return kept


def compile_entries(build):
    """One entry of the compile database for each source, the first; the runners' sources have several."""
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = str(Path(entry["directory"], entry["file"]).resolve())
        if source not in entries:
            arguments = compiler_arguments(entry["command"])
            entries[source] = {"directory": entry["directory"], "file": source, "arguments": arguments}
    return entries


def include_directories(entry):
    """The directories of the compile command that hold the tree's own headers (others come by -isystem)."""
    return [Path(entry["directory"], word[2:]) for word in entry["arguments"] if word.startswith("-I")]


def own_files(source, directories):
    """The source and the headers of the tree that it includes, directly or not."""
    found, waiting = [], [source]
    while waiting:
        file = waiting.pop()
        if file in found or not file.is_file():
            continue
        found.append(file)
        for name in INCLUDE.findall(file.read_text()):
            waiting += [(directory / name).resolve() for directory in [file.parent, *directories]]
    return sorted(found)


def key_of(source, entry, version, settings):
    """The key of a source; the same in another checkout of the same text, so paths count from the root."""
    root = str(Path.cwd())
    command = " ".join(entry["arguments"]).replace(root, "")
    digest = hashlib.sha256(f"{version}\n{settings}\n{command}\n".encode())
    for file in own_files(source, include_directories(entry)):
        # The build's generated header changes with every commit, and is no source of ours.
        if "generated" not in file.parts:
            digest.update(f"{str(file).replace(root, '')}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def tidy(source, database, fix):
    options = ["--quiet", f"-p={database}", "--extra-arg=-Wno-unknown-warning-option"]
    if fix:
        options.append("--fix")
    result = subprocess.run(
        ["clang-tidy", *options, str(source)], capture_output=True, text=True, check=False
    )
    return result.returncode == 0, result.stdout + result.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="apply the fixes that clang-tidy knows")
    parser.add_argument("build", type=Path, help="build directory with compile_commands.json")
    parser.add_argument("cache", type=Path, help="directory for the keys of what passed")
    parser.add_argument("sources", type=Path, nargs="*")
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)

    try:
        entries = compile_entries(arguments.build)
    except OSError as error:
        print(f"clang-tidy: {error.filename} is missing; ci/build.sh release makes it", file=sys.stderr)
        return 2
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    settings = Path(".clang-tidy").read_text()
    sources = [source.resolve() for source in arguments.sources]
    keys = {s: key_of(s, entries[str(s)], version, settings) for s in sources if str(s) in entries}
    outdated = [source for source, key in keys.items() if not (arguments.cache / key).exists()]
    print(f"clang-tidy: {len(outdated)} of {len(sources)} sources to check", file=sys.stderr, flush=True)
    if not outdated:
        return 0

    failed = 0
    # Two fixes of one header at once would spoil it.
    workers = 1 if arguments.fix else os.cpu_count()
    with tempfile.TemporaryDirectory() as database, ThreadPoolExecutor(workers) as pool:
        Path(database, "compile_commands.json").write_text(json.dumps([entries[str(s)] for s in outdated]))
        results = pool.map(lambda source: tidy(source, database, arguments.fix), outdated)
        for number, (source, (passed, output)) in enumerate(zip(outdated, results), 1):
            if number % 10 == 0:
                print(f"clang-tidy: {number} of {len(outdated)} checked", file=sys.stderr, flush=True)
            if passed:
                (arguments.cache / keys[source]).touch()
            else:
                failed += 1
                print(output, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
