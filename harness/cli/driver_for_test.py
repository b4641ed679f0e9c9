"""The built programs and how the end-to-end tests run them."""

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ.get("PEPBENCH_BIN") or ROOT / "build" / "bin")
PEPBENCH = PROGRAMS / "pepbench"
SCHEMA = json.loads((ROOT / "results" / "schema" / "result.schema.json").read_text(encoding="utf-8"))
PATIENCE = 120  # seconds, for a machine that is busy with other things
OF_THE_USER = ("PEPBENCH_HOME", "XDG_CACHE_HOME")  # settings that tests do not inherit
# Six quick executions, all processes together, then one without end.
STUCK = """
import os, time
def setup(resources):
    return {"calls": os.path.join(resources["scratch"], "calls")}
def run(calls):
    with open(calls, "a") as file:
        file.write("x")
    time.sleep(600 if os.path.getsize(calls) > 6 else 0.01)
    return 1
"""


def interpreters():
    """The entries of interpreters.json that can be measured here, their programs as absolute paths."""
    file = PROGRAMS / "interpreters.json"
    if not file.exists() or not PEPBENCH.exists():
        pytest.fail(
            f"pepbench is not built in {PROGRAMS}: run ci/setup.sh, or set PEPBENCH_BIN", pytrace=False
        )
    entries = [entry for entry in json.loads(file.read_text()) if "unavailable" not in entry]
    for entry in entries:
        beside = PROGRAMS / entry["command"][0]
        if beside.exists():
            entry["command"][0] = str(beside)
    return entries


def configurations():
    """Facts to expect of each configuration, by its name."""
    expected = {}
    for entry in interpreters():
        facts = {"implementation": entry["implementation"], "gil_enabled": not entry["free_threaded"]}
        if entry["jit"]:
            expected[entry["name"]] = {**facts, "jit_available": True, "jit_enabled": False}
            expected[entry["name"] + "+jit"] = {**facts, "jit_available": True, "jit_enabled": True}
        elif "nojit_switches" in entry:
            expected[entry["name"]] = {**facts, "jit_enabled": True}
            expected[entry["name"] + "+nojit"] = {**facts, "jit_enabled": False}
        else:
            expected[entry["name"]] = facts
        if entry["free_threaded"]:
            expected[entry["name"] + "+gil"] = {**facts, "gil_enabled": True}
    return expected


def first_configuration():
    return next(iter(configurations()))


def of_each_runner():
    """The first configuration of each kind of runner that there is here: embedded, script, Pyodide."""
    first = {}
    for name in configurations():
        first.setdefault(name.partition("-")[0], name)
    return list(first.values())


def main_job():
    """Those of configurations() that are measured where none is named."""
    interpreters = (first_configuration(), "cpython-3.15")
    return {name: facts for name, facts in configurations().items() if name.partition("+")[0] in interpreters}


class Ended:
    """A driver that has ended: exit code, standard output and the lines of standard error."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err.splitlines()

    def refused(self, code=2):
        """Check that it said what is wrong in one sentence and nothing else; return the sentence."""
        assert self.code == code, self.err
        assert len(self.err) == 1, self.err
        assert self.out == ""
        sentence = self.err[0]
        assert sentence.startswith("pepbench: ")
        for unwanted in ("Traceback", "should not have happened", "terminate", "what()"):
            assert unwanted not in sentence
        return sentence


class Driver:
    """Runs pepbench in a folder of its own, where everything that it leaves behind is seen."""

    def __init__(self, folder):
        self.folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.environment = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
        # Inherited by everything that the driver starts; tells these processes from others.
        self.environment["HOME"] = str(folder)
        self.environment["TMPDIR"] = str(self.temporary)
        # Tests run side by side, and none of them is to be refused for another.
        self.lock = folder.with_name(f"{folder.name}.lock")
        self.environment["PEPBENCH_LOCK"] = str(self.lock)

    def start(self, *arguments, through=(), **options):
        """Start pepbench, or a command to which it is given."""
        command = [*through, PEPBENCH, *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        pipes["preexec_fn"] = hear_signals
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment, text=True, **{**pipes, **options}
        )

    def __call__(self, *arguments, **options):
        process = self.start(*arguments, **options)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
        return Ended(process.returncode, out or "", err or "")

    def measured(self, *arguments, code=0):
        """Run cells into a result file; return what ended and the valid document."""
        ended = self("run", *arguments, "--output", "result.json", "--force")
        assert ended.code == code, (ended.err, ended.out)
        return ended, self.document()

    def document(self, name="result.json"):
        """A result file that was left here; it must be valid, and nothing may be left beside it."""
        document = checked((self.folder / name).read_text(encoding="utf-8"))
        assert not list(self.folder.glob("*.journal")) + list(self.folder.glob("*.part"))
        assert not list(self.temporary.iterdir())
        return document

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def home(self, **sources):
        """Let pepbench find these workloads instead of its own, by name."""
        for name, source in sources.items():
            self.file(f"home/workloads/pep371/{name}.py", source)
        for name in ("results/published/pep371.json", "results/schema/result.schema.json"):
            self.file(f"home/{name}", (ROOT / name).read_text(encoding="utf-8"))
        self.environment["PEPBENCH_HOME"] = str(self.folder / "home")

    def preload(self, source, **environment):
        """Have the driver and all that it starts load this C before the C library."""
        self.file("preloaded.c", source)
        command = ["cc", "-shared", "-fPIC", "-o", "preloaded.so", "preloaded.c", "-ldl"]
        subprocess.run(command, check=True, cwd=self.folder)
        self.environment |= {"LD_PRELOAD": str(self.folder / "preloaded.so"), **environment}

    def journal(self):
        """What the journal says so far; its last line may be on its way."""
        file = self.folder / "result.json.journal"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def processes(self):
        """Command lines of the processes that were started here and still run, by their id."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environment = (folder / "environ").read_bytes().split(b"\0")
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if f"HOME={self.folder}".encode() in environment and state != "Z":
                found[int(folder.name)] = command
        return found

    def end_everything(self):
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def hear_signals():
    """Of a child: hear what these tests may have been started to ignore (nohup)."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def wait_until(condition, seconds=PATIENCE):
    """Whether the condition comes true in that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def checked(text):
    """Parse a result file strictly and validate it against the schema."""

    def no_constant(name):
        raise AssertionError(f"{name} is no JSON")

    document = json.loads(text, parse_constant=no_constant)
    errors = list(jsonschema.Draft7Validator(SCHEMA).iter_errors(document))
    assert not errors, [(list(error.absolute_path), error.message[:200]) for error in errors[:5]]
    return document


def rows_by_cell(document):
    rows = {}
    for row in document["benchmarks"]:
        rows.setdefault(row["name"], []).append(row)
    return rows
