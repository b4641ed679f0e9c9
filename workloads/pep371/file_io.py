"""Seeks in a text and writes lines to the null device: short calls that give the GIL up and want it back.

PEP 371: "each worker is opening a descriptor to lorem.txt, randomly seeking within it and writing lines to
/dev/null". The text here is generated, and the same on every machine: SIZE and SHA256 prove it.
"""

import hashlib
import os
import random
from bisect import bisect_right
from itertools import accumulate

PARAMETERS = {"seeks": 1000, "lines": 64}
TEST_PARAMETERS = {"seeks": 20, "lines": 5}

SEED = 371
SIZE = 500_080
SHA256 = "c420774c92c8747099e3d2b4c112fe008490c5ba539dc4baabbee4448d3aaa6c"
LONGEST_LINE = 121  # bytes, newline included

LOREM = """
lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore
magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo
consequat duis aute irure in reprehenderit voluptate velit esse cillum eu fugiat nulla pariatur excepteur
sint occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est laborum
"""
WORDS = LOREM.split()


def lorem():
    """The text: lines of 4 to 14 random words, as bytes.

    Only `random()` is used, the one method whose results for a seed are promised to stay the same.
    """
    draw = random.Random(SEED).random
    lines = []
    size = 0
    while size < 500_000:
        line = " ".join([WORDS[int(draw() * len(WORDS))] for _ in range(4 + int(draw() * 11))]) + "\n"
        lines.append(line)
        size += len(line)
    return "".join(lines).encode("ascii")


def is_lorem(text):
    """Whether these bytes are the text that belongs to this workload."""
    return len(text) == SIZE and hashlib.sha256(text).hexdigest() == SHA256


def setup(resources, lines):
    """Have the text in the scratch directory: written at the first call, verified at every call."""
    if "scratch" not in resources:
        raise LookupError(
            "file_io needs a directory to write its text to, and the resources name no 'scratch'"
        )
    if lines * LONGEST_LINE >= SIZE:
        raise ValueError(f"{lines} lines may be more than the text has after a seek")
    path = os.path.join(resources["scratch"], "lorem.txt")  # noqa: PTH118 (pathlib costs every child an import)
    try:
        with open(path, "rb") as file:
            if is_lorem(file.read()):
                return {"path": path}
    except FileNotFoundError:
        pass
    text = lorem()
    if not is_lorem(text):
        raise ValueError(
            f"the text generated here is not the one that belongs to file_io ({len(text)} bytes)"
        )
    beside = f"{path}.{os.getpid()}"
    with open(beside, "wb") as file:
        file.write(text)
    os.replace(beside, path)  # noqa: PTH105
    return {"path": path}


def run(seeks, lines, path, worker=0):
    """Seek `seeks` times and write `lines` lines after each; the answer is [lines written, bytes written].

    The first line after a seek is what is left of the line that the offset falls into. Offsets stay so far
    from the end that no read meets it, and so every worker has the same number of lines to write.
    """
    draw = random.Random(SEED + 1 + worker).random
    span = SIZE - lines * LONGEST_LINE
    lines_written = bytes_written = 0
    with open(path, "rb") as text, open(os.devnull, "wb") as null:
        for _ in range(seeks):
            text.seek(int(draw() * span))
            for _ in range(lines):
                bytes_written += null.write(text.readline())
                lines_written += 1
    return [lines_written, bytes_written]


_line_ends = {}


def expected(seeks, lines, path, worker):
    """The same two numbers from the positions of the line ends, without seeking or reading a line."""
    if path not in _line_ends:
        with open(path, "rb") as file:
            _line_ends[path] = list(accumulate(map(len, file.read().splitlines(keepends=True))))
    ends = _line_ends[path]
    draw = random.Random(SEED + 1 + worker).random
    span = ends[-1] - lines * LONGEST_LINE
    offsets = [int(draw() * span) for _ in range(seeks)]
    reached = [ends[bisect_right(ends, offset) + lines - 1] for offset in offsets]
    return [seeks * lines, sum(reached) - sum(offsets)]
