"""Command lines that cannot be carried out: one sentence, the right exit code, nothing written."""

import os

import pytest

from harness.cli.driver_for_test import PEPBENCH, Ended, first_configuration, interpreters

GOOD = {
    "--workload": "empty",
    "--mode": "linear",
    "--workers": "1",
    "--samples": "1",
    "--output": "result.json",
}

BAD = [
    ({"--workload": "primez"}, "unknown workload 'primez'; did you mean 'primes'?"),
    ({"--workload": "empty,fibonaci"}, "did you mean 'fibonacci'?"),
    ({"--workload": ""}, "--workload is given without a value"),
    ({"--mode": "threadd"}, "unknown mode 'threadd'; did you mean 'threaded'?"),
    ({"--start-method": "spwan"}, "unknown start method 'spwan'; did you mean 'spawn'?"),
    ({"--profile": "pep317"}, "unknown profile 'pep317'; did you mean 'pep371'?"),
    ({"--workers": "0"}, "--workers '0' is not a whole number of at least 1"),
    ({"--workers": "1,abc"}, "--workers 'abc' is not a whole number"),
    ({"--workers": "-1"}, "--workers '-1' is not a whole number"),
    ({"--workers": "1.5"}, "--workers '1.5' is not a whole number"),
    ({"--workers": ""}, "--workers is given without a value"),
    ({"--workers": "99999999999"}, "--workers '99999999999' is not a whole number"),
    ({"--workers": "100000"}, "--workers 100000 is more than pepbench starts"),
    ({"--samples": "0"}, "--samples '0' is not a whole number of at least 1"),
    ({"--samples": "many"}, "--samples 'many' is not a whole number"),
    ({"--samples": ""}, "--samples is given without a value"),
    ({"--samples": None, "--budget": "-1"}, "--budget '-1' is not a positive number of seconds"),
    ({"--samples": None, "--budget": "nan"}, "--budget 'nan' is not a positive number of seconds"),
    ({"--samples": None, "--budget": "inf"}, "--budget 'inf' is not a positive number of seconds"),
    ({"--samples": None, "--budget": "5s"}, "--budget '5s' is not a positive number of seconds"),
    ({"--budget": "5"}, "--samples and --budget exclude each other"),
    ({"--seed": "-1"}, "--seed '-1' is not a whole number below 2^53"),
    ({"--seed": "9007199254740992"}, "--seed '9007199254740992' is not a whole number below 2^53"),
    ({"--timeout": "0"}, "--timeout 0 is not a positive number of seconds"),
    ({"--timeout": "nan"}, "--timeout nan is not a positive number of seconds"),
    ({"--url-port": "80000"}, "--url-port: Value 80000 not in range 0 to 65535"),
    ({"--url-latency-ms": "-1"}, "--url-latency-ms: Value -1 not in range"),
    (
        {"--output": "nowhere/result.json"},
        "cannot write nowhere/result.json.journal: No such file or directory",
    ),
    ({"--output": "/proc/result.json"}, "cannot write /proc/result.json.journal"),
    ({"--output": "."}, ". is a folder; name a file with --output"),
    ({"--output": "/dev/null", "--force": None}, "/dev/null is no regular file"),
    ({"--colour": "red"}, "The following arguments were not expected: red --colour"),
]


def command_line(options):
    chosen = {"--configuration": first_configuration(), **GOOD, **options}
    return [word for name, value in chosen.items() if value is not None for word in (name, value)]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_bad_option(driver, options, said):
    flags = [name for name in options if name == "--force"]
    assert said in driver("run", *command_line(options), *flags).refused()
    assert [path.name for path in driver.folder.iterdir()] == ["temporary"]
    assert not list(driver.temporary.iterdir())


def test_unknown_configuration(driver):
    said = driver("run", *command_line({"--configuration": "cpython-3.1"})).refused()
    assert "unknown configuration 'cpython-3.1'; did you mean 'cpython-3." in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "A subcommand is required"),
        (["rum"], "unknown verb 'rum'; did you mean 'run'?"),
        (["run", "fast"], "The following argument was not expected: fast"),
        (["show"], "FILE is required"),
        (["list", "--json"], "The following argument was not expected: --json"),
    ],
)
def test_bad_command(driver, arguments, said):
    assert said in driver(*arguments).refused()


@pytest.mark.parametrize("verb", [[], ["run"], ["list"], ["show"]])
def test_help(driver, verb):
    ended = driver(*verb, "--help")
    assert ended.code == 0
    assert ended.err == []
    assert not verb or "Example" in ended.out


