#!/usr/bin/env bash
# setup.sh [--all] [OPTIONS OF build.sh...]: packages, interpreters, Python packages, the build: what the main job needs,
# or, with --all, every interpreter and a browser, for tests. Run again, it does only what is missing.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sets=main
if [[ ${1:-} == --all ]]; then
    sets='main|all'
    shift
fi
mapfile -t names < <(entries "$root/ci/interpreters.txt" | awk -v sets="^($sets)\$" '$4 ~ sets { print $1 }')

[[ $(uname -s) == Linux ]] || fail "pepbench measures on Linux only."
make_in_cache "$cache"

step packages "$root/ci/packages.sh"
[[ $sets == main ]] || step browser "$root/ci/packages.sh" browser
"$root/ci/interpreters.sh" install --optional "${names[@]}"
step "Python packages" "$root/ci/python_env.sh"
step build "$root/ci/build.sh" release "$@"
