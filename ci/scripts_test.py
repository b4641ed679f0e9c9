"""The pieces of set-up, with what they call replaced: nothing is downloaded and nothing is installed."""

import pytest


def installed(tree, *packages):
    lines = "\\n".join(f"{package} installed" for package in packages)
    tree.program("dpkg-query", f"printf '{lines}\\n'; exit 1")


def packages_of(tree, *columns):
    lines = (tree.root / "ci" / "packages.txt").read_text().splitlines()
    entries = [line.split() for line in lines if line and not line.startswith("#")]
    return [package for package, *rest in entries if rest == list(columns)]


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


def test_an_interpreters_packages_are_its_own(root):
    installed(root)
    root.program("apt-cache", "echo 'Package: zlib1g-dev'")
    root.program("apt-get", "exit 0")
    root.run("packages.sh", "cpython-3.13t")
    assert set(packages_of(root, "cpython-3.13t")) <= set(root.called("dpkg-query")[0].split())
    assert not set(packages_of(root)) & set(root.called("dpkg-query")[0].split())


def test_a_program_makes_its_package_unnecessary(root):
    installed(root)
    for program in ["node", "npm"]:
        root.program(program, "exit 0")
    assert root.run("packages.sh", "pyodide") == (0, "", [])
    assert root.called("dpkg-query") == []


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


@pytest.mark.parametrize(("file", "code"), [("402", 1), ("README.md.old", 1), ("README.md", 0), ("ci/x", 0)])
def test_rule_of_the_top_level(tree, file, code):
    got, out, _ = tree.run("rules.sh", file)
    assert (got, f"{file}: the top level is fixed" in out) == (code, code == 1)


def test_rule_of_length(tree):
    tree.file("a.cpp", "\n" * 350)
    tree.file("b.cpp", "\n" * 351)
    code, out, _ = tree.run("rules.sh", str(tree.root / "a.cpp"), str(tree.root / "b.cpp"))
    assert code == 1
    assert "a.cpp" not in out
    assert "b.cpp: no source file is longer than 350 lines" in out
