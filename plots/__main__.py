"""`python -m plots FILE...`: draws the charts of pepbench result files and prints each chart's path."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plots.command import BAD_INPUT, DONE, NOTHING_TO_DRAW, Parser, complain, run

try:
    from plots import charts, result_file, save, style
except ImportError as missing:
    print(
        f"plots: needs matplotlib, which cannot be imported ({missing}); install it with"
        " 'python3 -m pip install matplotlib' or run ci/setup.sh.",
        file=sys.stderr,
    )
    sys.exit(2)


def main(arguments: list[str] | None = None) -> int:
    """Draws each file on its own and returns the exit code: the worst that happened to any of them."""
    asked = _parse(arguments)
    outcomes = [
        _draw_file(file, directory, asked.format)
        for file, directory in zip(asked.files, save.directories(asked.files, asked.output))
    ]
    return next(code for code in (BAD_INPUT, NOTHING_TO_DRAW, DONE) if code in outcomes)


def _draw_file(file: Path, directory: Path, formats: list[str]) -> int:
    try:
        contents = result_file.read(file)
    except result_file.ResultFileError as error:
        return complain(str(error), BAD_INPUT)
    if contents.is_empty:
        why = f" ({style.plain(contents.first_reason, 120)})" if contents.first_reason else ""
        return complain(
            f"{file}: holds no measured cell{why}, so there is nothing to draw; measure again.",
            NOTHING_TO_DRAW,
        )
    for what, why in contents.undrawn:
        print(f"{file}: no chart shows {style.plain(what)}, {style.plain(why, 160)}.", file=sys.stderr)
    names = save.Names()
    with style.paper():
        for kind in charts.of(contents):
            for part, figure in kind.draw(contents):
                try:
                    paths = save.write(figure, directory, names.name(kind.NAME, part), formats)
                except OSError as error:
                    why = error.strerror or error
                    return complain(
                        f"{directory}: charts cannot be written there ({why}); give another with --output.",
                        BAD_INPUT,
                    )
                print(*paths, sep="\n", flush=True)
    return DONE


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = Parser(
        prog="python -m plots",
        description="Draws the charts of pepbench result files and prints the path of each.",
        epilog="Exit codes: 0 drawn, 2 wrong usage or an unreadable file, 4 nothing to draw.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help="a result file of 'pepbench run', warmup or gate"
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        help="where the charts go (default: FILE-stem-charts beside FILE; of several FILEs, one each in DIR)",
    )
    parser.add_argument(
        "--format",
        metavar="LIST",
        type=_formats,
        default=["png", "svg"],
        help="of png, svg, pdf, txt (the caption) and csv (the numbers); default: png,svg",
    )
    asked = parser.parse_args(arguments)
    asked.files = list({file.absolute(): file for file in asked.files}.values())
    return asked


def _formats(text: str) -> list[str]:
    formats = list(dict.fromkeys(text.split(",")))
    for name in formats:
        if name not in save.FORMATS:
            raise argparse.ArgumentTypeError(f"{name!r} is not one of {', '.join(save.FORMATS)}")
    return formats


if __name__ == "__main__":
    sys.exit(run(main))
