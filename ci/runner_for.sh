#!/usr/bin/env bash
# runner_for.sh PYTHON: prints, on one line, the entry that a user's own interpreter would have in interpreters.json.
# Its embedded runner is built on demand, into the cache. Where it cannot be embedded the entry is one for the script
# runner, and its key not_embedded says why.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

oldest=9 # of Python 3: what pybind11 supports

python=$(command -v -- "${1:?usage: ci/runner_for.sh PYTHON}") || fail "there is no program $1."
python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python")
version=$(timeout 30 "$python" -E -c 'import sys; print("%d.%d %s" % (sys.version_info[:2] + (sys.version.replace("\n", " "),)))' \
    </dev/null 2>/dev/null) || version=
[[ $version =~ ^([0-9]+)\.([0-9]+)\  ]] || fail "$python is no Python."
((BASH_REMATCH[1] == 3 && BASH_REMATCH[2] >= oldest)) ||
    fail "$python is Python ${version%% *}, and the oldest that can be measured is 3.$oldest."

key=$({
    printf '%s\n' "$root" "$python" "$version"
    stat -Lc %Y "$python"
    cat "$root"/CMakeLists.txt "$root"/runners/embedded/*
} | sha256sum)
directory=$cache/runners/${key:0:12}

ready() {
    [[ -e $directory/entry.json ]] && cat "$directory/entry.json"
}

# configure [OPTION]: prints the entry
configure() {
    local name=runner-configure
    logged "$name" cmake --preset release -S "$root" -B "$build" -DPEPBENCH_SYSTEM_PYTHON= -DPEPBENCH_PYTHONS="$python" \
        "-Dpybind11_DIR=$pybind11" "$@" ||
        fail "CMake could not configure a runner for $python: $(one_line "$(log_file "$name")")."
    sed -n 's/^  \({.*}\)$/\1/p' "$build/bin/interpreters.json"
}

build_runner() {
    cmake --build "$build" --target "$1" && "$build/bin/$1" --protocol </dev/null
}

! ready || exit 0
need_build_tools
pybind11=$(pybind11_directory) || fail "pybind11, which a runner is built with, is missing; ci/python_env.sh installs it."
make_in_cache "$cache/runners"
lock "runner-${key:0:12}"
! ready || exit 0

build=$(mktemp -d "$cache/runners/.${key:0:12}.partial.XXXXXX")
remove_at_end "$build"
cd "$root"
entry=$(configure)
runner=$(grep -o 'pepbench-runner-[^"]*' <<<"$entry") || {
    printf '%s\n' "$entry"
    exit 0
}
logged runner-build build_runner "$runner" || {
    configure -DPEPBENCH_NOT_EMBEDDED="its runner could not be built: $(one_line "$(log_file runner-build)")"
    exit 0
}
rm -rf "$directory"
mkdir "$directory"
mv "$build/bin/$runner" "$directory"
printf '%s\n' "${entry/\"$runner\"/\"$directory/$runner\"}" >"$build/entry.json"
mv "$build/entry.json" "$directory"
ready
