"""Writes the fuzzers' seeds, harness/fuzz/corpus: `python -m harness.fuzz.seeds`.

Result files are the published ones, cut down to a few rows and to what the readers look at: fuzzers run the
faster, the smaller their inputs are.
"""

import gzip
import json
from pathlib import Path

from harness.cli.formats_for_test import GOOGLE, PYPERF

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PUBLISHED = ROOT / "results" / "published"

ROW_KEYS = (
    *("workload", "mode", "start_method", "workers", "configuration", "process_run", "sample", "iterations"),
    *("real_time", "cpu_time", "time_unit", "started_seconds", "answers", "peak_rss_bytes"),
    *("children_peak_rss_bytes", "voluntary_context_switches", "involuntary_context_switches"),
)
PROCESS_RUN_KEYS = (
    *("process_run", "pass", "configuration", "workload", "mode", "start_method", "hash_seed"),
    *("start_seconds", "first_sample_seconds", "end_seconds", "facts"),
)
HEADER_KEYS = ("format", "kind", "profile", "outcome", "seed", "stopped_by")
FACT_KEYS = ("implementation", "version", "jit_enabled", "gil_enabled", "free_threaded_build")
ROUND_KEYS = (
    *("cell", "round", "started_first", "padding_bytes", "hash_seed", "core", "foreign_load"),
    *("start_seconds", "seconds"),
)
CELL_KEYS = (
    *("workload", "mode", "workers", "control", "rule", "iterations", "warmups", "settled", "reason"),
    *("base_parameters", "head_parameters"),
)
SOAK_CELLS = 2
SOAK_ROUNDS = 3  # of each cell, of one quad each


def only(mapping, keys):
    return {key: mapping[key] for key in keys if key in mapping}


def slim(entries, keys):
    """The first of them whole, so that every key is met, the others with what they need."""
    return entries[:1] + [only(entry, keys) for entry in entries[1:]]


def published(name):
    return json.loads((PUBLISHED / name).read_text(encoding="utf-8"))


def run_of(document, is_wanted, readings=2):
    """A run's document with the rows that are wanted, what belongs to them, and so many readings."""
    own = document["pepbench"]
    rows = [only(row, ROW_KEYS) for row in document["benchmarks"] if is_wanted(row)]
    numbers = {row["process_run"] for row in rows}
    names = sorted({row["name"] for row in document["benchmarks"] if is_wanted(row)})
    workloads = sorted({row["workload"] for row in rows})
    configurations = sorted({row["configuration"] for row in rows})
    process_runs = [
        entry | {"facts": only(entry["facts"], FACT_KEYS)}
        for entry in own["process_runs"]
        if entry["process_run"] in numbers
    ]
    header = only(own, HEADER_KEYS) | {
        "settings": {
            "workloads": workloads,
            "configurations": configurations,
            "modes": own["settings"]["modes"],
            "across_shifts": "normalise" if readings > 2 else "refuse",
        },
        "machine": only(own["machine"], ("usable_cores", "usable_cores_reason")),
        "stopped_by": only(own["stopped_by"], names),
        "workloads": {
            name: only(own["workloads"][name], ("shows", "expected", "sha256", "suite")) for name in workloads
        },
        "configurations": {
            name: {"facts": only(own["configurations"][name]["facts"], FACT_KEYS)} for name in configurations
        },
        "process_runs": slim(process_runs, PROCESS_RUN_KEYS),
        "yardstick": [
            {"started_seconds": second / 2, "seconds": [0.001 if second < readings / 2 else 0.0015]}
            for second in range(readings)
        ],
        "warmups": [only(row, ROW_KEYS) for row in own["warmups"] if row["process_run"] in numbers][:2],
        "failures": [only(rows[0], ROW_KEYS) | {"reason": "it died", "stderr": "Killed"}],
        "unavailable": [{"configuration": "pypy-3.9", "reason": "it is not installed"}],
    }
    return {"context": {"num_cpus": 2}, "benchmarks": rows, "pepbench": header}


def warm_up_of(run, calls):
    """The same as a warm-up run, its first row repeated as so many calls that become faster."""
    rows = [run["benchmarks"][0] | {"sample": call} for call in range(calls)]
    for row in rows:
        row["real_time"] *= 1 + 1 / (1 + row["sample"])
    return run | {"benchmarks": rows, "pepbench": run["pepbench"] | {"profile": "warmup"}}


def round_of(entry):
    """Its first quad: two times of each side."""
    return only(entry, ROUND_KEYS) | {
        "order": entry["order"][:4],
        "base": entry["base"][:2],
        "head": entry["head"][:2],
    }


