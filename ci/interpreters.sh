#!/usr/bin/env bash
# interpreters.sh NAME: installs an interpreter of ci/interpreters.txt into the cache, whole or not at all.
# Where it cannot be had, NAME.unavailable beside its place says why, and this script still succeeds.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=recipes.sh
source "$root/ci/recipes.sh"

name=${1:?usage: ci/interpreters.sh NAME}
prefix=$(interpreter_prefix "$name")

# unavailable REASON [LOG]: words to put after "because", for the user and for the driver to record
unavailable() {
    printf '%s\n' "$1" >"$prefix.unavailable.new"
    mv "$prefix.unavailable.new" "$prefix.unavailable"
    say "going on without $name, because $1${2:+ (log: $2)}."
    exit 0
}

present() {
    [[ -d $prefix ]] || return 1
    rm -f "$prefix.unavailable"
}

read -r listed recipe executable suite packages < <(entries "$root/ci/interpreters.txt" | grep "^$name ") ||
    fail "ci/interpreters.txt has no $name."
! present || exit 0

mkdir -p "$(dirname "$prefix")"
lock "$listed"
! present || exit 0

# We hold the lock, so whatever lies here half done is nobody's.
rm -rf "$(dirname "$prefix")/.$name.partial."*
partial=$(mktemp -d "$(dirname "$prefix")/.$name.partial.XXXXXX")
trap 'rm -rf "$partial"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 755 "$partial"

"recipe_$recipe" "$partial" "$suite" "$packages"
logged "$name-check" run_from_prefix "$partial" "$executable" -c 'import ctypes, json, ssl, multiprocessing' ||
    unavailable "it was fetched but does not start here: $(one_line "$(log_file "$name-check")")"
logged "$name-compile" byte_compile "$partial" "$executable" "$prefix" ||
    unavailable "its standard library could not be compiled: $(one_line "$(log_file "$name-compile")")"
mv -T "$partial" "$prefix"
rm -f "$prefix.unavailable"
