"""One screen of findings in words, from the verdicts alone; the table of claims has them all."""

from __future__ import annotations

from collections import Counter

from plots import style
from plots.report.blocks import (
    Block,
    Bullets,
    Cards,
    Group,
    Line,
    Link,
    Name,
    Paragraph,
    Quiet,
    Section,
    Strong,
)
from plots.report.claims import JUDGED, TONES, Claim
from plots.report.inputs import Inputs

_MOST_OF_A_PEP = 4


def build(inputs: Inputs) -> Section:
    """What came of the claims, PEP by PEP, and how to read it."""
    claims = inputs.claims
    if not claims.entries:
        nothing = "No claim of a PEP is about what these files hold."
        return Section("findings", "Findings", (Paragraph((nothing,)),))
    cards = [_card(inputs, pep) for pep in claims.peps if any(_judged(claim) for claim in claims.of_pep(pep))]
    blocks: list[Block] = [Paragraph(_in_sum(list(claims.entries)))]
    if cards:
        blocks.append(Cards(tuple(cards)))
    blocks += [Paragraph(line, quiet=True) for line in _cautions(inputs)]
    return Section("findings", "Findings", tuple(blocks))


def _judged(claim: Claim) -> bool:
    return claim.verdict.word in JUDGED


def _in_sum(claims: list[Claim]) -> Line:
    counted = Counter(claim.verdict.word for claim in claims)
    words = [f"{counted[word]} {word}" for word in TONES if counted[word]]
    return (
        Strong(f"{style.count(len(claims), 'claim')} of {_peps(claims)}: {', '.join(words)}."),
        " Each is here in our words with what was measured; ",
        Link("all claims", "#claims"),
        " have their conditions and bounds.",
    )


def _peps(claims: list[Claim]) -> str:
    return style.count(len({claim.pep for claim in claims}), "PEP")


def _card(inputs: Inputs, pep: int) -> Group:
    """A PEP's refuted claims first, for they are the news."""
    judged = sorted(
        filter(_judged, inputs.claims.of_pep(pep)), key=lambda claim: JUDGED.index(claim.verdict.word)
    )
    shown = judged[:_MOST_OF_A_PEP]
    blocks: list[Block] = [Bullets(tuple(_finding(inputs, claim) for claim in shown))]
    if len(judged) > len(shown):
        more: Line = (
            f"And {len(judged) - len(shown)} more of this PEP in ",
            Link("the table", "#claims"),
            ".",
        )
        blocks.append(Paragraph(more, quiet=True))
    return Group((Link(f"PEP {pep}", f"https://peps.python.org/pep-{pep:04}/"),), tuple(blocks))


def _finding(inputs: Inputs, claim: Claim) -> Line:
    remarks: list[Line] = []
    if claim.measured:
        remarks.append(claim.measured.line_with_n)
        if claim.boundary:
            remarks.append(("claimed: ", Name(claim.boundary)))
    # A plain interval cannot show what the correction, or the want of passes, has left undecided.
    if claim.reason and (not claim.measured or claim.verdict.word == "cannot tell"):
        remarks.append((Name(claim.reason),))
    if len(inputs.sets) > 1 and claim.file is not None:
        remarks.append((Name(inputs.sets[claim.file].name),))
    line: Line = (claim.verdict, " ", Name(claim.text))
    return (*line, Quiet(_joined(remarks))) if remarks else line


def _joined(remarks: list[Line]) -> Line:
    parts: Line = remarks[0]
    for remark in remarks[1:]:
        parts = (*parts, "; ", *remark)
    return parts


def _cautions(inputs: Inputs) -> list[Line]:
    """What all of these numbers have in common that a reader should know."""
    lines: list[Line] = [
        (
            "In brackets: 95 % intervals over n passes, in each of which fresh processes measured both sides."
            " They hold for these builds of Python on ",
            "this machine" if len(inputs.sets) == 1 else "these machines",
            ", on which more is said under ",
            Link("how far to trust it", "#measurement"),
            " and under ",
            Link("limits", "#limits"),
            ".",
        )
    ]
    if inputs.claims.correction:
        lines.append((Name(inputs.claims.correction),))
    return lines