def soak_of(document, rounds_of_a_cell=SOAK_ROUNDS):
    """A soak's document with its first cells."""
    own = document["pepbench"]
    gate = own["gate"]
    wanted = [
        entry for entry in gate["rounds"] if entry["cell"] < SOAK_CELLS and entry["round"] < rounds_of_a_cell
    ]
    rounds = [round_of(entry) for entry in wanted]
    header = only(own, (*HEADER_KEYS, "sides"))
    header["settings"] = own["settings"] | {"workloads": ["./workloads/soak/units.py"]}
    cells = [only(cell, CELL_KEYS) for cell in gate["cells"][:SOAK_CELLS]]
    soak = {
        "groups": gate["soak"]["groups"][:1],
        "neighbours": gate["soak"]["neighbours"][:SOAK_CELLS],
        "driver_cpu_seconds": 0.5,
        "rounds": len(rounds),
    }
    header["gate"] = {"outcome": "pass", "cells": cells, "rounds": rounds, "soak": soak}
    return {"context": {"num_cpus": 2}, "benchmarks": [], "pepbench": header}


def few_rows_of(run):
    """The same with two rows and one warm-up, for the parser of rows alone."""
    own = run["pepbench"]
    return {
        "context": run["context"],
        "benchmarks": run["benchmarks"][:2],
        "pepbench": {"format": own["format"], "warmups": run["benchmarks"][:1]},
    }


def journal_of(run):
    """What the journal of a run would hold before its end."""
    lists = ("process_runs", "warmups", "yardstick", "failures", "unavailable")
    at_the_end = ("summary", "stopped_by", "outcome")
    header = {key: value for key, value in run["pepbench"].items() if key not in (*lists, *at_the_end)}
    lines = [{"type": "header", "context": run["context"], "pepbench": header}]
    lines += [{"type": "yardstick", **reading} for reading in run["pepbench"]["yardstick"]]
    for process_run in run["pepbench"]["process_runs"]:
        lines.append({"type": "start", **process_run})
        for kind, samples in (("warmup", run["pepbench"]["warmups"]), ("sample", run["benchmarks"])):
            lines += [
                {"type": kind, **row} for row in samples if row["process_run"] == process_run["process_run"]
            ]
        lines.append({"type": "process_run", **process_run})
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines[:-1])


