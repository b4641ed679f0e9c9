"""Sorts lists by index, by slice and by append in Python, and by list.sort with a key function."""

from bisect import bisect_right, insort
from random import Random

PARAMETERS = {"length": 8000}
TEST_PARAMETERS = {"length": 100}

SEED = 744


def numbers(length):
    """Random integers below 100 000, some of them twice; `random()` is the same in every Python."""
    draw = Random(SEED).random
    return [int(draw() * 100_000) for _ in range(length)]


def merge_sort(values):
    """(The values sorted, how many pairs of them were the wrong way round)."""
    if len(values) < 2:
        return values, 0
    middle = len(values) // 2
    left, inversions = merge_sort(values[:middle])
    right, further = merge_sort(values[middle:])
    inversions += further
    merged = []
    at_left = at_right = 0
    while at_left < len(left) and at_right < len(right):
        if left[at_left] <= right[at_right]:
            merged.append(left[at_left])
            at_left += 1
        else:
            merged.append(right[at_right])
            at_right += 1
            inversions += len(left) - at_left
    return merged + left[at_left:] + right[at_right:], inversions


def heap_sort(values):
    """Sort the list in place."""
    for root in range(len(values) // 2 - 1, -1, -1):
        sift_down(values, root, len(values))
    for end in range(len(values) - 1, 0, -1):
        values[0], values[end] = values[end], values[0]
        sift_down(values, 0, end)


def sift_down(values, root, end):
    """Move the value at `root` down in the heap of the first `end` values until none below it is greater."""
    value = values[root]
    child = 2 * root + 1
    while child < end:
        if child + 1 < end and values[child] < values[child + 1]:
            child += 1
        if values[child] <= value:
            break
        values[root] = values[child]
        root = child
        child = 2 * root + 1
    values[root] = value


def digest(values):
    """A number that tells orders apart."""
    total = 0
    for place, value in enumerate(values, 1):
        total += place * value
    return total


def run(length):
    """Sort the same numbers three ways; the answer is [inversions, digest by merging, by heap, falling]."""
    values = numbers(length)
    merged, inversions = merge_sort(values)
    heaped = list(values)
    heap_sort(heaped)
    falling = list(values)
    falling.sort(key=lambda value: -value)
    return [inversions, digest(merged), digest(heaped), digest(falling)]


def expected(length):
    """The same by insertion: how many values already there are greater than the one that comes."""
    inserted = []
    inversions = 0
    for value in numbers(length):
        inversions += len(inserted) - bisect_right(inserted, value)
        insort(inserted, value)
    rising = sum(map(int.__mul__, inserted, range(1, length + 1)))
    falling = sum(map(int.__mul__, inserted, range(length, 0, -1)))
    return [inversions, rising, rising, falling]
