"""Suspends and resumes generators that call themselves, filter each other, delegate and are sent values.

They yield the partitions of an integer: 4 is 4, 3 + 1, 2 + 2, 2 + 1 + 1 and 1 + 1 + 1 + 1.
"""

PARAMETERS = {"total": 34}
TEST_PARAMETERS = {"total": 9}


def partitions(total, largest):
    """Yield each partition of `total` into parts up to `largest` as a tuple of falling parts."""
    if total == 0:
        yield ()
        return
    for part in range(min(total, largest), 0, -1):
        for rest in partitions(total - part, part):
            yield (part, *rest)


def watched(items, tally):
    """Yield the items on, having sent each to `tally`."""
    for item in items:
        tally.send(item)
        yield item


def distinct(items):
    """Yield those partitions on that have no part twice."""
    yield from (item for item in items if all(item[at] != item[at + 1] for at in range(len(item) - 1)))


def tally_of_parts(totals):
    """Take partitions, and keep in `totals` how many they are and how many parts they have."""
    totals[:] = [0, 0]
    while True:
        item = yield
        totals[0] += 1
        totals[1] += len(item)


def run(total):
    """The answer is [partitions, parts in them, partitions into distinct parts, parts in those]."""
    totals, totals_of_distinct = [], []
    tally, tally_of_distinct = tally_of_parts(totals), tally_of_parts(totals_of_distinct)
    next(tally)
    next(tally_of_distinct)
    for _ in watched(distinct(watched(partitions(total, total), tally)), tally_of_distinct):
        pass
    return totals + totals_of_distinct


def expected(total):
    """The same by adding one size of part after the other, with counts instead of partitions."""
    every = [(1, 0)] + [(0, 0)] * total  # (partitions, parts in them) of each number
    of_distinct = list(every)
    for part in range(1, total + 1):
        for number in range(part, total + 1):
            every[number] = _with_another_part(every[number], every[number - part])
        for number in range(total, part - 1, -1):  # falling, so that no part is taken twice
            of_distinct[number] = _with_another_part(of_distinct[number], of_distinct[number - part])
    return [*every[total], *of_distinct[total]]


def _with_another_part(counts, before):
    return counts[0] + before[0], counts[1] + before[1] + before[0]
