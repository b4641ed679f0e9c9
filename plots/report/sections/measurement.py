"""What was measured, by which command, on what machine, and what speaks for and against its numbers."""

from __future__ import annotations

from collections.abc import Callable

from plots import style
from plots.model import Results
from plots.report import trust
from plots.report.blocks import Block, Details, Group, Line, Link, Name, Notice, Section, Strong, Table
from plots.report.facts import NOT_RECORDED, command, inside, number, words
from plots.report.inputs import Inputs, ResultSet


def build(inputs: Inputs) -> Section:
    """Several files stand side by side; where they differ, that comes first."""
    alone = len(inputs.sets) == 1
    blocks: list[Block] = [] if alone else [_differences(inputs)]
    blocks.append(_table(inputs.sets))
    for each in inputs.sets:
        title: Line = ("How far to trust it",) if alone else ("How far to trust ", Name(each.name))
        blocks.append(Group(title, trust.blocks(each)))
    blocks += [
        Details(("Interpreters of ", Name(each.name), " and how they were built"), (_interpreters(each),))
        for each in inputs.sets
        if inside(each.header, "configurations").values
    ]
    return Section("measurement", "What was measured, and on what", tuple(blocks))


def _differences(inputs: Inputs) -> Notice:
    """The first thing to say of several files; a marked row of the table below differs."""
    differing = [label for label, values in _rows(inputs.sets) if label in _ENVIRONMENT and _differ(values)]
    lines: list[Line] = []
    for compared in inputs.comparisons:
        both: Line = (Name(compared.a), " and ", Name(compared.b), " are ")
        lines.append((*both, Strong(style.plain(compared.verdict, 40)), "."))
        lines += [
            (Name(each.what), ": ", Name(each.in_a), " and ", Name(each.in_b), *_weight(each.forbids))
            for each in compared.differences
        ]
    if differing:
        lines.append((Strong("Their environments differ:"), " ", ", ".join(differing), " (marked below)."))
    elif not inputs.comparisons:
        lines.append((Strong("The facts below show their environments to be alike."),))
    lines.append(("Numbers of different files stand side by side here and are never mixed into one.",))
    return Notice(tuple(lines))


def _weight(forbids: bool) -> Line:
    return (" (forbids a comparison of times)",) if forbids else ()


def _table(sets: tuple[ResultSet, ...]) -> Table:
    rows = _rows(sets)
    marked = {
        place for place, (label, values) in enumerate(rows) if label in _ENVIRONMENT and _differ(values)
    }
    return Table(
        caption="Command, versions, machine" + (" (marked rows differ)" if marked else ""),
        columns=("", *(each.name for each in sets)),
        rows=tuple(((label,), *values) for label, values in rows),
        marked=frozenset(marked),
    )


def _rows(sets: tuple[ResultSet, ...]) -> list[tuple[str, list[Line]]]:
    return [(label, [read(each) for each in sets]) for label, read in _FACTS.items()]


def _differ(values: list[Line]) -> bool:
    return len({tuple(getattr(part, "text", part) for part in value) for value in values}) > 1


def _measured(source: ResultSet) -> Line:
    header = source.header
    took = number(source, header, "measuring_seconds", "seconds")
    outcome = words(header.values.get("outcome"))
    return (*words(header.values.get("started")), ", for ", *took, ", ", *outcome)


def _version(source: ResultSet) -> Line:
    header = source.header
    commit = style.plain(str(header.values.get("commit") or "unknown"), 60)[:12]
    changed = inside(header, "machine", "build").values.get("dirty")
    return (*words(header.values.get("version")), f" ({commit}{', with local changes' if changed else ''})")


def _interpreter_versions(source: ResultSet) -> Line:
    configurations = inside(source.header, "configurations")
    versions = {
        name: inside(configurations, name, "facts").values.get("version") for name in configurations.values
    }
    return words(
        ", ".join(f"{name} ({version or 'version not recorded'})" for name, version in versions.items())
    )


