#!/usr/bin/env bash
# bench.sh [OPTIONS OF pepbench run...]: set-up of what these options need, the main job, its charts. Exits as
# `pepbench run` does.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# values_of OPTION OPTIONS...: its values, one a line
values_of() {
    local option=$1 value
    shift
    while (($# > 0)); do
        value=
        case $1 in
        "$option="*) value=${1#*=} ;;
        "$option") value=${2:-} ;;
        esac
        [[ -z $value ]] || printf '%s\n' "$value"
        shift
    done
}

# takes_all OPTIONS...: whether they name more than the main job's interpreters; configurations, where given, decide
takes_all() {
    local names
    names=$(values_of --configuration "$@" | tr , '\n' | sed 's/+.*//')
    [[ -n $names ]] || names=$(values_of --suite "$@" | tr , '\n')
    grep -qxFf <(
        echo all
        entries "$root/ci/interpreters.txt" | awk '$4 == "all" { print $2 }'
    ) <<<"$names"
}

setup=(--programs)
! takes_all "$@" || setup=(--all "${setup[@]}")
"$root/ci/setup.sh" "${setup[@]}"

output=$(values_of --output "$@" | tail -n 1)
options=("$@")
if [[ -z $output ]]; then
    output=$root/pepbench-results/$(date -u +%Y-%m-%dT%H%M%SZ).json
    mkdir -p "$(dirname "$output")"
    options+=(--output "$output")
fi

before=$(date -r "$output" +%s%N 2>/dev/null || true)
code=0
# Ctrl-C is the driver's: it writes what is there and ends with 130.
trap : INT
"$root/build/bin/pepbench" run "${options[@]}" || code=$?
trap - INT

if [[ -e $output && $(date -r "$output" +%s%N) != "$before" ]]; then
    say "drawing the charts"
    while read -r chart; do
        say "chart:   $chart"
    done < <("$root/ci/draw.sh" "$output")
    say "results: $output"
fi
exit "$code"
