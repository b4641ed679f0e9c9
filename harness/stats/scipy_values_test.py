"""The tests in C++ hold what SciPy says."""

import re
from pathlib import Path

import pytest

from harness.stats.scipy_values import VALUES

ROOT = Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


@pytest.mark.parametrize("file", VALUES)
def test_each_value_stands_in_its_test(file):
    numbers = [float(text) for text in NUMBER.findall((ROOT / file).read_text(encoding="utf-8"))]
    for line in VALUES[file]():
        for value in line:
            assert pytest.approx(float(value), rel=1e-9, abs=1e-12) in numbers, value
