"""What is measured shall not run in the holes that its runner has left in the heap."""

import sys

_BLOCK = 1100  # bytes; smaller ones are served by caches, of the interpreter or the C library
_IN_A_ROW = 64
_MOST = 2000


def filled_holes():
    """Return what fills the holes of the C library's heap for as long as it is kept, at most about 2 MB.

    A runner has loaded modules and freed what that took, and another runner others. A C library that serves
    large blocks from the best hole (glibc's bins) works more slowly the more holes there are, which made
    adding long integers 2 % slower under one runner than under another. Blocks are taken until many in a row
    lie side by side, as they do in untouched memory. Empty where `id` is not an address.
    """
    if sys.implementation.name != "cpython":
        return []
    blocks = [None] * _MOST  # a list that grew would take and leave blocks itself
    before = in_a_row = 0
    for number in range(_MOST):
        blocks[number] = bytes(_BLOCK)
        here = id(blocks[number])
        in_a_row = in_a_row + 1 if _BLOCK < here - before < 2 * _BLOCK else 0
        before = here
        if in_a_row == _IN_A_ROW:
            break
    return blocks
