"""A copy of ci/ in a place of its own, with a cache of its own and programs that are not what they seem."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

CI = Path(__file__).parent
# apt-get that knows a mirror and fetches FETCHED into the current directory
FAKE_APT = """
case " $* " in
*" indextargets "*) echo "Debian http://mirror.example/debian/" ;;
*" update "*) [[ -z ${OFFLINE:-} ]] || { echo "E: Failed to fetch http://mirror.example/x" >&2; exit 100; } ;;
*) for file in $FETCHED; do cp "$file" .; done ;;
esac
"""


class Tree:
    """A checkout that holds only what a test puts there."""

    def __init__(self, top):
        self.root = top / "tree"
        self.cache = top / "cache" / "pepbench"
        self.programs = top / "programs"
        self.calls = top / "calls"
        self.programs.mkdir()
        shutil.copytree(CI, self.root / "ci", ignore=shutil.ignore_patterns("__pycache__", "*_test.py"))
        self.environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(top / "cache"),
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "CALLS": str(self.calls),
        }
        self.environment.pop("PEPBENCH_PYTHON", None)  # of whoever runs the tests

    def program(self, name, script):
        """Put a program first on PATH; it leaves its arguments in the list of calls."""
        self.file(self.programs / name, f'#!/bin/bash\necho "{name} $*" >>"$CALLS"\n{script}\n')

    def file(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)

    def called(self, name):
        calls = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [call for call in calls if call.startswith(f"{name} ")]

    def place_of(self, interpreter):
        return self.cache / "interpreters" / interpreter

    def reason_of(self, interpreter):
        return self.place_of(f"{interpreter}.unavailable").read_text()

    def left_over(self):
        return sorted(file.name for file in (self.cache / "interpreters").iterdir())

    def install(self, *arguments):
        code, _, errors = self.run("interpreters.sh", "install", *arguments)
        return code, errors

    def start(self, script, *arguments):
        return subprocess.Popen(
            ["bash", str(self.root / "ci" / script), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # Whoever runs the tests in the background has SIGINT ignored, and a shell cannot undo that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )

    def run(self, script, *arguments):
        """Exit code, standard output and the lines of standard error."""
        process = self.start(script, *arguments)
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors.splitlines()

    def stop(self, process, once_there, number=signal.SIGINT):
        """Send a signal to all of a started script, as a terminal does, when that file is there."""
        deadline = time.monotonic() + 30
        while not once_there.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, number)
        out, errors = process.communicate(timeout=30)
        return process.returncode, out, errors.splitlines()


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


@pytest.fixture
def user(tree):
    """A user who is not root and whom sudo refuses."""
    tree.program("id", "echo 1000")
    tree.program("sudo", "exit 1")
    return tree


@pytest.fixture
def root(tree):
    """Root on a system that has every package."""
    tree.program("id", "echo 0")
    tree.program("dpkg-query", 'for package in "${@:4}"; do echo "$package installed"; done')
    return tree
