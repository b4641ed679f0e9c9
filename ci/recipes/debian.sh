# shellcheck shell=bash disable=SC2154  # name, options: set by ci/install_interpreter.sh, which sources this
# Packages of another release of Debian, unpacked without touching the system, with their own loader and C library.

fetch_debian() {
    local target=$1 suite=$2 packages=$3
    # The archive comes as a tar, so that root writes nothing in a user's cache. Only usr/ is an interpreter's.
    as_root timeout --foreground 900 mmdebstrap --variant=extract --mode=root --format=tar \
        --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Retries "2"' \
        --include="$packages" "$suite" - | tar -x --no-same-owner -C "$target" ./usr
}

# obtain TARGET FINAL EXECUTABLE SUITE PACKAGES
obtain() {
    command -v mmdebstrap >/dev/null || unavailable "mmdebstrap, which fetches it from Debian, is not installed"
    may_be_root || unavailable "fetching it from Debian takes root or sudo, and this user has neither"
    logged "$name" fetch_debian "$1" "$4" "$5" ||
        unavailable "fetching it from Debian failed: $(one_line "$(log_file "$name")")" "$(log_file "$name")"
}

run_python() {
    local target=$1 loader
    shift
    loader=$(compgen -G "$target/usr/lib/*-linux-gnu*/ld-linux*.so.*" | head -n 1)
    [[ -n $loader ]] || {
        echo "error: no loader in $target/usr/lib"
        return 1
    }
    clean_python PYTHONHOME="$target/usr" \
        "$loader" --library-path "$(dirname "$loader")" "$target/usr/bin/${options[0]}" "$@"
}
