#!/usr/bin/env bash
# coverage.sh [--missed]: which lines and branches the tests run: of harness and runners/embedded all in C++ but simulations, then all
# in Python of harness and runners with programs that count; of runners/python and runners/script the tests of runners, in the system's
# CPython. Ends with a table; with --missed, also with each file's lines that no test runs. In a build directory of its own; needs what
# setup.sh installs, and installs coverage.py into the cache.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

directory=$root/build-coverage
packages=$cache/coverage
python=$(venv_python) || fail "the Python packages are missing; ci/python_env.sh installs them."

# of_python WORD...: coverage.py, with the counts of what this script runs
of_python() {
    COVERAGE_RCFILE=$root/ci/coverage.ini COVERAGE_FILE=$directory/python/counts PYTHONPATH=$packages "$python" -m coverage "$@"
}

make_in_cache "$packages"
[[ -d $packages/coverage ]] ||
    logged coverage "$python" -m pip install --disable-pip-version-check --no-deps --target "$packages" coverage==7.17.3 ||
    fail "coverage.py cannot be installed: $(one_line "$(log_file coverage)")"
# Programs that tests start count, too, where coverage.py runs there: it is on no path whose .pth files Python reads.
cat >"$packages/sitecustomize.py" <<'END'
import sys

if sys.implementation.name == "cpython" and sys.version_info >= (3, 10):
    import coverage

    coverage.process_startup()
END
step build-coverage "$root/ci/build.sh" coverage
find "$directory" -name '*.gcda' -delete
code=0
# As one process: each of ctest's would read and write all counts.
GTEST_FILTER=$without_simulations step tests-coverage "$directory/bin/harness_test" --gtest_brief=1 || code=1
# Under limits of memory or disk the counters cannot be written, which changes what is tested; large results take minutes unoptimized.
left_out="not no_memory and not full_disk and not published_results_hold"
(cd "$root" && PEPBENCH_BIN=$directory/bin step pytest-coverage "$python" -m pytest -q -k "$left_out" harness runners) || code=1
cd "$root"
mkdir -p "$directory/python"
of_python erase
# Counting loads what a runner does without.
step pytest-runners of_python run -m pytest -q -k "not nothing_dear" runners || code=1
of_python combine -q
of_python json -q -o "$directory/python/counts.json"
"$python" "$root/ci/coverage.py" "$@" --python "$directory/python/counts.json" "$directory"
exit "$code"
