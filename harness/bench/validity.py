"""Do the embedded runner and a plain timeit script agree?  python harness/bench/validity.py [ROUNDS]

Each round starts two fresh processes in drawn order: the runner measuring a linear cell, and `timeit` over
the same workload in the same interpreter (the runner's program acting as Python, so the same libpython). The
ratio of their medians is the round's. Beside it, for the system's interpreter, the same script under
/usr/bin/python3, which Debian links statically: that ratio shows what another build of the same source does,
not an error of measurement.
"""

import json
import random
import statistics
import subprocess
import sys

from programs import Runner, clean_environment, interpreters, median_and_range, runner_program, workload

SAMPLES = 5

SCRIPT = """
import importlib.util, json, sys, timeit
spec = importlib.util.spec_from_file_location("workload", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
parameters = module.TEST_PARAMETERS if sys.argv[3] == "small" else module.PARAMETERS
answer = module.run(**parameters)
times = timeit.repeat("run(**parameters)", number=1, repeat=int(sys.argv[2]),
                      globals={"run": module.run, "parameters": parameters})
print(json.dumps({"answer": answer, "times": times}))
"""


def by_runner(entry, name, size):
    runner = Runner(entry)
    cell = {"workload": workload(name), "mode": "linear", "test_parameters": size == "small"}
    # Only what is too short for the clock is repeated, as the small sizes are.
    request = {"samples": SAMPLES, "warmups": 1, "minimum_sample_seconds": 1e-9, "gc": False}
    rows = list(runner.samples(cell, **request))
    runner.close()
    return {"answer": rows[-1]["answers"][0], "times": [row["seconds"] for row in rows if not row["warmup"]]}


def by_timeit(command, name, size):
    output = subprocess.run(
        [*command, "-c", SCRIPT, workload(name), str(SAMPLES), size],
        stdout=subprocess.PIPE,
        check=True,
        env=clean_environment(),
        text=True,
    ).stdout
    return json.loads(output)


def compare(entry, name, rounds, size="full"):
    """Rows of one round each: answers and times of the `runner`, and of timeit (`timeit`, `system`)."""
    draw = random.Random(371)
    ways = {
        "runner": lambda: by_runner(entry, name, size),
        "timeit": lambda: by_timeit([runner_program(entry)], name, size),
    }
    if entry["name"] == "cpython-3.11":
        ways["system"] = lambda: by_timeit(["/usr/bin/python3"], name, size)
    rows = []
    for _ in range(rounds):
        order = sorted(ways, key=lambda _: draw.random())
        found = {way: ways[way]() for way in order}
        rows.append({way: found[way] for way in ways})
    return rows


def ratios(rows, way):
    return [statistics.median(r["runner"]["times"]) / statistics.median(r[way]["times"]) for r in rows]


def main(rounds):
    for entry in interpreters():
        for name in ("fibonacci", "primes"):
            rows = compare(entry, name, rounds)
            print(f"{entry['name']} {name}: runner / timeit {median_and_range(ratios(rows, 'timeit'))}")
            if "system" in rows[0]:
                beside = median_and_range(ratios(rows, "system"))
                print(f"{entry['name']} {name}: runner / timeit in /usr/bin/python3 {beside}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
