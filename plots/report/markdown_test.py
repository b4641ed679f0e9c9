"""The report as Markdown: blocks become paragraphs and tables, and texts from files stay texts."""

import pytest

from plots.report import markdown
from plots.report.blocks import (
    Bullets,
    Code,
    Commands,
    Details,
    Group,
    Link,
    Name,
    Notice,
    Paragraph,
    Picture,
    Quiet,
    Report,
    Section,
    Table,
    Verdict,
)
from plots.report.numbers import Number


def written(*blocks):
    return markdown.write(Report("Title", (Name("sub"),), (Section("one", "One", blocks),)))


def test_headings_and_paragraphs():
    text = written(Paragraph(("A ", Number(1.136, "x", "ratio"), " [", Number(1.2, "y", "ratio"), "]")))
    assert text.startswith("# Title\n\nsub\n\n")
    assert "\n\n## One\n\nA 1.14 \\[1.20\\]\n" in text


def test_a_table():
    rows = (((Name("a|b"),), ("1", Quiet(("more",)))), ((Name("c"),), (Verdict("refuted", "bad"),)))
    text = written(Table("Caption", ("Name", "Value"), rows, numeric=frozenset({1})))
    assert "Caption:\n\n| Name | Value |\n| --- | --: |\n| a\\|b | 1<br>more |\n| c | **refuted** |\n" in text


def test_charts_are_links_and_folded_blocks_are_left_out():
    picture = Picture("chart-0-x", (Name("The chart"),), (), (), "<svg/>", None)
    text = written(picture, Details(("More",), (Paragraph(("hidden",)),)))
    assert "Chart: [The chart](index.html#chart-0-x)" in text
    assert "<svg" not in text
    assert "hidden" not in text


def test_other_blocks():
    blocks = (
        Notice((("Care.",),)),
        Bullets((("one",), (Link("two", "#claims"), Link("three", "data/x.json")))),
        Commands(("pepbench show x", "```")),
        Group((Name("primes"),), (Paragraph(("inside",)),)),
    )
    text = written(*blocks)
    assert "> [!IMPORTANT]\n> Care." in text
    assert "- one\n- two[three](data/x.json)" in text
    assert "````\npepbench show x\n```\n````" in text
    assert "### primes\n\ninside" in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("<script>", "\\<script\\>"),
        ("a_b*c", "a\\_b\\*c"),
        ("[x](http://y)", "\\[x\\](http\\://y)"),
        ("@octocat", "@&#8288;octocat"),
        ("#1", "\\#1"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("0.1.0", "0.1.0"),
        ("two\nlines\x1b[31m", "two lines\N{REPLACEMENT CHARACTER}\\[31m"),
        ("&lt;", "\\&lt;"),
    ],
)
def test_names_stay_text(name, text):
    assert f"\n\n{text}\n" in written(Paragraph((Name(name),)))


def test_code_with_backticks():
    assert "`` `x` ``" in written(Paragraph((Code("`x`"),)))
