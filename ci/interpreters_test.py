"""Interpreters that come and go, with everything replaced that fetches or builds them."""

import signal

import pytest

NAME = "cpython-3.15"
# A prefix whose loader is a script that says what it was to start.
FAKE_PREFIX = r"""
top=$(mktemp -d)
libraries=$top/usr/lib/x86_64-linux-gnu
mkdir -p "$libraries" "$top/usr/bin" "$top/usr/lib/python3.15" "$top/dev"
printf '#!/bin/bash\necho "loader $*" >>"$CALLS"\n' >"$libraries/ld-linux-x86-64.so.2"
chmod +x "$libraries/ld-linux-x86-64.so.2"
tar -c -C "$top" ./usr ./dev
rm -rf "$top"
"""


def test_interpreter_is_installed_whole(root):
    root.program("mmdebstrap", FAKE_PREFIX)
    code, errors = root.install(NAME)
    assert code == 0, errors
    assert (root.place_of(NAME) / "usr" / "bin").is_dir()
    assert not (root.place_of(NAME) / "dev").exists()
    assert root.left_over() == [NAME]
    compiled = root.called("loader")[-1]
    assert " -m compileall " in compiled
    assert f" -p {root.place_of(NAME)} " in compiled


def test_interpreter_that_is_there_is_left_alone(root):
    root.program("mmdebstrap", "exit 1")
    root.place_of(NAME).mkdir(parents=True)
    (root.place_of(NAME).parent / f"{NAME}.unavailable").write_text("no network\n")
    assert root.install(NAME)[0] == 0
    assert root.called("mmdebstrap") == []
    assert root.left_over() == [NAME]


def test_failed_download_is_one_sentence_and_a_reason(root):
    words = "Failed to fetch http://mirror.example/debian/InRelease  cannot resolve 'mirror.example'"
    root.program("mmdebstrap", f"echo 'I: apt-get update'; echo \"E: {words}\" >&2; exit 25")
    code, errors = root.install(NAME)
    assert (code, len(errors)) == (4, 2)
    assert "E: Failed to fetch the server cannot resolve the server (log: " in errors[0]
    assert root.reason_of(NAME).endswith("failed: E: Failed to fetch the server cannot resolve the server\n")
    assert root.left_over() == [f"{NAME}.unavailable"]
    _, out, _ = root.run("interpreters.sh", "list")
    assert "cpython-3.15   not installed, because fetching it from Debian failed: E: Failed" in out

    root.program("mmdebstrap", FAKE_PREFIX)
    assert root.install(NAME)[0] == 0
    assert root.left_over() == [NAME]


def test_what_set_up_asks_for_may_be_missing(root):
    root.program("mmdebstrap", "exit 25")
    assert root.install("--optional", NAME)[0] == 0
    assert root.left_over() == [f"{NAME}.unavailable"]


def test_one_that_cannot_be_had_hinders_no_other(root):
    root.program("mmdebstrap", f'[[ "$*" == *python3.14* ]] || exit 25\n{FAKE_PREFIX}')
    assert root.install("cpython-3.15", "cpython-3.14")[0] == 4
    assert root.left_over() == ["cpython-3.14", "cpython-3.15.unavailable"]


def test_interpreter_that_does_not_start_is_not_kept(root):
    root.program(
        "mmdebstrap", FAKE_PREFIX.replace('echo "loader', 'echo "error: kernel too old"; exit 1; echo "')
    )
    assert root.install(NAME)[0] == 4
    assert "does not start here: error: kernel too old" in root.reason_of(NAME)
    assert root.left_over() == [f"{NAME}.unavailable"]


def test_truncated_archive_is_not_kept(root):
    root.program("mmdebstrap", "head -c 2000 /dev/zero; exit 0")
    assert root.install(NAME)[0] == 4
    assert root.left_over() == [f"{NAME}.unavailable"]


def test_interpreter_needs_root(user):
    user.program("mmdebstrap", FAKE_PREFIX)
    assert user.install(NAME)[0] == 4
    assert "root or sudo" in user.reason_of(NAME)
    assert user.called("mmdebstrap") == []


