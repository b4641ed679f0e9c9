"""The small print of a chart: where its numbers come from, how many they are and which are missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone

from plots.model import Estimate, Gap, Mode, Origin, Results
from plots.style import count, labels, plain

_MOST_NOTES = 12


def footer(origin: Origin) -> str:
    """File, version, date, CPU and cores on one line."""
    commit = f" ({plain(origin.commit, 12)})" if origin.commit not in ("", "unknown") else ""
    return " · ".join(
        [
            plain(origin.file.name, 60),
            f"pepbench {plain(origin.version, 24)}{commit}",
            _date(origin.started),
            plain(origin.cpu_model, 60) if origin.cpu_model else "CPU model not recorded",
            count(origin.usable_cores, "usable core"),
        ]
    )


def missing_cells(results: Results, workload: str) -> list[str]:
    """One sentence for each reason for which cells of a workload are missing."""
    have = {(cell.mode, cell.workers, cell.configuration) for cell in results.cells_of(workload)}
    asked = results.asked[workload].cells
    shown = labels(results.configurations)
    holes = Holes()
    for configuration in results.configurations:
        for mode, workers in asked:
            if (mode, workers, configuration) not in have:
                word, why = why_missing(results, workload, mode, workers, configuration)
                holes.add(f"{word}: {sentence(why)}", shown[configuration], (mode, workers))
    return holes.sentences(dict.fromkeys(shown.values(), len(asked)))


class Holes:
    """Missing cells by their reason, so that each reason is written once however many cells it has."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[str, list[tuple[Mode, int]]]] = {}

    def add(self, reason: str, of: str, cell: tuple[Mode, int]) -> None:
        """A missing cell of a configuration, or of a workload, by its label."""
        self._cells.setdefault(reason, {}).setdefault(of, []).append(cell)

    def sentences(self, asked: dict[str, int]) -> list[str]:
        """One for each reason; `asked` has the number of cells that each label would have."""
        found = []
        for reason, cells in self._cells.items():
            alike: dict[str, list[str]] = {}
            for of, where in cells.items():
                extent = "every cell" if len(where) == asked[of] else places(where)
                alike.setdefault(extent, []).append(of)
            which = "; ".join(f"{_and(labelled)}, {extent}" for extent, labelled in alike.items())
            found.append(f"Missing: {which}: {reason}")
        return at_most(found, "missing cells")


def failed_runs(results: Results, workload: str) -> list[str]:
    """One sentence for each cell that was measured although some of its process runs failed."""
    have = {(cell.mode, cell.workers, cell.configuration) for cell in results.cells_of(workload)}
    shown = labels(results.configurations)
    failures: dict[tuple[Mode, int, str], list[Gap]] = {}
    for gap in results.gaps:
        where = (gap.mode, gap.workers, gap.configuration)
        if gap.failed and gap.workload == workload and where in have:
            failures.setdefault(where, []).append(gap)
    sentences = [
        f"Failed in {count(len(gaps), 'process run')} and drawn from the others: {shown[configuration]}, "
        f"{places([(mode, workers)])}: {sentence(gaps[0].reason)}"
        for (mode, workers, configuration), gaps in failures.items()
    ]
    return at_most(sentences, "cells with failed process runs")


def without_interval(estimates: Iterable[Estimate], n_of: str) -> list[str]:
    """Says so where points have no interval."""
    given = list(estimates)
    bare = [estimate for estimate in given if not estimate.has_interval]
    if not bare:
        return []
    which = "No point has a bar" if len(bare) == len(given) else f"{count(len(bare), 'point')} without a bar"
    return [f"{which}: fewer than six {n_of}, too few for a 95 % interval."]


def why_missing(
    results: Results, workload: str, mode: Mode, workers: int, configuration: str
) -> tuple[str, str]:
    """A word for it, and the reason in full."""
    gap = results.gap(workload, mode, workers, configuration)
    if gap:
        word = "failed" if gap.failed else "unsupported" if gap.workload or gap.mode else "unavailable"
        return word, gap.reason
    asked = results.asked.get(workload)
    if asked and (mode, workers) not in asked.cells:
        return "not asked for", "the run was not asked to measure it"
    if results.interrupted:
        return "not measured", "the run was interrupted before it"
    return "not measured", "not in the file, which records no reason"


class Footnotes:
    """Reasons for what is missing, in full below the panels and by number in them."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], list[str]] = {}

    def mark(self, missing: tuple[str, str], place: str) -> str:
        """`unsupported [2]`, to be written where the number would stand."""
        places = self._places.setdefault(missing, [])
        if place not in places:
            places.append(place)
        return f"{missing[0]} [{list(self._places).index(missing) + 1}]"

    def sentences(self) -> list[str]:
        """The footnotes in the order of their numbers."""
        return [
            f"[{number}] {word}: {_listed(places)}: {sentence(reason, 600)}"
            for number, ((word, reason), places) in enumerate(self._places.items(), 1)
        ]


def _listed(places: list[str]) -> str:
    most = 6
    return (
        _and(places) if len(places) <= most else f"{', '.join(places[:most])} and {len(places) - most} more"
    )


def sentence(reason: str, most: int = 160) -> str:
    """An untrusted reason as a sentence of at most that many letters."""
    text = plain(reason, most)
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def places(where: list[tuple[Mode, int]]) -> str:
    """`linear and threaded at 4, 8 workers; process (fork) at 8 workers`."""
    workers_of: dict[Mode, list[int]] = {}
    for mode, workers in where:
        workers_of.setdefault(mode, []).append(workers)
    modes_of: dict[tuple[int, ...], list[str]] = {}
    for mode, workers in workers_of.items():
        modes_of.setdefault(tuple(workers), []).append(plain(mode.label))
    return "; ".join(
        f"{_and(modes)} at {', '.join(map(str, workers))} {'worker' if workers == (1,) else 'workers'}"
        for workers, modes in modes_of.items()
    )


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def at_most(sentences: list[str], what: str) -> list[str]:
    if len(sentences) <= _MOST_NOTES:
        return sentences
    rest = len(sentences) - _MOST_NOTES + 1
    return [*sentences[: _MOST_NOTES - 1], f"And {rest} more such notes on {what}: see the result file."]


def _date(started: str) -> str:
    try:
        when = datetime.fromisoformat(started.replace("Z", "+00:00"))
        when = when.astimezone(timezone.utc) if when.tzinfo else when
        return when.strftime("%Y-%m-%d %H:%M UTC")
    except (ValueError, OverflowError):
        return plain(started, 25)
