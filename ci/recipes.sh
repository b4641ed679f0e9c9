# shellcheck shell=bash
# Ways to install an interpreter, and what is done with any of them. Sourced by ci/interpreters.sh.

fetch_debian() {
    local target=$1 suite=$2 packages=$3
    # The archive comes as a tar, so that root writes nothing in a user's cache. Only usr/ is an interpreter's.
    as_root timeout --foreground 900 mmdebstrap --variant=extract --mode=root --format=tar \
        --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Retries "2"' \
        --include="$packages" "$suite" - | tar -x --no-same-owner -C "$target" ./usr
}

# recipe_debian TARGET SUITE PACKAGES: unpacks packages of another release of Debian, without touching the system.
recipe_debian() {
    command -v mmdebstrap >/dev/null || unavailable "mmdebstrap, which fetches it from Debian, is not installed"
    may_be_root || unavailable "fetching it from Debian takes root or sudo, and this user has neither"
    # shellcheck disable=SC2154  # name: set by the script that sources this
    logged "$name" fetch_debian "$@" ||
        unavailable "fetching it from Debian failed: $(one_line "$(log_file "$name")")" "$(log_file "$name")"
}

# run_from_prefix PREFIX EXECUTABLE ARGUMENTS...: with the prefix's own loader and C library
run_from_prefix() {
    local prefix=$1 executable=$2 loader
    shift 2
    loader=$(compgen -G "$prefix/usr/lib/*-linux-gnu*/ld-linux*.so.*" | head -n 1)
    [[ -n $loader ]] || {
        echo "error: no loader in $prefix/usr/lib"
        return 1
    }
    env -u PYTHONPATH -u PYTHONDONTWRITEBYTECODE -u PYTHONPYCACHEPREFIX -u PYTHONOPTIMIZE PYTHONHOME="$prefix/usr" \
        "$loader" --library-path "$(dirname "$loader")" "$prefix/usr/bin/$executable" "$@"
}

# byte_compile PREFIX EXECUTABLE FINAL: as Debian does at installation; the files shall name their final place.
byte_compile() {
    run_from_prefix "$1" "$2" -m compileall -q -s "$1" -p "$3" "$1/usr/lib/$2"
}
