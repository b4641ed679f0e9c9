"""Writes a report as one HTML page that needs nothing but itself."""

from __future__ import annotations

from functools import singledispatch
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from plots import style
from plots.report import svg
from plots.report.blocks import Code, Line, Link, Name, Part, Quiet, Report, Strong, Verdict
from plots.report.inputs import Inputs
from plots.report.numbers import Number

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST = 20_000  # letters of a text from a file: no page is as long as a reason that never ends


def write(report: Report, inputs: Inputs) -> str:
    """The page; every text from a file stays text, whatever it holds."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["line"] = line_html
    environment.filters["plain"] = plain
    environment.tests["block"] = lambda block, name: type(block).__name__ == name
    return environment.get_template("page.html.j2").render(
        report=report,
        sets=inputs.sets,
        colours=svg.COLOURS,
        css=_own("page.css") + _own("blocks.css"),
        script=_own("script.js"),
    )


def _own(name: str) -> Markup:
    """A file of ours that goes into the page as it is."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """An untrusted text without control characters."""
    return style.plain(text, _LONGEST)


def _typeset(text: str) -> str:
    """A number and its per cent sign stay on one line."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def line_html(line: Line) -> Markup:
    return Markup("").join(map(_part, line))


@singledispatch
def _part(part: Part) -> Markup:
    return escape(_typeset(part))


@_part.register
def _(part: Number) -> Markup:
    return Markup('<data value="{}" data-from="{}" data-format="{}">{}</data>').format(
        part.exact, part.source, part.format, part.text
    )


@_part.register
def _(part: Name) -> Markup:
    return Markup("<bdi>{}</bdi>").format(_typeset(plain(part.text)))


@_part.register
def _(part: Code) -> Markup:
    return Markup("<code>{}</code>").format(plain(part.text))


@_part.register
def _(part: Strong) -> Markup:
    return Markup("<strong>{}</strong>").format(part.text)


@_part.register
def _(part: Link) -> Markup:
    return Markup('<a href="{}">{}</a>').format(part.target, plain(part.text))


@_part.register
def _(part: Quiet) -> Markup:
    return Markup('<span class="quiet">{}</span>').format(line_html(part.line))


@_part.register
def _(part: Verdict) -> Markup:
    word = plain(part.word)
    if not part.source:
        return Markup('<span class="verdict {}">{}</span>').format(part.tone, word)
    return Markup('<data class="verdict {}" value="{}" data-from="{}" data-format="text">{}</data>').format(
        part.tone, word, part.source, word
    )
