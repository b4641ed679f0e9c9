"""The two commands, with set-up, driver and test runners replaced."""

import pytest


@pytest.fixture
def ready(tree):
    """A tree whose set-up has nothing to do and whose Python packages are a program that we see called."""
    for script in ["setup.sh", "lint.sh", "build.sh", "sanitizers.sh", "fuzz.sh"]:
        tree.file(f"ci/{script}", f'#!/bin/bash\necho "{script} $*" >>"$CALLS"\n')
    tree.program("venv-python", '[[ -z ${PLOTS_FAIL:-} ]] || exit 2\necho "${@: -1}-primes.png"')
    venv = tree.root / "venv"
    tree.file("venv/bin/python", (tree.programs / "venv-python").read_text())
    (venv / "complete").touch()
    library = tree.root / "ci" / "lib.sh"
    tree.file("ci/lib.sh", f"{library.read_text()}\nvenv_dir() {{ printf '%s' '{venv}'; }}\n")
    return tree


def driver(tree, script):
    tree.file(
        "build/bin/pepbench", f'#!/bin/bash\necho "pepbench $*" >>"$CALLS"\noutput="${{@: -1}}"\n{script}\n'
    )


def test_bench_names_result_and_charts(ready):
    driver(ready, 'echo "a table"; sleep 0.02; echo "{}" >"$output"')
    code, out, errors = ready.run("bench.sh", "--workload", "primes")
    assert (code, out) == (0, "a table\n")
    result = next((ready.root / "pepbench-results").glob("*.json"))
    assert ready.called("pepbench") == [f"pepbench run --workload primes --output {result}"]
    assert errors[-2:] == [f"pepbench: chart:   {result}-primes.png", f"pepbench: results: {result}"]


@pytest.mark.parametrize("form", ["--output {}", "--output={}"])
def test_bench_keeps_the_users_output(ready, tmp_path, form):
    mine = tmp_path / "mine.json"
    driver(ready, f'echo "{{}}" >"{mine}"')
    code, _, errors = ready.run("bench.sh", *form.format(mine).split())
    assert code == 0
    assert f"pepbench: results: {mine}" in errors
    assert not (ready.root / "pepbench-results").exists()


@pytest.mark.parametrize(
    ("options", "all_of_them"),
    [
        ("", False),
        ("--suite pep371", False),
        ("--suite all", True),
        ("--suite=all", True),
        ("--configuration cpython-3.11,cpython-3.15+jit", False),
        ("--configuration cpython-3.15 --configuration cpython-3.13t+gil", True),
        ("--configuration=cpython-3.15,pypy-3.9", True),
        ("--configuration all", True),
        ("--suite pep371 --configuration=all", True),
        ("--suite all --configuration cpython-3.11,cpython-3.15+jit", False),
        ("--suite all --configuration cpython-3.14", True),
    ],
)
def test_bench_sets_up_what_it_measures(ready, options, all_of_them):
    driver(ready, "exit 4")
    ready.run("bench.sh", *options.split())
    assert ready.called("setup.sh") == [f"setup.sh {'--all ' if all_of_them else ''}--programs"]


def test_bench_passes_the_drivers_exit_code_on(ready):
    driver(ready, 'echo "{}" >"$output"; exit 4')
    code, _, errors = ready.run("bench.sh")
    assert code == 4
    assert any("results:" in line for line in errors)
    assert len(ready.called("venv-python")) == 1


def test_bench_says_nothing_of_an_older_result(ready, tmp_path):
    mine = tmp_path / "mine.json"
    mine.write_text("{}")
    driver(ready, "exit 2")
    code, _, errors = ready.run("bench.sh", "--output", str(mine))
    assert (code, errors) == (2, [])
    assert ready.called("venv-python") == []


def test_charts_and_reports_are_of_the_users_python(ready):
    ready.program("mine", 'echo "$PYTHONPATH $PYTHONSAFEPATH"')
    where = f"{ready.root} 1\n"
    ready.environment["PEPBENCH_PYTHON"] = str(ready.programs / "mine")
    assert ready.run("draw.sh", "x.json") == (0, where, [])
    assert ready.run("report.sh", "plots.report", "x.json") == (0, where, [])
    del ready.environment["PEPBENCH_PYTHON"]
    assert ready.run("report.sh", "--python", "mine", "plots.report", "x.json") == (0, where, [])
    assert ready.called("mine") == ["mine -m plots x.json", *["mine -m plots.report x.json"] * 2]
    assert ready.called("venv-python") == []


def test_a_report_needs_a_python(ready):
    (ready.root / "venv" / "complete").unlink()
    code, out, errors = ready.run("report.sh", "plots.report", "x.json")
    assert (code, out, len(errors)) == (2, "", 1)
    assert "run ci/python_env.sh, or name one with --python" in errors[0]


def test_bench_survives_failing_charts(ready):
    ready.environment["PLOTS_FAIL"] = "1"
    driver(ready, 'echo "{}" >"$output"')
    code, _, errors = ready.run("bench.sh")
    assert code == 0
    assert any("charts" in line and "(exit code 2)" in line for line in errors)


def test_interrupted_bench_still_draws(ready, tmp_path):
    interrupted = "trap 'kill $!; echo {} >\"$output\"; exit 130' INT"
    driver(ready, f"{interrupted}\ntouch {tmp_path}/begun\nsleep 30 & wait")
    code, _, errors = ready.stop(ready.start("bench.sh"), tmp_path / "begun")
    assert code == 130
    assert any("results:" in line for line in errors)
    assert len(ready.called("venv-python")) == 1


CTEST = """
report="${@: -1}"
printf '<testsuite name="x"\\n\\ttests="3"\\n\\tfailures="%d"' "${BAD:-0}" >"$report"
printf '\\n\\tdisabled="0"\\n\\tskipped="1"\\n>' >>"$report"
exit "${BAD:-0}"
"""
PYTEST = """
for word; do case $word in --junitxml=*) report=${word#*=} ;; esac; done
printf '<testsuites><testsuite name="pytest" errors="0" failures="0" skipped="0" tests="5">' >"$report"
"""


@pytest.fixture
def tested(ready):
    ready.program("ctest", CTEST)
    ready.file("venv/bin/python", f"#!/bin/bash\n{PYTEST}")
    return ready


def test_tests_are_counted(tested):
    code, out, _ = tested.run("test.sh")
    # set-up, lint, sanitizers and fuzz; two pytest runs of 5; a ctest run of 3, with one skipped
    assert (code, out.splitlines()[-1]) == (0, "16 passed, 0 failed, 1 skipped")


def test_failing_tests_are_counted(tested):
    tested.environment["BAD"] = "1"
    code, out, _ = tested.run("test.sh")
    assert (code, out.splitlines()[-1]) == (1, "15 passed, 1 failed, 1 skipped")
    assert "failed: ctest-release" in out


def test_a_failing_step_hides_nothing(tested):
    tested.file("ci/lint.sh", "#!/bin/bash\nexit 2\n")
    tested.program("ctest", "exit 8")
    code, out, _ = tested.run("test.sh")
    assert (code, out.splitlines()[-1]) == (1, "13 passed, 2 failed")
    assert len(tested.called("ctest")) == 1


def test_what_takes_long_is_skipped_where_little_time_is_left(tested):
    tested.environment["SECONDS"] = "4000"  # where bash begins to count
    code, out, errors = tested.run("test.sh")
    assert (code, out.splitlines()[-1]) == (0, "14 passed, 0 failed, 3 skipped")
    assert any("skipped fuzz, because what was before took 66 minutes" in line for line in errors)
    assert not tested.called("fuzz.sh")
