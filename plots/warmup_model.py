"""What the charts know of a file of `pepbench warmup`: how each process run went, and what paid back when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A level of a warm-up: calls `first` to `last`, counted from 1, each of about `seconds`."""

    first: int
    last: int
    seconds: float


@dataclass(frozen=True)
class WarmUp:
    """One entry of `summary.warmup`: a process run's calls in order, NaN where one has no time.

    `steady_from` is a call's number, counted from 1.
    """

    workload: str
    configuration: str
    call_seconds: tuple[float, ...]
    segments: tuple[Segment, ...]
    classification: str
    steady_from: int | None
    steady_seconds: float | None


@dataclass(frozen=True)
class BreakEven:
    """One entry of `summary.break_even`: calls after which `head` has paid back, None if not in `within`."""

    workload: str
    base: str
    head: str
    calls: int | None
    seconds: float | None
    within: int
