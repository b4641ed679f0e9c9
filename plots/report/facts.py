"""Facts of a file's header as lines of the page: a fact that is not there is said to be not recorded."""

from __future__ import annotations

import shlex
from typing import Any

from plots.checks import Entry
from plots.report.blocks import Code, Line, Name
from plots.report.inputs import ResultSet

NOT_RECORDED: Line = ("not recorded",)


def inside(entry: Entry, *keys: str) -> Entry:
    """The object at the end of the keys, empty where there is none."""
    for key in keys:
        found = entry.values.get(key)
        entry = Entry(found if isinstance(found, dict) else {}, (*entry.path, key))
    return entry


def words(value: Any) -> Line:
    """A fact in words."""
    if value is None or value == "":
        return NOT_RECORDED
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, list):
        return (Name(", ".join(map(str, value))),)
    return (Name(str(value)),)


def number(source: ResultSet, entry: Entry, key: str, form: str) -> Line:
    """A fact that is a number, in a form of `numbers`."""
    found = entry.values.get(key)
    is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
    return (source.number(found, entry.pointer(key), form),) if is_number else NOT_RECORDED


def command(values: Any) -> Line:
    """A command line as it is typed."""
    if not isinstance(values, list) or not values:
        return NOT_RECORDED
    return (Code(shlex.join(map(str, values))),)
