#!/usr/bin/env bash
# install_interpreter.sh [--optimized] NAME: installs an interpreter of ci/interpreters.txt into the cache, whole or not
# at all. Where it cannot be had, NAME.unavailable beside its place says why, and the exit code is 4.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

optimized=false
if [[ ${1:-} == --optimized ]]; then
    optimized=true
    shift
fi
name=${1:?usage: ci/install_interpreter.sh [--optimized] NAME}
prefix=$(interpreter_prefix "$name")
read -r name _ _ _ megabytes recipe options < <(entries "$root/ci/interpreters.txt" | grep "^$name ") ||
    fail "ci/interpreters.txt has no $name."
read -ra options <<<"$options"

# unavailable REASON [LOG]: words to put after "because", for the user and for the driver to record
unavailable() {
    if { printf '%s\n' "$1" >"$prefix.unavailable.new"; } 2>/dev/null; then
        mv "$prefix.unavailable.new" "$prefix.unavailable"
    else
        rm -f "$prefix.unavailable.new" # The disk is full.
    fi
    say "$name is not installed, because $1${2:+ (log: $2)}."
    exit 4
}

# clean_python [VARIABLE=VALUE...] PYTHON ARGUMENTS...: whatever the user's environment says
clean_python() {
    env -u PYTHONHOME -u PYTHONPATH -u PYTHONDONTWRITEBYTECODE -u PYTHONPYCACHEPREFIX -u PYTHONOPTIMIZE "$@"
}

# A recipe defines `obtain TARGET FINAL OPTIONS...`, which fills TARGET with what shall be at FINAL or calls
# `unavailable`, and `run_python TARGET ARGUMENTS...`, or its own kind of what follows here.
check() {
    run_python "$1" -c 'import ctypes, json, ssl, zlib, multiprocessing.synchronize'
}

# compile TARGET FINAL: as Debian does at installation; the files shall name their final place.
compile() {
    local library
    library=$(run_python "$1" -c 'import os; print(os.path.dirname(os.__file__))') &&
        run_python "$1" -m compileall -q -s "$1" -p "$2" "$library"
}

up_to_date() {
    true
}

# shellcheck source=ci/recipes/debian.sh
source "$root/ci/recipes/$recipe.sh"

if $optimized && [[ $recipe != source ]]; then
    say "--optimized changes nothing for $name, which is not built here."
    optimized=false
fi

present() {
    [[ -d $prefix ]] && up_to_date "$prefix" || return 1
    rm -f "$prefix.unavailable"
    ! $optimized || say "$name is installed already; to build it anew, remove it first."
}

make_in_cache "$(dirname "$prefix")"
! present || exit 0
lock "$name"
! present || exit 0

# We hold the lock, so whatever lies here half done is nobody's.
rm -rf "$prefix" "$(dirname "$prefix")/.$name.partial."*
free=$(df -Pm "$(dirname "$prefix")" | awk 'NR == 2 { print $4 }')
((free >= megabytes)) || unavailable "installing it takes $megabytes MB, and the cache's disk has $free MB free"
partial=$(mktemp -d "$(dirname "$prefix")/.$name.partial.XXXXXX")
remove_at_end "$partial"
chmod 755 "$partial"

"$root/ci/packages.sh" "$name"
obtain "$partial" "$prefix" "${options[@]}"
logged "$name-check" check "$partial" ||
    unavailable "it was fetched but does not start here: $(one_line "$(log_file "$name-check")")"
logged "$name-compile" compile "$partial" "$prefix" ||
    unavailable "its standard library could not be compiled: $(one_line "$(log_file "$name-compile")")"
mv -T "$partial" "$prefix"
rm -f "$prefix.unavailable"
