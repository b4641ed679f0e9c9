"""What ci/gate-vs-peers runs: verdicts of other tools on identical work, and on 5 % more of it.

Every tool measures `workloads/soak/units.py` (100 units, some 5 ms) in the system's CPython, with the
settings that it has when its user gives none. No tool but pepbench says "regressed"; what counts as an alarm
is what its user would read as one, and stands in the table. Each verdict's raw output is kept.
"""

import argparse
import json
import re
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from scipy.stats import binomtest

ROOT = Path(__file__).resolve().parents[1]
WORKLOAD = ROOT / "workloads" / "soak" / "units.py"
PYTHON = "/usr/bin/python3"
COMPARE = "/usr/share/benchmark/compare.py"
SETUP = f"import sys; sys.path.insert(0, {str(WORKLOAD.parent)!r}); from units import run"
PROGRAMS = ROOT / "build" / "bin"
PASS, REGRESSED, UNDECIDED = 0, 1, 3  # exit codes of pepbench gate
BASE = 100
MORE = 105
REPETITIONS = 10  # of Google Benchmark; compare.py calls fewer than nine unreliable
CALLS = 40  # in a process that hyperfine times, so that the start of Python is a small part of it
SECONDS_OF = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1}


def ended(command, log, codes):
    """The command's end with one of these exit codes; what it printed is kept in the file `log`."""
    process = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    log.write_text(f"{shlex.join(map(str, command))}\n{process.stdout}{process.stderr}", encoding="utf-8")
    if process.returncode not in codes:
        raise RuntimeError(f"{command[0]} failed with exit code {process.returncode}; see {log}")
    return process


def run(command, log):
    """Standard output of the command."""
    return ended(command, log, (0,)).stdout


def says_slower(compared):
    """Whether `pyperf compare_to` found the second file significantly slower."""
    return "slower" in compared


def pyperf(python, units, folder):
    files = [folder / "base.json", folder / "head.json"]
    for file, number in zip(files, units):
        command = [python, "-m", "pyperf", "timeit", "--setup", SETUP, f"run({number})", "--output", file]
        run(command, file.with_suffix(".txt"))
    return says_slower(run([python, "-m", "pyperf", "compare_to", *files], folder / "compared.txt"))


def is_significantly_slower(report):
    """Whether compare.py's U test is significant at its own level, and the second file's median larger."""
    (entry,) = [entry for entry in report if entry["utest"]]
    base = statistics.median(row["real_time"] for row in entry["measurements"])
    head = statistics.median(row["real_time_other"] for row in entry["measurements"])
    return entry["utest"]["time_pvalue"] < 0.05 and head > base


def changed_workload(folder, side, units):
    """A folder for the side whose workload does so many units unless it is told otherwise."""
    workloads = folder / side
    workloads.mkdir()
    text = WORKLOAD.read_text(encoding="utf-8").replace(f'"units": {BASE}', f'"units": {units}')
    (workloads / "units.py").write_text(text, encoding="utf-8")
    return workloads


def google_benchmark(runner, units, folder):
    files = []
    for side, number in zip(("base", "head"), units):
        workloads = changed_workload(folder, side, number)
        files.append(folder / f"{side}.json")
        options = {"filter": "^units/linear/1/", "repetitions": REPETITIONS, "out": files[-1]}
        flags = [f"--benchmark_{name}={value}" for name, value in options.items()]
        run([runner, "--workloads", workloads, "--workers", "1", *flags], folder / f"{side}.txt")
    report = folder / "compared.json"
    command = [sys.executable, COMPARE, "--no-color", "--dump_to_json", report, "benchmarks", *files]
    run(command, folder / "compared.txt")
    return is_significantly_slower(json.loads(report.read_text(encoding="utf-8")))


def ran_faster(base, head):
    """Whether hyperfine's summary says that the base ran faster by more than its uncertainty."""
    ratio = head["mean"] / base["mean"]
    uncertainty = ratio * ((base["stddev"] / base["mean"]) ** 2 + (head["stddev"] / head["mean"]) ** 2) ** 0.5
    return ratio - uncertainty > 1


def hyperfine(program, units, folder):
    commands = []
    for number in units:
        statement = f"{SETUP}\nfor _ in range({CALLS}): run({number})"
        commands.append(shlex.join([PYTHON, "-c", statement]))
    report = folder / "hyperfine.json"
    run([program, "--export-json", report, *commands], folder / "hyperfine.txt")
    return ran_faster(*json.loads(report.read_text(encoding="utf-8"))["results"])


def best_of(printed):
    """Seconds per loop that `python -m timeit` printed."""
    number, unit = re.search(r"best of \d+: ([\d.]+) (\w+) per loop", printed).groups()
    return float(number) * SECONDS_OF[unit]


def gate(interpreter, units, folder):
    sides = [changed_workload(folder, side, number) for side, number in zip(("base", "head"), units)]
    command = [PROGRAMS / "pepbench", "gate", "--base", interpreter, "--head", interpreter]
    command += ["--base-workloads", sides[0], "--head-workloads", sides[1], "--output", folder / "gate.json"]
    return ended(command, folder / "gate.txt", (PASS, REGRESSED, UNDECIDED)).returncode == REGRESSED


def timeit(units, folder):
    best = []
    for side, number in zip(("base", "head"), units):
        command = [PYTHON, "-m", "timeit", "--setup", SETUP, f"run({number})"]
        best.append(best_of(run(command, folder / f"{side}.txt")))
    return best[1] / best[0] > 1.025


