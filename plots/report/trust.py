"""What speaks for and against the numbers of a file, by rule, from what the file recorded."""

from __future__ import annotations

from plots import style
from plots.checks import Entry
from plots.model import Results
from plots.report.blocks import Block, Bullets, Line, Name, Paragraph, Strong, Verdict
from plots.report.facts import inside
from plots.report.inputs import ResultSet

# Shares of the CPU time from which on others have disturbed the run.
FOREIGN_SHARE = 0.05
STEAL_SHARE = 0.01

# Changes of the machine's speed that are told one by one.
_MOST_STRETCHES = 4

# Of numbers measured at different speeds, by the run's `across_shifts`.
_WHAT_BECAME = {
    "tell": "Numbers are as measured.",
    "refuse": "Ratios of times at different speeds were left out.",
    "normalise": "Times were divided by it, so that they are those of the usual speed.",
}

_SOUND, _CARE, _UNKNOWN = Verdict("sound", "good"), Verdict("care", "open"), Verdict("not known", "none")

Remark = tuple[Verdict, Line]


def blocks(source: ResultSet) -> tuple[Block, ...]:
    """One sentence that sums up, and the remarks."""
    remarks = [
        *_outcome(source),
        *_intervals(source),
        *_order(source),
        *_speed(source),
        *_others(source),
        *_machine(source),
        *_oversubscribed(source),
    ]
    care = sum(verdict is _CARE for verdict, _ in remarks)
    unknown = sum(verdict is _UNKNOWN for verdict, _ in remarks)
    words = [f"{style.count(care, 'reason')} for care"] if care else ["nothing that calls for care"]
    words += [f"{style.count(unknown, 'thing')} that the machine does not tell"] if unknown else []
    return (
        Paragraph((Strong(f"{' and '.join(words).capitalize()}."),)),
        Bullets(tuple((verdict, " ", *line) for verdict, line in remarks)),
    )


def _outcome(source: ResultSet) -> list[Remark]:
    remarks: list[Remark] = []
    if source.header.values.get("outcome") == "interrupted":
        remarks.append((_CARE, ("The run was interrupted: what was measured by then is here.",)))
    remarks += [(_CARE, _resumption(part)) for part in source.header.maybe_list("resumed")]
    if any(row.values.get("stopped") for row in source.document.list("benchmarks")):
        remarks.append((_CARE, ("A signal may have stopped the runner during some of the samples.",)))
    if inside(source.header, "machine", "build").values.get("dirty"):
        remarks.append((_CARE, ("pepbench was built from a tree with changes that no commit holds.",)))
    if any(run.values.get("disturbed") for run in source.header.maybe_list("process_runs")):
        remarks.append((_CARE, ("Heat, or others on the host, may have slowed some of the process runs.",)))
    elif any(row.values.get("disturbed") for row in source.document.list("benchmarks")):
        remarks.append((_CARE, ("Heat, or others on the host, may have slowed some of the samples.",)))
    return remarks


def _resumption(part: Entry) -> Line:
    changed = [entry.text("what") for entry in part.maybe_list("changed")]
    return (
        "The run was cut off at ",
        Name(part.text("ended")),
        " and resumed at ",
        Name(part.text("started")),
        *((", where something had changed: ", Name(", ".join(changed))) if changed else ()),
        ".",
    )


def _intervals(source: ResultSet) -> list[Remark]:
    if not isinstance(source.contents, Results) or not source.contents.cells:
        return []
    cells = source.contents.cells
    bare = sum(not cell.time.has_interval for cell in cells)
    runs = style.spread([cell.time.n for cell in cells], "fresh process", "fresh processes")
    measured: Line = (f"Each cell was measured in {runs}; its number is their median with its 95 % interval",)
    if not bare:
        return [(_SOUND, (*measured, "."))]
    return [(_CARE, (*measured, f"; {bare} of {len(cells)} cells have fewer than six, and no interval."))]


