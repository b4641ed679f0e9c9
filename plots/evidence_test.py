import math

import pytest

from plots import evidence


@pytest.mark.parametrize(
    ("decades", "written"),
    [
        (0, "1 : 1"),
        (2, "1 : 100"),
        (math.log10(1234.5), "1 : 1230"),
        (4, "1 : 10⁴"),
        (math.log10(2.44e5), "1 : 2.4×10⁵"),
        (math.log10(9.96e6), "1 : 10⁷"),
        (400, "1 : 10⁴⁰⁰"),
        (-1, "10 : 1"),
        (-6, "10⁶ : 1"),
    ],
)
def test_odds_are_written_as_people_say_them(decades, written):
    assert evidence.odds(decades) == written
