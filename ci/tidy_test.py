"""clang-tidy's helper: what it hands on and when it checks again."""

import importlib.util
import shutil
from pathlib import Path

import pytest

SPECIFICATION = importlib.util.spec_from_file_location("tidy", Path(__file__).with_name("tidy.py"))
tidy = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(tidy)


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("/usr/bin/c++ -O2 -c a.cpp", ["/usr/bin/c++", "-O2", "-c", "a.cpp"]),
        ("/usr/bin/ccache /usr/bin/g++-12 -c a.cpp", ["/usr/bin/g++-12", "-c", "a.cpp"]),
        ("cmake -E env CCACHE_SLOPPINESS=time_macros ccache c++ -c a.cpp", ["c++", "-c", "a.cpp"]),
        ("c++ -Winvalid-pch -fpch-preprocess -include b/cmake_pch.hxx -c a.cpp", ["c++", "-c", "a.cpp"]),
    ],
)
def test_only_the_compilers_own_arguments_count(command, arguments):
    assert tidy.compiler_arguments(command) == arguments


@pytest.fixture
def source(tmp_path):
    (tmp_path / "near.h").write_text("// near\n")
    (tmp_path / "include").mkdir()
    (tmp_path / "include" / "far.h").write_text('#include <vector>\n#include "loop.h"\n')
    (tmp_path / "include" / "loop.h").write_text('#include "far.h"\n')
    (tmp_path / "a.cpp").write_text('#include "near.h"\n#include "far.h"\n#include "generated/facts.h"\n')
    return tmp_path / "a.cpp"


def key(source, settings="checks"):
    entry = {"directory": str(source.parent), "arguments": ["c++", "-Iinclude", "-c", "a.cpp"]}
    return tidy.key_of(source, entry, "version 1", settings)


def test_own_headers_are_found_once(source):
    directories = [source.parent / "include"]
    names = [file.name for file in tidy.own_files(source, directories)]
    assert names == ["a.cpp", "far.h", "loop.h", "near.h"]


@pytest.mark.parametrize("changed", ["a.cpp", "near.h", "include/loop.h"])
def test_a_change_is_checked_again(source, changed):
    before = key(source)
    assert key(source) == before
    file = source.parent / changed
    file.write_text(f"{file.read_text()}\n// changed\n")
    assert key(source) != before


def test_other_settings_check_again(source):
    assert key(source, "more checks") != key(source)


def test_generated_headers_do_not_count(source):
    generated = source.parent / "generated"
    generated.mkdir()
    before = key(source)
    (generated / "facts.h").write_text("// another commit\n")
    assert key(source) == before


def test_another_checkout_has_the_same_keys(source, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(source.parent)
    here = key(source)
    other = tmp_path_factory.mktemp("other") / "tree"
    shutil.copytree(source.parent, other)
    monkeypatch.chdir(other)
    assert key(other / source.name) == here
