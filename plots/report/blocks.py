"""What a report is made of: the sections say it once in these terms, and HTML and Markdown both write it.

A line is a tuple of parts: a text of ours, a number with its source, or a text from a file, which is never
markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from plots.report.numbers import Number


@dataclass(frozen=True)
class Name:
    """A text from a file: a workload, a reason, a machine. Untrusted."""

    text: str


@dataclass(frozen=True)
class Code:
    """Something to type, or a path. Untrusted."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Words of ours that carry the line."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link to a place on the page (`#claims`), a file of the bundle or a PEP."""

    text: str
    target: str


@dataclass(frozen=True)
class Quiet:
    """A remark on what stands before it, on a line of its own."""

    line: Line


@dataclass(frozen=True)
class Verdict:
    """A word of a closed list, with its tone: `good`, `bad`, `open` or `none`.

    One that a document says has its source, as a number has.
    """

    word: str
    tone: str
    source: str = ""


Part = str | Number | Name | Code | Strong | Link | Quiet | Verdict
Line = tuple[Part, ...]


@dataclass(frozen=True)
class Paragraph:
    line: Line
    quiet: bool = False


@dataclass(frozen=True)
class Bullets:
    items: tuple[Line, ...]


@dataclass(frozen=True)
class Notice:
    """What a reader must not miss."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Commands:
    """Lines to type. Untrusted."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell of a row names it. Columns that are `numeric` stand at the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()  # rows that differ where all should be alike


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, with its words and the table of what it draws."""

    identity: str
    title: Line
    explanation: tuple[Line, ...]
    notes: tuple[Line, ...]
    svg: str
    data: Table | None


@dataclass(frozen=True)
class Details:
    """Blocks that are folded away until they are asked for."""

    summary: Line
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Group:
    """Blocks under a heading below the section's."""

    title: Line
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Cards:
    """Groups that stand side by side where there is room."""

    groups: tuple[Group, ...]


Block = Paragraph | Bullets | Notice | Commands | Table | Picture | Details | Group | Cards


@dataclass(frozen=True)
class Section:
    """A part of the page: its id, its heading, and what is in it."""

    identity: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """The whole page."""

    title: str
    subtitle: Line
    sections: tuple[Section, ...]
