"""What the JIT costs when CPython is built, with source, compilers and make replaced."""

import subprocess

import pytest

from ci.conftest import FAKE_APT


@pytest.fixture
def source(root, tmp_path):
    """A system with a compiler and a source of CPython that wants LLVM 18."""
    top = tmp_path / "Python-3.13"
    for file, text in {
        "configure": '#!/bin/bash\necho "configure $*" >>"$CALLS"\n',
        "Include/patchlevel.h": '#define PY_VERSION              "3.13.5"\n',
        "Tools/jit/_llvm.py": "_LLVM_VERSION = 18\n_LLVM_VERSION_PATTERN = 0\n",
    }.items():
        (top / file).parent.mkdir(parents=True, exist_ok=True)
        (top / file).write_text(text)
    (top / "configure").chmod(0o755)
    archive = tmp_path / "python3.13_3.13.5.orig.tar.xz"
    subprocess.run(["tar", "-cJf", archive, "-C", tmp_path, top.name], check=True)
    root.environment["FETCHED"] = str(archive)
    root.program("apt-get", FAKE_APT)
    root.program("gcc", "echo 'gcc 12.2.0'")
    root.program("make", '[[ $* != *-j* || -z ${BAD:-} ]] || { echo "error: no space"; exit 2; }')
    for tool in ["clang", "llvm-readobj"]:
        root.program(tool, "echo 'Debian clang version 18.1.8'")
    return root


def left_over(tree):
    return [file.name for file in tree.cache.iterdir() if file.name.startswith(".")]


def test_builds_alternate_and_are_compared(source):
    code, out, _ = source.run("build_cost.sh", "--rounds", "2")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("CPython 3.13.5, gcc 12.2.0, clang version 18.1.8, make -j")
    assert [line.split(":")[0] for line in lines[1:5]] == [
        "round 1, without the JIT",
        "round 1, with the JIT",
        "round 2, with the JIT",
        "round 2, without the JIT",
    ]
    assert lines[5].startswith("mean of 2: without ")
    assert ["--enable-experimental-jit" in call for call in source.called("configure")] == [False, True]
    assert left_over(source) == []


def test_other_llvm_is_named_as_missing(source):
    source.program("llvm-readobj", "echo 'LLVM version 19.1.0'")
    code, out, errors = source.run("build_cost.sh")
    assert (code, out, len(errors)) == (4, "", 1)
    assert "CPython 3.13.5 builds its JIT with LLVM 18, and llvm-readobj-18 is missing" in errors[0]


def test_failed_build_is_one_sentence(source):
    source.environment["BAD"] = "1"
    code, _, errors = source.run("build_cost.sh")
    assert (code, len(errors)) == (4, 1)
    assert "the build without the JIT failed: error: no space (log: " in errors[0]
    assert left_over(source) == []


@pytest.mark.parametrize("options", [["--rounds", "0"], ["--rounds"], ["--often"]])
def test_bad_options(source, options):
    code, _, errors = source.run("build_cost.sh", *options)
    assert (code, errors) == (2, ["pepbench: usage: ci/build_cost.sh [--fetch-llvm] [--rounds N]"])
