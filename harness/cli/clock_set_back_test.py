"""The machine's clock is set back by an hour while a run measures.

A library that is loaded before the C library takes an hour off the time of day from then on, for the driver
and all that it starts. CLOCK_MONOTONIC goes on, as it does when somebody sets a real clock.
"""

from datetime import datetime

import pytest

from harness.cli.driver_for_test import first_configuration

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    }
    const int result = real(clock, now);
    if (clock == CLOCK_REALTIME && access(getenv("SET_BACK"), F_OK) == 0) {
        now->tv_sec -= 3600;
    }
    return result;
}
"""
WORKLOAD = """
import pathlib, time
def run():
    time.sleep(0.01)
    pathlib.Path({file!r}).touch()
"""


@pytest.fixture
def clock(driver):
    """The clock of everything that the driver starts; its file sets it back."""
    file = driver.folder / "set-back"
    driver.preload(SOURCE, SET_BACK=str(file))
    return file


def test_measured_times_do_not_follow_the_clock(driver, clock):
    driver.file("nap.py", WORKLOAD.format(file=str(clock)))
    arguments = ("--workload", "./nap.py", "--configuration", first_configuration())
    _, document = driver.measured(*arguments, "--samples", 5)
    assert clock.exists()
    own = document["pepbench"]
    assert datetime.fromisoformat(own["finished"]) < datetime.fromisoformat(own["started"])
    assert len(document["benchmarks"]) == 5
    assert all(1e7 < row["real_time"] < 1e10 for row in document["benchmarks"])  # nanoseconds
    started = [row["started_seconds"] for row in document["benchmarks"]]
    assert started == sorted(started)
    assert started[0] > 0
    assert own["measuring_seconds"] > 0
    assert own["change"]["elapsed_seconds"] > 0
    assert driver("verify", "result.json").code == 0
    assert driver("compare", "result.json", "result.json").code == 0
