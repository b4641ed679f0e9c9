"""The pieces of set-up, with what they call replaced: nothing is downloaded and nothing is installed."""

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


@pytest.fixture
def root(tree):
    tree.program("id", "echo 0")
    return tree


def prefix_of(tree):
    return tree.cache / "interpreters" / NAME


def reason_of(tree):
    return (tree.cache / "interpreters" / f"{NAME}.unavailable").read_text()


def left_over(tree):
    return sorted(file.name for file in (tree.cache / "interpreters").iterdir())


def test_interpreter_is_installed_whole(root):
    root.program("mmdebstrap", FAKE_PREFIX)
    code, _, errors = root.run("interpreters.sh", NAME)
    assert (code, errors) == (0, [])
    assert (prefix_of(root) / "usr" / "bin").is_dir()
    assert not (prefix_of(root) / "dev").exists()
    assert left_over(root) == [NAME]
    compiled = root.called("loader")[-1]
    assert " -m compileall " in compiled
    assert f" -p {prefix_of(root)} " in compiled


def test_interpreter_that_is_there_is_left_alone(root):
    root.program("mmdebstrap", "exit 1")
    prefix_of(root).mkdir(parents=True)
    (prefix_of(root).parent / f"{NAME}.unavailable").write_text("no network\n")
    assert root.run("interpreters.sh", NAME) == (0, "", [])
    assert root.called("mmdebstrap") == []
    assert left_over(root) == [NAME]


def test_failed_download_is_one_sentence_and_a_reason(root):
    words = "Failed to fetch http://mirror.example/debian/InRelease  cannot resolve 'mirror.example'"
    root.program("mmdebstrap", f"echo 'I: apt-get update'; echo \"E: {words}\" >&2; exit 25")
    code, _, errors = root.run("interpreters.sh", NAME)
    assert code == 0
    assert len(errors) == 1
    assert "E: Failed to fetch the server cannot resolve the server (log: " in errors[0]
    assert reason_of(root).endswith("failed: E: Failed to fetch the server cannot resolve the server\n")
    assert left_over(root) == [f"{NAME}.unavailable"]

    root.program("mmdebstrap", FAKE_PREFIX)
    assert root.run("interpreters.sh", NAME)[0] == 0
    assert left_over(root) == [NAME]


def test_interpreter_that_does_not_start_is_not_kept(root):
    root.program(
        "mmdebstrap", FAKE_PREFIX.replace('echo "loader', 'echo "error: kernel too old"; exit 1; echo "')
    )
    code, _, errors = root.run("interpreters.sh", NAME)
    assert (code, len(errors)) == (0, 1)
    assert "does not start here: error: kernel too old" in reason_of(root)
    assert left_over(root) == [f"{NAME}.unavailable"]


def test_truncated_archive_is_not_kept(root):
    root.program("mmdebstrap", "head -c 2000 /dev/zero; exit 0")
    assert root.run("interpreters.sh", NAME)[0] == 0
    assert left_over(root) == [f"{NAME}.unavailable"]


def test_interpreter_needs_root(user):
    user.program("mmdebstrap", FAKE_PREFIX)
    code, _, errors = user.run("interpreters.sh", NAME)
    assert (code, len(errors)) == (0, 1)
    assert "root or sudo" in reason_of(user)
    assert user.called("mmdebstrap") == []


def test_unknown_interpreter(root):
    code, _, errors = root.run("interpreters.sh", "cpython-2.7")
    assert (code, errors) == (2, ["pepbench: ci/interpreters.txt has no cpython-2.7."])


def test_interrupted_install_leaves_nothing(root, tmp_path):
    root.program("mmdebstrap", f"touch {tmp_path}/begun; sleep 60")
    code, _, _ = root.stop(root.start("interpreters.sh", NAME), tmp_path / "begun")
    assert code == 130
    assert left_over(root) == []


def test_killed_install_is_never_taken_for_complete(root, tmp_path):
    root.program("mmdebstrap", f"touch {tmp_path}/begun; sleep 60")
    root.stop(root.start("interpreters.sh", NAME), tmp_path / "begun", signal.SIGKILL)
    assert not prefix_of(root).exists()
    assert len(left_over(root)) == 1
    root.program("mmdebstrap", FAKE_PREFIX)
    assert root.run("interpreters.sh", NAME)[0] == 0
    assert left_over(root) == [NAME]


