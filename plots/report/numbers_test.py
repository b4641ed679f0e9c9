"""The formats of the report's numbers: each rule of the list that `pepbench verify` follows, too."""

import pytest

from plots.report.numbers import Number

TEXTS = [
    ("ratio", 1.136, "1.14"),
    ("ratio", 1.125, "1.12"),
    ("ratio", 0, "0.00"),
    ("ratio", 0.1, "0.10"),
    ("ratio", 0.00053484, "0.00053"),
    ("ratio", -0.2488, "-0.25"),
    ("ratio", -0.0123, "-0.012"),
    ("ratio", 0.00001234, "1.2e-05"),
    ("ratio", 3739.4319, "3739.43"),
    ("ratio", 99999.4, "99999.40"),
    ("ratio", 100000, "1e+05"),
    ("ratio", 1e300, "1e+300"),
    ("seconds", 0, "0 s"),
    ("seconds", 1, "1.00 s"),
    ("seconds", 12.34, "12.3 s"),
    ("seconds", 1234.5, "1230 s"),
    ("seconds", 0.9996, "1.00 s"),
    ("seconds", 0.9994, "999 ms"),
    ("seconds", 0.00364671, "3.65 ms"),
    ("seconds", 7.12134765625e-07, "712 ns"),
    ("seconds", 1.2e-06, "1.20 µs"),
    ("seconds", 1.2e-10, "0.120 ns"),
    ("seconds", 1.2e-12, "0.00120 ns"),
    ("seconds", 1.2e-13, "1.20e-13 s"),
    ("seconds", 1e5, "100000 s"),
    ("seconds", 1e6, "1.00e+06 s"),
    ("seconds", 2.5e6, "2.50e+06 s"),
    ("seconds", 1e300, "1.00e+300 s"),
    ("seconds", -0.0015, "-1.50 ms"),
    ("nanoseconds", 7304322.0, "7.30 ms"),
    ("nanoseconds", 999600000.0, "1.00 s"),
    ("nanoseconds", 22, "22.0 ns"),
    ("bytes", 12320768.0, "11.8 MiB"),
    ("bytes", 1073741824, "1.0 GiB"),
    ("bytes", 25276510208, "23.5 GiB"),
    ("percent", 0.013466, "1 %"),
    ("percent", 1.0, "100 %"),
    ("count", 216, "216"),
    ("count", 2.0, "2"),
    ("count", 1.5, "1.5"),
]


@pytest.mark.parametrize(("name", "value", "text"), TEXTS)
def test_text(name, value, text):
    assert Number(value, "file0:/x", name).text == text


@pytest.mark.parametrize("value", [0.1 + 0.2, 7.12134765625e-07, 1e300, 3, 5e-324])
def test_the_exact_value_reads_back_as_the_same_number(value):
    assert float(Number(value, "file0:/x", "ratio").exact) == value
