# shellcheck shell=bash disable=SC2154  # root: set by lib.sh
# CPython's source and how it is built. Sourced.
# shellcheck source=ci/recipes/own_apt.sh
source "$root/ci/recipes/own_apt.sh"

# fetch_cpython DIRECTORY SUITE PACKAGE: the upstream source of Debian's source package, without Debian's patches
fetch_cpython() (
    cd "$1" && own_apt deb-src "$2" source --download-only "$3" &&
        tar -x --strip-components=1 -f "$3"_*.orig.tar.xz && rm "$3"_*
)

cpython_options=(--without-ensurepip --disable-test-modules --without-static-libpython)

# build_cpython DIRECTORY OPTIONS OF configure...
build_cpython() {
    local directory=$1
    shift
    (cd "$directory" && ./configure "${cpython_options[@]}" "$@") &&
        make -C "$directory" -j"${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"
}
