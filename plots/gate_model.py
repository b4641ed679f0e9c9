"""What the charts know of a gate's file: cells, rounds and verdicts, in its words (results/README.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from plots.model import Origin, Pointers

# Of the threshold: a head that is slower by no more is harmless (harness/judge/gate_rule.cpp).
_HARMLESS_SHARE = 0.4


@dataclass(frozen=True)
class GateRule:
    """What judged a cell: shares and chances, between 0 and 1, and the cells that share alpha."""

    threshold: float
    alpha: float
    beta: float
    cells: int

    @property
    def harmless(self) -> float:
        """The share by which any head may be slower."""
        return _HARMLESS_SHARE * self.threshold

    @property
    def flag_bar(self) -> float:
        """The decimal logarithm of the odds from which on a cell has regressed."""
        return math.log10(self.cells) - math.log10(self.alpha)

    @property
    def pass_bar(self) -> float:
        """The same for a cell that passes."""
        return -math.log10(self.beta)


@dataclass(frozen=True)
class GateRound:
    """A round, and the natural logarithms of both wealths after it; a side that failed has a reason."""

    log_ratio: float | None
    base_failure: str
    head_failure: str
    log_flag_wealth: float
    log_pass_wealth: float
    at: str = field(default="", compare=False)  # the JSON pointer to its log_ratio


@dataclass(frozen=True)
class GatedCell:
    """A cell with its verdict; `interval` is the ratio's, 95 %, valid whenever one stops."""

    name: str
    control: bool
    rule: GateRule
    verdict: str
    reason: str
    ratio: float | None
    interval: tuple[float, float] | None
    seconds: float
    improved: bool
    drifting: bool
    rounds: tuple[GateRound, ...]
    at: Pointers | None = field(default=None, compare=False)  # of the ratio, its interval and its rounds


@dataclass(frozen=True)
class Share:
    """So many verdicts of a group, and their share with its 95 % bounds, 0 to 1."""

    count: int
    share: float
    low: float
    high: float
    at: Pointers | None = field(default=None, compare=False)  # of the share, its bounds and the count


@dataclass(frozen=True)
class Seconds:
    """How long a verdict took."""

    mean: float
    percentile_95: float


@dataclass(frozen=True)
class SoakGroup:
    """Verdicts about pairs whose head does `extra_percent` more work; `peers` are other tools' rules."""

    extra_percent: int
    neighbour: bool
    verdicts: int
    passed: Share
    regressed: Share
    undecided: Share
    median_ratio: float
    pass_seconds: Seconds | None
    regressed_seconds: Seconds | None
    peers: dict[str, Share]


@dataclass(frozen=True)
class Soak:
    """What `pepbench gate --soak` found, by group, and the rule that it judged with."""

    rule: GateRule
    groups: tuple[SoakGroup, ...]


@dataclass(frozen=True)
class Gate:
    """What the charts need of a gate's file; one with a soak has no cells of its own."""

    origin: Origin
    base: str
    head: str
    cells: tuple[GatedCell, ...]
    soak: Soak | None

    @property
    def is_empty(self) -> bool:
        return not (self.soak.groups if self.soak else any(cell.rounds for cell in self.cells))

    @property
    def first_reason(self) -> str:
        """Why the first cell without a round has none; empty where the file does not say."""
        return next((cell.reason for cell in self.cells if cell.reason), "")

    @property
    def undrawn(self) -> list[tuple[str, str]]:
        """What no chart shows, and why."""
        return [
            (cell.name, f"which has no round ({cell.verdict}{': ' if cell.reason else ''}{cell.reason})")
            for cell in self.cells
            if not cell.rounds
        ]
