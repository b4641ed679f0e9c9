# shellcheck shell=bash
# What the scripts beside this one share: messages, steps with their seconds, logs, the cache's layout, root. Sourced.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=~
cache=$home/.cache/pepbench
if [[ ${XDG_CACHE_HOME:-} == /* ]]; then
    cache=$XDG_CACHE_HOME/pepbench
fi
# The system's Python, whatever shims PATH has.
system_python=/usr/bin/python3
# For GoogleTest: all tests but simulations, which take minutes, run no line of their own, and notice a mistake only statistically.
# shellcheck disable=SC2034  # used by coverage.sh and mutants.sh
without_simulations='-*Simulation.*:Coverage.*:Bootstrap.Covers*'

say() {
    printf 'pepbench: %s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 2
}

# seconds_since MICROSECONDS: with one decimal
seconds_since() {
    local tenths=$(((${EPOCHREALTIME//[!0-9]/} - $1) / 100000))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# step NAME COMMAND...: runs it, then says in one line how long it took; its exit code is passed on.
step() {
    local name=$1 started=${EPOCHREALTIME//[!0-9]/} code=0 outcome="done"
    shift
    "$@" || code=$?
    ((code == 0)) || outcome="failed (exit code $code)"
    say "$name: $outcome, $(seconds_since "$started") s"
    return "$code"
}

log_file() {
    printf '%s/log/%s.log' "$cache" "$1"
}

# Says every now and then that the work goes on. It sleeps without a child, which would keep our stderr open.
tick() {
    local started=$SECONDS pause=15 end=$'\n' log
    log=$(log_file "$1")
    if [[ -t 2 ]]; then
        pause=1
        end=$'\e[K\r'
    fi
    while kill -0 $$ 2>/dev/null; do
        read -rt "$pause" <> <(:) || true
        printf 'pepbench: %s: %d s, %.60s%s' "$1" $((SECONDS - started)) "$(last_line "$log")" "$end" >&2
    done
}

# logged NAME COMMAND...: its output goes to a log of that name, and progress to the terminal.
logged() {
    local name=$1 log code=0 ticker
    shift
    log=$(log_file "$name")
    mkdir -p "$(dirname "$log")"
    : >"$log"
    tick "$name" &
    ticker=$!
    "$@" >"$log" 2>&1 </dev/null || code=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    [[ ! -t 2 ]] || printf '\r\e[K' >&2
    return "$code"
}

# last_line FILE: the last line that says something, without colours
last_line() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" 2>/dev/null | tr '\r' '\n' | awk 'NF { line = $0 } END { print line }'
}

# one_line FILE: the log's first error, else its last line, for use within a sentence; without addresses, which
# depend on how a machine is set up
one_line() {
    local error
    if grep -qs 'No space left on device' "$1"; then
        printf 'no space is left on the disk'
        return
    fi
    error=$(grep -m 1 -E '^(E:|ERROR:|error:|fatal:)' "$1" 2>/dev/null || last_line "$1")
    error=$(sed -E "s#[a-z]+://[^ ]+#the server#g; s#'[a-z0-9-]+(\.[a-z0-9-]+)+'#the server#g; s#  +# #g" <<<"$error")
    printf '%.300s' "${error%.}"
}

is_root() {
    [[ $(id -u) == 0 ]]
}

# may_be_root: whether as_root can work; asks for a password only where someone can type one.
may_be_root() {
    is_root && return 0
    command -v sudo >/dev/null || return 1
    if [[ -t 0 && -t 2 ]]; then
        sudo -v
    else
        sudo -n true 2>/dev/null
    fi
}

as_root() {
    if is_root; then
        "$@"
    else
        sudo "$@"
    fi
}

# lock NAME: waits until no other process works on NAME; held until this script ends.
lock() {
    mkdir -p "$cache/lock"
    exec {lock_fd}>"$cache/lock/$1"
    if ! flock -n "$lock_fd"; then
        say "waiting for another process that is preparing $1."
        flock "$lock_fd"
    fi
}

# make_in_cache DIRECTORY
make_in_cache() {
    mkdir -p "$1" 2>/dev/null || fail "the cache $cache cannot be written; XDG_CACHE_HOME names another place for it."
}

# remove_at_end DIRECTORY: however this script ends, but for SIGKILL
remove_at_end() {
    doomed=$1
    # A child that is killed as soon as it is forked still has this trap.
    trap '[[ $BASHPID != "$$" ]] || rm -rf "$doomed"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# entries FILE...: the lines of a list without comments and empty lines
entries() {
    sed -e 's/[[:space:]]*#.*//' -e '/^[[:space:]]*$/d' "$@"
}

interpreter_prefix() {
    printf '%s/interpreters/%s' "$cache" "$1"
}

# venv_dir: where the Python packages of ci/requirements.txt are, for this version of the system's Python
venv_dir() {
    local hash
    hash=$({
        cat "$root/ci/requirements.txt"
        "$system_python" --version 2>&1
    } | sha256sum)
    printf '%s/venv-%.12s' "$cache" "$hash"
}

# venv_python: the Python of that environment, if it is complete
venv_python() {
    local dir
    dir=$(venv_dir)
    [[ -e $dir/complete ]] && printf '%s/bin/python' "$dir"
}

# plots_python: the Python that runs the programs of plots/: $PEPBENCH_PYTHON, else that environment's
plots_python() {
    if [[ -n ${PEPBENCH_PYTHON:-} ]]; then
        printf '%s' "$PEPBENCH_PYTHON"
    else
        venv_python
    fi
}

need_build_tools() {
    local tool
    for tool in cmake ninja c++; do
        command -v "$tool" >/dev/null || fail "$tool is missing, so nothing can be built: install what ci/packages.txt lists."
    done
}

# pybind11_directory: where CMake finds it, if the Python packages are there
pybind11_directory() {
    local python
    python=$(venv_python) && "$python" -m pybind11 --cmakedir
}
