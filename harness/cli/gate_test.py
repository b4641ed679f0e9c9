"""The gate end to end: real interpreters on small cells whose ratio is far from any boundary."""

import json
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from harness.cli.driver_for_test import (
    ROOT,
    checked,
    configurations,
    first_configuration,
    wait_until,
)
from harness.cli.gate_for_test import cells_of, gate, same_sides, work


@pytest.fixture
def two_files(driver):
    """Options for a head that does half as much again."""
    driver.file("old/parse.py", work(20))
    driver.file("new/parse.py", work(30))
    files = ["--base-workloads", "old/parse.py", "--head-workloads", "new/parse.py"]
    return ["--base", first_configuration(), *files]


def test_the_same_on_both_sides_passes(driver):
    driver.file("parse.py", work(20))
    ended, document = gate(driver, *same_sides("parse.py"))
    cells = cells_of(document)
    assert cells["parse/linear/1"]["verdict"] == "pass"
    assert cells["parse/linear/1 (control)"]["verdict"] == "pass"
    assert document["pepbench"]["gate"]["outcome"] == "pass"
    assert "both sides are the same: this measures the gate itself" in ended.err
    rounds = document["pepbench"]["gate"]["rounds"]
    assert all(len(each["base"]) == len(each["head"]) >= 4 for each in rounds)
    assert {each["cell"] for each in rounds} == {0, 1}
    assert "Pass: no cell is slower by its threshold." in driver("show", "gate.json").out


