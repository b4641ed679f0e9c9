#!/usr/bin/env bash
# setup.sh [OPTIONS OF build.sh...]: all that the two commands need: packages, interpreters, Python packages, the build.
# Run again, it does only what is missing.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[[ $(uname -s) == Linux ]] || fail "pepbench measures on Linux only."
mkdir -p "$cache" || fail "the cache $cache cannot be made; XDG_CACHE_HOME names another place for it."

step packages "$root/ci/packages.sh"
while read -r name _ <&3; do
    step "interpreter $name" "$root/ci/interpreters.sh" "$name"
done 3< <(entries "$root/ci/interpreters.txt")
step "Python packages" "$root/ci/python_env.sh"
step build "$root/ci/build.sh" release "$@"
