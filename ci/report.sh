#!/usr/bin/env bash
# report.sh [--python PYTHON] MODULE OPTIONS...: what `pepbench report` runs: a program of plots/, such as plots.report.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [[ $1 == --python ]]; then
    PEPBENCH_PYTHON=$2
    shift 2
fi
python=$(plots_python) ||
    fail "a report needs a Python with matplotlib and Jinja2: run ci/python_env.sh, or name one with --python."
command -v "$python" >/dev/null || fail "there is no program $python, which --python or PEPBENCH_PYTHON names."
# Modules are not looked for in the folder in which pepbench was called.
PYTHONSAFEPATH=1 PYTHONPATH=$root exec "$python" -m "$@"
