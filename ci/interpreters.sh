#!/usr/bin/env bash
# interpreters.sh install [--optional] [--optimized] NAME... | remove NAME... | list
# The interpreters of ci/interpreters.txt, in the cache. A build that is there is brought up to date afterwards.
# --optional: one that cannot be had is no error; --optimized: what is built from source gets PGO and LTO.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage='usage: ci/interpreters.sh install [--optional] [--optimized] NAME... | remove NAME... | list'
mapfile -t names < <(entries "$root/ci/interpreters.txt" | awk '{ print $1 }')

# known NAME...: ends the script where there is no such interpreter
known() {
    local name all
    all=$(printf ', %s' "${names[@]}")
    (($# > 0)) || fail "no interpreter is named; there are: ${all:2}."
    for name in "$@"; do
        [[ "$all," == *", $name,"* ]] || fail "there is no interpreter '$name' to install; there are: ${all:2}."
    done
}

refresh_build() {
    if [[ -e $root/build/build.ninja ]]; then
        step build "$root/ci/build.sh" release --programs
    fi
}

install() {
    local optional=false options=() name code missing=0
    while [[ ${1:-} == --* ]]; do
        case $1 in
        --optional) optional=true ;;
        --optimized) options+=("$1") ;;
        *) fail "$usage" ;;
        esac
        shift
    done
    known "$@"
    for name in "$@"; do
        code=0
        step "interpreter $name" "$root/ci/install_interpreter.sh" "${options[@]}" "$name" || code=$?
        case $code in
        0) ;;
        4) missing=4 ;;
        *) exit "$code" ;;
        esac
    done
    ! $optional || return 0
    refresh_build
    return "$missing"
}

remove() {
    local name prefix
    known "$@"
    for name in "$@"; do
        prefix=$(interpreter_prefix "$name")
        lock "$name"
        if [[ -d $prefix ]]; then
            # Renamed first, so that no half of it can be taken for an interpreter.
            mv -T "$prefix" "$(mktemp -d "$(dirname "$prefix")/.$name.partial.XXXXXX")"
            say "$name: removed"
        else
            say "$name is not installed, so there is nothing to remove."
        fi
        rm -rf "$prefix.unavailable" "$(dirname "$prefix")/.$name.partial."*
    done
    refresh_build
}

list() {
    local name prefix
    for name in "${names[@]}"; do
        prefix=$(interpreter_prefix "$name")
        if [[ -d $prefix ]]; then
            printf '%-14s installed, %d MB\n' "$name" "$(du -sm "$prefix" | cut -f 1)"
        elif [[ -e $prefix.unavailable ]]; then
            printf '%-14s not installed, because %s\n' "$name" "$(<"$prefix.unavailable")"
        else
            printf '%-14s not installed\n' "$name"
        fi
    done
}

case ${1:-} in
install | remove | list) "$@" ;;
*) fail "$usage" ;;
esac
