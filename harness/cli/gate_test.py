"""The gate end to end: real interpreters on small cells whose ratio is far from any boundary."""

import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from harness.cli.driver_for_test import ROOT, configurations, first_configuration

WORKLOAD = '''
"""Counts so many times to a thousand."""

PARAMETERS = {{"times": {times}}}


def run(times):
    total = 0
    for _ in range(times):
        for number in range(1000):
            total += number
    return {answer}
'''


def work(times, answer="7"):
    return WORKLOAD.format(times=times, answer=answer)


def gate(driver, *arguments, code=0):
    """Run a gate, which must verify; return what ended and its document.

    The threshold is one that a busy machine can tell, and the sides of these tests differ by more or not.
    """
    threshold = () if "--continue" in arguments else ("--threshold", "20%")
    ended = driver("gate", *arguments, *threshold, "--output", "gate.json", "--force")
    assert ended.code == code, (ended.err, ended.out)
    verified = driver("verify", "gate.json")
    assert verified.code == 0, verified.err
    return ended, driver.document("gate.json")


def cells_of(document):
    return {cell["name"]: cell for cell in document["pepbench"]["gate"]["cells"]}


def same_sides(workload):
    name = first_configuration()
    return ["--base", name, "--head", name, "--workload", workload]


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


def test_folders_and_what_one_of_them_lacks(driver):
    for side in ("old", "new"):
        driver.file(f"{side}/both.py", work(20))
    driver.file("old/gone.py", work(20))
    driver.file("new/added.py", work(20))
    _, document = gate(
        driver, "--base", first_configuration(), "--base-workloads", "old", "--head-workloads", "new", code=4
    )
    verdicts = {name: cell["verdict"] for name, cell in cells_of(document).items()}
    assert verdicts == {
        "both/linear/1": "pass",
        "gone/linear/1": "missing",
        "added/linear/1": "new",
        "both/linear/1 (control)": "pass",
    }


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


def test_commits(driver):
    repository = driver.folder / "repository"
    repository.mkdir()

    def git(*arguments):
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=repository, check=True, capture_output=True)

    git("init", "-b", "main")
    driver.file("repository/library.py", "TIMES = 20\n")
    driver.file("repository/bench/parse.py", "import library\n" + work("library.TIMES"))
    git("add", "-A")
    git("commit", "-m", "before")
    driver.file("repository/library.py", "TIMES = 40\n")
    git("commit", "-am", "after")
    ended, document = gate(
        driver, "--repository", "repository", "--base-ref", "HEAD~1", "--head-ref", "HEAD",
        "--workload", "bench/parse.py", "--base", first_configuration(), code=1,
    )  # fmt: skip
    assert cells_of(document)["parse/linear/1"]["ratio"] > 1.3  # twice the work, on a busy machine
    assert len(document["pepbench"]["sides"]["base"]["commit"]) == 40
    listed = subprocess.run(
        ["git", "worktree", "list"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout
    assert len(listed.splitlines()) == 1, "a worktree is left"
    assert ended.code == 1


def test_an_undecided_gate_is_continued(driver):
    driver.file("old/parse.py", work(20))
    driver.file("new/parse.py", work(20))
    sides = ["--base-workloads", "old", "--head-workloads", "new", "--base", first_configuration()]
    _, before = gate(driver, *sides, "--max-seconds", 0.01, code=3)
    assert before["pepbench"]["gate"]["outcome"] == "not trusted"  # its control is undecided as well
    begun = before["pepbench"]["gate"]["rounds"]
    assert len(begun) == 2
    (driver.folder / "gate.json").rename(driver.folder / "begun.json")
    unnamed = driver("gate", "--continue", "begun.json", "--output", "other.json").refused()
    assert "give these options again: --base-workloads 'old' --head-workloads 'new'" in unnamed
    files = sides[:4]
    _, after = gate(driver, "--continue", "begun.json", *files)
    assert after["pepbench"]["gate"]["outcome"] == "pass"
    assert after["pepbench"]["gate"]["rounds"][:2] == begun
    driver.file("new/parse.py", work(21))
    changed = driver("gate", "--continue", "begun.json", *files, "--output", "other.json").refused()
    assert "the head of begun.json is not what it was then; begin anew" in changed


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
    ended, document = gate(driver, "--soak", 2, "--extra", 30, "--neighbour", "--base", first_configuration())
    soak = document["pepbench"]["gate"]["soak"]
    assert sum(group["verdicts"] for group in soak["groups"]) == 4
    for group in soak["groups"]:
        assert group["regressed" if group["extra_percent"] == 0 else "passed"]["count"] == 0
    (driver.folder / "gate.json").rename(driver.folder / "begun.json")
    _, more = gate(driver, "--soak", 1, "--extra", 0, "--continue", "begun.json")
    gates = [each["pepbench"]["gate"] for each in (document, more)]
    assert gates[1]["rounds"][: len(gates[0]["rounds"])] == gates[0]["rounds"]
    assert (len(gates[0]["cells"]), len(gates[1]["cells"])) == (4, 5)
    assert "| 30 % extra |" in ended.out
    assert "Mann-Whitney" in ended.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--base", "stored.json", "--head", "X"], "stored.json is a stored result"),
        (["--base", "X"], "--base and --head belong together"),
        ([], "say what is to be compared"),
        (["--base", "X", "--head", "X", "--threshold", "0"], "--threshold 0 is not above 0"),
        (["--base", "X", "--head", "X", "--threshold", "300%"], "--threshold 300% is not above 0"),
        (["--base", "X", "--head", "X", "--max-rounds", "5"], "no cell can pass before 11 rounds"),
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
        (["--soak", "0"], "--soak '0' is not a whole number"),
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
