"""What the page makes of the facts that speak for and against a file's numbers."""

import pytest

from plots import testing as documents
from plots import testing_summary
from plots.report import inputs, testing, trust
from plots.report.blocks import Verdict


@pytest.fixture
def remarks(tmp_path):
    """The remarks about a changed document by their words: whether each is `sound`, `care` or `not known`."""

    def of(change=lambda own: None, **options):
        given = testing.small(workloads=("primes",), **{"workers": (1,), **options})
        change(given["pepbench"])
        file = documents.write(given, tmp_path / "run.json")
        verdicts = testing.write_json(testing.claims(), tmp_path / "claims.json")
        (source,) = inputs.read([file], verdicts, [], "").sets
        summary, bullets = trust.blocks(source)
        found = {}
        for verdict, _, *line in bullets.items:
            assert isinstance(verdict, Verdict)
            found["".join(getattr(part, "text", part) for part in line)] = verdict.word
        return summary.line[0].text, found

    return of


def test_shares_of_others(remarks):
    _, found = remarks()
    assert found["Other programs took 2 % of the CPU time."] == "sound"
    assert found["The hypervisor took 1 % of the CPU time."] == "care"

    _, found = remarks(lambda own: own["change"].update(foreign_busy_share=0.3, steal_share=0.0))
    assert found["Other programs took 30 % of the CPU time."] == "care"
    assert found["The hypervisor took 0 % of the CPU time."] == "sound"

    _, found = remarks(lambda own: own.pop("change"))
    assert list(found.values()).count("not known") == 3


def test_process_runs(remarks):
    _, found = remarks()
    measured = (
        "Each cell was measured in 12 fresh processes; its number is their median with its 95 % interval"
    )
    assert found[f"{measured}."] == "sound"
    _, found = remarks(process_runs=3)
    few = "; 9 of 9 cells have fewer than six, and no interval."
    assert found[measured.replace("12", "3") + few] == "care"


def test_the_machine(remarks):
    def quiet(own):
        own["machine"].update(virtual_machine=None, governor="performance")
        own["change"].update(foreign_busy_share=0.0, steal_share=0.0)

    said, found = remarks(quiet)
    assert said == "Nothing that calls for care."
    assert set(found.values()) == {"sound"}
    _, found = remarks(lambda own: own["machine"].update(governor="powersave"))
    assert found["The CPU’s frequency is governed by powersave."] == "care"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda own: own.update(outcome="interrupted"), "The run was interrupted"),
        (lambda own: own["machine"].update(build={"dirty": True}), "built from a tree with changes"),
        (lambda own: own.update(profile="pep371"), "minimum of 100"),
    ],
)
def test_what_else_calls_for_care(remarks, change, words):
    _, found = remarks(change)
    assert [verdict for line, verdict in found.items() if words in line] == ["care"]


def test_a_run_that_was_cut_off(remarks):
    def cut_off(own):
        part = {"ended": "2026-11-23T01:00:00.000Z", "started": "2026-11-23T02:00:00.000Z", "environment": {}}
        changed = [{"what": what, "before": 1, "now": 2} for what in ("kernel", "governor")]
        own["resumed"] = [part, {**part, "changed": changed}]

    _, found = remarks(cut_off)
    said = "The run was cut off at 2026-11-23T01:00:00.000Z and resumed at 2026-11-23T02:00:00.000Z"
    assert found[f"{said}."] == "care"
    assert found[f"{said}, where something had changed: kernel, governor."] == "care"


def test_process_runs_that_were_disturbed(remarks):
    words = "Heat, or others on the host, may have slowed some of the process runs."
    _, found = remarks()
    assert words not in found
    _, found = remarks(lambda own: own.update(process_runs=[{}, {"disturbed": True}]))
    assert found[words] == "care"


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("stopped", "A signal may have stopped the runner"),
        ("disturbed", "may have slowed some of the samples"),
    ],
)
def test_samples_that_are_marked(tmp_path, mark, said):
    given = testing.small(workloads=("primes",), workers=(1,))
    given["benchmarks"][0][mark] = True
    file = documents.write(given, tmp_path / "run.json")
    verdicts = testing.write_json(testing.claims(), tmp_path / "claims.json")
    (source,) = inputs.read([file], verdicts, [], "").sets
    assert said in str(trust.blocks(source))


def test_the_machine_s_speed(remarks):
    def became(speed, across_shifts="tell"):
        def change(own):
            own["summary"]["machine_speed"] = speed
            own["settings"] = {**own.get("settings", {}), "across_shifts": across_shifts}

        return next(item for item in remarks(change)[1].items() if "speed" in item[0])

    said, verdict = became(testing_summary.speed(1.0))
    assert (said.split(":")[0], verdict) == ("The machine kept its speed", "sound")
    changed = "The machine’s speed changed: the yardstick, the same work each time, took"
    once = f"{changed} 1.25 times its usual time from 60.0 s to 119 s."
    assert became(testing_summary.speed(1.0, 1.25, 1.0)) == (f"{once} Numbers are as measured.", "care")
    left_out = f"{once} Ratios of times at different speeds were left out."
    assert became(testing_summary.speed(1.0, 1.25), "refuse") == (left_out, "care")
    said, _ = became(testing_summary.speed(1.0, 1.25, 1.5, 1.25, 1.5, 1.25, 1.5), "normalise")
    assert said.count(" times its usual time") == 4
    assert ", and so on, 2 more times. Times were divided by it" in said
    too_few = "Too few readings of the yardstick tell whether the machine kept its speed."
    assert became(None) == (too_few, "not known")
    _, found = remarks(lambda own: own["summary"].pop("machine_speed"))
    assert found["The file does not record whether the machine kept its speed."] == "not known"


def test_oversubscribed_cells(remarks):
    _, found = remarks(workers=(1, 4))
    assert found["Cells with more than 2 workers at once are oversubscribed: workers share cores."] == "care"
