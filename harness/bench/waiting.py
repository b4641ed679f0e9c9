"""What waiting for the driver after each does to samples: python harness/bench/waiting.py [ROUNDS]

In each round a fresh process of a runner waits, as the driver has it do, and another goes on at once; which
of them comes first alternates. The ratio is of their median samples, waiting / going on.
"""

import statistics
import sys

from programs import Runner, interpreters, median_and_range, workload

SAMPLES = 10
CELLS = (("empty", "linear"), ("fibonacci", "linear"), ("primes", "linear"), ("empty", "process"))


def median_sample(entry, cell, waiting):
    runner = Runner(entry)
    plan = {"samples": SAMPLES, "warmups": 1, "minimum_sample_seconds": 0.001, "wait_for_next": waiting}
    seconds = [one["seconds"] for one in runner.samples(cell, **plan) if not one["warmup"]]
    runner.close()
    return statistics.median(seconds)


def ratio(entry, cell, *, waiting_first):
    sides = {waiting: median_sample(entry, cell, waiting) for waiting in (waiting_first, not waiting_first)}
    return sides[True] / sides[False]


def main(rounds):
    for entry in interpreters():
        for name, mode in CELLS:
            cell = {"workload": workload(name), "mode": mode, "test_parameters": True}
            ratios = [ratio(entry, cell, waiting_first=bool(one % 2)) for one in range(rounds)]
            print(
                f"{entry['name']}: {name}/{mode}, waiting / going on: {median_and_range(ratios)}", flush=True
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
