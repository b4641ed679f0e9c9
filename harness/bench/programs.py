"""What the figures in this folder share: where the built programs are, talking to a runner, a median."""

import json
import os
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ.get("PEPBENCH_BIN", ROOT / "build" / "bin"))


def interpreters():
    """The entries of interpreters.json that have an embedded runner here."""
    entries = json.loads((PROGRAMS / "interpreters.json").read_text())
    return [entry for entry in entries if "unavailable" not in entry and entry["runner"] == "embedded"]


def workload(name):
    return str(ROOT / "workloads" / "pep371" / f"{name}.py")


def runner_program(entry):
    return str(PROGRAMS / entry["command"][0])


def clean_environment(**more):
    """The environment that the driver gives a runner: nothing that steers Python but what is asked for."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONHASHSEED": "0", **more}


class Runner:
    """A runner that serves the protocol."""

    def __init__(self, entry, **environment):
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [runner_program(entry), "--protocol"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=clean_environment(**environment),
            text=True,
        )

    def samples(self, cell, **request):
        """Measure a cell; yield its samples as they come."""
        self._say(type="measure", id=1, cell=cell, **request)
        for line in self.process.stdout:
            reply = json.loads(line)
            if reply["type"] == "sample":
                yield reply
                if request.get("wait_for_next"):
                    self._say(type="next", id=1)
            elif reply["type"] == "done":
                return
            elif reply["type"] in ("failure", "unsupported"):
                raise SystemExit(f"{cell}: {reply['reason']}")
        raise SystemExit(f"{cell}: the runner ended")

    def _say(self, **message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def median_and_range(values):
    """Median and quartiles as text."""
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.3f} (quartiles {low:.3f} to {high:.3f}, n = {len(values)})"
