"""Configurations side by side: each workload's time relative to the reference configuration's."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from plots import notes, rows, scales, style
from plots.model import LINEAR, Estimate, Results, SuiteRatio
from plots.sheet import Grid, Sheet, balanced_columns

NAME = "interpreters"
DRAWS = Results

_COLUMNS = 4
_WIDTH, _WIDTH_ALONE = 2.25, 5.0
_WORKERS = 1


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure, a panel a configuration and a row a workload, if there is anything to compare with."""
    compared = [name for name in results.configurations if name != results.reference]
    if any(_ratio(results, workload, name) for workload in results.workloads for name in compared):
        yield "", _figure(results, compared)


def _figure(results: Results, compared: list[str]) -> Figure:
    layout, lanes, means = _lanes(results)
    columns = balanced_columns(len(compared), _COLUMNS)
    width = _WIDTH if columns > 1 else _WIDTH_ALONE
    sheet = Sheet(Grid(len(compared), columns, width, layout.height, layout.label_inches, between=0.36))
    shown = style.labels(results.configurations)
    looks = style.looks(results.configurations)
    drawn = [ratio for name in compared for workload in lanes if (ratio := _ratio(results, workload, name))]
    averages = [mean for name in compared for suite in means if (mean := _mean(results, suite, name))]
    values = [value for each in [*drawn, *(mean.ratio for mean in averages)] for value in each.ends]
    ends = scales.limits([1.0, *values])
    at = scales.ticks(*ends, most=5 if columns > 1 else 9)
    footnotes = notes.Footnotes()
    for number, (axes, name) in enumerate(zip(sheet.panels, compared)):
        scales.set_value_axis(axes, "x", ends, at, style.times)
        layout.mark(axes, labelled=number % columns == 0)
        words = _in_words([mean for mean in averages if mean.configuration == name])
        rows.head(axes, shown[name], words, width)
        sheet.figure.name_panel(axes, name)
        axes.set_xlabel("time ÷ reference's time", fontsize=style.LABEL_POINTS)
        axes.axvline(1.0, color=style.TEXT_COLOUR, linewidth=1.1, zorder=2, label="reference")
        look = {**looks[name].options(), "linestyle": "none"}
        for suite, y in means.items():
            mean = _mean(results, suite, name)
            if mean:
                big = {**look, "marker": "D", "markersize": 7}
                rows.draw_estimate(axes, mean.ratio, y, big, f"mean {suite}")
            else:
                missing = "no mean", "the file has no geometric mean of this suite for the configuration"
                rows.write_in_place(axes, y, footnotes.mark(missing, shown[name]))
        for workload, y in lanes.items():
            ratio = _ratio(results, workload, name)
            if ratio:
                rows.draw_estimate(axes, ratio, y, {**look, "markersize": 5}, workload)
            else:
                place = f"{shown[name]} {style.plain(workload, 24)}"
                rows.write_in_place(axes, y, footnotes.mark(_why(results, workload, name), place))

    reference = shown.get(results.reference, "the reference configuration")
    return sheet.finish(
        title=f"Interpreters side by side: time relative to {reference}",
        explanation=[
            f"Time ÷ time of {reference}, linear, {style.count(_WORKERS, 'worker')}: median over passes, bars"
            " are 95 % intervals; left of 1× is faster.",
            f"n = {style.spread([each.n for each in drawn], 'pass', 'passes')}. Diamonds are geometric means"
            " over the workloads of a suite, written above each panel.",
        ],
        keys=[],
        notes=[
            *notes.without_interval([*drawn, *(mean.ratio for mean in averages)], "passes"),
            *_incomplete_means(results, averages, shown),
            *footnotes.sentences(),
        ],
        footer=notes.footer(results.origin),
    )


def _lanes(results: Results) -> tuple[rows.Rows, dict[str, float], dict[str, float]]:
    """Rows grouped by suite: where each workload and each suite's mean is, in inches from the top."""
    layout = rows.Rows()
    lanes: dict[str, float] = {}
    means: dict[str, float] = {}
    for suite, workloads in results.suites.items():
        layout.divide()
        layout.space()
        if any(ratio.suite == suite for ratio in results.suite_ratios):
            label = f"{style.plain(suite, 12)}: geometric mean"
            means[suite] = layout.add(label, bold=True, inches=rows.HEADLINE_INCHES).y
        for workload in workloads:
            lanes[workload] = layout.add(workload, bold=False, inches=rows.ROW_INCHES).y
        layout.space()
    return layout, lanes, means


def _in_words(means: list[SuiteRatio]) -> str:
    return " · ".join(
        f"{style.plain(mean.suite, 12)} {style.four_digits(mean.ratio.value)}×" for mean in means
    )


def _ratio(results: Results, workload: str, configuration: str) -> Estimate | None:
    return next(
        (
            cell.ratio_to_reference
            for cell in results.cells_of(workload)
            if (cell.mode, cell.workers, cell.configuration) == (LINEAR, _WORKERS, configuration)
        ),
        None,
    )


def _mean(results: Results, suite: str, configuration: str) -> SuiteRatio | None:
    return next(
        (
            ratio
            for ratio in results.suite_ratios
            if (ratio.suite, ratio.configuration, ratio.mode, ratio.workers)
            == (suite, configuration, LINEAR, _WORKERS)
        ),
        None,
    )


def _why(results: Results, workload: str, configuration: str) -> tuple[str, str]:
    measured = any(
        (cell.mode, cell.workers, cell.configuration) == (LINEAR, _WORKERS, configuration)
        for cell in results.cells_of(workload)
    )
    if measured:
        return "no ratio", "no pass measured it together with the reference configuration"
    return notes.why_missing(results, workload, LINEAR, _WORKERS, configuration)


def _incomplete_means(results: Results, means: list[SuiteRatio], shown: dict[str, str]) -> list[str]:
    sentences = []
    for mean in means:
        whole = results.suites.get(mean.suite, mean.workloads)
        absent = [style.plain(name, 24) for name in whole if name not in mean.workloads]
        if absent:
            sentences.append(
                f"The geometric mean of {style.plain(mean.suite, 12)} for {shown[mean.configuration]} is over"
                f" {len(mean.workloads)} of {len(whole)} workloads, without {', '.join(absent)}."
            )
    return notes.at_most(sentences, "geometric means")
