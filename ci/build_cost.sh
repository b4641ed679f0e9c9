#!/usr/bin/env bash
# build_cost.sh [--fetch-llvm] [--rounds N]: what the JIT costs when CPython is built (PEP 744): the seconds that `make`
# takes with and without --enable-experimental-jit, for the same source, in turn. --fetch-llvm: where LLVM is missing,
# fetches it into the cache.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=ci/recipes/cpython_source.sh
source "$root/ci/recipes/cpython_source.sh"
# shellcheck source=ci/recipes/debian.sh
source "$root/ci/recipes/debian.sh"

usage='usage: ci/build_cost.sh [--fetch-llvm] [--rounds N]'
fetch_llvm=false rounds=2
while (($# > 0)); do
    case $1 in
    --fetch-llvm) fetch_llvm=true ;;
    --rounds)
        [[ ${2:-} =~ ^[1-9][0-9]?$ ]] || fail "$usage"
        rounds=$2
        shift
        ;;
    *) fail "$usage" ;;
    esac
    shift
done

# cannot REASON: nothing is measured
cannot() {
    say "the JIT's build cost cannot be measured, because $1."
    exit 4
}

# llvm_tools DIRECTORY VERSION: links in DIRECTORY the tools that the build wants, under the names with a version, from
# PATH; prints the one that is missing
llvm_tools() {
    local tool
    for tool in clang llvm-readobj; do
        if command -v "$tool-$2" >/dev/null; then
            continue
        fi
        if "$tool" --version 2>/dev/null | grep -qE "version $2\."; then
            ln -s "$(command -v "$tool")" "$1/$tool-$2"
        else
            printf '%s' "$tool-$2"
            return 1
        fi
    done
}

# unpack_llvm DIRECTORY VERSION SUITE: the tools from Debian as programs in DIRECTORY, with their own C library
unpack_llvm() {
    local top=$1/llvm version=$2 suite=$3 loader tool arguments
    mkdir -p "$top" && fetch_debian "$top" "$suite" "clang-$version,llvm-$version" || return 1
    loader=$(compgen -G "$top/usr/lib/*-linux-gnu*/ld-linux*.so.*" | head -n 1)
    for tool in clang llvm-readobj llvm-objdump; do
        arguments=
        # Started so, it cannot tell where it is.
        [[ $tool != clang ]] || arguments="-resource-dir $top/usr/lib/llvm-$version/lib/clang/$version"
        printf '#!/bin/sh\nexec %s --library-path %s %s/usr/lib/llvm-%s/bin/%s %s "$@"\n' \
            "$loader" "$(dirname "$loader"):$top/usr/lib/llvm-$version/lib" "$top" "$version" "$tool" "$arguments" \
            >"$1/$tool-$version" && chmod +x "$1/$tool-$version" || return 1
    done
}

# configure NAME OPTIONS...
configure() {
    local name=$1
    shift
    logged build-cost-configure configure_in "$work/$name" "$@" ||
        cannot "CPython's configure failed: $(one_line "$(log_file build-cost-configure)")"
}

# configure_in DIRECTORY OPTIONS...
configure_in() (
    local directory=$1
    shift
    # The JIT's stencils are made by a Python that configure would else look for on PATH, where a shim may be.
    mkdir "$directory" && cd "$directory" &&
        ../source/configure "${cpython_options[@]}" PYTHON_FOR_REGEN="$system_python" "$@"
)

# timed_build NAME: the seconds that make takes
timed_build() {
    local started
    make -C "$work/$1" clean >/dev/null 2>&1 || true
    started=${EPOCHREALTIME//[!0-9]/}
    logged "build-$1" make -C "$work/$1" -j"$jobs" ||
        cannot "the build $1 the JIT failed: $(one_line "$(log_file "build-$1")") (log: $(log_file "build-$1"))"
    seconds_since "$started"
}

read -r suite package < <(entries "$root/ci/interpreters.txt" | awk '$6 == "source" { print $8, $9 }')
for tool in gcc make; do
    command -v "$tool" >/dev/null || cannot "$tool is missing"
done
make_in_cache "$cache"
jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
work=$(mktemp -d "$cache/.build-cost.XXXXXX")
remove_at_end "$work"
mkdir "$work/source" "$work/bin"

logged build-cost-fetch fetch_cpython "$work/source" "$suite" "$package" ||
    cannot "fetching CPython's source from Debian failed: $(one_line "$(log_file build-cost-fetch)")"
cpython=$(sed -nE 's/^#define PY_VERSION +"(.*)"/\1/p' "$work/source/Include/patchlevel.h")
llvm=$(sed -nE 's/^_LLVM_VERSION = ([0-9]+).*/\1/p' "$work/source/Tools/jit/_llvm.py")
if ! missing=$(llvm_tools "$work/bin" "$llvm"); then
    $fetch_llvm || cannot "CPython $cpython builds its JIT with LLVM $llvm, and $missing is missing (--fetch-llvm fetches it)"
    command -v mmdebstrap >/dev/null || cannot "mmdebstrap, which fetches LLVM from Debian, is not installed"
    may_be_root || cannot "fetching LLVM from Debian takes root or sudo, and this user has neither"
    logged build-cost-llvm unpack_llvm "$work/bin" "$llvm" "$suite" ||
        cannot "fetching LLVM $llvm from Debian failed: $(one_line "$(log_file build-cost-llvm)")"
fi
export PATH=$work/bin:$PATH CCACHE_DISABLE=1

configure without
configure with --enable-experimental-jit
printf 'CPython %s, %s, %s, make -j%s\n' "$cpython" "$(gcc --version | head -n 1)" \
    "$("clang-$llvm" --version | grep -o 'clang version [^ ]*')" "$jobs"
for ((round = 1; round <= rounds; ++round)); do
    # In turn, so that a machine that gets slower or faster favours neither.
    order=(without with)
    ((round % 2 == 1)) || order=(with without)
    for build in "${order[@]}"; do
        seconds=$(timed_build "$build")
        printf '%s %s\n' "$build" "$seconds" >>"$work/seconds"
        printf 'round %d, %s the JIT: %s s\n' "$round" "$build" "$seconds"
    done
done
awk '{ sum[$1] += $2; ++n[$1] }
    END {
        without = sum["without"] / n["without"]; with = sum["with"] / n["with"]
        printf "mean of %d: without %.1f s, with %.1f s; the JIT adds %.1f s, %.1f %% of the build without it\n",
            n["with"], without, with, with - without, 100 * (with / without - 1)
    }' "$work/seconds"
