#!/usr/bin/env bash
# draw.sh FILE: draws the charts of a result file and prints their paths, one a line. Says on standard error why some
# could not be drawn, and goes on.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

python=$(plots_python) || {
    say "no charts were drawn, because the Python packages are missing; ci/python_env.sh installs them."
    exit 0
}
code=0
PYTHONSAFEPATH=1 PYTHONPATH=$root "$python" -m plots "$1" || code=$?
((code == 0)) || say "not all charts could be drawn (exit code $code)."
