"""The page as a whole: what is on it, in which order, and that every number is that of its source."""

import json
import re
from pathlib import Path

import pytest

from plots import testing as documents
from plots import testing_gate
from plots.report import html, inputs, markdown, page, pictures, testing
from plots.report.numbers import FORMATS

ORDER = [
    "measurement",
    "findings",
    "claims",
    "pep371",
    "scaling",
    "configurations",
    "costs",
    "suspicious",
    "missing",
    "limits",
    "reproduce",
]
PUBLISHED = Path(__file__).parents[2] / "results" / "published"
OUTSIDE = ("http:", "https:", "//", "ftp:")


class Bundle:
    """A report on documents, made once for many tests."""

    def __init__(self, directory, runs, claims=None):
        self.runs = runs
        self.claims = claims or testing.claims()
        files = [documents.write(run, directory / f"run-{n}.json") for n, run in enumerate(runs)]
        verdicts = testing.write_json(self.claims, directory / "claims.json")
        given = inputs.read(files, verdicts, [], "pepbench report run.json")
        report = page.build(given)
        self.html = html.write(report, given)
        self.markdown = markdown.write(report)
        self.found = testing.look_at(self.html)

    def resolve(self, source):
        name, _, pointer = source.partition(":")
        document = self.claims if name == "claims" else self.runs[int(name.removeprefix("file"))]
        return testing.resolve(document, pointer)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return Bundle(tmp_path_factory.mktemp("one"), [testing.small()])


def test_sections_are_in_order(bundle):
    assert bundle.found.sections == ORDER


def test_headings_skip_no_level(bundle):
    assert bundle.found.headings[0] == 1
    assert all(after <= before + 1 for before, after in zip(bundle.found.headings, bundle.found.headings[1:]))


def test_every_number_is_that_of_its_source(bundle):
    assert len(bundle.found.data) > 300
    for datum in bundle.found.data:
        value = bundle.resolve(datum.source)
        if datum.form == "text":
            assert datum.value == datum.text == value
        else:
            assert json.loads(datum.value) == value, datum
            assert datum.text == FORMATS[datum.form](value), datum


def test_every_cell_of_pep_371_is_there(bundle):
    cells = bundle.runs[0]["pepbench"]["summary"]["cells"]
    shown = {datum.source for datum in bundle.found.data}
    for number, cell in enumerate(cells):
        at = f"file0:/pepbench/summary/cells/{number}"
        assert f"{at}/median_seconds" in shown, cell["name"]
        assert f"{at}/published/seconds" in shown, cell["name"]
        assert f"{at}/published/ratio_to_linear_1" in shown, cell["name"]


def test_ids_are_given_once(bundle):
    assert len(bundle.found.ids) == len(set(bundle.found.ids))


def test_ids_that_are_referred_to_exist(bundle):
    ids = set(bundle.found.ids)
    for _, given in bundle.found.attributes:
        target = given.get("href") or ""
        if target.startswith("#"):
            assert target[1:] in ids


def test_nothing_is_asked_for_from_outside(bundle):
    for tag, given in bundle.found.attributes:
        for key in ("src", "href", "action", "data", "xlink:href"):
            outside = (given.get(key) or "").startswith(OUTSIDE)
            assert not outside or (tag, key) == ("a", "href"), (tag, given)
    assert "@import" not in bundle.html
    assert "url(" not in bundle.html.replace("url(#", "")


def test_every_chart_has_words_and_its_numbers(bundle):
    assert bundle.found.tags.count("svg") >= 8
    for tag, given in bundle.found.attributes:
        if tag == "svg":
            assert given["role"] == "img"
            assert given["aria-label"].startswith("Chart: ")
    assert bundle.html.count("The numbers of this chart") == bundle.found.tags.count("svg")


def test_a_mark_says_what_it_is(bundle):
    cell = documents.find_cell(bundle.runs[0], "primes/process-fork/4/cpython-3.15+jit")
    ratio = cell["speedup"]
    interval = f"{ratio['ratio']:.2f} [{ratio['low']:.2f}, {ratio['high']:.2f}], n = {ratio['n']}"
    assert f"<title>cpython-3.15+jit, 4 workers: {interval}</title>" in bundle.html


def test_the_machine_and_the_versions_are_at_the_top(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "by_part", lambda source, kind: {})
    run = testing.small(workers=(1,))
    run["pepbench"]["configurations"]["cpython-3.15"]["facts"]["version"] = "3.15.0"
    text = Bundle(tmp_path, [run]).found.text
    top = text[: text.index("How far to trust it")]
    for fact in (
        "pepbench run",
        "0.1.0 (4f2c91d7a6b8)",
        "cpython-3.15 (3.15.0)",
        "Intel(R) Xeon(R)",
        "16.0 GiB",
    ):
        assert fact in top


def test_findings_come_from_the_verdicts(bundle):
    findings = bundle.html.split('id="findings"')[1].split("</section>")[0]
    text = testing.look_at(findings).text
    assert "5 claims of 3 PEPs: 1 reproduced, 1 refuted, 1 cannot tell, 1 not measured" in text
    assert text.index("Starting processes is not slower.") < text.index("Processes stay flat.")
    assert "1.14 [1.06, 1.24], n = 6" in text
    assert "Corrected by Holm’s method." in text.replace("'", "’")


