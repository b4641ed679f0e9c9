"""Every claim with its condition, what was measured, and the verdict."""

from __future__ import annotations

from plots.report.blocks import Block, Commands, Details, Line, Link, Name, Paragraph, Quiet, Section, Table
from plots.report.claims import Claim
from plots.report.inputs import Inputs

_VERDICTS = (
    "“cannot tell”: the interval, corrected for the number of claims, straddles the boundary. “not"
    " measured”: no file holds the cells. “not possible here”: this machine or these interpreters cannot show"
    " it."
)


def build(inputs: Inputs) -> Section:
    """The table, the parts of composite claims, and how to measure what is missing."""
    claims = inputs.claims.entries
    blocks: list[Block] = [Paragraph((_VERDICTS,)), _table(inputs, claims)]
    if any(claim.parts for claim in claims):
        blocks.append(Details(("The parts of composite claims",), (_parts(inputs, claims),)))
    commands = tuple(dict.fromkeys(claim.measure for claim in claims if claim.measure))
    if commands:
        blocks.append(Details(("How to measure what is missing",), (Commands(commands),)))
    return Section("claims", "The PEPs’ claims", tuple(blocks))


def _table(inputs: Inputs, claims: tuple[Claim, ...]) -> Table:
    several = len(inputs.sets) > 1
    columns = ("PEP", "Claim", "Verdict", "Measured", "n", "Claimed", *(("File",) if several else ()))
    return Table(
        caption="Claims and verdicts",
        columns=columns,
        rows=tuple(
            (
                (_pep(claim.pep),),
                _claim(claim),
                (claim.verdict, *_quiet(claim.reason), *_quiet(claim.note)),
                claim.measured.line if claim.measured else ("–",),
                (claim.measured.n,) if claim.measured and claim.measured.n else ("–",),
                (Name(claim.boundary),),
                *((_file(inputs, claim),) if several else ()),
            )
            for claim in claims
        ),
        numeric=frozenset({3, 4}),
    )


def _pep(pep: int) -> Link:
    return Link(str(pep), f"https://peps.python.org/pep-{pep:04}/")


def _claim(claim: Claim) -> Line:
    section: Line = (Quiet(("In the PEP: ", Name(claim.section))),) if claim.section else ()
    return (Name(claim.text), *_quiet(claim.condition), *section)


def _quiet(text: str) -> Line:
    return (Quiet((Name(text),)),) if text else ()


def _file(inputs: Inputs, claim: Claim) -> Line:
    return (Name(inputs.sets[claim.file].name),) if claim.file is not None else ("–",)


def _parts(inputs: Inputs, claims: tuple[Claim, ...]) -> Table:
    several = len(inputs.sets) > 1
    return Table(
        caption="Parts: a composite claim is reproduced where all of its parts are",
        columns=("PEP", "Claim", "Part", "Verdict", "Measured", "n", *(("File",) if several else ())),
        rows=tuple(
            (
                (_pep(claim.pep),),
                (Name(claim.text),),
                (Name(part.name),),
                (part.verdict, *_quiet(part.reason)),
                part.measured.line if part.measured else ("–",),
                (part.measured.n,) if part.measured and part.measured.n else ("–",),
                *((_file(inputs, claim),) if several else ()),
            )
            for claim in claims
            for part in claim.parts
        ),
        numeric=frozenset({4, 5}),
    )
