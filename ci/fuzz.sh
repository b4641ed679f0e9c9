#!/usr/bin/env bash
# fuzz.sh [SECONDS] [TARGET...]: the fuzzers of harness/fuzz, or those that are named, for 60 or so many seconds each, as many at
# a time as there are cores. Inputs that reach something new stay in the cache and are where the next run begins. An input
# that breaks a reader is kept beside the programs, and the exit code is then 1.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seeds=$root/harness/fuzz/corpus
programs=$root/build-asan/bin
findings=$root/build-asan/findings
longest_input=16384  # bytes; the largest seed has 12 kB
longest_time=10      # seconds for one input, before it counts as a hang

seconds=${1:-60}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || fail "usage: ci/fuzz.sh [SECONDS] [TARGET...]"
mapfile -t known < <(ls "$seeds")
targets=("${@:2}")
((${#targets[@]} > 0)) || targets=("${known[@]}")
for target in "${targets[@]}"; do
    [[ -d $seeds/$target ]] || fail "there is no fuzzer '$target'; there are: ${known[*]}."
done

# statistic NAME TARGET: of its log
statistic() {
    sed -nE "s/^stat::$1: +//p" "$(log_file "fuzz-$2")"
}

# fuzz TARGET: says in one line what came of it
fuzz() {
    local target=$1 code=0 outcome="nothing found" corpus=$cache/fuzz/$1
    mkdir -p "$corpus" "$findings" "$cache/log"
    "$programs/fuzz-$target" -max_total_time="$seconds" -timeout="$longest_time" -max_len="$longest_input" \
        -print_final_stats=1 -artifact_prefix="$findings/$target-" "$corpus" "$seeds/$target" \
        >"$(log_file "fuzz-$target")" 2>&1 || code=$?
    ((code == 0)) || outcome="FAILED: $(grep -m 1 -E 'ERROR:|runtime error:|terminate called|obey this' "$(log_file "fuzz-$target")" || true); \
see $(log_file "fuzz-$target"), and repeat it with $programs/fuzz-$target $(sed -n 's/.*Test unit written to //p' "$(log_file "fuzz-$target")")"
    say "fuzz $target: $(statistic number_of_executed_units "$target") executions, $(statistic average_exec_per_sec "$target") a second, $outcome"
    return "$code"
}

"$root/ci/packages.sh" sanitizers
"$root/ci/build.sh" fuzz
code=0
running=0
for target in "${targets[@]}"; do
    if ((running == $(nproc))); then
        wait -n || code=1
        running=$((running - 1))
    fi
    fuzz "$target" &
    running=$((running + 1))
done
for ((; running > 0; running--)); do
    wait -n || code=1
done
exit "$code"
