"""ci/mutants.py: what it changes and how it counts; no compiler is run."""

import pytest

from ci import mutants

SOURCE = """#include "a + b.h"
// a + b
const auto* text = "x < 3";
std::vector<int> v = f(a + 1, 'c');  /* 7 > 6 */
if (x <= 0.5 && !is_there) {
    ++count;
    return std::min(a, true ? 1'000 : 2U) + 0.0;
}
"""


def changes(text):
    return [
        (mutant.line, mutant.old, mutant.new) for mutant in mutants.mutants_of("harness/stats/x.cpp", text)
    ]


def test_operators_and_constants_of_code():
    assert changes(SOURCE) == [
        (4, "+", "-"),
        (4, "1", "2"),
        (5, "<=", "<"),
        (5, "0.5", "0.55"),
        (5, "&&", "||"),
        (6, "++", "--"),
        (7, "min", "max"),
        (7, "true", "false"),
        (7, "1'000", "1001"),
        (7, "2", "3"),
        (7, "+", "-"),
        (7, "0.0", "1.0"),
    ]


def test_a_mutant_changes_one_place():
    for mutant in mutants.mutants_of("harness/stats/x.cpp", SOURCE):
        before = SOURCE.splitlines()
        after = mutant.applied_to(SOURCE).splitlines()
        differing = [line for line, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new]
        assert differing == [mutant.line]


def test_name_without_line_number():
    mutant = mutants.mutants_of("harness/stats/x.cpp", SOURCE)[2]
    assert mutant.named(SOURCE) == "harness/stats/x.cpp: if (x [<= -> <] 0.5 && !is_there) {"


def test_every_room_has_mutants():
    for room in mutants.ROOMS:
        assert sum(len(changes(path.read_text(encoding="utf-8"))) for path in mutants.sources(room)) > 100


def test_known_survivors_exist():
    names = set()
    for room in mutants.ROOMS:
        for path in mutants.sources(room):
            text = path.read_text(encoding="utf-8")
            file = str(path.relative_to(mutants.ROOT))
            names |= {mutant.named(text) for mutant in mutants.mutants_of(file, text)}
    for name, reason in mutants.known_survivors().items():
        assert name in names, "it is no longer in the source"
        assert reason


class FakeRoom:
    judged = 0

    def __init__(self, name, build):
        self.hash = name

    def verdict(self, mutant, text):
        FakeRoom.judged += 1
        return "survived" if mutant.old == "+" else "killed"


@pytest.fixture
def few(monkeypatch, tmp_path):
    """Two mutants of one line in a tree of their own; rooms that run nothing."""
    (tmp_path / "harness" / "stats").mkdir(parents=True)
    (tmp_path / "harness" / "stats" / "x.cpp").write_text("a + b * c;\n", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "Room", FakeRoom)
    monkeypatch.setattr(FakeRoom, "judged", 0)
    return mutants.mutants_of("harness/stats/x.cpp", "a + b * c;\n")


def test_verdicts_are_kept(few, tmp_path):
    first = list(mutants.judge(few, tmp_path))
    assert [verdict for _, _, verdict in first] == ["survived", "killed"]
    assert list(mutants.judge(few, tmp_path)) == first
    assert FakeRoom.judged == 2


def test_shares_and_reasons(few, tmp_path, capsys, monkeypatch):
    judged = list(mutants.judge(few, tmp_path))
    monkeypatch.setattr(mutants, "known_survivors", lambda: {judged[0][1]: "it is the same"})
    assert mutants.report(judged, 50)
    assert "all: 1 killed, 1 survived, 0 invalid: 50.0 % killed [1.3, 98.7 %]" in capsys.readouterr().out
    assert not mutants.report(judged, 51)
    assert "it is the same" in capsys.readouterr().out
    assert mutants.report([(judged[0][0], "refused", "invalid"), judged[1]], 100)
