"""A machine that misbehaves: one sentence, the right exit code, nothing measured lost, no process left."""

import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from harness.cli.driver_for_test import (
    PATIENCE,
    PROGRAMS,
    Driver,
    checked,
    first_configuration,
    wait_until,
)

ONE_CELL = ["--workload", "empty", "--mode", "linear", "--workers", 1]
NOBODY = 65534


def run_arguments(output, samples):
    return [
        "run",
        *ONE_CELL,
        "--configuration",
        first_configuration(),
        "--samples",
        samples,
        "--output",
        output,
    ]


def ended(process):
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def sentence(err):
    """The one sentence in which a driver said what was wrong."""
    said = [line for line in err.splitlines() if line.startswith("pepbench: ")]
    assert len(said) == 1, err
    assert "should not have happened" not in said[0]
    assert "Traceback" not in err
    return said[0]


@pytest.fixture
def disk(request):
    """A disk with these options of tmpfs."""
    folder = Path(tempfile.mkdtemp())
    command = ["mount", "-t", "tmpfs", "-o", request.param, "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        folder.rmdir()
        pytest.skip("a disk may not be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


@pytest.mark.parametrize("disk", ["size=64k"], indirect=True)
@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (600, ".journal: No space left on device; free some space, what was measured before is in it"),
        (50, ".part: No space left on device; what was measured is safe in "),
    ],
)
def test_a_full_disk_keeps_what_was_measured_to_be_resumed_elsewhere(driver, disk, samples, said):
    output = disk / "result.json"
    code, _, err = ended(driver.start(*run_arguments(output, samples)))
    assert code == 2
    assert said in sentence(err)
    assert [file.name for file in disk.iterdir()] == ["result.json.journal"]
    shutil.copy(f"{output}.journal", driver.folder / "result.json.journal")
    had = [line for line in driver.journal() if line["type"] == "sample"]
    assert len(had) > 10
    resumed = driver("run", "--resume", "result.json")
    assert resumed.code == 0, resumed.err
    rows = checked((driver.folder / "result.json").read_text(encoding="utf-8"))["benchmarks"]
    assert len(rows) == samples
    times = {(row["process_run"], row["sample"]): row["real_time"] for row in rows}
    assert all(times[row["process_run"], row["sample"]] == row["real_time"] for row in had)


NO_FLUSH = "#include <errno.h>\nint fsync(int file) { (void)file; errno = EIO; return -1; }\n"


def test_a_disk_that_does_not_take_the_result_keeps_the_journal(driver):
    driver.preload(NO_FLUSH)
    code, _, err = ended(driver.start(*run_arguments("result.json", 2)))
    assert code == 2
    said = (
        "cannot write result.json.part: Input/output error; what was measured is safe in result.json.journal"
    )
    assert f"{said}, from which pepbench run --resume goes on" in sentence(err)
    assert not list(driver.folder.glob("result.json*[!l]"))
    del driver.environment["LD_PRELOAD"]
    assert driver("run", "--resume", "result.json").code == 0
    assert len(driver.document()["benchmarks"]) == 2


NO_WHOLE_READ = """#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
ssize_t read(int file, void *bytes, size_t most) {
    ssize_t (*next)(int, void *, size_t) = (ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
    char place[64], path[4096];
    snprintf(place, sizeof place, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(place, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    if (strstr(path, ".journal") && lseek(file, 0, SEEK_CUR) > 0) {
        errno = EIO;
        return -1;
    }
    return next(file, bytes, most);
}
"""


def test_a_journal_that_cannot_be_read_to_its_end_is_kept(driver):
    driver.preload(NO_FLUSH)
    assert driver(*run_arguments("result.json", 40)).code == 2
    journal = (driver.folder / "result.json.journal").read_bytes()
    assert len(journal) > 3 << 13, "longer than what is read at once"
    driver.preload(NO_WHOLE_READ)
    said = driver("run", "--resume", "result.json").refused()
    assert "nothing after its line" in said
    assert (driver.folder / "result.json.journal").read_bytes() == journal
    del driver.environment["LD_PRELOAD"]
    assert driver("run", "--resume", "result.json").code == 0
    assert len(driver.document()["benchmarks"]) == 40


def test_a_folder_that_is_gone_does_not_take_the_samples_along(driver):
    folder = driver.folder / "results"
    folder.mkdir()
    driver.file("gone.py", f"import shutil\ndef run(): shutil.rmtree({str(folder)!r}, True)\n")
    configuration = ["--configuration", first_configuration()]
    command = ["run", "--workload", "./gone.py", *configuration, "--samples", 2]
    code, _, err = ended(driver.start(*command, "--output", folder / "result.json"))
    assert code == 2
    said = sentence(err)
    assert "its journal is gone, too, so that the result was written to " in said
    file = Path(said.rpartition(" ")[2])
    assert file.parent == driver.temporary
    assert len(checked(file.read_text(encoding="utf-8"))["benchmarks"]) == 2


@pytest.mark.parametrize("disk", ["ro"], indirect=True)
def test_an_output_that_cannot_be_written(driver, disk):
    said = driver(*run_arguments(disk / "result.json", 1)).refused()
    assert said.endswith("result.json.journal: Read-only file system; name another place with --output")