def test_full_disk_is_said_before_anything_is_fetched(root):
    root.program("df", "printf 'Filesystem 1M Used Available\\n/dev/x 9 8 7 99%% /\\n'")
    root.program("mmdebstrap", FAKE_PREFIX)
    code, errors = root.install(NAME)
    assert code == 4
    assert "installing it takes 300 MB, and the cache's disk has 7 MB free" in errors[0]
    assert root.called("mmdebstrap") == []


def test_disk_that_fills_up_is_one_sentence(root):
    root.program("mmdebstrap", "echo 'tar: ./usr/x: Cannot write: No space left on device' >&2; exit 2")
    code, errors = root.install(NAME)
    assert (code, len(errors)) == (4, 2)
    assert "failed: no space is left on the disk (log: " in errors[0]
    assert root.left_over() == [f"{NAME}.unavailable"]


@pytest.mark.parametrize("verb", ["install", "remove"])
def test_unknown_interpreter(root, verb):
    code, _, errors = root.run("interpreters.sh", verb, NAME, "cpython-2.7")
    assert (code, len(errors)) == (2, 1)
    assert "there is no interpreter 'cpython-2.7' to install; there are: cpython-3.15, " in errors[0]


def test_interrupted_install_leaves_nothing(root, tmp_path):
    # Not by touch: a shell that is interrupted while a program runs goes on if that did not die of it.
    root.program("mmdebstrap", f": >{tmp_path}/begun; sleep 60")
    code, _, _ = root.stop(root.start("interpreters.sh", "install", NAME), tmp_path / "begun")
    assert code == 130
    assert root.left_over() == []


def test_killed_install_is_never_taken_for_complete(root, tmp_path):
    root.program("mmdebstrap", f": >{tmp_path}/begun; sleep 60")
    root.stop(root.start("interpreters.sh", "install", NAME), tmp_path / "begun", signal.SIGKILL)
    assert not root.place_of(NAME).exists()
    assert len(root.left_over()) == 1
    root.program("mmdebstrap", FAKE_PREFIX)
    assert root.install(NAME)[0] == 0
    assert root.left_over() == [NAME]


def test_two_at_once_install_once(root):
    root.program("mmdebstrap", f"sleep 0.5\n{FAKE_PREFIX}")
    both = [root.start("interpreters.sh", "install", NAME) for _ in range(2)]
    errors = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert len(root.called("mmdebstrap")) == 1
    assert any("waiting for another process" in text for text in errors)


def test_removed_interpreter_is_gone(root):
    (root.place_of(NAME) / "usr").mkdir(parents=True)
    root.place_of(NAME).with_name(f"{NAME}.unavailable").write_text("no network\n")
    assert root.run("interpreters.sh", "remove", NAME) == (0, "", [f"pepbench: {NAME}: removed"])
    assert root.left_over() == []
    code, _, errors = root.run("interpreters.sh", "remove", NAME)
    assert (code, errors) == (0, [f"pepbench: {NAME} is not installed, so there is nothing to remove."])


@pytest.mark.parametrize("verb", ["install", "remove"])
def test_a_build_that_is_there_is_brought_up_to_date(root, verb):
    root.file("ci/build.sh", '#!/bin/bash\necho "build.sh $*" >>"$CALLS"\n')
    root.place_of(NAME).mkdir(parents=True)
    root.run("interpreters.sh", verb, NAME)
    assert root.called("build.sh") == []
    root.file("build/build.ninja", "")
    root.run("interpreters.sh", verb, NAME)
    assert root.called("build.sh") == ["build.sh release --programs"]


@pytest.mark.parametrize(
    ("options", "asked_for", "packages"),
    [
        (["--programs"], "cpython-3.15", [""]),
        (["--all", "--programs"], "cpython-3.15 cpython-3.14 cpython-3.13t pypy pyodide", ["", "browser"]),
    ],
)
def test_set_up_installs_what_it_is_asked_for(root, options, asked_for, packages):
    for script in ["packages.sh", "interpreters.sh", "python_env.sh", "build.sh"]:
        root.file(f"ci/{script}", f'#!/bin/bash\necho "{script} $*" >>"$CALLS"\n')
    assert root.run("setup.sh", *options)[0] == 0
    assert root.called("interpreters.sh") == [f"interpreters.sh install --optional {asked_for}"]
    assert root.called("packages.sh") == [f"packages.sh {use}" for use in packages]
    assert root.called("build.sh") == ["build.sh release --programs"]
