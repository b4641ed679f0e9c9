import pytest

from plots import style, testing


def test_every_configuration_has_its_own_look_in_colour_and_in_grey():
    looks = style.looks(testing.EIGHT)
    assert len({look.colour for look in looks.values()}) == 8
    assert len({look.marker for look in looks.values()}) == 8
    assert {name for name, look in looks.items() if look.hollow} == {
        "cpython-3.15+jit",
        "cpython-3.13t+gil",
        "pypy-3.9+nojit",
    }
    lines = [look.line for look in looks.values() if look.hollow]
    assert len(set(lines)) == len(lines)
    assert "-" not in lines


def test_looks_stay_distinct_beyond_the_palette():
    names = tuple(f"python-{number}" for number in range(40))
    looks = style.looks(names).values()
    assert len({(look.colour, look.marker) for look in looks}) == 40


def lightness(colour):
    """CIE L*: how bright a colour is in grey print, 0 to 100."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))
    return max(116 * luminance ** (1 / 3) - 16, 0)


def test_colours_stand_out_from_paper_and_neighbours_from_each_other_in_grey():
    greys = [lightness(colour) for colour in style.COLOURS]
    assert max(greys) < 75
    assert all(abs(one - next_one) > 6 for one, next_one in zip(greys, greys[1:]))


def test_every_mode_has_its_own_look_in_colour_and_in_grey():
    modes = [mode for mode, start_method in testing.ALL_MODES if start_method in (None, "fork")]
    looks = style.mode_looks(modes)
    assert len({look.colour for look in looks}) == len({look.marker for look in looks}) == len(modes) == 7
    assert all(look.line == "-" and not look.hollow for look in looks)


def test_lines_of_one_mode_differ_in_dashes_and_filling():
    first, second, third = style.mode_looks(["process", "process", "process"])
    assert first.colour == second.colour == third.colour
    assert len({look.line for look in (first, second, third)}) == 3
    assert (first.hollow, second.hollow) == (False, True)
    assert style.mode_looks(["a mode of tomorrow"])


@pytest.mark.parametrize(
    ("value", "written"), [(2**20, "1 MiB"), (12.344 * 2**20, "12.34 MiB"), (2**33, "8192 MiB")]
)
def test_memory_is_written_in_mebibytes(value, written):
    assert style.mebibytes(value) == written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cpython-3.15", "cpython-3.15"),
        ("two\n lines\tand  gaps ", "two lines and gaps"),
        ("bell\x07 and \x1b[31m", "bell\ufffd and \ufffd[31m"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("right \u202eto left", "right \ufffdto left"),
        ("no character \uffff", "no character \ufffd"),
        ("$x^2$", "$x^2$"),
        ("a" * 50 + "+jit", "aaaaaaaaaaaaaaaaaaaa…aaaaaaa+jit"),
    ],
)
def test_untrusted_texts_become_one_short_line(text, shown):
    assert style.plain(text) == shown
    assert len(style.plain(text)) <= 32


def test_names_that_are_cut_alike_are_numbered():
    names = tuple("x" * 40 + letter + "y" * 40 for letter in "abc")
    labels = style.labels(names)
    assert len(set(labels.values())) == 3
    assert all(len(label) <= 28 for label in labels.values())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1e-9, "1 ns"),
        (2e-5, "20 µs"),
        (0.001, "1 ms"),
        (0.4985, "498.5 ms"),
        (0.9999999999, "1 s"),
        (1.5, "1.5 s"),
        (300, "300 s"),
    ],
)
def test_seconds_are_written_with_their_unit(value, written):
    assert style.seconds(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1×"), (1.05, "1.05×"), (0.0001, "0.0001×"), (0.00001, "0.00001×")]
)
def test_ratios_are_written_plainly(value, written):
    assert style.times(value) == written


def test_counts():
    assert style.count(1, "pass", "passes") == "1 pass"
    assert style.count(1234567, "sample") == "1234567 samples"
    assert style.count(1.5, "usable core") == "1.5 usable cores"
    assert style.spread([12, 6, 9], "process run") == "6 to 12 process runs"
    assert style.spread([7, 7], "pass", "passes") == "7 passes"
