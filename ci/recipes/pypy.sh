# shellcheck shell=bash disable=SC2154  # name, options, root: set by ci/install_interpreter.sh, which sources this
# Debian's PyPy, unpacked without touching the system; it runs with the system's C library.
# shellcheck source=ci/recipes/own_apt.sh
source "$root/ci/recipes/own_apt.sh"

# fetch_pypy TARGET EXECUTABLE SUITE PACKAGES
fetch_pypy() (
    local target=$1 executable=$2 suite=$3 packages library package
    IFS=, read -ra packages <<<"$4"
    mkdir "$target/.packages" && cd "$target/.packages" && own_apt deb "$suite" download "${packages[@]}" || return 1
    for package in *.deb; do
        dpkg-deb -x "$package" "$target" || return 1
    done
    cd "$target" && rm -rf .packages usr/share || return 1
    library=$(compgen -G 'usr/lib/*/libpypy*.so') || return 1
    # As Debian ships it, it finds its library among the system's only.
    patchelf --set-rpath "\$ORIGIN/../../$(dirname "$library")" "usr/bin/$executable"
)

# obtain TARGET FINAL EXECUTABLE SUITE PACKAGES
obtain() {
    command -v patchelf >/dev/null || unavailable "patchelf, with which it is made to run from the cache, is not installed"
    logged "$name" fetch_pypy "$1" "$3" "$4" "$5" ||
        unavailable "fetching it from Debian failed: $(one_line "$(log_file "$name")")" "$(log_file "$name")"
}

run_python() {
    local target=$1
    shift
    clean_python "$target/usr/bin/${options[0]}" "$@"
}
