#!/usr/bin/env bash
# soak.sh: the tests that take too long for ci/test.sh, on what is built: 200 kills of a driver that is then resumed.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

python=$(venv_python) || {
    say "pytest is missing; ci/python_env.sh installs it."
    exit 1
}
cd "$root"
PEPBENCH_KILLS=${PEPBENCH_KILLS:-200} "$python" -m pytest -q harness/cli/kill_test.py "$@"
