"""pepbench verify of a report: whether each number on its page follows from the samples."""

import copy
import html
import json

import pytest

from harness.cli.driver_for_test import ROOT, Driver

THREADS = ROOT / "results" / "published" / "threads.json"
STORED = json.loads(THREADS.read_text(encoding="utf-8"))
SECONDS = STORED["pepbench"]["summary"]["cells"][0]["median_seconds"]
POINTER = "file0:/pepbench/summary/cells/0/median_seconds"
LINK = '<link rel="alternate" type="application/json" href="data/{}">'


def number(value=SECONDS, source=POINTER, form="seconds", text=f"{SECONDS * 1e3:.3g} ms"):
    values = [html.escape(part) for part in (str(value), source, form, text)]
    return '<data value="{}" data-from="{}" data-format="{}">{}</data>'.format(*values)


@pytest.fixture(scope="module")
def claims(tmp_path_factory):
    return Driver(tmp_path_factory.mktemp("claims"))("claims", THREADS, "--json").out


@pytest.fixture
def report(driver, claims):
    """Verifies a report by hand: its numbers, and its only file or what stands in its place."""

    def verified(*numbers, link="threads.json", document=None):
        driver.file("report/claims.json", claims)
        driver.file("report/data/threads.json", document or STORED)
        page = f"<!doctype html><head>{LINK.format(link)}</head>\n<p>{'</p><p>'.join(numbers)}</p>\n"
        driver.file("report/index.html", page)
        return driver("verify", "report")

    return verified


def failed(verified):
    """The sentences about the page, which does not hold, and what it came down to."""
    assert verified.code == 2
    assert len(verified.err) == 1
    assert verified.err[0].startswith("pepbench: report/index.html does not hold: ")
    page = verified.out.partition("report/index.html\n")[2]
    assert page.startswith("  FAILED ")
    return [line.strip() for line in page.splitlines()[1:]]


def test_what_follows_from_the_samples(report):
    verified = report(number(), number("2", "file0:/pepbench/machine/usable_cores", "count", "2"))
    assert (verified.code, verified.err) == (0, [])
    assert verified.out.startswith("report/data/threads.json\n  ok ")
    assert verified.out.endswith(
        "report/index.html\n  ok            2 numbers of the page follow from the samples\n"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (number(text=f"{SECONDS * 1e3 + 1:.3g} ms"), f"which must be shown as '{SECONDS * 1e3:.3g} ms'"),
        (number(value=SECONDS * 1.0001), f"which is {SECONDS!r} by the samples"),
        (number(value=""), f"which is {SECONDS!r} by the samples"),
        (number(source="file0:/pepbench/summary/cells/99/median_seconds"), "which is nowhere"),
        (number(source="file1:/pepbench/summary"), "which is nowhere"),
        (number(form="furlongs"), "which cannot be shown as 'furlongs'"),
        (number(value="\x1b[31m<script>", text="\u202e1"), "line 2 shows '???1' for file0:"),
    ],
)
def test_what_does_not(report, changed, said):
    problems = failed(report(number(), changed))
    assert len(problems) == 1
    assert said in problems[0]


def test_one_mistake_everywhere_is_told_briefly(report):
    problems = failed(report(*[number(text="1 s")] * 300))
    assert problems[-1] == f"and {300 - len(problems) + 1} more"


def test_a_page_without_a_number(report):
    assert failed(report("1.14")) == ["the page has no number"]


def test_a_page_of_a_changed_file(report):
    document = copy.deepcopy(STORED)
    for row in document["benchmarks"]:
        row["real_time"] *= 1.5
    verified = report(number(), document=document)
    assert verified.code == 2
    assert "report/data/threads.json does not hold" in verified.err[0]
    assert "by the samples" in verified.out.partition("report/index.html")[2]


@pytest.mark.parametrize(
    "link", ["../../threads.json", "/etc/passwd", "%2e%2e/threads.json", ".threads.json", ""]
)
def test_files_outside_the_report_are_not_read(report, link):
    assert "which is no file in its folder 'data'" in report(number(), link=link).refused()


def test_a_file_that_is_not_there(report):
    assert "cannot read report/data/else.json: " in report(number(), link="else.json").refused()


@pytest.mark.parametrize("content", ["", "[]", "null", "[" * 100_000, '{"claims": 1}'])
def test_claims_that_are_none(driver, report, content):
    report(number())
    driver.file("report/claims.json", content)
    verified = driver("verify", "report")
    assert verified.code == 2
    assert verified.err[0].startswith("pepbench: report/claims.json does not hold: ")


def test_claims_that_are_not_there(driver, report):
    report(number())
    (driver.folder / "report" / "claims.json").unlink()
    assert "cannot read report/claims.json" in driver("verify", "report").refused()


def test_a_page_without_files(driver):
    driver.file("report/index.html", number())
    assert "links to no result file in its folder 'data'" in driver("verify", "report").refused()


def test_a_page_that_never_ends(driver):
    page = driver.file("report/index.html", number())
    with page.open("ab") as stream:
        stream.truncate(300 << 20)
    assert "index.html is larger than any report's page" in driver("verify", "report").refused()


@pytest.mark.parametrize(
    "page", ["<data", '<data value="1">1', '<data value="1"><b>1</b></data>', "<" * 100_000]
)
def test_a_page_that_is_broken(driver, page):
    driver.file("report/index.html", page)
    driver("verify", "report").refused()


def test_a_folder_that_is_no_report(driver):
    (driver.folder / "empty").mkdir()
    assert "cannot read empty/index.html: " in driver("verify", "empty").refused()
