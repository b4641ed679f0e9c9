#!/usr/bin/env bash
# mutants.sh [--room NAME] [--sample N] [--seed N]: do the tests of harness/stats and harness/judge notice a mistake? After
# build.sh release; mutants.py does the work, and says with --help what else it takes.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

python=$(venv_python) || fail "the Python packages are missing; ci/python_env.sh installs them."
# What only a simulation would notice counts as survived.
export GTEST_FILTER=$without_simulations
exec "$python" "$root/ci/mutants.py" "$@"
