"""No text meets another, lies on a panel or is cut by the sheet's edge, as the renderer measures it."""

import itertools

import pytest
from matplotlib.text import Text

from plots import charts, rows, testing, testing_gate
from plots.charts import gate, soak, time_by_workers, warmup
from plots.model import Results

KINDS = [kind for kind in charts.every() if kind.DRAWS is Results]


def boxes(figure, *, in_place):
    """What is written on a drawn figure and where: in panels in place of marks, or around the panels."""
    renderer = figure.canvas.get_renderer()
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and (text.get_gid() == rows.IN_PLACE) == in_place
    ]


def overlap(one, other):
    """Whether two boxes share more than the rounding of a pixel."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width > 0.5 and height > 0.5


def assert_readable(figure):
    figure.canvas.draw()
    written, inside = boxes(figure, in_place=False), boxes(figure, in_place=True)
    assert len(written) > 8
    pairs = itertools.combinations([*written, *inside], 2)
    met = [(a, b) for (a, box), (b, other) in pairs if overlap(box, other)]
    assert met == []
    sheet = figure.bbox
    assert [
        text
        for text, box in written
        if box.x0 < sheet.x0 or box.y0 < sheet.y0 or box.x1 > sheet.x1 or box.y1 > sheet.y1
    ] == []
    panels = [axes.get_window_extent() for axes in figure.axes]
    assert [text for text, box in written if any(overlap(box, panel) for panel in panels)] == []
    held = [
        any(panel.contains(*box.min) and panel.contains(*box.max) for panel in panels) for _, box in inside
    ]
    assert all(held)
    keys = [key.get_window_extent(figure.canvas.get_renderer()) for key in figure.legends]
    assert not any(overlap(one, other) for one, other in itertools.combinations([*keys, *panels], 2))
    assert all(sheet.x0 <= key.x0 and key.x1 <= sheet.x1 and sheet.y0 <= key.y0 for key in keys)


def with_gaps():
    document = small(testing.EIGHT)
    testing.remove_cells(document, part="pyodide-314")
    testing.remove_cells(document, part="/8/")
    own = document["pepbench"]
    own["unavailable"] = [{"configuration": "pyodide-314", "reason": "Node " + "is not installed " * 12}]
    own["failures"] = [
        testing.failure(workload, "process", "fork", 8, name, reason=f"worker {number} of {name} died")
        for number, name in enumerate(testing.EIGHT)
        for workload in ("primes",)
    ]
    own["workloads"]["primes"]["shows"] = "A sentence that is far too long for one line, " * 5
    return document


HOSTILE = (
    "$\\frac{1}{0}$",
    "_hidden",
    "<b>&amp;\x00\x1b[31m\ud800",
    "W" * 300,
    "W" * 299 + "+jit",
    "\u202e漢字ﷺ" * 20,
    "100 %",
    "",
)


def hostile():
    names = tuple(name or "last" for name in HOSTILE)
    document = testing.document(names, workloads=("$\\nosuch$", "M" * 200))
    own = document["pepbench"]
    own["version"], own["commit"], own["started"] = "v" * 500, "$c$" * 99, "$\\date{" * 40
    own["machine"]["cpu_model"] = "$CPU_" + "m" * 500
    own["workloads"]["$\\nosuch$"]["shows"] = "$\\int" + "w" * 900
    own["failures"] = [testing.failure("M" * 200, "m" * 90, "$s$", 3, names[0], reason="$r" + "W" * 900)]
    for cell in own["summary"]["cells"]:
        if cell["mode"] == "threaded":
            cell["mode"] = "W" * 80
    return testing.add_samples(document)


TWENTY = (*(f"cpython-3.{n}" for n in range(18)), "cpython-3.18", "cpython-3.18+jit")


def small(configurations=testing.THREE, **rest):
    return testing.document(configurations, workloads=("primes",), **rest)


DOCUMENTS = {
    "3 configurations": lambda: testing.document(workloads=("empty", "floats")),
    "8 configurations": lambda: testing.document(testing.EIGHT, workloads=("empty", "floats")),
    "20 configurations": lambda: small(TWENTY),
    "1 configuration": lambda: small(("cpython-3.11",)),
    "1 cell": lambda: small(("cpython-3.15", "cpython-3.15+jit"), modes=(("linear", None),), workers=(1,)),
    "1 mode": lambda: small(testing.EIGHT, modes=(("process", "spawn"),)),
    "1 mode, wide names": lambda: small(("‱" * 99, "‱" * 98 + "+jit"), modes=(("linear", None),)),
    "5 modes": lambda: small(modes=(*testing.MODES, ("process", "spawn"), ("subinterpreter", None))),
    "16 workers": lambda: small(workers=tuple(range(1, 17)), usable_cores=12),
    "half a core": lambda: small(usable_cores=0.5),
    "64 cores": lambda: small(testing.EIGHT, usable_cores=64),
    "1 core": lambda: small(usable_cores=1),
    "8 cores": lambda: small(usable_cores=8),
    "no intervals": lambda: small(process_runs=3),
    "gaps": with_gaps,
    "samples": lambda: testing.add_samples(small()),
    "hostile": hostile,
    "every mode": lambda: small(modes=testing.ALL_MODES),
    "both suites": testing.document_of_both_suites,
}

WARMUPS = {
    "3 configurations": testing.warmup_document,
    "8 configurations": lambda: testing.warmup_document(testing.EIGHT),
    "20 configurations": lambda: testing.warmup_document(TWENTY, workloads=("primes",), runs=1),
    "1 call": lambda: testing.warmup_document(workloads=("primes",), calls=8, runs=1),
    "hostile": lambda: testing.warmup_document(
        tuple(name or "last" for name in HOSTILE), workloads=("$\\nosuch$", "M" * 200), runs=1
    ),
}


def failing_gate():
    """Every note and every mark, in more rounds than a key could name."""
    entry, rounds = testing_gate.cell("primes/linear/1", ratio=1.08, rounds=90)
    entry |= {"verdict": "failed", "reason": "3 rounds failed " * 30, "improved": True, "drifting": True}
    rounds[1]["log_ratio"], rounds[2]["log_ratio"], rounds[3]["log_ratio"] = 2.0, -2.0, None
    for number, row in enumerate(rounds[10:40]):
        testing_gate.fail(row, "base", f"signal {number}")
        if number % 2:
            testing_gate.fail(row, "head", "it hung " * 40)
    return testing_gate.document((entry, rounds))


def hostile_gate():
    document = testing_gate.document(
        *(testing_gate.cell(f"{name or 'last'}/linear/1", verdict=name or "last") for name in HOSTILE)
    )
    for side in document["pepbench"]["sides"].values():
        side.update(configuration="$\\frac{1}{0}$" * 20, ref="W" * 300, commit="\u202e漢字" * 9)
    return document


def hostile_soak():
    document = testing_gate.soak_document()
    for group in document["pepbench"]["gate"]["soak"]["groups"]:
        group["peers"] = {name: group["passed"] for name in HOSTILE}
        group["pass_seconds"] = group["regressed_seconds"] = {"mean": 1e9, "percentile_95": 1e12, "n": 1}
    return document


GATES = {
    "gate": {
        "passed": testing_gate.document,
        "regressed": lambda: testing_gate.document(testing_gate.cell("a/linear/1", ratio=3, rounds=500)),
        "one round": lambda: testing_gate.document(testing_gate.cell("a/linear/1", rounds=1)),
        "failing": failing_gate,
        "hostile": hostile_gate,
    },
    "soak": {
        "neighbour": testing_gate.soak_document,
        "no neighbour": lambda: testing_gate.soak_document(neighbour=False),
        "one group": lambda: testing_gate.soak_document(neighbour=False, extras=(0,)),
        "hostile": hostile_soak,
    },
}


# What every chart is tried with; the others are about panels a mode and cells a number of workers.
COMMON = ("3 configurations", "8 configurations", "20 configurations", "gaps", "hostile")
EXTRA = {
    "scaling": ("every mode", "64 cores", "no intervals"),
    "interpreters": ("1 cell", "no intervals", "both suites"),
}
BY_WORKERS = ("time", "speedup", "effect")
CASES = [
    pytest.param(kind, DOCUMENTS[name], id=f"{kind.NAME}-{name}")
    for kind in KINDS
    for name in DOCUMENTS
    if name in (*COMMON, *EXTRA.get(kind.NAME, ())) or (kind.NAME in BY_WORKERS and name != "every mode")
    if not (kind.NAME == "warmup" and name in COMMON)
]
CASES += [pytest.param(warmup, document, id=f"warmup-{name}") for name, document in WARMUPS.items()]
CASES += [
    pytest.param(kind, document, id=f"{kind.NAME}-{name}")
    for kind in (gate, soak)
    for name, document in GATES[kind.NAME].items()
]


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
@pytest.mark.parametrize(("kind", "document"), CASES)
def test_texts_do_not_overlap(read, kind, document):
    results = read(document())
    for figure in testing.figures_of(kind, results).values():
        assert_readable(figure)


def test_the_check_sees_an_overlap(read):
    (figure, *_) = testing.figures_of(time_by_workers, read(small())).values()
    figure.text(0.5, 0.5, "in the way")
    with pytest.raises(AssertionError):
        assert_readable(figure)


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_names_are_written_as_they_are(read):
    for document in (hostile(), hostile_gate(), hostile_soak()):
        contents = read(document)
        for kind in charts.of(contents):
            for _, figure in itertools.islice(kind.draw(contents), 1):
                assert not any(text.get_parse_math() for text in figure.findobj(Text))
    results = read(hostile())
    for kind in KINDS:
        for _, figure in itertools.islice(kind.draw(results), 1):
            if kind.NAME in ("time", "speedup", "startup"):
                assert {"$\\frac{1}{0}$", "_hidden"} <= set(testing.texts_of(figure))
