"""Places in a document: as an error message names them, and as a JSON pointer."""

import pytest

from plots.checks import DocumentError, Entry


def test_a_place_in_words_and_as_a_pointer():
    document = Entry({"pepbench": {"cells": [{"n": 1}, {"n": 2}]}}, ())
    second = list(document.object("pepbench").list("cells"))[1]
    assert second.where == "pepbench.cells[1]"
    assert second.pointer("n") == "/pepbench/cells/1/n"


def test_a_pointer_escapes_what_would_end_a_step():
    document = Entry({"a/b": {"c~d": {"e": 1}}}, ())
    assert document.object("a/b").object("c~d").pointer("e") == "/a~1b/c~0d/e"


def test_an_error_names_the_place():
    document = Entry({"a": {"b c": [{}]}}, ())
    (entry,) = document.object("a").list("b c")
    with pytest.raises(DocumentError, match=r'^a\."b c"\[0\]\.n must be a number above 0, not missing'):
        entry.positive("n")
