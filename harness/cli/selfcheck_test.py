"""pepbench selfcheck: the same interpreter by two runners."""

import re

import pytest

from harness.cli.driver_for_test import configurations, first_configuration

SMALL = ["--test-parameters", "--budget", 8, "--output", "result.json"]


def test_runners_measure_the_same_cells_of_the_same_interpreter(driver):
    ended = driver("selfcheck", "runners", *SMALL, "--workload", "primes,fibonacci")
    assert ended.code in (0, 1, 3), ended.err  # whether they agree is the machine's affair
    name = first_configuration()
    assert f"Time by the embedded runner / by the script runner in the same {name}." in ended.out
    for workload in ("primes", "fibonacci"):
        assert re.search(rf"^  {workload} +\d\.\d\d\d \[\d\.\d\d\d, \d\.\d\d\d\] n=\d+$", ended.out, re.M)
    document = driver.document()
    assert driver("verify", "result.json").code == 0
    entries = document["pepbench"]["configurations"]
    assert {entry["runner"] for entry in entries.values()} == {"embedded", "script"}
    assert entries[name]["facts"]["version"] == entries[f"{name}-script"]["facts"]["version"]
    cells = document["pepbench"]["gate"]["cells"]
    assert [cell["workload"] for cell in cells] == ["primes", "fibonacci"]
    assert all(cell["failed_rounds"] == 0 for cell in cells)


@pytest.mark.parametrize(
    ("configuration", "code", "said"),
    [("cpython-9", 2, "unknown configuration 'cpython-9'"), ("pypy-3.9", 2, "has no embedded runner")],
)
def test_what_cannot_be_checked(driver, configuration, code, said):
    if configuration.startswith("pypy") and configuration not in configurations():
        pytest.skip("PyPy is not installed here")
    assert said in driver("selfcheck", "runners", *SMALL, "--configuration", configuration).refused(code)