def test_a_finding_without_a_number_has_its_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "by_part", lambda source, kind: {})
    differing = {"value": 0.0, "low": None, "high": None, "n": 2152, "unit": "differing samples"}
    verdicts = testing.claims(
        testing.claim(776, "There is no fork.", "reproduced", value=None, reason="OSError: no fork"),
        testing.claim(744, "The answers stay.", "reproduced", value=differing, boundary="none differs"),
        testing.claim(744, "It is faster.", "cannot tell", reason="corrected, the interval is [1, 2]"),
    )
    text = Bundle(tmp_path, [testing.small(workers=(1,))], verdicts).found.text
    assert "There is no fork.OSError: no fork" in text
    assert "The answers stay.0 differing samples, n = 2152; claimed: none differs" in text
    assert "claimed: at most 1.10; corrected, the interval is [1, 2]" in text


def test_the_commands_that_derive_it_again_are_there(bundle):
    assert "pepbench verify ." in bundle.found.text
    assert "pepbench claims data/run-0.json" in bundle.found.text


def test_the_same_files_give_the_same_bytes(tmp_path):
    run = [testing.small(workloads=("primes",), workers=(1, 2), modes=documents.MODES[:2])]
    once, again = (Bundle(tmp_path, run) for _ in range(2))
    assert again.html == once.html
    assert again.markdown == once.markdown


def test_hostile_names_stay_text(tmp_path):
    run = testing.small(workloads=("primes",), workers=(1,), modes=documents.MODES[:1])
    changed = json.dumps(run).replace('"primes"', json.dumps(testing.HOSTILE[0]))
    run = json.loads(changed)
    run["pepbench"]["unavailable"] = [
        {"configuration": "cpython-3.15", "reason": reason} for reason in testing.HOSTILE
    ]
    verdicts = testing.claims(*(testing.claim(371, text, "refuted", note=text) for text in testing.HOSTILE))
    hostile = Bundle(tmp_path, [run], verdicts)
    assert hostile.found.tags.count("script") == 1
    assert not any(key.startswith("on") for _, given in hostile.found.attributes for key in given)
    for unprintable in ("\x1b", "\u202e"):
        assert unprintable not in hostile.html
        assert unprintable not in hostile.markdown
    assert testing.HOSTILE[0] in hostile.found.text
    assert testing.HOSTILE[2] in hostile.found.text
    assert "<script>" not in hostile.markdown
    assert not re.search(r"(?<!\\)\]\(javascript:", hostile.markdown)


def test_several_files_stand_side_by_side(tmp_path):
    one, other = (
        testing.small(workloads=("primes",), workers=(1, 2), modes=documents.MODES[:2]) for _ in range(2)
    )
    other["pepbench"]["machine"]["cpu_model"] = "another CPU"
    for cell in other["pepbench"]["summary"]["cells"]:
        for key in ("median_seconds", "low_seconds", "high_seconds"):
            cell[key] *= 1.01
    verdicts = testing.claims(
        testing.claim(371, "Processes stay flat.", "reproduced"),
        testing.claim(371, "Processes stay flat.", "refuted", file=1),
    )
    both = Bundle(tmp_path, [one, other], verdicts)
    first = both.html.split("<section", 1)[1]
    assert first.index("Their environments differ") < first.index("<table")
    assert both.found.text.count("another CPU") >= 2
    assert len({datum.source.partition(":")[0] for datum in both.found.data}) == 3
    for datum in both.found.data:
        value = both.resolve(datum.source)
        assert str(value) == datum.value or json.loads(datum.value) == value
    assert len(both.found.ids) == len(set(both.found.ids))
    assert [given["href"] for tag, given in both.found.attributes if given.get("rel") == "alternate"] == [
        "data/run-0.json",
        "data/run-1.json",
    ]


def test_what_is_missing_has_its_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "by_part", lambda source, kind: {})
    run = testing.small(workloads=("primes",), workers=(1,))
    documents.remove_cells(run, part="threaded")
    for configuration in documents.THREE:
        keys = documents.cell_keys("primes", "threaded", None, 1, configuration)
        run["pepbench"]["unavailable"].append({**keys, "reason": "no threads to be had"})
    run["pepbench"]["failures"] = [
        documents.failure("primes", "process", "fork", 1, "cpython-3.11", reason="died of signal 11")
    ]
    bundle = Bundle(tmp_path, [run])
    missing = bundle.html.split('<section id="missing"')[1].split("</section>")[0]
    assert missing.count("no threads to be had") == len(documents.THREE)
    assert "died of signal 11" in missing
    assert "1 cell: primes; threaded" in testing.look_at(missing).text


@pytest.mark.parametrize(
    ("document", "section"),
    [
        (documents.warmup_document(workloads=("primes",), calls=12), "costs"),
        (testing_gate.document(), "gates"),
        (testing_gate.soak_document(extras=(0, 5)), "gates"),
        (json.loads((PUBLISHED / "threads.json").read_text(encoding="utf-8")), "scaling"),
    ],
    ids=["warm-up", "gate", "soak", "published"],
)
def test_other_kinds_of_files(tmp_path, document, section):
    bundle = Bundle(tmp_path, [document])
    shown = bundle.html.split(f'<section id="{section}"')[1].split("</section>")[0]
    found = testing.look_at(shown)
    assert "svg" in found.tags
    assert len(found.data) > 4
    for datum in bundle.found.data:
        value = bundle.resolve(datum.source)
        assert datum.form == "text" or datum.text == FORMATS[datum.form](value)
