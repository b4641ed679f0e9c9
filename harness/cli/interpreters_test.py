"""pepbench interpreters, and interpreters that the user names by path."""

import os
import subprocess
from pathlib import Path

import pytest

from harness.cli.driver_for_test import configurations, first_configuration, interpreters

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
SYSTEM = "/usr/bin/python3"


@pytest.fixture
def cached(driver):
    """A driver that finds the real cache, where a runner that was built once is found again."""
    driver.environment["XDG_CACHE_HOME"] = str(CACHE)
    return driver


def test_what_is_here(driver):
    (driver.folder / "bin").mkdir()
    (driver.folder / "bin" / "python3.11").symlink_to(SYSTEM)
    broken = driver.file("bin/python3.10", "#!/bin/sh\necho no Python >&2; exit 3\n")
    broken.chmod(0o755)
    driver.environment["PATH"] = f"{driver.folder}/bin:/usr/bin:/bin"
    listed = driver("interpreters")
    assert listed.code == 0, listed.err
    for entry in interpreters():
        (line,) = [line for line in listed.out.splitlines() if line.startswith(f"  {entry['name']}: ")]
        assert f"{entry['runner']} runner" in line
        assert ("free-threaded, GIL off" in line) == entry["free_threaded"]
        assert ("JIT off" in line) == entry["jit"]
    (line,) = [
        line
        for line in listed.out.splitlines()
        if line.startswith("  /usr/bin/python3: ") or line.startswith("  /bin/python3: ")
    ]
    assert "embeddable" in line
    assert "start methods fork forkserver spawn" in line
    assert f"  {broken}: it is no Python that pepbench can ask: no Python" in listed.out


@pytest.mark.parametrize("path", ["/bin/ls", "/nowhere/python3"])
@pytest.mark.parametrize("verb", ["interpreters", "run"])
def test_a_path_that_is_no_python(cached, verb, path):
    ended = cached(verb, "--python", path)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err[-1].startswith("pepbench: ")
    assert path in ended.err[-1]
    assert "Traceback" not in "".join(ended.err)


def test_an_interpreter_that_cannot_be_installed(cached):
    ended = cached("interpreters", "install", "cpython-2.7")
    assert ended.code == 2
    assert "there is no interpreter 'cpython-2.7' to install" in ended.err[-1]


def measured_as_mine(driver, python):
    arguments = ["--workload", "primes", "--mode", "linear,process", "--workers", 1, "--samples", 1]
    arguments += ["--test-parameters", "--configuration", "mine"]
    ended, document = driver.measured("--python", f"mine={python}", *arguments)
    assert {row["configuration"] for row in document["benchmarks"]} == {"mine"}
    assert len(document["benchmarks"]) == 2
    return ended, document["pepbench"]["configurations"]["mine"]


def test_a_python_of_the_users_own_gets_an_embedded_runner(cached):
    _, entry = measured_as_mine(cached, SYSTEM)
    version = subprocess.run([SYSTEM, "-V"], capture_output=True, text=True, check=True).stdout.split()[1]
    assert entry["facts"]["version"] == version
    assert (entry["runner"], entry["not_embedded"]) == ("embedded", None)


@pytest.mark.skipif("pypy-3.9" not in configurations(), reason="PyPy is not installed here")
def test_one_that_cannot_be_embedded_gets_the_script_runner_and_the_record_says_so(cached):
    (python,) = [entry["command"][0] for entry in interpreters() if entry["name"] == "pypy-3.9"]
    ended, entry = measured_as_mine(cached, python)
    assert entry["facts"]["implementation"] == "pypy"
    assert entry["runner"] == "script"
    assert entry["not_embedded"] in "".join(ended.err)


@pytest.mark.parametrize(
    ("name", "said"), [(first_configuration(), "already"), ("a/b", "cannot name"), ("a+jit", "cannot name")]
)
def test_names_that_cannot_be_given(cached, name, said):
    ended = cached("run", "--python", f"{name}={SYSTEM}")
    assert ended.code == 2
    assert said in ended.err[-1]