@dataclass
class Peer:
    name: str
    alarm: str
    verdict: Callable[[tuple[int, int], Path], bool]
    alarms: dict[int, list[bool]] = field(default_factory=lambda: {BASE: [], MORE: []})
    seconds: list[float] = field(default_factory=list)

    def judge(self, units, folder):
        """One verdict, of 100 units against `units` of them."""
        folder.mkdir(parents=True)
        start = time.monotonic()
        self.alarms[units].append(self.verdict((BASE, units), folder))
        self.seconds.append(time.monotonic() - start)


def system_interpreter():
    """The entry of the system's, whose runner is an ordinary Google Benchmark program."""
    entries = json.loads((PROGRAMS / "interpreters.json").read_text(encoding="utf-8"))
    return next(entry for entry in entries if entry.get("runner") == "embedded")


def peers_of(options):
    """Those that are installed here."""
    system = system_interpreter()
    peers = [Peer("timeit", "minimum more than 2.5 % larger", timeit)]
    if options.pyperf.exists():
        peers.append(Peer("pyperf", "`compare_to` says slower", partial(pyperf, options.pyperf)))
    if Path(COMPARE).exists():
        verdict = partial(google_benchmark, PROGRAMS / system["command"][0])
        peers.append(Peer("Google Benchmark", "`compare.py`: U test significant, median larger", verdict))
    if options.hyperfine.exists():
        verdict = partial(hyperfine, options.hyperfine)
        peers.append(Peer("hyperfine", "slower by more than its own ±", verdict))
    peers.append(Peer("pepbench gate", "regressed", partial(gate, system["name"])))
    return peers


def share(count, verdicts):
    """How many, with the exact 95 % interval of the share (Clopper and Pearson, 1934)."""
    interval = binomtest(count, verdicts).proportion_ci(method="exact")
    return f"{count} of {verdicts} [{100 * interval.low:.1f}, {100 * interval.high:.1f} %]"


def row(peer):
    shares = [share(sum(peer.alarms[units]), len(peer.alarms[units])) for units in (BASE, MORE)]
    return f"| {' | '.join([peer.name, peer.alarm, *shares])} | {statistics.fmean(peer.seconds):.1f} |"


def soak_row(document):
    """The same of pepbench's own verdicts, from the result file of `pepbench gate --soak`."""
    shares = []
    seconds = []
    for extra in (0, MORE - BASE):
        groups = [group for group in document["pepbench"]["gate"]["soak"]["groups"] if not group["neighbour"]]
        (group,) = [group for group in groups if group["extra_percent"] == extra]
        shares.append(share(group["regressed"]["count"], group["verdicts"]))
        timed = [group[kind] for kind in ("pass_seconds", "regressed_seconds") if group[kind]]
        seconds.append(sum(one["mean"] * one["n"] for one in timed) / sum(one["n"] for one in timed))
    return (
        f"| {' | '.join(['pepbench gate --soak', 'regressed', *shares])} | {statistics.fmean(seconds):.1f} |"
    )


def line_of_soak(file):
    try:
        return soak_row(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        kinds = f"verdicts at 0 and {MORE - BASE} % more work without a neighbour"
        raise RuntimeError(f"{file} is no result file of pepbench gate --soak with {kinds}") from None


def print_table(peers):
    columns = ["tool", "what counts as an alarm", "false alarms", f"alarms at {MORE - BASE} % more work"]
    print(f"| {' | '.join(columns)} | seconds a verdict |")
    print("| --- " * (len(columns) + 1) + "|")
    for peer in peers:
        if all(peer.alarms.values()):
            print(row(peer))


def judge(peers, pairs, output):
    """Round-robin, so that a slow stretch of the machine hits all tools alike."""
    for pair in range(pairs):
        for units in (BASE, MORE):
            for peer in peers:
                print(f"pair {pair + 1} of {pairs}, {units} units: {peer.name}", file=sys.stderr)
                name = peer.name.lower().replace(" ", "-")
                peer.judge(units, output / name / f"{pair}-{units}")


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=20, help="verdicts of each kind and tool (default: 20)")
    parser.add_argument("--output", type=Path, help="folder for every verdict's raw output, a new one")
    parser.add_argument("--soak", type=Path, help="result file of pepbench gate --soak, for a line of it")
    parser.add_argument("--pyperf", type=Path, required=True, help="the Python that has it")
    parser.add_argument("--hyperfine", type=Path, required=True, help="the program")
    options = parser.parse_args(arguments)
    if options.pairs < 1:
        parser.error("--pairs is not a whole number of at least 1")
    try:
        options.soak = line_of_soak(options.soak) if options.soak else None
    except RuntimeError as error:
        parser.error(str(error))
    if options.output is None:
        options.output = Path("pepbench-results") / time.strftime(
            "gate-vs-peers-%Y%m%dT%H%M%SZ", time.gmtime()
        )
    if options.output.exists():
        parser.error(f"{options.output} exists; give another --output")
    return options


def main(arguments):
    options = options_of(arguments)
    peers = []
    code = 0
    try:
        peers = peers_of(options)
        judge(peers, options.pairs, options.output)
    except KeyboardInterrupt:
        code = 130
    except RuntimeError as error:
        print(f"gate-vs-peers: {error}", file=sys.stderr)
        code = 2
    print_table(peers)
    if options.soak:
        print(options.soak)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
