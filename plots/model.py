"""What the charts know of a result file: the numbers of its summary, in its words (results/README.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from plots.warmup_model import BreakEven, WarmUp

START_METHODS = ("fork", "forkserver", "spawn")


@dataclass(frozen=True)
class Origin:
    """Where a file's numbers come from."""

    file: Path
    version: str
    commit: str
    started: str
    cpu_model: str
    usable_cores: float


@dataclass(frozen=True)
class Pointers:
    """Where an estimate's numbers are in its file, as JSON pointers."""

    value: str
    low: str
    high: str
    n: str


@dataclass(frozen=True)
class Estimate:
    """A number of the summary with its 95 % interval, which is absent below six process runs (or passes)."""

    value: float
    low: float | None
    high: float | None
    n: int
    at: Pointers | None = field(default=None, compare=False)

    @property
    def has_interval(self) -> bool:
        return self.low is not None

    @property
    def ends(self) -> tuple[float, ...]:
        """All that an axis must show of it."""
        return (self.value, self.low, self.high) if self.has_interval else (self.value,)


@dataclass(frozen=True)
class Plain:
    """A number without an interval, and where it is in its file, as a JSON pointer."""

    value: float
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Mode:
    """How the work is spread; processes of two start methods are two modes on a chart."""

    name: str
    start_method: str | None = None

    @property
    def label(self) -> str:
        return f"{self.name} ({self.start_method})" if self.start_method else self.name

    @property
    def key(self) -> str:
        """As in a cell's name: `process-fork`."""
        return f"{self.name}-{self.start_method}" if self.start_method else self.name

    @property
    def at_once(self) -> bool:
        """Whether workers run side by side, so that cores can be oversubscribed."""
        return self.name != "linear"


LINEAR = Mode("linear")


@dataclass(frozen=True)
class Published:
    """What PEP 371 printed for a cell; `scaled_seconds` is its ratio times our linear time for one worker."""

    seconds: Plain
    ratio_to_linear_1: Plain
    scaled_seconds: float | None


@dataclass(frozen=True)
class Cell:
    """One entry of `summary.cells`."""

    workload: str
    mode: Mode
    workers: int
    configuration: str
    samples: int
    time: Estimate
    fastest: Plain | None
    ratio_to_linear_1: Estimate | None
    speedup: Estimate | None
    efficiency: Estimate | None
    ratio_to_reference: Estimate | None
    published: Published | None

    def oversubscribed(self, usable_cores: float) -> bool:
        """Whether more workers run at once than there are cores for."""
        return self.mode.at_once and self.workers > usable_cores

    @property
    def name(self) -> str:
        """As in the file: `primes/process-fork/4/cpython-3.15+jit`."""
        return f"{self.workload}/{self.mode.key}/{self.workers}/{self.configuration}"

    @property
    def published_seconds(self) -> float | None:
        """PEP 371's time scaled to this machine."""
        return self.published.scaled_seconds if self.published else None


@dataclass(frozen=True)
class SwitchEffect:
    """One entry of `summary.switches`: time of `base`, as shipped, ÷ time of `head`, with the switch."""

    switch: str
    workload: str
    mode: Mode
    workers: int
    base: str
    head: str
    speedup: Estimate


@dataclass(frozen=True)
class SuiteEffect:
    """One entry of `summary.suites`: a switch's effect as geometric mean over `workloads`."""

    switch: str
    suite: str
    mode: Mode
    workers: int
    base: str
    head: str
    workloads: tuple[str, ...]
    speedup: Estimate


@dataclass(frozen=True)
class SuiteRatio:
    """One entry of `summary.suite_ratios`: geometric mean of time ÷ the reference's over `workloads`."""

    suite: str
    configuration: str
    mode: Mode
    workers: int
    workloads: tuple[str, ...]
    ratio: Estimate


@dataclass(frozen=True)
class Scaling:
    """One entry of `summary.scaling`: Amdahl's serial fraction, which may be 0, of one line of speed-ups."""

    workload: str
    configuration: str
    mode: Mode
    serial_fraction: Estimate


