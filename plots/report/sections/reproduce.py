"""Parameters, the raw data, and the commands that derive every number again."""

from __future__ import annotations

import json
import shlex

from plots.checks import Entry
from plots.report.blocks import Block, Commands, Details, Line, Link, Name, Paragraph, Section, Table
from plots.report.facts import inside, number, words
from plots.report.inputs import Inputs, ResultSet

_HOW = (
    "Every number of this page carries the place in these files from which it comes. In this directory, the"
    " first command derives all of them again from the raw samples and compares them with the page."
)


def build(inputs: Inputs) -> Section:
    """The bundle is whole: the page and its data need nothing else."""
    links: Line = ("Raw samples: ",)
    for source in inputs.sets:
        links = (*links, Link(f"{source.name}.json", source.copy), " ")
    copies = [shlex.quote(source.copy) for source in inputs.sets]
    commands = ["pepbench verify .", f"pepbench claims {' '.join(copies)}"]
    commands += [f"pepbench show {copy}" for copy in copies]
    commands += [f"pepbench compare {' '.join(copies)}"] if len(copies) == 2 else []
    commands += [inputs.command] if inputs.command else []
    blocks: list[Block] = [
        Paragraph(links),
        Paragraph((_HOW,)),
        Commands(tuple(commands)),
        *(
            Details(("Parameters of ", Name(source.name)), (_settings(source), *_workloads(source)))
            for source in inputs.sets
        ),
    ]
    return Section("reproduce", "Parameters, raw data, and how to derive it all again", tuple(blocks))


def _settings(source: ResultSet) -> Table:
    settings = inside(source.header, "settings")
    rows = tuple(((Name(key),), _setting(source, settings, key)) for key in settings.values)
    return Table("Settings of the measurement", ("Setting", "Value"), rows)


def _setting(source: ResultSet, settings: Entry, key: str) -> Line:
    value = settings.values[key]
    if value is None or value in ("", []):
        return ("–",)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(source, settings, key, "count")
    return words(value)


def _workloads(source: ResultSet) -> list[Table]:
    workloads = inside(source.header, "workloads")
    rows: list[tuple[Line, ...]] = []
    for name in workloads.values:
        values = inside(workloads, name).values
        parameters = values.get("parameters")
        rows.append(
            (
                (Name(name),),
                words(values.get("suite")),
                words(json.dumps(parameters, ensure_ascii=False) if parameters else "none"),
                words(values.get("path")),
                words(values.get("sha256")),
            )
        )
    if not rows:
        return []
    return [Table("Workloads", ("Workload", "Suite", "Parameters", "File", "SHA-256"), tuple(rows))]
