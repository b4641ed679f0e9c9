"""From a runner's start to its first sample, against `python -c pass`: python harness/bench/start.py [ROUNDS]

Both are the same program with the same libpython, started alternately: the runner for `empty`, linear, one
worker, and the runner acting as the interpreter. For the system's Python `/usr/bin/python3 -c pass` stands
beside them.
"""

import subprocess
import sys
import time

from programs import Runner, clean_environment, interpreters, median_and_range, runner_program, workload


def first_sample(entry):
    runner = Runner(entry)
    for _ in runner.samples({"workload": workload("empty"), "mode": "linear"}, minimum_sample_seconds=1e-9):
        seconds = time.perf_counter() - runner.started
        break
    runner.close()
    return seconds


def nothing(command):
    start = time.perf_counter()
    subprocess.run([*command, "-c", "pass"], check=True, env=clean_environment())
    return time.perf_counter() - start


def main(rounds):
    for entry in interpreters():
        same, system = [], []
        for _ in range(rounds):
            reference = nothing([runner_program(entry)])
            same.append(first_sample(entry) / reference)
            if entry["name"] == "cpython-3.11":
                system.append(same[-1] * reference / nothing(["/usr/bin/python3"]))
        print(f"{entry['name']}: start to first sample / -c pass: {median_and_range(same)}")
        if system:
            print(f"{entry['name']}: the same / /usr/bin/python3 -c pass: {median_and_range(system)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
