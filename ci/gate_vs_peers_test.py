"""What other tools' output is read as, and the table of what they said."""

import pytest

from ci import gate_vs_peers as peers


@pytest.mark.parametrize(
    ("compared", "alarm"),
    [
        ("Mean +- std dev: [base] 5.00 ms +- 0.10 ms -> [head] 5.30 ms +- 0.10 ms: 1.06x slower\n", True),
        ("Mean +- std dev: [base] 5.30 ms +- 0.10 ms -> [head] 5.00 ms +- 0.10 ms: 1.06x faster\n", False),
        ("Benchmark hidden because not significant (1): timeit\n", False),
    ],
)
def test_pyperf(compared, alarm):
    assert peers.says_slower(compared) == alarm


@pytest.mark.parametrize(
    ("head", "pvalue", "alarm"),
    [([5.3, 5.4], 0.049, True), ([5.3, 5.4], 0.051, False), ([4.8, 4.9], 0.01, False)],
)
def test_google_benchmark(head, pvalue, alarm):
    rows = [{"real_time": 5.0, "real_time_other": time} for time in head]
    report = [
        {"utest": {"time_pvalue": pvalue, "cpu_pvalue": 0.5}, "measurements": rows},
        {"utest": {}, "measurements": []},
    ]
    assert peers.is_significantly_slower(report) == alarm


def test_hyperfine():
    base = {"mean": 0.2, "stddev": 0.003}
    assert peers.ran_faster(base, {"mean": 0.21, "stddev": 0.004})
    assert not peers.ran_faster(base, {"mean": 0.21, "stddev": 0.02})
    assert not peers.ran_faster(base, {"mean": 0.19, "stddev": 0.003})


def test_timeit():
    assert peers.best_of("50 loops, best of 5: 5.13 msec per loop\n") == pytest.approx(5.13e-3)
    assert peers.best_of("20000 loops, best of 5: 13 usec per loop\n") == pytest.approx(13e-6)


def test_a_tool_that_fails_is_named(tmp_path):
    with pytest.raises(RuntimeError, match="/bin/sh failed with exit code 3"):
        peers.run(["/bin/sh", "-c", "echo out; echo why >&2; exit 3"], tmp_path / "log")
    assert (tmp_path / "log").read_text().endswith("out\nwhy\n")


@pytest.mark.parametrize(("code", "alarm"), [(0, False), (1, True), (3, False)])
def test_gate(tmp_path, monkeypatch, code, alarm):
    program = tmp_path / "pepbench"
    program.write_text(f'#!/bin/sh\ncat "$7/units.py" "$9/units.py"\nexit {code}\n')
    program.chmod(0o755)
    monkeypatch.setattr(peers, "PROGRAMS", tmp_path)
    assert peers.gate("cpython-3.11", (100, 105), tmp_path) == alarm
    printed = (tmp_path / "gate.txt").read_text()
    assert '"units": 100' in printed and '"units": 105' in printed


def test_a_gate_that_fails_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "PROGRAMS", tmp_path)
    (tmp_path / "pepbench").write_text("#!/bin/sh\nexit 4\n")
    (tmp_path / "pepbench").chmod(0o755)
    with pytest.raises(RuntimeError, match="failed with exit code 4"):
        peers.gate("cpython-3.11", (100, 105), tmp_path)


def test_table(tmp_path, capsys):
    said = iter([True, False, False, True, True, True])
    peer = peers.Peer("a tool", "it complains", lambda units, folder: next(said))
    peers.judge([peer], 3, tmp_path)
    peer.seconds = [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]
    peers.print_table([peer, peers.Peer("unused", "never", None)])
    *_, last = capsys.readouterr().out.splitlines()
    # Every second verdict is of identical work: True, False, True of it, False, True, True of more.
    assert last == "| a tool | it complains | 2 of 3 [9.4, 99.2 %] | 2 of 3 [9.4, 99.2 %] | 2.0 |"
    assert sorted(path.name for path in (tmp_path / "a-tool").iterdir()) == [
        f"{pair}-{units}" for pair in range(3) for units in (100, 105)
    ]


def test_line_of_a_soak():
    def group(extra, neighbour, regressed, passed):
        seconds = {
            "pass_seconds": {"mean": 1.0, "n": passed} if passed else None,
            "regressed_seconds": {"mean": 2.0, "n": regressed} if regressed else None,
        }
        counts = {"regressed": {"count": regressed}, "verdicts": 100}
        return {"extra_percent": extra, "neighbour": neighbour, **counts, **seconds}

    groups = [group(0, False, 0, 100), group(0, True, 9, 91), group(2, False, 1, 99), group(5, False, 75, 25)]
    document = {"pepbench": {"gate": {"soak": {"groups": groups}}}}
    # 1 s for each of the first kind; 25 of 1 s and 75 of 2 s of the second.
    row = "| pepbench gate --soak | regressed | 0 of 100 [0.0, 3.6 %] | 75 of 100 [65.3, 83.1 %] | 1.4 |"
    assert peers.soak_row(document) == row


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pepbench": {"gate": {"soak": {"groups": []}}}}'])
def test_a_file_that_is_no_soak(tmp_path, text, capsys):
    file = tmp_path / "soak.json"
    file.write_text(text)
    installed = ["--pyperf", "none", "--hyperfine", "none"]
    with pytest.raises(SystemExit, match="2"):
        peers.main(["--soak", str(file), *installed, "--output", str(tmp_path / "out")])
    assert "soak.json is no result file of pepbench gate --soak" in capsys.readouterr().err