def claims():
    """By name of their files, those of an expression, quantity and boundary that no file before had."""
    seen = set()
    for file in sorted((ROOT / "results" / "claims").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        fresh = []
        for claim in document["claims"]:
            expression = claim["expression"]
            kind = (expression["kind"], expression.get("quantity"), *sorted(claim.get("boundary", {})))
            if kind not in seen:
                seen.add(kind)
                fresh.append(claim)
        if fresh:
            yield file.stem, document | {"claims": fresh}


def gate_of(soak):
    """The same as the document of a gate with one cell and a control."""
    header = soak["pepbench"]
    gate = {key: value for key, value in header["gate"].items() if key != "soak"}
    cells = [cell | {"control": index > 0} for index, cell in enumerate(gate["cells"])]
    return soak | {"pepbench": header | {"gate": gate | {"cells": cells}}}


FACTS = {"implementation": "cpython", "version": "3.15.0", "jit_enabled": True, "gil_enabled": True}
MEMORY = {"rss_bytes": 9_000_000, "pss_bytes": 7_000_000, "peak_rss_bytes": 9_500_000}
SAMPLE = {
    **{"type": "sample", "id": 1, "index": 0, "warmup": False, "iterations": 3, "seconds": 0.27},
    **{"cpu_seconds": 0.26, "answers": [7, 7], "peak_rss_bytes": 9_000_000, "children_peak_rss_bytes": 0},
    **{"voluntary_context_switches": 3, "involuntary_context_switches": None},
}
WORKLOADS = [
    {"path": "pep371/primes.py", "name": "primes", "shows": "integers", "parameters": {"below": 10}},
    {"path": "broken.py", "name": "broken", "error": "SyntaxError: invalid syntax"},
]
RUNNER_LINES = {
    "hello": {"type": "hello", "protocol": 1, "runner": "embedded", "facts": FACTS, "memory": MEMORY},
    "description": {
        **{"type": "description", "facts": FACTS | {"build": {"compiler": "gcc"}}, "modes": ["linear"]},
        **{"start_methods": ["fork"], "unavailable": {"threaded": "no threads"}, "workloads": WORKLOADS},
    },
    "ready": {"type": "ready", "id": 1, "parameters": {"below": 10}, "expected": [7, 7]},
    "sample": SAMPLE,
    "done": {"type": "done", "id": 1, "facts": FACTS, "memory": MEMORY, "children_peak_rss_bytes": 4096},
    "failure": {"type": "failure", "id": 1, "reason": "wrong answer"},
}

GATE_CONFIGS = {
    "own": json.loads((ROOT / "ci" / "gate.json").read_text(encoding="utf-8")),
    "everything": {
        **{"base": "cpython-3.15", "head": "./python", "threshold": "0.1", "alpha": "1%", "beta": "1%"},
        "cells": [
            {"workload": "./mine.py", "mode": "process", "start_method": "spawn", "workers": 2},
            {"workload": "primes", "threshold": "10%", "reason": "it is noisy", "date": "2026-11-23"},
        ],
    },
}

INTERPRETERS = [
    {
        **{"name": "cpython-3.15", "runner": "embedded", "command": ["pepbench-runner-cpython-3.15"]},
        **{"implementation": "cpython", "jit": True, "free_threaded": False, "environment": {"A": "b"}},
    },
    {"name": "cpython-3.13t", "command": ["sh"], "jit": False, "free_threaded": True, "not_embedded": "old"},
    {"name": "pypy-3.9", "command": ["sh", "-c"], "nojit_switches": ["--jit", "off"]},
    {"name": "pyodide-314", "unavailable": "it is not installed"},
]

PAGE = """<!doctype html><html><head><title>x</title><style>p { color: red }</style>
<link rel="alternate" type="application/json" href="data/one_pass.json"></head><body><!-- <data> -->
<p title='a "b" &amp; c'>
<data value="0.5" data-from="file0:/benchmarks/0/real_time" data-format="seconds">500 ms</data>
<data value="2" data-from="file0:/context/num_cpus" data-format="count">2</data>
<data value="run" data-from="file0:/pepbench/outcome" data-format="text">&lt;run&gt;</data></p>
<script>if (1 < 2) {}</script></body></html>
"""

URL_REQUESTS = {
    "get": "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "head": "HEAD / HTTP/1.0\r\n\r\n",
    "elsewhere": "GET /%2e%2e/etc/passwd?x=1#y HTTP/1.1\r\n\r\n",
    "post": "POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
    "chunked": "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "range": "GET / HTTP/1.1\r\nRange: bytes=0-1,5-6\r\nAccept-Encoding: gzip\r\n\r\n",
    "form": "POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n\r\n",
    "upgrade": "GET / HTTP/1.1\r\nUpgrade: websocket\r\nAuthorization: Basic eDp5\r\n\r\n",
    "nonsense": "\x16\x03\x01 / HTTP/9.9\r\n\r\n",
}


def write(target, name, content):
    file = HERE / "corpus" / target / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, str | bytes):
        content = json.dumps(content, separators=(",", ":"))
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def main():
    threads = published("threads.json")
    passes = {entry["process_run"]: entry["pass"] for entry in threads["pepbench"]["process_runs"]}

    def single(row):
        return row["workers"] == 1 and row["sample"] == 0

    short = run_of(threads, lambda row: single(row) and passes[row["process_run"]] == 0)
    write("result-file", "one_pass", short)
    write("result-rows", "two", few_rows_of(short))
    write("result-file", "warm_up", warm_up_of(short, 20))
    write("journal", "cut_off", journal_of(short))
    alone = "cpython-3.13t"

    def only_cell(row):
        return single(row) and row["mode"] == "linear" and row["configuration"] == alone

    write("result-file", "six_passes", run_of(threads, only_cell, readings=20))
    small = run_of(threads, lambda row: only_cell(row) and passes[row["process_run"]] == 0)
    write("result-file", "small", small)
    write("journal", "small", journal_of(small))
    soak = soak_of(published("soak.json"))
    write("gate-file", "soak", soak)
    write("gate-file", "gate", gate_of(soak))
    write("gate-file", "small", gate_of(soak_of(published("soak.json"), 1)))
    write("published-tables", "pep371", published("pep371.json"))
    write("interpreters", "every_kind", INTERPRETERS)
    for name, content in claims():
        write("claim-file", name, content)
    write("imported-file", "pyperf", PYPERF)
    write("imported-file", "pyperf_packed", gzip.compress(json.dumps(PYPERF).encode(), mtime=0))
    write("imported-file", "google_benchmark", GOOGLE)
    write("report-page", "page", PAGE)
    for name, content in GATE_CONFIGS.items():
        write("gate-config", name, content)
    for name, content in RUNNER_LINES.items():
        write("runner-line", name, content)
    for name, content in URL_REQUESTS.items():
        write("url-request", name, content)


if __name__ == "__main__":
    main()