def fake_runner(driver, samples=2):
    """A list of interpreters of which the only one is the fake runner."""
    program = str(PROGRAMS / "pepbench-fake-runner")
    entry = {"name": "fake", "command": [program], "environment": {"FAKE_RUNNER": '{"waits": true}'}}
    driver.file("list.json", [entry])
    driver.home(work="def run(): return 42\n")
    return ["run", "--interpreters", "list.json", "--workload", "work", "--samples", samples, "--workers", 1]


@pytest.mark.parametrize("descriptors", [4, 6, 8, 10, 12, 16])
def test_no_file_descriptors(driver, descriptors):
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

    process = driver.start(
        *fake_runner(driver), "--configuration", "fake", "--output", "result.json", preexec_fn=limit
    )
    code, out, err = ended(process)
    if code != 0:  # a few are enough
        assert code in (2, 4)
        assert out == ""
        assert "Too many open files" in sentence(err)
    assert not driver.processes()


@pytest.mark.parametrize("mebibytes", [24, 32, 48, 64, 128])
def test_no_memory(driver, mebibytes):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))

    process = driver.start(*run_arguments("result.json", 1), preexec_fn=limit)
    code, _, err = ended(process)
    if code == 127:
        pytest.skip("not even the driver's libraries have room")
    if code != 0:
        assert code in (2, 4)
        sentence(err)
    assert not driver.processes()


@pytest.fixture
def nobodys():
    """Starts a run of the fake runner as a user without other processes, who may have so many."""
    if os.geteuid() != 0:
        pytest.skip("only root may become a user without other processes")
    top = Path(tempfile.mkdtemp())
    (top / "driver").mkdir()
    driver = Driver(top / "driver")
    arguments = fake_runner(driver, 600)
    for path in [top, *top.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)

    def start(processes, *options):
        def become_nobody():
            resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
            os.setgid(NOBODY)
            os.setuid(NOBODY)

        try:
            return driver.start(*arguments, "--configuration", "fake", *options, preexec_fn=become_nobody)
        except (PermissionError, subprocess.SubprocessError, BlockingIOError):
            pytest.skip("nobody may not run the driver here")

    yield driver, start
    assert not driver.processes()
    shutil.rmtree(top)


def test_no_processes(nobodys):
    _, start = nobodys
    code, _, err = ended(start(1))
    assert code == 4
    assert "fake cannot be measured: cannot start " in sentence(err)
    assert "Resource temporarily unavailable" in sentence(err)


def test_no_further_process(nobodys):
    driver, start = nobodys
    process = start(20, "--output", "result.json")
    assert wait_until(lambda: sum(line["type"] == "sample" for line in driver.journal()) > 2)
    others = [subprocess.Popen(["/bin/sleep", "600"], user=NOBODY, cwd="/") for _ in range(20)]
    try:
        code, _, err = ended(process)
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert code == 4, err
    document = driver.document()
    assert len(document["benchmarks"]) > 2
    (reason,) = {row["reason"] for row in document["pepbench"]["failures"]}
    assert "cannot start " in reason
    assert "Resource temporarily unavailable" in reason


SLEEPS = "import time\ndef run():\n    time.sleep(0.05)\n    return 1\n"


def measuring(driver, *options):
    """A run of samples that take a while, in one process, and that process."""
    driver.home(sleeps=SLEEPS)
    process = driver.start(
        *["run", "--workload", "sleeps", "--mode", "linear", "--workers", 1, "--profile", "pep371"],
        *["--samples", 20, "--configuration", first_configuration(), *options, "--output", "result.json"],
    )
    assert wait_until(lambda: sum(line["type"] == "sample" for line in driver.journal()) > 2)
    (runner,) = [pid for pid in driver.processes() if pid != process.pid]
    return process, runner


def test_samples_of_a_runner_that_was_stopped_are_marked(driver):
    process, runner = measuring(driver)
    os.kill(runner, signal.SIGSTOP)
    time.sleep(0.6)
    os.kill(runner, signal.SIGCONT)
    code, out, err = ended(process)
    assert code == 0, err
    rows = driver.document()["benchmarks"]
    assert len(rows) == 20
    marked = [row for row in rows if row.get("stopped")]
    assert 1 <= len(marked) <= 2
    assert max(rows, key=lambda row: row["real_time"]) in marked
    assert f"{len(marked)} samples may contain a time in which a signal had stopped their runner" in out
    assert driver("verify", "result.json").code == 0


def test_a_driver_that_was_stopped_loses_nothing(driver):
    """As Ctrl-Z does, and for longer than a runner may be silent."""
    process, _ = measuring(driver, "--timeout", 1)
    os.kill(process.pid, signal.SIGSTOP)
    time.sleep(2.5)
    os.kill(process.pid, signal.SIGCONT)
    code, _, err = ended(process)
    assert code == 0, err
    document = driver.document()
    assert len(document["benchmarks"]) == 20
    assert not any(row.get("stopped") for row in document["benchmarks"])
    assert document["pepbench"]["failures"] == []


HIDES = """
import os, time
def run():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()
    return 1
"""


def test_what_a_workload_hides_in_another_session_ends_with_its_runner(driver):
    driver.home(hides=HIDES)
    arguments = ["run", "--workload", "hides", "--mode", "linear", "--workers", 1, "--samples", 2]
    ended_run = driver(*arguments, "--configuration", first_configuration(), "--output", "result.json")
    assert ended_run.code == 0, ended_run.err
    assert not driver.processes()
    assert json.loads((driver.folder / "result.json").read_text())["pepbench"]["failures"] == []
