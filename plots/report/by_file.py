"""Blocks of several files: under a heading for each file, so that no two are ever mixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from plots.report.blocks import Block, Group, Name
from plots.report.inputs import Inputs, ResultSet


def by_file(
    inputs: Inputs, sources: Iterable[ResultSet], make: Callable[[ResultSet], Sequence[Block]]
) -> list[Block]:
    """What is made of each source; without a heading where only one file was given."""
    blocks: list[Block] = []
    for source in sources:
        mine = make(source)
        if mine and len(inputs.sets) > 1:
            blocks.append(Group((Name(source.name),), tuple(mine)))
        else:
            blocks += mine
    return blocks
