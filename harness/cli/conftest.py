"""What the end-to-end tests share."""

import pytest

from harness.cli.driver_for_test import Driver, wait_until


@pytest.fixture
def driver(tmp_path):
    """pepbench in a folder of its own; nothing that it started outlives the test."""
    made = Driver(tmp_path)
    yield made
    wait_until(lambda: not made.processes(), seconds=5)  # what was killed takes its time to be gone
    left = made.processes()
    made.end_everything()
    assert not left, "processes are left"


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory):
    """All workloads, modes and configurations with one and two workers: driver, what ended, document."""
    made = Driver(tmp_path_factory.mktemp("whole"))
    ended, document = made.measured("--samples", 1, "--test-parameters", "--workers", "1,2")
    return made, ended, document
