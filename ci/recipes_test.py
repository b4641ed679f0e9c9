"""PyPy, CPython from source and Pyodide, with what fetches and builds them replaced."""

import subprocess

import pytest

from ci.conftest import FAKE_APT


@pytest.fixture
def pypy(root):
    """A system on which the package of PyPy is a script that says what it was started with."""
    root.program("apt-get", FAKE_APT)
    root.program("patchelf", "exit 0")
    root.file("pypy3.deb", "")
    root.environment["FETCHED"] = str(root.root / "pypy3.deb")
    root.program(
        "dpkg-deb",
        'mkdir -p "$3/usr/bin" "$3/usr/lib/any"; touch "$3/usr/lib/any/libpypy3.9-c.so"\n'
        """printf '#!/bin/bash\\necho "pypy $*" >>"$CALLS"\\n' >"$3/usr/bin/pypy3.9"\n"""
        'chmod +x "$3/usr/bin/pypy3.9"',
    )
    return root


def test_pypy_is_unpacked_and_finds_its_library(pypy):
    assert pypy.install("pypy")[0] == 0
    assert pypy.called("patchelf") == ["patchelf --set-rpath $ORIGIN/../../usr/lib/any usr/bin/pypy3.9"]
    assert " -m compileall " in pypy.called("pypy")[-1]
    assert sorted(file.name for file in pypy.place_of("pypy").iterdir()) == ["usr"]


def test_pypy_without_network(pypy):
    pypy.environment["OFFLINE"] = "1"
    assert pypy.install("pypy")[0] == 4
    assert "failed: E: Failed to fetch the server" in pypy.reason_of("pypy")
    assert pypy.left_over() == ["pypy.unavailable"]


@pytest.fixture
def source(root, tmp_path):
    """A system on which CPython's source is a configure script and a program make that installs."""
    top = tmp_path / "Python-3.13"
    top.mkdir()
    configure = (
        '#!/bin/bash\necho "configure $*" >>"$CALLS"\n[[ -z ${BAD:-} ]] || { echo "error: no"; exit 1; }\n'
    )
    (top / "configure").write_text(configure)
    (top / "configure").chmod(0o755)
    archive = tmp_path / "python3.13_3.13.5.orig.tar.xz"
    subprocess.run(["tar", "-cJf", archive, "-C", tmp_path, top.name], check=True)
    root.environment["FETCHED"] = str(archive)
    root.program("apt-get", FAKE_APT)
    root.program(
        "make",
        '[[ $* == *" install "* ]] || exit 0\n'
        f"stage=${{@: -1}}; top=${{stage#DESTDIR=}}{root.place_of('cpython-3.13t')}\n"
        'modules=$top/lib/python3.13t; mkdir -p "$top/bin" "$modules/test" "$top/share"\n'
        'touch "$modules/"{a.opt-1.pyc,a.pyc,_testcapi.so,math.so,test/a.py}\n'
        """printf '#!/bin/bash\\necho "python $*" >>"$CALLS"\\n' >"$top/bin/python3.13t"\n"""
        'chmod +x "$top/bin/python3.13t"',
    )
    return root


@pytest.mark.parametrize(
    ("options", "extra"),
    [([], ""), (["--optimized"], " --enable-optimizations --with-lto --enable-test-modules")],
)
def test_free_threaded_python_is_built(source, options, extra):
    assert source.install(*options, "cpython-3.13t")[0] == 0
    place = source.place_of("cpython-3.13t")
    assert source.called("configure") == [
        "configure --without-ensurepip --disable-test-modules --without-static-libpython"
        f" --prefix={place} --disable-gil --enable-shared{extra} LDFLAGS=-Wl,-rpath,{place}/lib"
    ]
    assert sorted(file.name for file in place.iterdir()) == ["bin", "lib"]
    assert sorted(file.name for file in (place / "lib" / "python3.13t").iterdir()) == ["a.pyc", "math.so"]


def test_failed_build_is_one_sentence(source):
    source.environment["BAD"] = "1"
    code, errors = source.install("cpython-3.13t")
    assert (code, len(errors)) == (4, 2)
    assert source.reason_of("cpython-3.13t") == "it could not be built: error: no\n"
    assert source.left_over() == ["cpython-3.13t.unavailable"]


def test_installed_is_not_built_anew_for_optimized(source):
    source.place_of("cpython-3.13t").mkdir(parents=True)
    code, errors = source.install("--optimized", "cpython-3.13t")
    assert (code, source.called("configure")) == (0, [])
    assert "is installed already; to build it anew, remove it first" in errors[0]


@pytest.fixture
def node(root):
    root.file("runners/pyodide/package.json", '{"engines": {"node": ">=18"}}')
    root.file("runners/pyodide/package-lock.json", "first")
    root.program("node", '[[ $1 != --version ]] || echo "${NODE:-v18.20.4}"')
    root.program("npm", 'mkdir "$3/node_modules"')
    return root


def test_pyodide_follows_its_lock_file(node):
    for lock in ["first", "first", "second"]:
        node.file("runners/pyodide/package-lock.json", lock)
        assert node.install("pyodide")[0] == 0
    assert len(node.called("npm")) == 2
    assert (node.place_of("pyodide") / "package-lock.json").read_text() == "second"


def test_node_too_old(node):
    node.environment["NODE"] = "v16.20.2"
    assert node.install("pyodide")[0] == 4
    assert node.reason_of("pyodide") == "it needs Node.js 18 or newer, and the one here is 16.20.2\n"
    assert node.called("npm") == []


def test_node_missing(node):
    node.program("node", "exit 127")
    node.install("pyodide")
    assert node.reason_of("pyodide") == "it needs Node.js 18 or newer, and there is none\n"
