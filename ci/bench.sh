#!/usr/bin/env bash
# bench.sh [OPTIONS OF pepbench run...]: set-up, the main job, its charts. Exits as `pepbench run` does.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# output_of OPTIONS...: the file named by --output
output_of() {
    while (($# > 0)); do
        case $1 in
        --output=*) printf '%s' "${1#--output=}" ;;
        --output) printf '%s' "${2:-}" ;;
        esac
        shift
    done
}

# draw FILE: says the path of each chart
draw() {
    local python code=0 charts chart
    python=$(venv_python) || {
        say "no charts were drawn, because the Python packages are missing."
        return
    }
    say "drawing the charts"
    charts=$(PYTHONPATH=$root "$python" -m plots "$1") || code=$?
    ((code == 0)) || say "not all charts could be drawn (exit code $code)."
    while read -r chart; do
        say "chart:   $chart"
    done < <(printf '%s\n' "$charts" | grep .)
}

"$root/ci/setup.sh" --programs

output=$(output_of "$@")
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
    draw "$output"
    say "results: $output"
fi
exit "$code"
