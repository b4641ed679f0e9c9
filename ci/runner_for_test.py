"""The runner of a user's own interpreter, with compilers replaced."""

import sys

import pytest

NOT_FOUND = "there is no program nothing-here."
NO_PYTHON = "is no Python."
TOO_OLD = "is Python 3.8, and the oldest that can be measured is 3.9."


@pytest.mark.parametrize(
    ("program", "said"),
    [(None, NOT_FOUND), ("exit 0", NO_PYTHON), ("echo 3.8 x", TOO_OLD), ("echo hello", NO_PYTHON)],
)
def test_no_runner_for_what_is_no_python(tree, program, said):
    name = "nothing-here"
    if program:
        tree.program(name, program)
    code, out, errors = tree.run("runner_for.sh", name)
    assert (code, out, len(errors)) == (2, "", 1)
    assert errors[0].endswith(said)


@pytest.fixture
def builder(tree):
    """CMake that describes one interpreter and, when it builds, makes a runner that starts."""
    (tree.root / "runners" / "embedded").mkdir(parents=True)
    tree.file("CMakeLists.txt", "")
    tree.file("runners/embedded/main.cpp", "")
    library = tree.root / "ci" / "lib.sh"
    tree.file("ci/lib.sh", f"{library.read_text()}\npybind11_directory() {{ echo /there; }}\n")
    tree.program("ninja", "exit 0")
    tree.program(
        "cmake",
        'if [[ $1 == --build ]]; then [[ -z ${BAD:-} ]] || { echo "error: no ld"; exit 1; }\n'
        '  printf "#!/bin/bash\\n" >"$2/bin/$4"; chmod +x "$2/bin/$4"; exit 0; fi\n'
        'mkdir -p "$6/bin"\n'
        'entry="{\\"name\\": \\"x\\", \\"command\\": [\\"pepbench-runner-x\\"]}"\n'
        "for word; do case $word in -DPEPBENCH_NOT_EMBEDDED=*)"
        ' entry="{\\"not_embedded\\": \\"${word#*=}\\"}" ;; esac; done\n'
        'printf "[\\n  %s\\n]\\n" "$entry" >"$6/bin/interpreters.json"',
    )
    return tree


def test_runner_is_built_once(builder):
    code, out, _ = builder.run("runner_for.sh", sys.executable)
    assert (code, out.count("\n")) == (0, 1)
    runner = next((builder.cache / "runners").glob("*/pepbench-runner-x"))
    assert f'"command": ["{runner}"]' in out
    assert builder.run("runner_for.sh", sys.executable) == (0, out, [])
    assert len(builder.called("cmake")) == 2
    assert left_over_runners(builder) == [runner.parent.name]

    builder.file("runners/embedded/main.cpp", "// changed\n")
    builder.run("runner_for.sh", sys.executable)
    assert len(builder.called("cmake")) == 4


def left_over_runners(tree):
    return [file.name for file in (tree.cache / "runners").iterdir()]


def test_runner_that_cannot_be_built_is_a_reason(builder):
    builder.environment["BAD"] = "1"
    code, out, errors = builder.run("runner_for.sh", sys.executable)
    assert (code, errors) == (0, [])
    assert out == '{"not_embedded": "its runner could not be built: error: no ld"}\n'
    assert left_over_runners(builder) == []