def _cells(source: ResultSet) -> Line:
    contents = source.contents
    if not isinstance(contents, Results):
        if contents.soak:
            verdicts = sum(group.verdicts for group in contents.soak.groups)
            return (f"a soak of {style.count(verdicts, 'verdict')}",)
        return (style.count(len(contents.cells), "gated cell"),)
    return (
        f"{style.count(len(contents.cells), 'cell')}: {style.count(len(contents.workloads), 'workload')},"
        f" {style.count(len(contents.configurations), 'configuration')}",
    )


def _cores(source: ResultSet) -> Line:
    machine = inside(source.header, "machine")
    reason = machine.values.get("usable_cores_reason")
    return (
        *number(source, machine, "usable_cores", "count"),
        *((" (", *words(reason), ")") if reason else ()),
    )


def _virtual(source: ResultSet) -> Line:
    values = inside(source.header, "machine").values
    found = [str(values[key]) for key in ("virtual_machine", "container") if values.get(key)]
    return words(", ".join(found)) if found else ("none found",)


def _machine(key: str) -> Callable[[ResultSet], Line]:
    return lambda source: words(inside(source.header, "machine").values.get(key))


def _system(source: ResultSet) -> Line:
    values = inside(source.header, "machine").values
    found = [str(values[key]) for key in ("operating_system", "kernel", "libc") if values.get(key)]
    return words(", ".join(found))


def _aslr(source: ResultSet) -> Line:
    enabled = inside(source.header, "machine", "aslr").values.get("enabled")
    return NOT_RECORDED if enabled is None else ("on" if enabled else "off",)


def _memory(source: ResultSet) -> Line:
    return number(source, inside(source.header, "machine"), "memory_bytes", "bytes")


def _load(source: ResultSet) -> Line:
    change = inside(source.header, "change")
    foreign = number(source, change, "foreign_busy_share", "percent")
    steal = number(source, change, "steal_share", "percent")
    return ("other programs ", *foreign, ", hypervisor ", *steal, " of the CPU time")


_FACTS: dict[str, Callable[[ResultSet], Line]] = {
    "File": lambda source: (Link(source.name + ".json", source.copy),),
    "Command": lambda source: command(source.header.values.get("command")),
    "Measured": _measured,
    "Holds": _cells,
    "pepbench": _version,
    "Python": _interpreter_versions,
    "CPU": _machine("cpu_model"),
    "Usable cores": _cores,
    "Virtual machine, container": _virtual,
    "Memory": _memory,
    "System": _system,
    "Frequency governor": _machine("governor"),
    "Address space randomised": _aslr,
    "Meanwhile": _load,
    "Seed": lambda source: words(source.header.values.get("seed")),
}

# Of these facts, a difference is one of the environment.
_ENVIRONMENT = frozenset(
    {
        "pepbench",
        "CPU",
        "Usable cores",
        "Virtual machine, container",
        "Memory",
        "System",
        "Frequency governor",
        "Address space randomised",
    }
)


def _interpreters(source: ResultSet) -> Table:
    configurations = inside(source.header, "configurations")
    rows = []
    for name in configurations.values:
        entry = inside(configurations, name)
        facts, build = inside(entry, "facts"), inside(entry, "facts", "build")
        switches = " ".join(f"{key}={value}" for key, value in inside(entry, "environment").values.items())
        rows.append(
            (
                (Name(name),),
                words(build.values.get("version_text") or facts.values.get("version")),
                words(entry.values.get("runner")),
                (Name(switches),) if switches else ("as shipped",),
                words(facts.values.get("gil_enabled")),
                words(facts.values.get("jit_enabled")),
                words(build.values.get("compiler")),
                words(build.values.get("optimized")),
                words(build.values.get("cflags")),
            )
        )
    return Table(
        caption="Configurations, as their processes reported after the work",
        columns=("Configuration", "Version", "Runner", "Switches", "GIL", "JIT", "Compiler", "PGO", "Flags"),
        rows=tuple(rows),
    )
