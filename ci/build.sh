#!/usr/bin/env bash
# build.sh PRESET [--programs] [CMAKE OPTIONS...]: configures a preset of CMakePresets.json, where anything changed, and
# builds it; with --programs only what measuring takes, without tests.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

preset=${1:?usage: ci/build.sh PRESET [--programs] [CMAKE OPTIONS...]}
shift
programs=false
if [[ ${1:-} == --programs ]]; then
    programs=true
    shift
fi
declare -A directories=([release]=build [asan]=build-asan [fuzz]=build-asan [fuzz-fast]=build-fuzz-fast [tsan]=build-tsan
    [coverage]=build-coverage)
directory=$root/${directories[$preset]:?no such preset}

need_build_tools
if [[ $preset == asan || $preset == fuzz* ]]; then
    command -v clang++-16 >/dev/null || fail "clang++-16 is missing: install what ci/packages.txt lists for sanitizers."
fi
# An interpreter's installation and a user may both want it built.
lock "$(basename "$directory")"

interpreters=$(dirname "$(interpreter_prefix any)")
options=("-DPEPBENCH_INTERPRETERS_DIR=$interpreters" "$@")
if pybind11=$(pybind11_directory); then
    options+=("-Dpybind11_DIR=$pybind11")
fi

cd "$root"
configured=$directory/.configured-with
# CMake reads which interpreters are there, and why others are not.
inputs="${options[*]} $(ls -d "$interpreters"/* 2>/dev/null) $(cat "$interpreters"/*.unavailable 2>/dev/null)" || true
if [[ ! -e $directory/build.ninja || CMakePresets.json -nt $configured || $(cat "$configured" 2>/dev/null) != "$inputs" ]]; then
    rm -f "$configured"
    logged "configure-$preset" cmake --preset "$preset" "${options[@]}" || {
        tail -n 20 "$(log_file "configure-$preset")" >&2
        fail "CMake could not configure the build (log: $(log_file "configure-$preset"))."
    }
    printf '%s' "$inputs" >"$configured"
fi
targets=()
if $programs; then
    # The list is right only after what CMake has to do again.
    ninja -C "$directory" build.ninja >/dev/null || true
    mapfile -t targets < <(ninja -C "$directory" -t targets all |
        sed -nE 's#^(bin/pepbench(-url-server|-neighbour|-runner-[^:]*)?): .*#\1#p')
    ((${#targets[@]} == 0)) || targets=(--target "${targets[@]}")
fi
NINJA_STATUS='[%f/%t, %e s] ' cmake --build --preset "$preset" "${targets[@]}" >&2 || fail "the build of '$preset' failed."
