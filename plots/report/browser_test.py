"""The report in a real browser, Chromium: quiet, readable at any width, sortable, accessible, and safe."""

import json
from pathlib import Path

import pytest

from plots.report import __main__ as program
from plots.report import testing
from plots.testing import THREE

CHROMIUM = Path("/usr/bin/chromium")
if not CHROMIUM.exists():
    pytest.skip("there is no Chromium: ci/packages.sh browser installs it", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="there is no Playwright: see ci/python_env.sh")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core: see ci/python_env.sh")

OPTIONS = [
    "--no-sandbox",  # which root cannot have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 1440)


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield chromium
        chromium.close()


class Visit:
    """A page that is open, and all that it said and asked for meanwhile."""

    def __init__(self, browser, file, width=1440, scheme="light", **options):
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, **options
        )
        self.page = self.context.new_page()
        self.said, self.asked_for, self.asked = [], [], []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked_for.append(request.url))
        self.page.on("dialog", lambda dialog: (self.asked.append(dialog.message), dialog.dismiss()))
        self.page.goto(file.as_uri())


@pytest.fixture
def visit(browser):
    """Opens a file; whatever it shows, nothing was said and nothing but itself asked for."""
    visits = []

    def opened(file, *arguments, **options):
        visits.append((file, Visit(browser, file, *arguments, **options)))
        return visits[-1][1].page

    yield opened
    for file, made in visits:
        made.context.close()
        assert (made.said, made.asked, made.asked_for) == ([], [], [file.as_uri()])


def write_report(directory, *documents, claims=None):
    files = []
    for number, document in enumerate(documents):
        files.append(testing.write_json(document, directory / f"run-{number}.json"))
    judged = testing.write_json(claims or testing.claims(), directory / "claims.json")
    output = directory / "report"
    words = [*files, "--claims", judged, "--output", output, "--command", "pepbench report"]
    assert program.main([str(word) for word in words]) == 0
    return output / "index.html"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return write_report(tmp_path_factory.mktemp("plain"), testing.small())


@pytest.fixture(scope="module")
def of_two_files(tmp_path_factory):
    return write_report(tmp_path_factory.mktemp("two"), testing.small(), testing.small(("cpython-3.14",)))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A report on workloads with the worst names that we could think of, in its claims, too."""
    names = testing.HOSTILE
    document = testing.small(THREE[:2], workloads=names, workers=(1, 2))
    claims = testing.claims(*(testing.claim(371, name, "refuted", note=name) for name in names))
    return write_report(tmp_path_factory.mktemp("hostile"), document, claims=claims)


def overflow(page):
    """By how many pixels the page is wider than the window, and whether it hides that."""
    return page.evaluate(
        """() => [
            document.documentElement.scrollWidth - document.documentElement.clientWidth,
            ...[document.documentElement, document.body].map((each) => getComputedStyle(each).overflowX),
        ]"""
    )


def unfold(page):
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")


def values_of(table, column):
    """The numbers in a column, from top to bottom, without the cells that have none."""
    return table.evaluate(
        """(table, column) => [...table.tBodies[0].rows]
            .map((row) => row.cells[column].querySelector('data'))
            .filter((data) => data)
            .map((data) => Number(data.value))""",
        column,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits(visit, report, width):
    page = visit(report, width)
    assert overflow(page) == [0, "visible", "visible"]
    unfold(page)
    assert overflow(page)[0] == 0


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_it_is_accessible(visit, report, width, scheme):
    found = axe.Axe().run(visit(report, width, scheme)).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_two_files_and_hostile_names_fit(visit, of_two_files, hostile, width):
    for file in (of_two_files, hostile):
        page = visit(file, width)
        unfold(page)
        assert overflow(page)[0] == 0


def test_dark_is_dark(visit, report):
    def lightness(scheme):
        page = visit(report, 1440, scheme)
        colour = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        return sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(",")))

    assert lightness("dark") < 200
    assert lightness("light") > 600


def test_charts_have_words_and_a_table(visit, report):
    page = visit(report)
    unfold(page)
    charts = page.locator("svg[role=img]")
    assert charts.count() > 3
    for chart in charts.all():
        assert len(chart.get_attribute("aria-label")) > 20
        box = chart.bounding_box()
        assert box["width"] > 100
        assert box["height"] > 50
        figure = chart.locator("xpath=ancestor::figure")
        assert figure.locator("figcaption").inner_text()
    behind = page.locator("figure details table tbody tr")
    assert behind.count() > charts.count()


def test_text_of_charts_can_be_selected(visit, report):
    page = visit(report)
    assert "workers" in page.locator("figure svg text").all_text_contents()


def test_marks_have_tooltips(visit, report):
    titles = visit(report).locator("figure svg title").all_text_contents()
    assert any("n = " in title and "[" in title for title in titles)


@pytest.mark.parametrize("press", [lambda button: button.click(), lambda button: button.press("Enter")])
def test_tables_sort(visit, report, press):
    page = visit(report)
    unfold(page)
    table = page.locator("figure table[data-sorts]").first
    column = table.locator("thead th", has_text="from").evaluate("(header) => header.cellIndex")
    before = values_of(table, column - 1)
    button = table.locator("thead th").nth(column).locator("button")
    header = button.locator("xpath=ancestor::th")
    press(button)
    rising = values_of(table, column)
    assert len(rising) > 2
    assert rising == sorted(rising)
    assert header.get_attribute("aria-sort") == "ascending"
    press(button)
    assert values_of(table, column) == sorted(rising, reverse=True)
    assert header.get_attribute("aria-sort") == "descending"
    assert sorted(values_of(table, column - 1)) == sorted(before)  # no row is lost
    assert table.locator("th[aria-sort]").count() == 1


def test_every_sort_button_is_reached_by_keyboard(visit, report):
    page = visit(report)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    assert page.locator(":focus").is_visible()
    unreachable = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, a')]
            .filter((each) => each.tabIndex < 0).length"""
    )
    assert unreachable == 0


def test_without_scripts_everything_is_there(visit, report):
    page = visit(report, java_script_enabled=False)
    assert page.locator("table tbody tr").count() > 20
    assert page.locator("svg[role=img]").count() > 3


def test_it_prints(visit, report):
    page = visit(report)
    page.emulate_media(media="print")
    assert overflow(page)[0] <= 0
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_hostile_names_stay_text(visit, hostile):
    page = visit(hostile)
    assert page.title() == visit(hostile).title()
    text = page.locator("body").text_content()
    for name in testing.HOSTILE:
        if name.isprintable():
            assert name in text
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, embed, base, form").count() == 0
    assert not [
        link
        for link in page.evaluate("() => [...document.links].map((each) => each.getAttribute('href'))")
        if not link.startswith(("#", "data/", "https://peps.python.org/"))
    ]
    isolated = page.evaluate(
        """(name) => [...document.querySelectorAll('main *')]
            .filter((each) => !each.children.length && each.textContent.includes(name))
            .every((each) => each.closest('bdi, code, svg'))""",
        "\u05e9\u05dc\u05d5\u05dd",
    )
    assert isolated


def test_links_lead_somewhere(visit, report):
    page = visit(report)
    broken = page.evaluate(
        """() => [...document.links]
            .map((each) => each.getAttribute('href'))
            .filter((href) => href.startsWith('#') && !document.getElementById(href.slice(1)))"""
    )
    assert broken == []
    files = page.evaluate("() => [...document.links].map((each) => each.getAttribute('href'))")
    for href in files:
        if not href.startswith(("#", "https:")):
            assert json.loads((report.parent / href).read_text(encoding="utf-8"))
