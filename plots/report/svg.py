"""Charts as SVG inside of a page: in the page's colours, with a tooltip a mark, and ids of their own."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from plots import save
from plots.chart import Chart

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"

_PIXELS_PER_POINT = 4 / 3
_LEAST_SCALE = 0.85

# A chart's colour on white, and the one that says the same on a dark page.
COLOURS = {
    "#1a1a1a": "#e8e6e1",
    "#555555": "#b4b1aa",
    "#777777": "#8d8a84",
    "#bbbbbb": "#55534f",
    "#e4e4e4": "#34363a",
    "#f1eee6": "#26282b",
    "#c9c2b0": "#5d594e",
    "#ababab": "#6f6f6f",
    "#dddddd": "#3d4045",
    "#d9d9d9": "#3d4045",
    "#ffffff": "#17191c",
    "#000000": "#f2f0ea",
    "#0072b2": "#4aa8e0",
    "#e69f00": "#f0b429",
    "#cc79a7": "#dd94bb",
    "#d55e00": "#f0813a",
    "#a39400": "#c9ba2e",
    "#56b4e9": "#7cc8f2",
    "#009e73": "#2fbf95",
    "#b34700": "#f0a070",
    "#f3e3d3": "#3a2f25",
    "#c9a98a": "#7d654d",
}


def inline(chart: Chart, identity: str, label: str, tips: list[list[str]]) -> str:
    """The chart without its caption, as an element of an HTML page.

    `identity` begins every id in it, `label` is what it shows in words; `tips` has a text for each point of
    each of the chart's series.
    """
    drawing = _parsed(chart)
    for series, texts in zip(chart.series, tips):
        _add_tips(drawing, series.gid, texts)
    _clean(drawing)
    _rename(drawing, identity)
    _set_size(drawing)
    drawing.attrib.pop("version", None)
    drawing.set("role", "img")
    drawing.set("aria-label", label)
    return _text(drawing)


def _parsed(chart: Chart) -> ElementTree.Element:
    chart.leave_out_caption()
    written = io.BytesIO()
    chart.savefig(
        written, format="svg", metadata=save.METADATA["svg"], transparent=True, bbox_inches=chart.body
    )
    return ElementTree.fromstring(written.getvalue())


def _add_tips(drawing: ElementTree.Element, gid: str, texts: list[str]) -> None:
    group = drawing.find(f".//{_SVG}g[@id='{gid}']")
    marks = [] if group is None else group.findall(f".//{_SVG}use")
    for mark, text in zip(marks, texts):
        ElementTree.SubElement(mark, f"{_SVG}title").text = text


def _clean(drawing: ElementTree.Element) -> None:
    """Takes out what says nothing, and gives the page's names to colours and letters."""
    for unwanted in ("metadata", "style"):
        for parent in drawing.iter():
            for child in parent.findall(f"{_SVG}{unwanted}"):
                parent.remove(child)
    for element in drawing.iter():
        # Variables work in the style alone, and a hatch has its colour in an attribute.
        looks = [element.get("style", "")]
        looks += [f"{key}: {element.attrib.pop(key)}" for key in ("fill", "stroke") if key in element.attrib]
        style = "; ".join(filter(None, looks))
        if style:
            style = re.sub("#[0-9a-f]{6}", lambda found: _variable(found[0]), style)
            element.set("style", re.sub("'DejaVu Sans'.*?sans-serif", "var(--chart-font)", style))


def _variable(colour: str) -> str:
    return f"var(--c{colour[1:]})" if colour in COLOURS else colour


def _rename(drawing: ElementTree.Element, identity: str) -> None:
    for element in drawing.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, f"{identity}-{value}")
            elif key == _HREF:
                del element.attrib[key]
                inside = value.startswith("#")  # an image's is its data
                element.set("href", f"#{identity}-{value[1:]}" if inside else value)
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{identity}-"))


def _set_size(drawing: ElementTree.Element) -> None:
    """Its natural size, or a little less: letters that shrink with the page cannot be read on a phone."""
    width = float(drawing.attrib.pop("width").removesuffix("pt")) * _PIXELS_PER_POINT
    del drawing.attrib["height"]
    drawing.set("style", f"max-width: {width:.0f}px; min-width: {width * _LEAST_SCALE:.0f}px")


def _text(drawing: ElementTree.Element) -> str:
    for element in drawing.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if not (element.text or "").strip():
            element.text = None
        element.tail = None
    return ElementTree.tostring(drawing, encoding="unicode")