def _order(source: ResultSet) -> list[Remark]:
    profile = source.header.values.get("profile")
    if profile == "pep371":
        line = "The original’s protocol: one process, minimum of 100, without intervals."
        return [(_CARE, (line,))]
    if profile == "default":
        return [
            (
                _SOUND,
                (
                    "Configurations took turns in an order drawn from the seed, and ratios are formed within"
                    " a pass over all cells, so that slow drift of the machine cancels in them.",
                ),
            )
        ]
    return []


def _speed(source: ResultSet) -> list[Remark]:
    """Whether the machine kept its speed, by pepbench's yardstick."""
    if not isinstance(source.contents, Results) or not source.contents.cells:
        return []
    summary = inside(source.header, "summary")
    if "machine_speed" not in summary.values:
        return [(_UNKNOWN, ("The file does not record whether the machine kept its speed.",))]
    if not summary.has("machine_speed"):
        return [(_UNKNOWN, ("Too few readings of the yardstick tell whether the machine kept its speed.",))]
    speed = summary.object("machine_speed")
    changed = [part for part in speed.list("stretches") if part.positive("relative_time") != 1]
    if not changed:
        kept = "The machine kept its speed: the yardstick, the same work each time, took its usual time."
        return [(_SOUND, (kept,))]
    line: list = ["The machine’s speed changed: the yardstick, the same work each time, took"]
    for place, part in enumerate(changed[:_MOST_STRETCHES]):
        line += [
            ", " if place else " ",
            source.number_at(part, "relative_time", "ratio"),
            " times its usual time from ",
            source.number_at(part, "from_seconds", "seconds"),
            " to ",
            source.number_at(part, "to_seconds", "seconds"),
        ]
    left = len(changed) - _MOST_STRETCHES
    line.append(f", and so on, {left} more times. " if left > 0 else ". ")
    across_shifts = inside(source.header, "settings").values.get("across_shifts")
    line.append(_WHAT_BECAME.get(across_shifts, _WHAT_BECAME["tell"]))
    return [(_CARE, tuple(line))]


def _others(source: ResultSet) -> list[Remark]:
    change = inside(source.header, "change")
    remarks = []
    for key, most, who in (
        ("foreign_busy_share", FOREIGN_SHARE, "Other programs"),
        ("steal_share", STEAL_SHARE, "The hypervisor"),
    ):
        share = change.values.get(key)
        if not isinstance(share, (int, float)):
            remarks.append((_UNKNOWN, (f"{who}: the file does not record what they took meanwhile.",)))
            continue
        taken = source.number(share, change.pointer(key), "percent")
        remarks.append((_CARE if share > most else _SOUND, (f"{who} took ", taken, " of the CPU time.")))
    return remarks


def _machine(source: ResultSet) -> list[Remark]:
    values = inside(source.header, "machine").values
    remarks: list[Remark] = []
    if values.get("virtual_machine"):
        words = ", whose speed depends on neighbours that it cannot see: times are less certain than ratios."
        remarks.append((_CARE, ("A virtual machine (", Name(str(values["virtual_machine"])), ")", words)))
    governor = values.get("governor")
    if governor is None:
        remarks.append((_UNKNOWN, ("How the CPU’s frequency is governed cannot be seen here.",)))
    elif governor != "performance":
        remarks.append((_CARE, ("The CPU’s frequency is governed by ", Name(str(governor)), ".")))
    return remarks


def _oversubscribed(source: ResultSet) -> list[Remark]:
    if not isinstance(source.contents, Results):
        return []
    contents = source.contents
    cores = inside(source.header, "machine")
    if not any(cell.oversubscribed(contents.origin.usable_cores) for cell in contents.cells):
        return []
    number = source.number_at(cores, "usable_cores", "count")
    return [
        (
            _CARE,
            ("Cells with more than ", number, " workers at once are oversubscribed: workers share cores."),
        )
    ]
