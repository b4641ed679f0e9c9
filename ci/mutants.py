"""Change one operator or constant of harness/stats or harness/judge at a time: do their tests notice?

A mutant is compiled alone, linked with the tests of its room against build/harness/libharness.a, and dies
where a test fails, crashes or takes far too long. Verdicts are kept in the cache by the text of the file, of
the tests and of the room's headers, so that an interrupted run goes on and a changed file is judged again.
`mutants_known.txt` says of survivors why no test can or need kill them; they count as survivors all the same.
"""

import argparse
import hashlib
import json
import math
import os
import random
import re
import resource
import shlex
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from scipy.stats import binomtest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("stats", "judge")
KNOWN = Path(__file__).with_name("mutants_known.txt")
TIMES_AS_LONG = 10  # in CPU time, which a busy machine does not change
PATIENCE = 900  # seconds

SWAPPED = {
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "&&": "||",
    "||": "&&",
    "+=": "-=",
    "-=": "+=",
    "*=": "/=",
    "++": "--",
    "true": "false",
    "false": "true",
    "min": "max",
    "max": "min",
    "any_of": "all_of",
    "all_of": "any_of",
}
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\])\'|^\s*#[^\n]*', re.DOTALL | re.MULTILINE
)
# clang-format puts spaces around binary operators, and none around those of templates and pointers.
MUTABLE = re.compile(
    r"(?<= )(?:[-+*/]|[-+*]=|<=?|>=?|==|!=|&&|\|\|)(?= )"
    r"|\+\+(?=\w)"
    r"|\b(?:true|false)\b"
    r"|(?<=::)(?:min|max)(?=\()|(?<=::)(?:any_of|all_of)\b"
    r"|(?<![\w.'])\d[\d']*(?:\.\d+)?(?:e-?\d+)?(?=[UuLl]{0,3}(?![\w.']))"
)


@dataclass(frozen=True)
class Mutant:
    """One change: in `file`, from the root, at an offset of its text."""

    file: str
    line: int
    offset: int
    old: str
    new: str

    def applied_to(self, text):
        return text[: self.offset] + self.new + text[self.offset + len(self.old) :]

    def named(self, text):
        """As mutants_known.txt has it: without the line's number, which changes."""
        line = text.splitlines()[self.line - 1]
        column = self.offset - (text.rfind("\n", 0, self.offset) + 1)
        changed_line = line[:column] + f"[{self.old} -> {self.new}]" + line[column + len(self.old) :]
        return f"{self.file}: {changed_line.strip()}"


def changed(token):
    """What a mutant has instead: another operator, a number one larger or, with a fraction, a tenth."""
    if token in SWAPPED:
        return SWAPPED[token]
    number = token.replace("'", "")
    if number.isdigit():
        return str(int(number) + 1)
    return repr(float(number) * 1.1 or 1.0)


def mutants_of(file, text):
    """All mutants of a source."""
    blank = NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return [
        Mutant(
            file,
            blank.count("\n", 0, match.start()) + 1,
            match.start(),
            match.group(),
            changed(match.group()),
        )
        for match in MUTABLE.finditer(blank)
    ]


def sources(room):
    return [
        path for path in sorted((ROOT / "harness" / room).glob("*.cpp")) if not path.stem.endswith("_test")
    ]


def compile_command(entries, file, source, output):
    """The build's own command for `file`, of another source, without what takes time: warnings, optimizing,
    and precompiled headers that hold more than most files need. An index past the end ends the tests, as it
    does with sanitizers.
    """
    words = [word for word in shlex.split(entries[file]) if not word.startswith(("-W", "-O", "-fpch"))]
    del words[words.index("-include") : words.index("-include") + 2]
    words[words.index("-o") + 1] = str(output)
    words[words.index("-c") + 1] = str(source)
    return [*words, "-O0", "-D_GLIBCXX_ASSERTIONS"]


def cpu_seconds_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cache():
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pepbench" / "mutants"
    base.mkdir(parents=True, exist_ok=True)
    return base


