"""Shared by the tests of the report: documents to make one of, and what a browser would find in the page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from plots import testing

HOSTILE = (
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "long" * 75,
    "\u05e9\u05dc\u05d5\u05dd",
    "evil\u202egnp.exe",
    "\x1b[31mred\x1b[0m",
    "a|b`c`*d*[e](javascript:f)",
    '"onmouseover="alert(1)',
)


def small(configurations: tuple[str, ...] = testing.THREE, **options: Any) -> dict:
    """A run with few cells, of which some have samples, and so a report that is quickly drawn."""
    few = {"workloads": ("primes", "queue"), "workers": (1, 2, 4), **options}
    given = testing.add_samples(testing.document(configurations, **few))
    given["pepbench"]["machine"] |= {"virtual_machine": "kvm", "memory_bytes": 2**34, "governor": None}
    given["pepbench"]["change"] = {"foreign_busy_share": 0.0224, "steal_share": 0.0135}
    return given


def claim(pep: int, text: str, verdict: str, **changed: Any) -> dict:
    """A claim as `pepbench claims --json` prints it."""
    value = {"value": 1.136, "low": 1.06, "high": 1.238, "n": 6, "unit": "ratio"}
    judged = verdict in ("reproduced", "refuted", "cannot tell")
    return {
        "id": f"pep{pep}-{len(text)}",
        "pep": pep,
        "section": "Performance Comparison",
        "text": text,
        "condition": "time with four ÷ time with one",
        "file": 0 if judged else None,
        "verdict": verdict,
        "reason": "" if judged else "two usable cores cannot show four",
        "value": value if judged else None,
        "boundary": "at most 1.10",
        "parts": [],
        "measure": "pepbench run --workload empty" if verdict == "not measured" else None,
        "note": "",
        **changed,
    }


def claims(*entries: dict) -> dict:
    """The document of `pepbench claims --json`; without entries, one of each verdict."""
    some = entries or (
        claim(371, "Processes stay flat.", "reproduced", parts=[part("primes"), part("queue")]),
        claim(371, "Starting processes is not slower.", "refuted"),
        claim(744, "The JIT takes more memory.", "cannot tell"),
        claim(776, "There is no fork.", "not measured"),
        claim(371, "Four processes take as long as one.", "not possible here"),
    )
    family = {"claims": len(some), "level": 0.95, "correction": "Corrected by Holm's method."}
    return {"format": 1, "files": ["run.json"], "family": family, "claims": list(some)}


def part(name: str) -> dict:
    value = {"value": 1.02, "low": 1.01, "high": 1.04, "n": 6, "unit": "ratio"}
    return {"name": name, "verdict": "reproduced", "value": value}


def write_json(document: Any, path: Path) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def resolve(document: Any, pointer: str) -> Any:
    """What is in the document at a JSON pointer."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


@dataclass
class Datum:
    """A `data` element: its attributes and its text."""

    value: str
    source: str
    form: str
    text: str = ""


@dataclass
class Found(HTMLParser):
    """What is on a page: elements by name, ids, `data` elements, headings, and all text."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    data: list[Datum] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes.append((tag, given))
        if tag == "data":
            self.data.append(Datum(given["value"], given["data-from"], given["data-format"]))
        elif tag == "section":
            self.sections.append(given["id"])
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags and self.tags[-1] == "data" and not self.data[-1].text:
            self.data[-1].text = data

    @property
    def ids(self) -> list[str]:
        return [given["id"] for _, given in self.attributes if "id" in given]


def look_at(page: str) -> Found:
    found = Found()
    found.feed(page)
    return found
