#!/usr/bin/env bash
# Makes the virtual environment with the Python packages of ci/requirements.txt, in the cache.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

without() {
    say "going on without the Python packages (pybind11, charts, checks), because $1."
    exit 0
}

make_environment() {
    env -u PYTHONHOME -u PYTHONPATH "$system_python" -m venv "$dir" &&
        "$dir/bin/python" -m pip install --disable-pip-version-check --retries 1 --only-binary :all: --no-deps \
            -r "$root/ci/requirements.txt"
}

[[ -x $system_python ]] || without "there is no $system_python"
dir=$(venv_dir)
[[ ! -e $dir/complete ]] || exit 0

lock "$(basename "$dir")"
[[ ! -e $dir/complete ]] || exit 0
rm -rf "$dir"
logged python-packages make_environment ||
    without "installing them failed: $(one_line "$(log_file python-packages)") (log: $(log_file python-packages))"
touch "$dir/complete"
