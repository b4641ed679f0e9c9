#!/usr/bin/env bash
# coverage.sh [--missed]: which lines of harness and runners/embedded the tests run: all in C++, then all in Python of harness and
# runners with programs that count. Ends with a table by folder; with --missed, also with each file's lines that no test
# runs. In a build directory of its own; needs what setup.sh installs.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

directory=$root/build-coverage
python=$(venv_python) || fail "the Python packages are missing; ci/python_env.sh installs them."

step build-coverage "$root/ci/build.sh" coverage
find "$directory" -name '*.gcda' -delete
code=0
# As one process: each of ctest's would read and write all counts.
step tests-coverage "$directory/bin/harness_test" --gtest_brief=1 || code=1
(cd "$root" && PEPBENCH_BIN=$directory/bin step pytest-coverage "$python" -m pytest -q harness runners) || code=1
"$python" "$root/ci/coverage.py" "$@" "$directory"
exit "$code"