def test_an_existing_output_is_not_overwritten(driver):
    file = driver.file("result.json", "precious")
    said = driver("run", *command_line({})).refused()
    assert "result.json exists; give --force to overwrite it" in said
    assert file.read_text() == "precious"


def test_an_existing_output_is_kept_until_a_new_one_is_there(driver):
    file = driver.file("result.json", "precious")
    said = driver(
        "run", *command_line({"--workload": "url_fetch", "--url": "http://localhost:1/"}), "--force"
    ).refused()
    assert "cannot be fetched" in said
    assert file.read_text() == "precious"
    driver.measured(*command_line({"--output": None}))


def test_the_journal_of_a_run_that_was_cut_off_is_not_overwritten(driver):
    file = driver.file("result.json.journal", "precious")
    said = driver("run", *command_line({})).refused()
    assert "result.json.journal exists: a run to result.json goes on or was cut off" in said
    assert file.read_text() == "precious"


def test_no_place_for_temporary_files(driver):
    driver.environment["TMPDIR"] = str(driver.folder / "nowhere")
    assert "set TMPDIR to a place that can be written" in driver("run", *command_line({})).refused()
    assert not (driver.folder / "result.json.journal").exists()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (
            None,
            2,
            "cannot read list.json, the list of interpreters that the build writes: "
            "No such file or directory; run ci/setup.sh",
        ),
        ("[{", 2, "list.json is not a list of interpreters"),
        ([{"command": ["x"]}], 2, "list.json is not a list of interpreters"),
        ([{"name": "x", "command": []}], 2, "list.json is not a list of interpreters"),
        ([], 4, "no interpreter was found; run ci/setup.sh"),
        ([{"name": "x", "command": ["nowhere"]}], 4, "x cannot be measured here: its runner"),
        ([{"name": "x", "unavailable": "it is Tuesday"}], 4, "x cannot be measured here: it is Tuesday"),
        ([{"name": "x", "command": ["/etc/passwd"]}], 4, "x cannot be measured: cannot start /etc/passwd"),
        (
            [{"name": "x", "command": ["/bin/echo", "hi"]}],
            4,
            "the runner wrote a line that is no message: hi",
        ),
        (
            [{"name": "x", "command": ["/bin/sh", "-c", "echo why >&2; exit 3"]}],
            4,
            "exited with code 3, saying: why",
        ),
    ],
)
def test_bad_list_of_interpreters(driver, content, code, said):
    if content is not None:
        driver.file("list.json", content)
    arguments = command_line({"--configuration": None, "--interpreters": "list.json"})
    assert said in driver("run", *arguments).refused(code)
    assert not list(driver.folder.glob("result*"))


@pytest.mark.parametrize("named", [False, True])
def test_an_interpreter_that_is_missing_is_in_the_result(driver, named):
    missing = {"name": "cpython-2.7", "unavailable": "there is no \x1b[31mnetwork"}
    driver.file("list.json", [interpreters()[0], missing])
    names = f"{first_configuration()},cpython-2.7" if named else "all"
    arguments = [*command_line({"--configuration": names, "--output": None}), "--interpreters", "list.json"]
    ended, document = driver.measured(*arguments, code=4 if named else 0)
    expected = {"configuration": "cpython-2.7", "reason": missing["unavailable"]}
    assert expected in document["pepbench"]["unavailable"]
    assert "not measured: cpython-2.7: there is no ?[31mnetwork" in ended.out
    listed = driver("list", "--interpreters", "list.json")
    assert "cpython-2.7          unavailable: there is no" in listed.out


@pytest.mark.parametrize("verb", [["run"], ["list"]])
def test_a_home_without_workloads(driver, verb):
    driver.environment["PEPBENCH_HOME"] = str(driver.folder / "nowhere")
    said = driver(*verb).refused()
    assert "no workload in" in said
    assert "set PEPBENCH_HOME to pepbench's source tree" in said
    driver.home()
    driver.file("home/workloads/pep371/notes.txt", "no workload")
    assert "no workload in" in driver(*verb).refused()


def test_closed_standard_streams(driver):
    process = driver.start("run", *command_line({}), preexec_fn=close_standard_streams)
    out, err = process.communicate()
    assert Ended(process.returncode, out, err).code == 0
    document = driver.document()
    assert len(document["benchmarks"]) == 1
    assert document["pepbench"]["command"][0] == PEPBENCH.name


def close_standard_streams():
    for descriptor in (0, 1, 2):
        os.close(descriptor)
