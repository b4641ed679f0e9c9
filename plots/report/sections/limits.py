"""What these numbers do not show: bias and limits, those that apply to what was measured."""

from __future__ import annotations

from plots.model import Results
from plots.report.blocks import Bullets, Line, Paragraph, Section
from plots.report.inputs import Inputs, ResultSet

_ALWAYS = (
    "They hold for these machines, these builds and these small programs, of which none is yours.",
    "Interpreters come from different compilers with different options, so that the step between two of them"
    " is not the step between their versions. A switch compares one build with itself.",
    "The samples are the first calls of a young process, not its steady state.",
    "Memory is that of a whole process, the runner included.",
)
_BY_CONFIGURATION = (
    (
        "+gil",
        "“+gil” is the free-threaded build with its GIL on, which pays for free threading, too: it is no"
        " build without free threading.",
    ),
    ("pypy", "PyPy compiles while it runs, and is still warming up in these samples."),
    ("pyodide", "Pyodide runs in Node: its memory is Node’s, and its start is Node’s and WebAssembly’s."),
)
_BY_WORKLOAD = (
    ("fibonacci", "fibonacci is arithmetic on big integers in C, and cannot show a JIT."),
    (
        "url_fetch",
        "The server that url_fetch asks runs on the same cores as the workers, unless --url was given.",
    ),
    ("file_io", "PEP 371 does not say which file its file I/O read: file_io is a reconstruction."),
)


def build(inputs: Inputs) -> Section:
    """Only what concerns what these files hold."""
    runs = [source.contents for source in inputs.runs]
    items = [
        *_ALWAYS,
        *(text for part, text in _BY_CONFIGURATION if any(_has(run.configurations, part) for run in runs)),
        *(text for name, text in _BY_WORKLOAD if any(name in run.workloads for run in runs)),
    ]
    lines: list[Line] = [(item,) for item in items]
    lines += [line for source in inputs.runs if (line := _cores(source))]
    intro = "Every comparison has a bias. Of this one we know:"
    return Section("limits", "What these numbers do not show", (Paragraph((intro,)), Bullets(tuple(lines))))


def _has(configurations: tuple[str, ...], part: str) -> bool:
    return any(part in name for name in configurations)


def _cores(source: ResultSet) -> Line | None:
    results: Results = source.contents
    if not any(cell.oversubscribed(results.origin.usable_cores) for cell in results.cells):
        return None
    cores = source.number_at(source.header.object("machine"), "usable_cores", "count")
    return (cores, " usable cores cannot show how more workers would scale on as many cores.")
