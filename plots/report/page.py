"""The report: its sections in their order."""

from __future__ import annotations

from plots import style
from plots.report.blocks import Line, Name, Report
from plots.report.inputs import Inputs
from plots.report.sections import (
    claims,
    configurations,
    costs,
    findings,
    gates,
    limits,
    measurement,
    missing,
    pep371,
    reproduce,
    scaling,
    suspicious,
)

_ORDER = (
    measurement,
    findings,
    claims,
    pep371,
    scaling,
    configurations,
    costs,
    suspicious,
    gates,
    missing,
    limits,
    reproduce,
)


def build(inputs: Inputs) -> Report:
    """Everything that the page says; a section without a subject is left out."""
    with style.paper():
        sections = tuple(section for each in _ORDER if (section := each.build(inputs)))
    return Report("What the PEPs say, and what was measured", _subtitle(inputs), sections)


def _subtitle(inputs: Inputs) -> Line:
    """`main-job, 2026-11-23, Intel(R) Xeon(R) Processor · …`"""
    line: Line = ()
    for source in inputs.sets:
        origin = source.contents.origin
        date = origin.started.partition("T")[0]
        words = f"{source.name}, {date}, {origin.cpu_model or 'CPU model not recorded'}"
        line = (*line, *((" · ",) if line else ()), Name(words))
    return line
