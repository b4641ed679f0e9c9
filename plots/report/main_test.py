"""The program: what it writes, and what it says of bad input."""

import json
from pathlib import Path

import pytest

from plots.report import __main__ as program
from plots.report import pictures, testing


@pytest.fixture(autouse=True)
def without_charts(monkeypatch):
    """The page is tested elsewhere, and drawing takes most of its time."""
    monkeypatch.setattr(pictures, "by_part", lambda source, kind: {})


@pytest.fixture
def directory(tmp_path, monkeypatch):
    """Results and claims in a directory of their own."""
    monkeypatch.chdir(tmp_path)
    run = testing.small(workloads=("primes",), workers=(1,), configurations=("cpython-3.11",))
    testing.write_json(run, tmp_path / "run.json")
    testing.write_json(testing.claims(), tmp_path / "claims.json")
    return tmp_path


@pytest.fixture
def report(directory, capsys):
    def call(*arguments, files=("run.json",), claims="claims.json"):
        code = program.main([*files, "--claims", claims, "--output", "out", *arguments])
        captured = capsys.readouterr()
        return code, captured.out.splitlines(), captured.err.splitlines()

    return call


def changed(path, change):
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


def test_a_bundle_is_whole(directory, report):
    assert report() == (0, ["out/index.html"], [])
    out = directory / "out"
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "claims.json",
        "data/run.json",
        "index.html",
        "report.md",
    ]
    assert (out / "data/run.json").read_bytes() == (directory / "run.json").read_bytes()
    assert (out / "claims.json").read_bytes() == (directory / "claims.json").read_bytes()


def test_files_of_the_same_name_have_copies_of_their_own(directory, report):
    (directory / "old").mkdir()
    (directory / "old/run.json").write_bytes((directory / "run.json").read_bytes())
    assert report(files=("run.json", "old/run.json"))[0] == 0
    assert sorted(path.name for path in (directory / "out/data").iterdir()) == ["run-2.json", "run.json"]


def test_a_directory_that_is_not_empty_is_refused(directory, report):
    (directory / "out").mkdir()
    assert report()[0] == 0
    code, _, err = report()
    assert code == 2
    assert err == ["out: is there and not empty; give another directory with --output, or --force."]
    assert report("--force")[0] == 0
    assert report("--force", files=("out/data/run.json",))[0] == 0


def test_a_file_in_the_place_of_the_directory(directory, report):
    (directory / "out").write_text("")
    code, _, err = report()
    assert code == 2
    assert len(err) == 1
    assert err[0].startswith("out: the report cannot be written there (")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full here")
def test_a_full_disk(directory, report):
    (directory / "out").mkdir()
    (directory / "out/report.md").symlink_to("/dev/full")
    code, _, err = report("--force")
    assert code == 2
    assert err == [
        "out: the report cannot be written there (No space left on device); give another with --output."
    ]
    assert not (directory / "out/index.html").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "nowhere.json: no such file; give a result file written by 'pepbench run'."),
        ("", "bad.json: is not JSON"),
        ("[1]", "bad.json: is JSON but not a pepbench result"),
        ('{"pepbench": {"format": 2}}', "bad.json: was written in format 2 by a newer pepbench"),
    ],
)
def test_a_bad_result_file(directory, report, content, said):
    if content is not None:
        (directory / "bad.json").write_text(content)
    code, _, err = report(files=("bad.json" if content is not None else "nowhere.json",))
    assert code == 2
    assert len(err) == 1
    assert err[0].startswith(said)
    assert not (directory / "out").exists()


def test_a_file_without_a_sample(directory, report):
    def empty(run):
        run["pepbench"]["summary"]["cells"] = []
        run["pepbench"]["unavailable"] = [{"configuration": "cpython-3.11", "reason": "it is not there"}]

    changed(directory / "run.json", empty)
    code, _, err = report()
    assert code == 4
    assert err == [
        "run.json: holds no measured cell (it is not there), so there is nothing to report; measure again."
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda claims: claims.update(format=2), "claims.json: holds no claims in format 1"),
        (lambda claims: claims.pop("claims"), "claims.json: claims must be a list"),
        (lambda claims: claims["claims"][0].update(pep="x"), "claims.json: claims[0].pep must be a whole"),
        (lambda claims: claims["claims"][1].update(file=3), "claims.json: claims[1].file is 3, but 1 files"),
    ],
)
def test_bad_claims(directory, report, change, said):
    changed(directory / "claims.json", change)
    code, _, err = report()
    assert code == 2
    assert len(err) == 1
    assert err[0].startswith(said)


def test_how_two_files_differ(directory, report):
    (directory / "other.json").write_bytes((directory / "run.json").read_bytes())
    differences = [{"what": "CPU <model>", "a": "X", "b": None, "weight": "forbids"}]
    compared = {"a": "run.json", "b": "other.json"}
    compared["environments"] = {"verdict": "not comparable", "differences": differences}
    testing.write_json(compared, directory / "compare.json")
    assert report("--compare", "compare.json", files=("run.json", "other.json"))[0] == 0
    text = testing.look_at((directory / "out/index.html").read_text()).text
    assert "run.json and other.json are not comparable." in text
    assert "CPU <model>: X and not recorded (forbids a comparison of times)" in text


def test_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        program.main(["run.json"])
    assert ended.value.code == 2
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 1
    assert err[0].startswith("plots: the following arguments are required: --claims, --output")
