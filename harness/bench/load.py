"""What loading, summing up and comparing large results costs: python harness/bench/load.py [--help]

Beside what nlohmann/json alone needs to parse the same file: CPU time (all of these programs have one thread)
of `pepbench show`, and of `pepbench compare` against two such parses, and the most memory that each held, for
10^4, 10^5 and 10^6 samples in a hundredth as many cells. Rounds alternate between them; ratios are formed in
each round. With --peers also pyperf's and Google Benchmark's comparison of the same numbers, once each.
"""

import argparse
import importlib.util
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from programs import PROGRAMS, ROOT

SIZES = {10_000: (5, 1), 100_000: (10, 5), 1_000_000: (25, 20)}  # samples: workloads, configurations
COMPARE_PY = "/usr/share/benchmark/compare.py"


class TooSlowError(Exception):
    """A program did not end within the time that it was given."""


def make_results(folder, workloads, configurations):
    """Two result files with the same cells and other times."""
    files = [folder / "a.json", folder / "b.json"]
    for seed, file in enumerate(files):
        numbers = [str(number) for number in (workloads, configurations, seed + 1)]
        subprocess.run([PROGRAMS / "pepbench-make-results", file, *numbers], check=True)
    return files


def cost(command, limit=None):
    """CPU seconds and peak bytes of a program. TooSlowError where it takes more than `limit` seconds."""
    # A child's peak begins with what its parent held, so this process must stay small.
    process = subprocess.Popen(
        list(map(str, command)), stdout=subprocess.DEVNULL, env={**os.environ, "PEPBENCH_HOME": str(ROOT)}
    )
    if limit:
        subprocess.run(["prlimit", f"--pid={process.pid}", f"--cpu={limit}"], check=True)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode < 0 and limit:
        raise TooSlowError
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed with exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def own_costs(files, rounds):
    """By program, its costs in each round."""
    commands = {
        "parse": [PROGRAMS / "pepbench-parse", files[0]],
        "show": [PROGRAMS / "pepbench", "show", files[0]],
        "compare": [PROGRAMS / "pepbench", "compare", *files],
    }
    found = defaultdict(list)
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(cost(command))
    return found


def write_as_pyperf(result, output):
    """The samples of a result file as pyperf stores them: a benchmark a cell, a run a process run."""
    cells = defaultdict(lambda: defaultdict(list))
    for row in json.loads(result.read_text(encoding="utf-8"))["benchmarks"]:
        cells[row["name"]][row["process_run"]].append(row["real_time"] / 1e9)
    benchmarks = [
        {
            "metadata": {"name": name, "unit": "second"},
            "runs": [{"metadata": {}, "values": values} for values in runs.values()],
        }
        for name, runs in cells.items()
    ]
    output.write_text(json.dumps({"benchmarks": benchmarks, "version": "1.0"}), encoding="utf-8")


def as_pyperf(files):
    converted = [file.with_suffix(".pyperf.json") for file in files]
    for arguments in zip(files, converted):
        process = multiprocessing.get_context("spawn").Process(target=write_as_pyperf, args=arguments)
        process.start()
        process.join()
    return converted


def peer_commands(files):
    commands = {"compare.py": [sys.executable, COMPARE_PY, "--no-color", "benchmarks", *files]}
    if importlib.util.find_spec("pyperf"):
        commands["pyperf"] = [sys.executable, "-m", "pyperf", "compare_to", *as_pyperf(files)]
    return commands


def print_own(found, samples, size):
    def ratios(name, parses):
        return [one[0] / (parses * parse[0]) for one, parse in zip(found[name], found["parse"])]

    def seconds(name):
        return statistics.median(one[0] for one in found[name])

    def of_size(name):
        return max(one[1] for one in found[name]) / size

    print(f"{samples} samples in {samples // 100} cells, {size / 1e6:.1f} MB a file:")
    print(f"  parse    {seconds('parse'):7.2f} s, memory {of_size('parse'):.2f} x a file")
    for name, parses in (("show", 1), ("compare", 2)):
        share = ratios(name, parses)
        print(
            f"  {name:<8} {seconds(name):7.2f} s, memory {of_size(name):.2f} x a file; {parses} x parse x "
            f"{statistics.median(share):.2f} ({min(share):.2f} to {max(share):.2f}, n = {len(share)}); "
            f"{seconds(name) / samples * 1e6:.1f} us a sample"
        )


def print_peers(files, limit, given_up):
    """`given_up` collects the peers that took too long, for larger files."""
    for name, command in peer_commands(files).items():
        if name in given_up:
            continue
        try:
            seconds, memory = cost(command, limit)
            size = files[0].stat().st_size
            print(f"  {name:<10} {seconds:7.2f} s, memory {memory / size:.2f} x a file")
        except TooSlowError:
            given_up.add(name)
            print(f"  {name:<10} more than {limit} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="of each size (default: 3)")
    parser.add_argument("--most", type=int, default=max(SIZES), help="samples in the largest file")
    parser.add_argument("--peers", action="store_true", help="also pyperf, where installed, and compare.py")
    parser.add_argument("--peer-limit", type=int, default=600, help="CPU seconds for a peer (default: 600)")
    options = parser.parse_args()
    given_up = set()
    for samples, (workloads, configurations) in SIZES.items():
        if samples > options.most:
            continue
        with tempfile.TemporaryDirectory() as folder:
            files = make_results(Path(folder), workloads, configurations)
            print_own(own_costs(files, options.rounds), samples, files[0].stat().st_size)
            if options.peers:
                print_peers(files, options.peer_limit, given_up)


if __name__ == "__main__":
    main()