class Room:
    """The tests of a room, linked anew with each mutant."""

    def __init__(self, name, build):
        self.name = name
        self.build = build
        self.tests = sorted((ROOT / "harness" / name).glob("*_test.cpp"))
        folder = f"harness/CMakeFiles/harness_test.dir/{name}"
        self.objects = [f"{folder}/{test.name}.o" for test in self.tests]
        subprocess.run(
            ["ninja", "-j1", "-C", str(build), "harness/libharness.a", *self.objects],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        headers = sorted((ROOT / "harness" / name).glob("*.h"))
        texts = [path.read_bytes() for path in [*self.tests, *headers]]
        self.hash = hashlib.sha256(b"".join(texts)).hexdigest()
        self.entries = {
            entry["file"]: entry["command"]
            for entry in json.loads((build / "compile_commands.json").read_text())
        }
        self.seconds = None

    def baseline(self):
        """CPU seconds of the tests on the unchanged sources, where they must pass."""
        if self.seconds is None:
            self.link([], "")
            start = cpu_seconds_of_children()
            if not self.passes(PATIENCE):
                sys.exit(f"the tests of harness/{self.name} fail without any mutant: mend them first")
            self.seconds = cpu_seconds_of_children() - start
        return self.seconds

    def link(self, first, file):
        """The tests beside `file` go first, as they find most."""
        own = Path(file).stem + "_"
        objects = [
            str(self.build / name)
            for name in sorted(self.objects, key=lambda name: not Path(name).name.startswith(own))
        ]
        libraries = ["-lgtest_main", "-lgtest", "-lgmock", "-lfmt", "-lcpp-httplib", "-lpthread"]
        words = ["c++", *first, *objects, str(self.build / "harness/libharness.a"), *libraries]
        subprocess.run([*words, "-o", str(self.program())], check=True, capture_output=True)

    def program(self):
        return cache() / f"test-{self.name}"

    def passes(self, cpu_seconds):
        command = [str(self.program()), "--gtest_fail_fast", "--gtest_brief=1"]
        limits = (math.ceil(cpu_seconds), math.ceil(cpu_seconds))
        try:
            ended = subprocess.run(
                command,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limits),
            )
        except subprocess.TimeoutExpired:
            return False
        return ended.returncode == 0

    def verdict(self, mutant, text):
        """`killed`, `survived`, or `invalid` where the compiler refuses it."""
        limit = self.baseline() * TIMES_AS_LONG + 5
        source = cache() / f"mutant-{Path(mutant.file).name}"
        compiled = cache() / "mutant.o"
        source.write_text(mutant.applied_to(text), encoding="utf-8")
        command = compile_command(self.entries, str(ROOT / mutant.file), source, compiled)
        if subprocess.run(command, cwd=self.build, capture_output=True, check=False).returncode != 0:
            return "invalid"
        self.link([str(compiled)], mutant.file)
        return "survived" if self.passes(limit) else "killed"


def known_survivors():
    """Reasons by a mutant's name."""
    lines = [
        line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    return {lines[at].strip(): lines[at + 1].strip() for at in range(0, len(lines), 2)}


class Verdicts:
    """What was judged before: a line of JSON each, in the cache."""

    def __init__(self, path):
        self.path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.by_key = {entry["key"]: entry["verdict"] for entry in map(json.loads, lines)}

    def add(self, key, mutant, verdict):
        self.by_key[key] = verdict
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"key": key, "verdict": verdict, **asdict(mutant)}) + "\n")


def judge(mutants, build):
    """Yield each mutant with its name and verdict."""
    verdicts = Verdicts(cache() / "verdicts.jsonl")
    rooms = {}
    for number, mutant in enumerate(mutants, 1):
        text = (ROOT / mutant.file).read_text(encoding="utf-8")
        name = Path(mutant.file).parts[1]
        if name not in rooms:
            rooms[name] = Room(name, build)
        key = hashlib.sha256(f"{text}{rooms[name].hash}{mutant}".encode()).hexdigest()
        if key not in verdicts.by_key:
            verdicts.add(key, mutant, rooms[name].verdict(mutant, text))
        verdict = verdicts.by_key[key]
        print(f"[{number}/{len(mutants)}] {verdict:<8} {mutant.line:>4} {mutant.named(text)}", flush=True)
        yield mutant, mutant.named(text), verdict


def summary(place, verdicts):
    """A line of counts, with the share that is killed of those that compile."""
    killed, survived, invalid = (verdicts.count(verdict) for verdict in ("killed", "survived", "invalid"))
    valid = killed + survived
    low, high = binomtest(killed, valid).proportion_ci(0.95, "exact")  # Clopper and Pearson, 1934
    return (
        f"{place}: {killed} killed, {survived} survived, {invalid} invalid: "
        f"{100 * killed / valid:.1f} % killed [{100 * low:.1f}, {100 * high:.1f} %]"
    )


def report(judged, least):
    """Print shares and survivors; return whether enough of all are dead."""
    known = known_survivors()
    for room in ROOMS:
        of_room = [verdict for mutant, _, verdict in judged if mutant.file.startswith(f"harness/{room}/")]
        if of_room and set(of_room) != {"invalid"}:
            print(summary(f"harness/{room}", of_room))
    verdicts = [verdict for _, _, verdict in judged]
    for mutant, name, verdict in judged:
        if verdict == "survived":
            print(f"survived: line {mutant.line}: {name}")
            print(f"    {known.get(name, 'no reason is known: write a test')}")
    print(summary("all", verdicts))
    killed, survived = verdicts.count("killed"), verdicts.count("survived")
    return 100 * killed >= least * (killed + survived)


def main():
    parser = argparse.ArgumentParser(prog="mutants.sh", description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="a release build (default: build)")
    parser.add_argument("--room", choices=ROOMS, help="only this one")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn; default: all, which takes hours")
    parser.add_argument("--seed", type=int, default=371, help="what the sample is drawn from (default: 371)")
    parser.add_argument(
        "--least", type=float, default=90, help="exit with 1 below so many per cent (default: 90)"
    )
    options = parser.parse_args()
    if not (options.build / "compile_commands.json").exists():
        parser.error(f"{options.build} is no build: run ci/build.sh release first")
    os.nice(10)
    mutants = [
        mutant
        for room in ROOMS
        if options.room in (None, room)
        for path in sources(room)
        for mutant in mutants_of(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    ]
    print(f"{len(mutants)} mutants")
    if options.sample:
        random.Random(options.seed).shuffle(mutants)  # a larger sample holds the smaller one
        mutants = mutants[: options.sample]
    return 0 if report(list(judge(mutants, options.build.resolve())), options.least) else 1


if __name__ == "__main__":
    sys.exit(main())
