"""What the programs of `plots` share: exit codes, one sentence for what is wrong, and quiet libraries."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from collections.abc import Callable
from typing import NoReturn

DONE, BAD_INPUT, NOTHING_TO_DRAW, INTERRUPTED = 0, 2, 4, 130


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the command line in one sentence, without the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"plots: {message}; see '{self.prog} --help'.\n")


def complain(sentence: str, code: int) -> int:
    """Says the sentence on standard error; returns the code."""
    print(sentence, file=sys.stderr)
    return code


def run(main: Callable[[], int]) -> int:
    """The exit code of a program, also where it is interrupted or nobody reads its output."""
    # Only our own sentences: no advice on font caches or on letters that no font has.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
    sys.stdout.reconfigure(errors="surrogateescape")  # file names need not be text
    try:
        return main()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Without this, Python complains once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return complain(
            "plots: standard output was closed before every path was printed; send it to a file.", BAD_INPUT
        )
