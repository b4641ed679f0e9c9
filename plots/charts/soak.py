"""A soak: how often the gate was right about pairs whose ratio is known, and other tools' rules beside it."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots import notes, rows, scales, style
from plots.gate_model import Gate, GateRule, Share, Soak, SoakGroup
from plots.sheet import Grid, Measure, Sheet

NAME = "soak"
DRAWS = Gate

_WIDTH = 2.9
_BAR_INCHES = 0.13
_VERDICTS = (
    ("regressed", style.COLOURS[4]),
    ("passed", style.COLOURS[0]),
    ("undecided", style.COLOURS[5]),
)
_PEER = style.PUBLISHED


def draw(gate: Gate) -> Iterator[tuple[str, Figure]]:
    """One figure, a panel a group; nothing for a gate that is no soak."""
    if gate.soak:
        yield "", _figure(gate, gate.soak)


def _figure(gate: Gate, soak: Soak) -> Figure:
    peers = list(dict.fromkeys(name for group in soak.groups for name in group.peers))
    layout, places = _lanes(peers)
    measure = Measure()
    words = [_in_words(share) for group in soak.groups for share in _shares(group).values()]
    beside = 0.2 + max(measure.width(word, style.SMALL_POINTS) for word in words)
    columns = min(2, len(soak.groups))
    grid = Grid(
        len(soak.groups), columns, _WIDTH, layout.height, layout.label_inches, beside + 0.2, beside + 0.25
    )
    sheet = Sheet(grid)
    for number, (axes, group) in enumerate(zip(sheet.panels, soak.groups)):
        layout.mark(axes, labelled=number % columns == 0)
        scales.set_value_axis(
            axes, "x", (0, 1), [0, 0.25, 0.5, 0.75, 1], lambda share: f"{share * 100:g} %", scale="linear"
        )
        rows.head(axes, _title(group, soak.rule), _counts(group), _WIDTH + beside)
        for name, share in _shares(group).items():
            _draw_share(axes, share, places[name], dict(_VERDICTS).get(name, _PEER), name)
    return sheet.finish(
        title="Soak: verdicts on pairs whose ratio is known",
        explanation=[
            f"Coloured: the gate's verdicts at a threshold of {_percent(soak.rule.threshold)}."
            f"{' Grey: how often other rules say “slower” of the same times.' if peers else ''}",
            "Bars are shares of the verdicts, whiskers exact 95 % bounds; beside them count, share, bounds.",
            f"The head does exactly so much more work. p95: 95th percentile. Interpreter:"
            f" {style.plain(gate.base, 60)}.",
        ],
        keys=[],
        notes=[],
        footer=notes.footer(gate.origin),
    )


def _lanes(peers: list[str]) -> tuple[rows.Rows, dict[str, float]]:
    """Rows for the gate's verdicts and, below a line, the peers; and where each is, in inches."""
    layout = rows.Rows()
    layout.space()
    places = {name: layout.add(name, bold=True, inches=rows.ROW_INCHES).y for name, _ in _VERDICTS}
    layout.space()
    if peers:
        layout.divide()
        layout.space()
        shown = style.labels(tuple(peers), 30)
        places |= {name: layout.add(shown[name], bold=False, inches=rows.ROW_INCHES).y for name in peers}
        layout.space()
    return layout, places


def _shares(group: SoakGroup) -> dict[str, Share]:
    verdicts = {"regressed": group.regressed, "passed": group.passed, "undecided": group.undecided}
    return {**group.peers, **verdicts}


def _title(group: SoakGroup, rule: GateRule) -> str:
    """`2 % more work, neighbour: every alarm is false`"""
    extra = f"{group.extra_percent} % more work" if group.extra_percent else "Identical sides"
    harmless, too_slow = (round(share * 100, 6) for share in (rule.harmless, rule.threshold))
    if group.extra_percent <= harmless:
        right = "every alarm is false"
    elif group.extra_percent < too_slow:
        right = "either verdict is right"
    else:
        right = "every pass is a miss"
    return f"{extra}{', neighbour' if group.neighbour else ''}: {right}"


def _counts(group: SoakGroup) -> str:
    """`300 verdicts, median ratio 1.0502, regressed 2.10 s (p95 2.90)`"""
    words = [style.count(group.verdicts, "verdict"), f"median ratio {group.median_ratio:.4f}"]
    for verdict, seconds in (("pass", group.pass_seconds), ("regressed", group.regressed_seconds)):
        if seconds:
            words.append(f"{verdict} {seconds.mean:.2f} s (p95 {seconds.percentile_95:.2f})")
    return ", ".join(words)


def _draw_share(axes: Axes, share: Share, y: float, colour: str, name: str) -> None:
    axes.barh(y, share.share, _BAR_INCHES, color=colour, zorder=3, label=f"share: {name}")
    axes.errorbar(
        [share.share],
        [y],
        xerr=[[share.share - share.low], [share.high - share.share]],
        fmt="none",
        ecolor=style.TEXT_COLOUR,
        elinewidth=0.9,
        capsize=2,
        zorder=4,
        label=f"bounds: {name}",
        clip_on=False,
    )
    axes.text(
        1.03,
        y,
        _in_words(share),
        transform=axes.get_yaxis_transform(),
        va="center",
        fontsize=style.SMALL_POINTS,
    )


def _in_words(share: Share) -> str:
    """`3 (0.30 %, 0.06 to 0.87)`"""
    return f"{share.count} ({share.share * 100:.2f} %, {share.low * 100:.2f} to {share.high * 100:.2f})"


def _percent(share: float) -> str:
    return f"{share * 100:.4g} %"
