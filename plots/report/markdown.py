"""Writes a report as Markdown for a pull request: what the page says, without charts and what it folds.

Texts from files are escaped, so that a name can neither format, link, nor call somebody.
"""

from __future__ import annotations

import re
from functools import singledispatch

from plots.report.blocks import (
    Block,
    Bullets,
    Cards,
    Code,
    Commands,
    Group,
    Line,
    Link,
    Name,
    Notice,
    Paragraph,
    Part,
    Picture,
    Quiet,
    Report,
    Strong,
    Table,
    Verdict,
)
from plots.report.html import plain
from plots.report.numbers import Number

_PAGE = "index.html"
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&]")
_WORD_JOINER = "&#8288;"


def write(report: Report) -> str:
    """The whole report; its charts are links to the page beside it."""
    parts = [
        f"# {_text(report.title)}",
        _line(report.subtitle),
        f"The page [{_PAGE}]({_PAGE}) beside this file has the charts and the numbers behind them.",
    ]
    for section in report.sections:
        parts.append(f"## {_text(section.title)}")
        parts += _blocks(section.blocks, 3)
    return "\n\n".join(part for part in parts if part) + "\n"


def _blocks(blocks: tuple[Block, ...], level: int) -> list[str]:
    return [text for block in blocks for text in _block(block, level)]


@singledispatch
def _block(block: Block, level: int) -> list[str]:
    """The paragraphs of a block; what the page folds away is left out."""
    return []


@_block.register
def _(block: Paragraph, level: int) -> list[str]:
    return [_line(block.line)]


@_block.register
def _(block: Bullets, level: int) -> list[str]:
    return ["\n".join(f"- {_line(item)}" for item in block.items)]


@_block.register
def _(block: Notice, level: int) -> list[str]:
    return ["> [!IMPORTANT]\n" + "\n>\n".join(f"> {_line(line)}" for line in block.lines)]


@_block.register
def _(block: Commands, level: int) -> list[str]:
    text = "\n".join(map(plain, block.lines))
    fence = "`" * max(3, _longest_fence(text) + 1)
    return [f"{fence}\n{text}\n{fence}"]


@_block.register
def _(block: Table, level: int) -> list[str]:
    return [_table(block)]


@_block.register
def _(block: Picture, level: int) -> list[str]:
    return [f"Chart: [{_line(block.title)}]({_PAGE}#{block.identity})"]


@_block.register
def _(block: Group, level: int) -> list[str]:
    return [f"{'#' * level} {_line(block.title)}", *_blocks(block.blocks, min(level + 1, 6))]


@_block.register
def _(block: Cards, level: int) -> list[str]:
    return _blocks(block.groups, level)


def _table(table: Table) -> str:
    rule = ["--:" if number in table.numeric else "---" for number in range(len(table.columns))]
    rows = [[_text(column) for column in table.columns], rule]
    rows += [[_line(cell) for cell in row] for row in table.rows]
    return f"{_text(table.caption)}:\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _line(line: Line) -> str:
    return "".join(map(_part, line))


@singledispatch
def _part(part: Part) -> str:
    return _text(part)


@_part.register
def _(part: Number) -> str:
    return part.text


@_part.register
def _(part: Name) -> str:
    return _text(part.text)


@_part.register
def _(part: Code) -> str:
    """Code between more backticks than are in it; a table's bar ends a cell even there."""
    text = plain(part.text)
    fence = "`" * (_longest_fence(text) + 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{room}{text}{room}{fence}".replace("|", r"\|")


@_part.register
def _(part: Strong) -> str:
    return f"**{_text(part.text)}**"


@_part.register
def _(part: Link) -> str:
    # Places on the page have other names in a pull request.
    return _text(part.text) if part.target.startswith("#") else f"[{_text(part.text)}]({part.target})"


@_part.register
def _(part: Quiet) -> str:
    return f"<br>{_line(part.line)}"


@_part.register
def _(part: Verdict) -> str:
    return f"**{_text(part.word)}**"


def _text(text: str) -> str:
    """A text that stays text: nothing in it is markup, a link or the name of a user."""
    outer = " " if text.startswith(" ") else "", " " if text.endswith(" ") else ""
    escaped = _SPECIAL.sub(r"\\\g<0>", plain(text))
    escaped = escaped.replace("@", f"@{_WORD_JOINER}").replace("://", "\\://").replace("www.", "www\\.")
    escaped = re.sub(r"^([-+=])", r"\\\1", re.sub(r"^(\d+)([.)])(?= |$)", r"\1\\\2", escaped))
    return f"{outer[0]}{escaped}{outer[1]}" if escaped else outer[0]


def _longest_fence(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
