"""The share of a run's wall time that is inside timed regions: python harness/bench/efficiency.py RESULT.json

Timed are samples and warm-ups; the rest is starting runners, loading workloads, checking answers and writing.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path


def main(path):
    document = json.loads(Path(path).read_text())
    own = document["pepbench"]
    timed = defaultdict(float)
    wall = defaultdict(float)
    for row in document["benchmarks"] + own["warmups"]:
        timed[row["workload"]] += row["real_time"] * row["iterations"] / 1e9
    for run in own["process_runs"]:
        wall[run["workload"]] += run["end_seconds"] - run["start_seconds"]
    for workload, seconds in wall.items():
        print(
            f"{workload:<12} {timed[workload]:7.1f} s of {seconds:7.1f} s  {timed[workload] / seconds:6.1%}"
        )
    share = own["timed_seconds"] / own["measuring_seconds"]
    print(f"{'all':<12} {own['timed_seconds']:7.1f} s of {own['measuring_seconds']:7.1f} s  {share:6.1%}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python harness/bench/efficiency.py RESULT.json")
    main(sys.argv[1])