def test_a_slower_head_is_regressed_and_a_faster_one_passes(driver, two_files):
    ended, document = gate(
        driver,
        *two_files,
        "--markdown",
        "gate.md",
        "--junit",
        "gate.xml",
        "--explain",
        "parse/linear/1",
        code=1,
    )
    cell = cells_of(document)["parse/linear/1"]
    assert cell["verdict"] == "regressed"
    assert 1.08 < cell["low"] < cell["ratio"] < cell["high"]
    assert "parse/linear/1 is regressed: over" in ended.out
    charts = [line[len("chart: ") :] for line in ended.out.splitlines() if line.startswith("chart: ")]
    assert charts or "no charts were drawn" in ended.err[-1]
    assert all(Path(chart).exists() for chart in charts)
    assert "**regressed**" in (driver.folder / "gate.md").read_text(encoding="utf-8")
    suite = ET.parse(driver.folder / "gate.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("1", "1", "0")
    swapped = [{"old/parse.py": "new/parse.py", "new/parse.py": "old/parse.py"}.get(o, o) for o in two_files]
    _, document = gate(driver, *swapped)
    assert cells_of(document)["parse/linear/1"]["improved"]


def test_another_answer_is_wrong_before_any_round(driver):
    driver.file("old.py", work(20))
    driver.file("new.py", work(20, answer="8"))
    _, document = gate(
        driver,
        "--base",
        first_configuration(),
        "--base-workloads",
        "old.py",
        "--head-workloads",
        "new.py",
        code=4,
    )
    cell = cells_of(document)["new/linear/1"]
    assert (cell["verdict"], cell["rounds"]) == ("wrong answer", 0)


def test_an_undecided_gate_is_continued(driver):
    driver.file("old/parse.py", work(20))
    driver.file("new/parse.py", work(20))
    sides = ["--base-workloads", "old", "--head-workloads", "new", "--base", first_configuration()]
    ended, before = gate(driver, *sides, "--max-seconds", 0.01, code=3)
    assert before["pepbench"]["gate"]["outcome"] == "not trusted"  # its control is undecided as well
    assert (
        "is not decided yet, so that no verdict counts so far; pepbench gate --continue gate.json"
        in ended.out
    )
    assert "did not pass" not in ended.out
    begun = before["pepbench"]["gate"]["rounds"]
    assert len(begun) == 2
    (driver.folder / "gate.json").rename(driver.folder / "begun.json")
    unnamed = driver("gate", "--continue", "begun.json", "--output", "other.json").refused()
    assert "give these options again: --base-workloads 'old' --head-workloads 'new'" in unnamed
    files = sides[:4]
    other = driver("gate", "--continue", "begun.json", *files, "--threshold", "9%", "--seed", 7).refused()
    assert "leave out what differs from begun.json: --threshold '9%' --seed '7'" in other
    _, after = gate(driver, "--continue", "begun.json", *files)
    assert [cell["reason"] for cell in after["pepbench"]["gate"]["cells"]] == ["", ""]
    assert after["pepbench"]["gate"]["outcome"] == "pass"
    assert after["pepbench"]["gate"]["rounds"][:2] == begun
    driver.file("new/parse.py", work(21))
    changed = driver("gate", "--continue", "begun.json", *files, "--output", "other.json").refused()
    assert (
        "the head of begun.json is not what it was then, as its workloads have changed; begin anew" in changed
    )


def test_a_text_that_cannot_be_written_leaves_the_table(driver):
    driver.file("parse.py", work(20))
    options = [*same_sides("parse.py"), "--threshold", "20%", "--output", "gate.json"]
    ended = driver("gate", *options, "--markdown", "/dev/full", "--junit", "gate.xml")
    assert ended.code == 2
    assert ended.err[-1].startswith("pepbench: cannot write /dev/full; the result file is written")
    assert "Pass: no cell is slower by its threshold." in ended.out
    assert ET.parse(driver.folder / "gate.xml").getroot().get("tests") == "1"
    assert driver("verify", "gate.json").code == 0


def test_a_place_that_cannot_be_written_is_refused_first(driver):
    driver.file("parse.py", work(20))
    before = driver.file("gate.md", "of another gate")
    options = [*same_sides("parse.py"), "--output", "gate.json"]
    driver("gate", *options, "--markdown", "gate.md", "--junit", "no/gate.xml").refused()
    assert before.read_text(encoding="utf-8") == "of another gate"
    assert sorted(file.name for file in driver.folder.iterdir()) == ["gate.md", "parse.py", "temporary"]


def test_a_killed_gate_goes_on_from_its_journal(driver):
    driver.file("parse.py", work(20))
    sides = same_sides("parse.py")
    begun = driver.start("gate", *sides, "--threshold", "1%", "--output", "begun.json")
    journal = driver.folder / "begun.json.journal"
    assert wait_until(lambda: journal.exists() and journal.read_text().count('"round"') > 5)
    begun.kill()
    begun.communicate(timeout=60)
    lines = journal.read_text(encoding="utf-8").splitlines()
    rounds = [line for line in map(json.loads, lines[:-1]) if line["type"] == "round"]
    again = driver("gate", *sides, "--output", "begun.json")
    assert again.code == 2
    assert "a gate: pepbench gate --continue begun.json" in again.err[-1]
    limits = ["--workload", "parse.py", "--max-rounds", 11]
    ended = driver("gate", "--continue", "begun.json", *limits, "--output", "gate.json")
    assert ended.code in (0, 3), ended.err
    after = checked((driver.folder / "gate.json").read_text(encoding="utf-8"))
    for had, has in zip(rounds, after["pepbench"]["gate"]["rounds"], strict=False):
        assert [had[key] for key in ("cell", "round", "base", "head")] == [
            has[key] for key in ("cell", "round", "base", "head")
        ]
    assert after["pepbench"]["settings"]["threshold"] == "1%"
    assert driver("verify", "gate.json").code == 0


def test_json_stays_json_beside_an_explanation(driver):
    driver.file("parse.py", work(20))
    explain = ["--json", "--explain", "parse/linear/1"]
    ended, _ = gate(driver, *same_sides("parse.py"), *explain)
    assert json.loads(ended.out)["outcome"] == "pass"
    assert any(line.startswith("parse/linear/1 is pass: over ") for line in ended.err)
    shown = driver("show", "gate.json", "--json", "--explain", "parse/linear/1")
    assert json.loads(shown.out)["outcome"] == "pass"


def test_interrupted(driver):
    driver.file("parse.py", work(20))
    process = driver.start("gate", *same_sides("parse.py"), "--threshold", "0.5%", "--output", "gate.json")
    journal = driver.folder / "gate.json.journal"
    while not journal.exists() or '"round"' not in journal.read_text(encoding="utf-8"):
        assert process.poll() is None
    process.send_signal(2)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert driver("verify", "gate.json").code == 0
    assert not journal.exists()


def test_a_soak_says_how_often_the_gate_was_right(driver):
    shares = ["--soak", 2, "--identical", 1, "--extra", 30]
    ended, document = gate(driver, *shares, "--neighbour", "--base", first_configuration())
    soak = document["pepbench"]["gate"]["soak"]
    counts = Counter()
    for group in soak["groups"]:
        counts[group["extra_percent"]] += group["verdicts"]
    assert counts == {0: 1, 30: 2}
    for group in soak["groups"]:
        assert group["regressed" if group["extra_percent"] == 0 else "passed"]["count"] == 0
    (driver.folder / "gate.json").rename(driver.folder / "begun.json")
    of_soak = driver("gate", "--continue", "begun.json", "--output", "other.json").refused()
    assert "begun.json is of a soak; say with --soak N how many verdicts are to be added" in of_soak
    _, more = gate(driver, "--soak", 1, "--extra", 0, "--continue", "begun.json")
    gates = [each["pepbench"]["gate"] for each in (document, more)]
    assert gates[1]["rounds"][: len(gates[0]["rounds"])] == gates[0]["rounds"]
    assert (len(gates[0]["cells"]), len(gates[1]["cells"])) == (3, 4)
    assert "| 30 % extra |" in ended.out
    assert "Mann-Whitney" in ended.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--base", "stored.json", "--head", "X"], "stored.json is a stored result"),
        (["--base-workloads", "stored.json", "--head-workloads", "a.py"], "stored.json is a stored result"),
        (["--base-workloads", "a.py", "--head-workloads", "b.json"], "--head-workloads b.json is a stored"),
        (["--base", "X", "--head", "X", "--workload", "./stored.json"], "pepbench compare looks at two"),
        (["--base", "X"], "--base and --head belong together"),
        ([], "say what is to be compared"),
        (["--base", "X", "--head", "X", "--threshold", "0"], "--threshold 0 is not above 0"),
        (["--base", "X", "--head", "X", "--threshold", "300%"], "--threshold 300% is not above 0"),
        (["--base", "X", "--head", "X", "--max-rounds", "5"], "no cell can pass before 11 rounds"),
        (
            ["--base", "X", "--head", "X", "--suite", "pep371", "--max-rounds", "12"],
            "over 6 cells: none could be called regressed before",
        ),
        (
            ["--base", "X", "--head", "X", "--workload", "primes", "--alpha", "1e-60"],
            "--max-rounds 120 is too few for an --alpha of 1e-60 over 1 cell: none could be called regressed",
        ),
        (
            ["--base", "X", "--head", "X", "--workload", "primes", "--budget", "0.01"],
            "--budget 0.01 is too small",
        ),
        (["--base", "X", "--head", "Y"], "unknown configuration 'Y'"),
        (["--base-ref", "HEAD", "--workload", "primes"], "belong together"),
        (["--base-ref", "HEAD~1", "--head-ref", "HEAD"], "name the repository's workloads"),
        (["--base-ref", "HEAD~1", "--head-ref", "HEAD", "--workload", "primes"], "primes is pepbench's own"),
        (["--base", "X", "--head", "X", "--setup", "true"], "--setup prepares the worktrees"),
        (["--base-workloads", "nowhere.py", "--head-workloads", "nowhere.py"], "no workload file nowhere.py"),
        (["--base", "X", "--head", "X", "--explain", "primes/linear/9"], "unknown cell 'primes/linear/9'"),
        (["--config", "nowhere.json"], "nowhere.json cannot be used: it cannot be read"),
        (["--continue", "nowhere.json"], "cannot read nowhere.json"),
        (["--base-workloads", "a", "--head-workloads", "b", "--workload", "primes"], "give one of them"),
        (["--base-workloads", "a", "--head-workloads", "b", "--suite", "jit"], "leave it out"),
        (["--base", "X", "--head", "X", "--repository", "elsewhere"], "--repository is where --base-ref"),
        (["--base", "X", "--head", "X", "--markdown", "no/gate.md"], "there is no folder no; make it"),
        (["--base", "X", "--head", "X", "--junit", "temporary"], "--junit temporary is a folder"),
        (
            ["--base", "X", "--head", "X", "--markdown", "a", "--junit", "./a"],
            "--markdown and --junit both name a",
        ),
        (["--base", "X", "--head", "X", "--junit", "gate.json"], "--junit and --output both name gate.json"),
        (["--base", "X", "--head", "X", "--neighbour"], "--neighbour would be ignored: without --soak N"),
        (["--base", "X", "--head", "X", "--extra", "5"], "--extra would be ignored: without --soak N"),
        (
            ["--soak", "1", "--json", "--head", "X"],
            "--soak would ignore --head, --json: it judges work of its own",
        ),
        (["--soak", "1", "--mode", "linear,threaded"], "--soak judges one cell; give one --mode"),
        (["--soak", "0"], "--soak '0' is not a whole number"),
        (["--soak", "1", "--identical", "-1"], "--identical"),
        (["--soak", "1", "--identical", "0", "--extra", "0"], "leave nothing to judge"),
        (
            ["--base", "X", "--head", "X", "--identical", "5"],
            "--identical would be ignored: without --soak N",
        ),
        (["--soak", "1", "--extra", "200"], "--extra 200 is more than twice the work"),
    ],
)
def test_bad_input_is_one_sentence(driver, options, said):
    options = [first_configuration() if option == "X" else option for option in options]
    ended = driver("gate", *options, "--test-parameters", "--output", "gate.json")
    sentence = next(line for line in ended.err if line.startswith("pepbench: "))
    assert said in sentence
    assert ended.code == 2
    assert ended.out == ""


def test_the_projects_own_gate(driver):
    """What it says of the JIT is the machine's business; that every cell gets a verdict is ours."""
    if "cpython-3.15+jit" not in configurations():
        pytest.skip("there is no CPython with a JIT")
    ended = driver(
        "gate", "--config", ROOT / "ci" / "gate.json", "--test-parameters", "--output", "gate.json"
    )
    assert ended.code in (0, 1, 3), ended.err
    assert driver("verify", "gate.json").code == 0
    cells = cells_of(driver.document("gate.json"))
    assert cells["fibonacci/linear/1"]["rule"]["threshold"] == 0.1
    gated = [cell for cell in cells.values() if not cell["control"]]
    assert len(gated) == 3
    assert all(cell["verdict"] in ("pass", "regressed", "undecided") for cell in gated)
