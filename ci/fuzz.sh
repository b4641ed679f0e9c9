#!/usr/bin/env bash
# fuzz.sh [--fast] [SECONDS|COUNTx] [TARGET...]|--tally: the fuzzers of harness/fuzz, or those that are named, for 60 or so many seconds
# each, or until each has tried COUNT inputs, as many at a time as there are cores. Inputs that reach something new stay in the cache and
# are where the next run begins; how many were tried so far is kept there too. An input that breaks a reader is kept beside the programs,
# and the exit code is then 1.
# With --fast they have UndefinedBehaviorSanitizer alone and begin with the smaller seeds, as readers are the quicker, the shorter their
# inputs are; the next run without it has AddressSanitizer look at what they found.
# With --tally nothing is run: what was tried since the last tally is added to the table of harness/README.md.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

preset=fuzz
directory=$root/build-asan
executions=$cache/fuzz/executions # a file a fuzzer, a line a run, whichever version of pepbench it was
if [[ ${1:-} == --tally ]]; then
    mkdir -p "$executions"
    exec "$system_python" "$root/ci/fuzz_tally.py" "$executions"
elif [[ ${1:-} == --fast ]]; then
    preset=fuzz-fast
    directory=$root/build-fuzz-fast
    shift
fi
seeds=$root/harness/fuzz/corpus
programs=$directory/bin
findings=$directory/findings
shortest_limit=1024 # bytes that an input may have at least
longest_time=10     # seconds for one input, before it counts as a hang
most_inputs=5000    # that are kept in a folder from one run to the next
# Uses of a stack after its return are left to ctest-asan (sanitizers.sh): looking for them halves the speed of the quicker readers.
export ASAN_OPTIONS=detect_stack_use_after_return=0:malloc_context_size=8:quarantine_size_mb=16

end=${1:-60}
[[ $end =~ ^[1-9][0-9]*x?$ ]] || fail "usage: ci/fuzz.sh [--fast] [SECONDS|COUNTx] [TARGET...]|--tally"
case $end in
    *x) until=-runs=${end%x} ;;
    *) until=-max_total_time=$end ;;
esac
mapfile -t known < <(ls "$seeds")
targets=("${@:2}")
((${#targets[@]} > 0)) || targets=("${known[@]}")
for target in "${targets[@]}"; do
    [[ -d $seeds/$target ]] || fail "there is no fuzzer '$target'; there are: ${known[*]}."
done

# longest_input TARGET: in bytes, twice the size of the largest seed, or of the smallest with --fast
longest_input() {
    local size place=\$
    [[ $preset == fuzz ]] || place=1
    size=$(find "$seeds/$1" -type f -printf '%s\n' | sort -n | sed -n "${place}p")
    echo $((2 * size > shortest_limit ? 2 * size : shortest_limit))
}

# statistic NAME TARGET: of its log
statistic() {
    sed -nE "s/^stat::$1: +//p" "$(log_file "fuzz-$2")"
}

# tried TARGET OPTIONS... FOLDERS...: its log begins anew
tried() {
    local target=$1
    shift
    "$programs/fuzz-$target" -timeout="$longest_time" -artifact_prefix="$findings/$target-" "$@" >"$(log_file "fuzz-$target")" 2>&1
}

# prune TARGET FOLDER: where there are too many inputs, those stay that together reach as much as all
prune() {
    (($(find "$2" -type f | wc -l) > most_inputs)) || return 0
    rm -rf "$2.merged"
    mkdir "$2.merged"
    tried "$1" -merge=1 -merge_control_file="$2.control" "$2.merged" "$2" && rm -rf "$2" && mv "$2.merged" "$2"
    local code=$?
    rm -f "$2.control"
    return "$code"
}

# fuzz TARGET: first all that was found before, each through all that follows its reader; says in one line what came of it
fuzz() {
    local target=$1 code=0 outcome="nothing found" corpus=$cache/fuzz/$1 small=$cache/fuzz/$1-small longest folders folder input
    longest=$(longest_input "$target")
    mkdir -p "$corpus" "$small" "$findings" "$executions" "$cache/log"
    folders=("$small")
    [[ $preset != fuzz ]] || folders+=("$corpus")
    for folder in "${folders[@]}"; do
        prune "$target" "$folder" || code=$?
    done
    if [[ $preset == fuzz ]]; then
        folders=("$corpus" "$small" "$seeds/$target")
    else
        find "$seeds/$target" -type f -size -"$((longest + 1))"c -exec cp -n -t "$small" {} +
    fi
    ((code == 0)) && PEPBENCH_FOLLOW_ALL=1 tried "$target" -runs=0 "${folders[@]}" && tried "$target" "$until" \
        -max_len="$longest" -entropic=0 -print_final_stats=1 "${folders[@]}" || code=$?
    input=$(sed -n 's/.*Test unit written to //p' "$(log_file "fuzz-$target")")
    ((code == 0)) || outcome="FAILED: $(grep -m 1 -E 'ERROR:|runtime error:|terminate called|obey this' "$(log_file "fuzz-$target")" || true); \
see $(log_file "fuzz-$target"), and repeat it with PEPBENCH_FOLLOW_ALL=1 $programs/fuzz-$target $input"
    say "fuzz $target: $(statistic number_of_executed_units "$target") executions, $(statistic average_exec_per_sec "$target") a second, $outcome"
    if ((code == 0)); then
        printf '%s %s\n' "$preset" "$(statistic number_of_executed_units "$target")" >>"$executions/$target"
    elif [[ -n $input ]]; then
        echo found >"$executions/$target" # so many inputs without a finding begin to count again
    fi
    return "$code"
}

"$root/ci/packages.sh" sanitizers
"$root/ci/build.sh" "$preset"
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
