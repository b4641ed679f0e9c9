#!/usr/bin/env bash
# soak.sh [kills] [mutants] [fuzzers] [gate]: the tests that take too long for ci/test.sh, on what is built, those named or all, in
# this order: 1000 kills of a driver whose run is then resumed and 100 of one whose gate goes on (13 minutes beside other work), every mutant of the
# statistics (over an hour), ten million inputs of each fuzzer without AddressSanitizer and a minute with it (about two hours on two cores), and a soak of the gate with its report (20 minutes).
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

soak() {
    local python
    case $1 in
    kills)
        python=$(venv_python) || fail "pytest is missing; ci/python_env.sh installs it."
        PEPBENCH_KILLS=${PEPBENCH_KILLS:-1000} PEPBENCH_GATE_KILLS=${PEPBENCH_GATE_KILLS:-100} \
            "$python" -m pytest -q harness/cli/kill_test.py harness/cli/gate_kill_test.py
        ;;
    mutants) ci/mutants.sh ;;
    fuzzers) ci/fuzz.sh --fast 10000000x && ci/fuzz.sh 60 ;;
    gate)
        mkdir -p pepbench-results
        build/bin/pepbench gate --soak 70 --extra 2,5 --neighbour --output "pepbench-results/soak-$(date +%s).json"
        ;;
    esac
}

suites=("$@")
((${#suites[@]} > 0)) || suites=(kills mutants fuzzers gate)
for suite in "${suites[@]}"; do
    [[ $suite =~ ^(kills|mutants|fuzzers|gate)$ ]] || fail "there is no suite '$suite'; usage: ci/soak.sh [kills] [mutants] [fuzzers] [gate]"
done
cd "$root"
code=0
for suite in "${suites[@]}"; do
    say "soak: $suite"
    soak "$suite" || code=1
done
exit "$code"
