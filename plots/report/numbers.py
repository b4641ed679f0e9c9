"""How the report writes a number, and where it says that the number comes from.

Every number of the page that is in a document is an element

    <data value="VALUE" data-from="SOURCE" data-format="FORMAT">TEXT</data>

VALUE is the number as JSON, in the fewest digits that give the same double again. SOURCE is the document and
a JSON pointer (RFC 6901) into it: `file0:/pepbench/summary/cells/12/median_seconds` for the first of the
result files, `claims:/claims/3/value/low` for what `pepbench claims --json` printed about them. FORMAT is one
of these, TEXT what it makes of VALUE. Rounding is that of C's printf of the double (half to even), a space is
U+0020, and µ is U+00B5.

`ratio`        `%.2f` where 0.1 <= |VALUE| < 100000; 0 is `0.00`; smaller ones are `%.2g`, larger ones `%.3g`
`seconds`      three significant digits, a space and `s`, `ms`, `µs` or `ns`: with `%.2e` = d.dd e X, the unit
               is `s` for X >= 0, `ms` for X >= -3, `µs` for X >= -6, else `ns`; decimals are 2 less the power
               of ten that is left, at least none: `1.00 s`, `12.3 ms`, `1230 s`, `0.120 ns`. For X >= 6 and
               X < -12 it is `%.2e` and ` s`; 0 is `0 s`
`nanoseconds`  the same of VALUE nanoseconds: X is 9 less
`bytes`        VALUE / 2^20 as `%.1f MiB`; from 2^30 on VALUE / 2^30 as `%.1f GiB`
`percent`      VALUE * 100 as `%.0f %%`
`count`        `%.15g`: a whole number, or 1.5 cores

A verdict, which a wrong digit cannot excuse, is such an element, too: its FORMAT is `text`, its VALUE and its
TEXT are the document's text itself.

What the page counts itself (rows of its own tables) and what are names or texts in the documents (versions,
dates, seeds, sizes of caches) are no such elements.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

_UNITS = ((0, "s"), (-3, "ms"), (-6, "µs"), (-9, "ns"))
_MEBIBYTE, _GIBIBYTE = 2**20, 2**30


@dataclass(frozen=True)
class Number:
    """A number of a document: its value there, where that is, and the name of its format."""

    value: float
    source: str
    format: str

    @property
    def text(self) -> str:
        return FORMATS[self.format](self.value)

    @property
    def exact(self) -> str:
        """The value in as many digits as it takes to read the same double again."""
        return json.dumps(self.value)


def _ratio(value: float) -> str:
    size = abs(value)
    if value == 0 or 0.1 <= size < 1e5:
        return f"{value:.2f}"
    return f"{value:.2g}" if size < 1 else f"{value:.3g}"


def _seconds(value: float, shift: int = 0) -> str:
    if value == 0:
        return "0 s"
    digits, exponent = f"{value:.2e}".split("e")
    power = int(exponent) + shift
    if not -12 <= power < 6:
        return f"{digits}e{power:+03d} s"
    unit_power, unit = next((each for each in _UNITS if power >= each[0]), _UNITS[-1])
    left = power - unit_power
    # Shifted as decimal digits: dividing the double first could round another way.
    return f"{float(f'{digits}e{left}'):.{max(2 - left, 0)}f} {unit}"


def _nanoseconds(value: float) -> str:
    return _seconds(value, -9)


def _bytes(value: float) -> str:
    if value < _GIBIBYTE:
        return f"{value / _MEBIBYTE:.1f} MiB"
    return f"{value / _GIBIBYTE:.1f} GiB"


def _percent(value: float) -> str:
    return f"{float(value) * 100:.0f} %"


def _count(value: float) -> str:
    return f"{value:.15g}"


FORMATS = {
    "ratio": _ratio,
    "seconds": _seconds,
    "nanoseconds": _nanoseconds,
    "bytes": _bytes,
    "percent": _percent,
    "count": _count,
}
