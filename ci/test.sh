#!/usr/bin/env bash
# test.sh: set-up of everything, then every check and every test. A failing one does not hide those after it; the last line counts
# all of them, and the exit code is 1 if any failed. On a fresh and slow machine the sanitizers and fuzzers are skipped, for CI ends
# after 90 minutes; ci/sanitizers.sh and ci/fuzz.sh run them.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

reports=$root/build/reports
latest_start=3300 # seconds after the beginning, of what is skipped then
passed=0 failed=0 skipped=0
failures=()

# check NAME COMMAND...: counts as one
check() {
    printf '\n== %s\n' "$1"
    if step "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        failures+=("$1")
    fi
}

# check_in_time NAME COMMAND...: a check that takes long with nothing cached
check_in_time() {
    if ((SECONDS <= latest_start)); then
        check "$@"
    else
        printf '\n== %s\n' "$1"
        say "skipped $1, because what was before took $((SECONDS / 60)) minutes; run $2 alone."
        skipped=$((skipped + 1))
    fi
}

# counted REPORT ATTRIBUTE: a number of a JUnit file's test suite, 0 where there is none
counted() {
    local number
    number=$(tr '\n\t' '  ' <"$1" 2>/dev/null | grep -o '<testsuite [^>]*>' | grep -o " $2=\"[0-9]*" | grep -o '[0-9]*$' |
        head -n 1) || true
    printf '%d' "${number:-0}"
}

# suite NAME COMMAND...: a test runner that writes $reports/NAME.xml; its tests are counted
suite() {
    local report=$reports/$1.xml bad ignored
    printf '\n== %s\n' "$1"
    rm -f "$report"
    if ! step "$@"; then
        failures+=("$1")
        bad=$(($(counted "$report" failures) + $(counted "$report" errors)))
        # It failed as a whole: a crash, or nothing built.
        ((bad > 0)) || failed=$((failed + 1))
    fi
    bad=$(($(counted "$report" failures) + $(counted "$report" errors)))
    ignored=$(($(counted "$report" skipped) + $(counted "$report" disabled)))
    failed=$((failed + bad))
    skipped=$((skipped + ignored))
    passed=$((passed + $(counted "$report" tests) - bad - ignored))
}

run_ctest() {
    (cd "$root" && ctest --preset "$1" --output-junit "$reports/ctest-$1.xml")
}

# run_pytest NAME PYTHON OPTIONS...
run_pytest() {
    local name=$1 python
    shift
    python=$(venv_python) || {
        say "pytest is missing: see what set-up said about the Python packages."
        return 1
    }
    (cd "$root" && "$python" "$@" --junitxml="$reports/$name.xml")
}

check set-up "$root/ci/setup.sh" --all -DPEPBENCH_WARNINGS_AS_ERRORS=ON
mkdir -p "$reports"
check lint "$root/ci/lint.sh"
suite ctest-release run_ctest release
suite pytest run_pytest pytest -m pytest -q
suite pytest-dev run_pytest pytest-dev -X dev -W error -m pytest -q workloads runners
check_in_time sanitizers "$root/ci/sanitizers.sh"
check_in_time fuzz "$root/ci/fuzz.sh"
printf '\n'
if ((${#failures[@]} > 0)); then
    printf 'failed: %s\n' "${failures[@]}"
fi
summary="$passed passed, $failed failed"
((skipped == 0)) || summary+=", $skipped skipped"
echo "$summary"
((failed == 0))
