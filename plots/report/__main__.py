"""`python -m plots.report FILE... --claims JSON --output DIR`: writes the report on result files."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from plots.command import BAD_INPUT, DONE, NOTHING_TO_DRAW, Parser, complain, run

try:
    from plots import style
    from plots.checks import DocumentError
    from plots.json_file import ResultFileError
    from plots.report import html, inputs, markdown, page
    from plots.report.inputs import Inputs
except ImportError as missing:
    print(
        f"plots: the report needs matplotlib and Jinja2, of which one cannot be imported ({missing}); install"
        " them with 'python3 -m pip install matplotlib Jinja2' or run ci/setup.sh.",
        file=sys.stderr,
    )
    sys.exit(BAD_INPUT)


def main(arguments: list[str] | None = None) -> int:
    """Reads everything, then writes the bundle, its page last: where that is, the bundle is whole."""
    asked = _parse(arguments)
    if refusal := _refusal(asked.output, asked.force):
        return complain(refusal, BAD_INPUT)
    try:
        given = inputs.read(asked.files, asked.claims, asked.compare, asked.command)
    except ResultFileError as error:
        return complain(str(error), BAD_INPUT)
    for source in given.sets:
        if source.contents.is_empty:
            why = style.plain(source.contents.first_reason, 120)
            return complain(
                f"{source.path}: holds no measured cell{f' ({why})' if why else ''}, so there is nothing to"
                " report; measure again.",
                NOTHING_TO_DRAW,
            )
    try:
        report = page.build(given)
        _write(asked, given, html.write(report, given), markdown.write(report))
    except DocumentError as fault:
        return complain(f"{', '.join(map(str, asked.files))}: {fault}.", BAD_INPUT)
    except OSError as error:
        return complain(_cannot_write(asked.output, error), BAD_INPUT)
    print(asked.output / "index.html")
    return DONE


def _refusal(output: Path, force: bool) -> str:
    """Why nothing is to be written there; empty where it may be."""
    try:
        if not force and output.exists() and any(output.iterdir()):
            return f"{output}: is there and not empty; give another directory with --output, or --force."
    except OSError as error:
        return _cannot_write(output, error)
    return ""


def _write(asked: argparse.Namespace, given: Inputs, as_html: str, as_markdown: str) -> None:
    (asked.output / "data").mkdir(parents=True, exist_ok=True)
    for source in given.sets:
        _copy(source.path, asked.output / source.copy)
    _copy(asked.claims, asked.output / "claims.json")
    (asked.output / "report.md").write_text(as_markdown, encoding="utf-8")
    (asked.output / "index.html").write_text(as_html, encoding="utf-8")


def _copy(file: Path, to: Path) -> None:
    if not to.exists() or not file.samefile(to):
        shutil.copyfile(file, to)


def _cannot_write(directory: Path, error: OSError) -> str:
    why = error.strerror or error
    return f"{directory}: the report cannot be written there ({why}); give another with --output."


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = Parser(
        prog="python -m plots.report",
        description="Writes the report on pepbench result files: index.html, report.md and the data.",
        epilog="Exit codes: 0 written, 2 wrong usage or an unreadable file, 4 nothing measured.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help="a result file of 'pepbench run', warmup or gate"
    )
    parser.add_argument(
        "--claims",
        metavar="JSON",
        type=Path,
        required=True,
        help="what 'pepbench claims FILE... --json' printed of the same files in the same order",
    )
    parser.add_argument(
        "--compare",
        metavar="JSON",
        type=Path,
        action="append",
        default=[],
        help="what 'pepbench compare A B --json' printed of two of the files; may be given again",
    )
    parser.add_argument(
        "--output", metavar="DIR", type=Path, required=True, help="where the report goes: a new directory"
    )
    parser.add_argument(
        "--command",
        metavar="TEXT",
        default="",
        help="the command that makes this report, to be written into it",
    )
    parser.add_argument("--force", action="store_true", help="write into a directory that is not empty")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(run(main))
