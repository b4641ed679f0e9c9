#!/usr/bin/env bash
# sanitizers.sh: the harness and its tests under AddressSanitizer with UndefinedBehaviorSanitizer, so too the embedded runner of the
# system's Python behind the driver of build.sh release, then the tests where threads meet under ThreadSanitizer, each in a build
# directory of its own. Needs what setup.sh installs.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The tests of runners that misbehave and of every mode, with the driver that is measured with and this runner alone.
test_runner() {
    local programs=$root/build-asan/with-runner python
    python=$(venv_python) || {
        say "pytest is missing; ci/python_env.sh installs it."
        return 1
    }
    rm -rf "$programs"
    mkdir -p "$programs"
    cp "$root"/build/bin/pepbench{,-url-server,-neighbour,-fake-runner} "$programs" || return 1
    cp "$root"/build-asan/bin/pepbench-runner-* "$programs" || return 1
    # The list has an interpreter a line, the system's first.
    printf '[%s]\n' "$(sed -n '2{s/,$//;p}' "$root/build-asan/bin/interpreters.json")" >"$programs/interpreters.json"
    (cd "$root" && PEPBENCH_BIN=$programs "$python" -m pytest -q -k 'not script and not pypy and not pyodide' \
        harness/cli/{broken_workloads,every_runner,misbehaving_workloads,runner_by_hand}_test.py)
}

"$root/ci/packages.sh" sanitizers
code=0
for sanitizer in asan tsan; do
    step "build-$sanitizer" "$root/ci/build.sh" "$sanitizer"
    (cd "$root" && step "ctest-$sanitizer" ctest --preset "$sanitizer") || code=1
done
step pytest-asan test_runner || code=1
((code == 0))