@dataclass(frozen=True)
class Memory:
    """An entry of `summary.memory` of a process that is idle after its start: bytes resident."""

    configuration: str
    rss: Estimate


@dataclass(frozen=True)
class MemoryRatio:
    """One entry of `summary.memory_ratios`: bytes of `head` ÷ bytes of `base`; idle has no workload."""

    switch: str
    base: str
    head: str
    workload: str | None
    mode: Mode | None
    kinds: dict[str, Estimate]


@dataclass(frozen=True)
class StartUp:
    """One entry of `summary.startup`: seconds from the process's start to its first Python statement."""

    configuration: str
    seconds: Estimate


@dataclass(frozen=True)
class Sample:
    """A row of `benchmarks`: nanoseconds for one execution, begun so many seconds after the run."""

    process_run: Plain
    started_seconds: Plain
    nanoseconds: Plain


@dataclass(frozen=True)
class Progression:
    """The samples of a cell in the order in which they were taken."""

    cell: Cell
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Gap:
    """Why cells are missing, from `failures` or `unavailable`; a part that is None stands for every one."""

    failed: bool
    reason: str
    workload: str | None = None
    mode: Mode | None = None
    workers: int | None = None
    configuration: str | None = None

    def covers(self, workload: str, mode: Mode, workers: int, configuration: str) -> bool:
        asked = (workload, mode, workers, configuration)
        mine = (self.workload, self.mode, self.workers, self.configuration)
        return all(part is None or part == wanted for part, wanted in zip(mine, asked))


@dataclass(frozen=True)
class Asked:
    """The cells that a run was to measure of a workload, in each configuration: each mode at each number."""

    modes: tuple[Mode, ...]
    workers: tuple[int, ...]

    @property
    def cells(self) -> list[tuple[Mode, int]]:
        return [(mode, workers) for mode in self.modes for workers in self.workers]


@dataclass(frozen=True)
class Results:
    """What the charts need of a run's file, in the file's order."""

    origin: Origin
    interrupted: bool
    reference: str
    configurations: tuple[str, ...]
    without_gil: frozenset[str]
    workloads: tuple[str, ...]
    shows: dict[str, str]
    suites: dict[str, tuple[str, ...]]
    modes: tuple[Mode, ...]
    workers: tuple[int, ...]
    asked: dict[str, Asked]
    cells: tuple[Cell, ...]
    switches: tuple[SwitchEffect, ...]
    suite_effects: tuple[SuiteEffect, ...]
    suite_ratios: tuple[SuiteRatio, ...]
    scaling: tuple[Scaling, ...]
    idle_memory: tuple[Memory, ...]
    memory_ratios: tuple[MemoryRatio, ...]
    startup: tuple[StartUp, ...]
    warmup: tuple[WarmUp, ...]
    break_even: tuple[BreakEven, ...]
    least_certain: tuple[Progression, ...]
    gaps: tuple[Gap, ...]

    @property
    def is_empty(self) -> bool:
        return not self.cells and not self.warmup

    @property
    def first_reason(self) -> str:
        """Why the first cell that is missing is; empty where none is."""
        return self.gaps[0].reason if self.gaps else ""

    @property
    def undrawn(self) -> list[tuple[str, str]]:
        """What no chart shows, and why."""
        return [
            (workload, "which has no measured cell")
            for workload in self.workloads
            if not self.cells_of(workload) and not self.warmups_of(workload)
        ]

    def cells_of(self, workload: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.workload == workload]

    def workloads_against_workers(self) -> list[str]:
        """Those asked for at several numbers of workers; every one where none was, for want of better."""
        several = [name for name in self.workloads if len(self.asked[name].workers) > 1]
        return several or list(self.workloads)

    def warmups_of(self, workload: str) -> list[WarmUp]:
        return [run for run in self.warmup if run.workload == workload]

    def gap(self, workload: str, mode: Mode, workers: int, configuration: str) -> Gap | None:
        """The first that says why that cell is missing."""
        return next((gap for gap in self.gaps if gap.covers(workload, mode, workers, configuration)), None)
