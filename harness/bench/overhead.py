"""What the embedded runner adds to a call, as ratios: python harness/bench/overhead.py [ROUNDS]

The runner's `linear` cell of the empty workload, minus the mode's own work (building a list with one worker
and telling it to run, which PEP 371 times too), against a bare C loop over the same callable in the same
process.
"""

import json
import statistics
import subprocess
import sys

from programs import PROGRAMS, clean_environment, interpreters, median_and_range


def main(rounds):
    for entry in interpreters():
        program = PROGRAMS / f"pepbench-overhead-{entry['name']}"
        output = subprocess.run(
            [program, str(rounds)], stdout=subprocess.PIPE, check=True, env=clean_environment(), text=True
        ).stdout
        found = [json.loads(line) for line in output.splitlines()]
        bare = statistics.median(row["bare"] for row in found)
        mode = statistics.median(row["mode"] for row in found)
        added = [row["runner"] - row["mode"] for row in found]
        print(f"{entry['name']}: bare call {bare:.1f} ns, through the mode {mode:.1f} ns")
        print(
            f"  runner, without the mode's own work, / bare C loop: {1 + statistics.median(added) / bare:.3f}"
        )
        print(
            f"  runner / C loop over the mode: {median_and_range([r['runner'] / r['mode'] for r in found])}"
        )
        print(
            f"  timeit / bare C loop:          {median_and_range([r['timeit'] / r['bare'] for r in found])}"
        )
        print(
            "  runner, without the mode's own work, / timeit: "
            f"{(bare + statistics.median(added)) / statistics.median(row['timeit'] for row in found):.3f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
