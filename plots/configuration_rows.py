"""Charts with a row a configuration, each with its number in words beside it: what two charts share."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure

from plots import notes, rows, scales, style
from plots.model import Estimate, Results
from plots.sheet import Grid, Measure, Sheet


def figure(
    results: Results,
    estimates: dict[str, Estimate],
    *,
    title: str,
    explanation: str,
    axis_label: str,
    text: Callable[[float], str],
    n_of: tuple[str, str],
    unit: str,
    tick_unit: float = 1.0,
) -> Figure:
    """A chart with a row a configuration, in words, too; logarithmic where the values span a decade.

    `unit` is what the rows measure; ticks are at round numbers of `tick_unit`.
    """
    lanes = rows.Rows()
    shown = style.labels(results.configurations)
    looks = style.looks(results.configurations)
    names = [name for name in results.configurations if name in estimates]
    placed = {name: lanes.add(shown[name], bold=True, inches=rows.HEADLINE_INCHES) for name in names}
    values = [value for estimate in estimates.values() for value in estimate.ends]
    words = {name: _in_words(estimates[name], text) for name in names}
    measure = Measure()
    right = 0.4 + max(measure.width(word, style.BODY_POINTS) for word in words.values())
    sheet = Sheet(Grid(1, 1, 4.8, lanes.height, lanes.label_inches, right, above=0.2, below=0.5))
    (axes,) = sheet.panels
    if scales.spans_a_decade(values):
        ends = scales.limits(values)
        at = [tick * tick_unit for tick in scales.ticks(*(end / tick_unit for end in ends))]
        scales.set_value_axis(axes, "x", ends, at, text)
    else:
        high = max(values) * 1.06

        def from_zero(value: float) -> str:
            return text(value) if value else "0"

        at = [tick * tick_unit for tick in scales.ticks_from_zero(high / tick_unit, 6)]
        scales.set_value_axis(axes, "x", (0, high), at, from_zero, scale="linear")
    lanes.mark(axes, labelled=True)
    axes.set_xlabel(axis_label, fontsize=style.LABEL_POINTS)
    for name in names:
        look = {**looks[name].options(), "markersize": 7}
        rows.draw_estimate(axes, estimates[name], placed[name].y, look, name)
        axes.text(1.015, placed[name].y, words[name], transform=axes.get_yaxis_transform(), va="center")
    return sheet.finish(
        title=title,
        explanation=[
            explanation,
            f"n = {style.spread([each.n for each in estimates.values()], *n_of)}.",
        ],
        keys=[],
        notes=[*notes.without_interval(estimates.values(), n_of[1]), *_without(results, names, shown)],
        footer=notes.footer(results.origin),
        unit=unit,
    )


def _in_words(estimate: Estimate, text: Callable[[float], str]) -> str:
    """`12.5 ms  (12.3 to 12.9)`: the number and its interval beside a row."""
    value, *ends = (text(number) for number in estimate.ends)
    return f"{value}  ({' to '.join(ends) or 'no interval'})"


def _without(results: Results, names: list[str], shown: dict[str, str]) -> list[str]:
    sentences = []
    for name in results.configurations:
        if name not in names:
            why = next(
                (gap.reason for gap in results.gaps if gap.configuration == name and not gap.workload),
                "not in the file, which records no reason",
            )
            sentences.append(f"Missing: {shown[name]}: {notes.sentence(why)}")
    return notes.at_most(sentences, "missing configurations")
