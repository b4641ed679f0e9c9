"""Reads what `pepbench gate` writes; every number is one of the file's, from `harness/judge`."""

from __future__ import annotations

from plots.checks import DAMAGED, DocumentError, Entry
from plots.gate_model import Gate, GatedCell, GateRound, GateRule, Seconds, Share, Soak, SoakGroup
from plots.model import Origin, Pointers

_LARGEST_LOG_RATIO = 100  # e to the 100th: no two times of this world have such a ratio


def gate(origin: Origin, document: Entry) -> Gate:
    """The gate in a file; raises DocumentError."""
    pepbench = document.object("pepbench")
    found = pepbench.object("gate")
    sides = pepbench.object("sides")
    soak = _soak(found) if found.has("soak") else None
    return Gate(
        origin=origin,
        base=_side(sides.object("base")),
        head=_side(sides.object("head")),
        cells=() if soak else _cells(found),
        soak=soak,
    )


def _side(side: Entry) -> str:
    """`cpython-3.15 at 1a2b3c4d5e6f (HEAD)`."""
    words = side.maybe_text("interpreter") or side.text("configuration")
    if side.has("commit"):
        words += f" at {side.text('commit')[:12]} ({side.text('ref')})"
    return words


def _cells(found: Entry) -> tuple[GatedCell, ...]:
    entries = list(found.list("cells"))
    rounds: list[list[GateRound]] = [[] for _ in entries]
    for entry in found.list("rounds"):
        number = entry.natural("cell")
        if number >= len(entries):
            raise DocumentError(f"{entry.where}.cell is {number}, which is no cell; {DAMAGED}.")
        rounds[number].append(_round(entry))
    return tuple(_cell(entry, tuple(its_rounds)) for entry, its_rounds in zip(entries, rounds))


def _cell(entry: Entry, rounds: tuple[GateRound, ...]) -> GatedCell:
    has_interval = entry.has("low") and entry.has("high")
    return GatedCell(
        name=entry.text("name"),
        control=entry.flag("control"),
        rule=_rule(entry.object("rule")),
        verdict=entry.text("verdict"),
        reason=entry.maybe_text("reason"),
        ratio=entry.positive("ratio") if entry.has("ratio") else None,
        interval=(entry.positive("low"), entry.positive("high")) if has_interval else None,
        seconds=entry.number("seconds"),
        improved=entry.flag("improved"),
        drifting=entry.flag("drifting"),
        rounds=rounds,
        at=Pointers(*map(entry.pointer, ("ratio", "low", "high", "rounds"))),
    )


def _rule(entry: Entry) -> GateRule:
    return GateRule(
        threshold=_chance(entry, "threshold"),
        alpha=_chance(entry, "alpha"),
        beta=_chance(entry, "beta"),
        cells=entry.whole("cells"),
    )


def _round(entry: Entry) -> GateRound:
    log_ratio = entry.number("log_ratio") if entry.has("log_ratio") else None
    if log_ratio is not None and abs(log_ratio) > _LARGEST_LOG_RATIO:
        raise DocumentError(
            f"{entry.where}.log_ratio is {log_ratio:g}, which no two times can have; {DAMAGED}."
        )
    return GateRound(
        log_ratio=log_ratio,
        base_failure=entry.maybe_text("base_failure"),
        head_failure=entry.maybe_text("head_failure"),
        log_flag_wealth=entry.number("log_flag_wealth"),
        log_pass_wealth=entry.number("log_pass_wealth"),
        at=entry.pointer("log_ratio"),
    )


def _soak(found: Entry) -> Soak | None:
    """The soak; its thousands of cells are all judged by the first one's rule."""
    first = next(found.list("cells"), None)
    if first is None:
        return None
    groups = found.object("soak").list("groups")
    return Soak(_rule(first.object("rule")), tuple(_group(entry) for entry in groups))


def _group(entry: Entry) -> SoakGroup:
    peers = entry.object("peers")
    return SoakGroup(
        extra_percent=entry.natural("extra_percent"),
        neighbour=entry.flag("neighbour"),
        verdicts=entry.whole("verdicts"),
        passed=_share(entry.object("passed")),
        regressed=_share(entry.object("regressed")),
        undecided=_share(entry.object("undecided")),
        median_ratio=entry.number("median_ratio"),
        pass_seconds=_seconds(entry, "pass_seconds"),
        regressed_seconds=_seconds(entry, "regressed_seconds"),
        peers={name: _share(peers.object(name)) for name in peers.values},
    )


def _share(entry: Entry) -> Share:
    share, low, high = (entry.number(key) for key in ("share", "low", "high"))
    if not 0 <= low <= share <= high <= 1:
        raise DocumentError(
            f"{entry.where}.share is {share:g}, outside of its bounds {low:g} to {high:g}; {DAMAGED}."
        )
    at = Pointers(*map(entry.pointer, ("share", "low", "high", "count")))
    return Share(entry.natural("count"), share, low, high, at)


def _seconds(entry: Entry, key: str) -> Seconds | None:
    if not entry.has(key):
        return None
    found = entry.object(key)
    return Seconds(found.number("mean"), found.number("percentile_95"))


def _chance(entry: Entry, key: str) -> float:
    value = entry.positive(key)
    if value >= 1:
        raise DocumentError(f"{entry.where}.{key} is {value:g}, which is not below 1; {DAMAGED}.")
    return value