def test_two_at_once_install_once(root):
    root.program("mmdebstrap", f"sleep 0.5\n{FAKE_PREFIX}")
    both = [root.start("interpreters.sh", NAME) for _ in range(2)]
    errors = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert len(root.called("mmdebstrap")) == 1
    assert any("waiting for another process" in text for text in errors)


def installed(tree, *packages):
    lines = "\\n".join(f"{package} installed" for package in packages)
    tree.program("dpkg-query", f"printf '{lines}\\n'; exit 1")


def packages_of(tree):
    lines = (tree.root / "ci" / "packages.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_no_package_is_missing(root):
    installed(root, *packages_of(root))
    root.program("apt-get", "exit 1")
    assert root.run("packages.sh") == (0, "", [])
    assert root.called("apt-get") == []


def test_missing_packages_are_installed(root):
    installed(root, *packages_of(root)[1:])
    missing = packages_of(root)[0]
    root.program("apt-cache", f"echo 'Package: {missing}'")
    root.program("apt-get", "echo 'E: no network' >&2; exit 100")
    code, _, errors = root.run("packages.sh")
    assert code == 0
    assert [call.split()[-1] for call in root.called("apt-get")] == ["update", missing]
    assert f"these packages could not be installed: {missing} (log: " in errors[-1]


def test_missing_packages_need_root(user):
    installed(user, *packages_of(user)[1:])
    user.program("apt-get", "exit 1")
    code, _, errors = user.run("packages.sh")
    assert (code, len(errors)) == (0, 1)
    assert f"only root or sudo can install them: {packages_of(user)[0]}." in errors[0]
    assert user.called("apt-get") == []


# Makes an environment (or says its version), whose pip is PIP.
FAKE_PYTHON = """#!/bin/bash
case $1 in
--version) echo 'Python 3.11.2' ;;
-m) mkdir -p "$3/bin" && printf '#!/bin/bash\necho "pip $*" >>"$CALLS"\n%s\n' "$PIP" >"$3/bin/python" &&
    chmod +x "$3/bin/python" ;;
esac
"""


@pytest.fixture
def python(tree):
    tree.file("python3", FAKE_PYTHON)
    library = tree.root / "ci" / "lib.sh"
    library.write_text(f"{library.read_text()}\nsystem_python={tree.root}/python3\n")
    return tree


def test_python_packages_are_installed_once(python):
    python.environment["PIP"] = "exit 0"
    assert [python.run("python_env.sh") for _ in range(2)] == [(0, "", [])] * 2
    assert len(python.called("pip")) == 1
    assert len(list(python.cache.glob("venv-*/complete"))) == 1


def test_other_requirements_make_another_environment(python):
    python.environment["PIP"] = "exit 0"
    python.run("python_env.sh")
    python.file("ci/requirements.txt", "pytest==1.0\n")
    python.run("python_env.sh")
    assert len(list(python.cache.glob("venv-*/complete"))) == 2


def test_python_packages_without_network(python):
    python.environment["PIP"] = "echo 'ERROR: no network'; exit 1"
    code, _, errors = python.run("python_env.sh")
    assert (code, len(errors)) == (0, 1)
    assert "going on without the Python packages" in errors[0]
    assert "ERROR: no network (log: " in errors[0]
    assert not list(python.cache.glob("venv-*/complete"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://github.com/google/benchmark, /usr/bin/python3, ~/.cache", 0),
        ("https://files.python" + "hosted.org/packages", 1),
        ("deb.deb" + "ian.org", 1),
        ("cd /ro" + "ot/x", 1),
        ('"/wo' + 'rk/main"', 1),
    ],
)
def test_rules(tree, text, code):
    tree.file("notes.md", f"first\n{text}\n")
    got, out, _ = tree.run("rules.sh", str(tree.root / "notes.md"))
    assert (got, "notes.md:2:" in out) == (code, code == 1)


def test_rule_of_length(tree):
    tree.file("a.cpp", "\n" * 350)
    tree.file("b.cpp", "\n" * 351)
    code, out, _ = tree.run("rules.sh", str(tree.root / "a.cpp"), str(tree.root / "b.cpp"))
    assert code == 1
    assert "a.cpp" not in out
    assert "b.cpp: no source file is longer than 350 lines" in out
