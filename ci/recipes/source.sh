# shellcheck shell=bash disable=SC2154  # name, options, optimized, root: set by ci/install_interpreter.sh
# A CPython without the GIL, built from the upstream source that Debian's source package carries.
# shellcheck source=ci/recipes/cpython_source.sh
source "$root/ci/recipes/cpython_source.sh"

# obtain TARGET FINAL EXECUTABLE SUITE PACKAGE
obtain() {
    local target=$1 final=$2 suite=$4 package=$5 configure=(--disable-gil --enable-shared)
    # The run that profiles it is a part of CPython's tests, which fails without the modules made for tests.
    ! $optimized || configure+=(--enable-optimizations --with-lto --enable-test-modules)
    command -v make >/dev/null || unavailable "make, with which it is built, is not installed"
    mkdir "$target/.build"
    logged "$name-fetch" fetch_cpython "$target/.build" "$suite" "$package" ||
        unavailable "fetching its source from Debian failed: $(one_line "$(log_file "$name-fetch")")"
    logged "$name-build" build_cpython "$target/.build" --prefix="$final" "${configure[@]}" \
        LDFLAGS="-Wl,-rpath,$final/lib" || unavailable "it could not be built: $(one_line "$(log_file "$name-build")")" \
        "$(log_file "$name-build")"
    logged "$name-install" install_cpython "$target" "$final" ||
        unavailable "it could not be put in place: $(one_line "$(log_file "$name-install")")"
}

# install_cpython TARGET FINAL: only what it takes to run and to embed it
install_cpython() {
    local target=$1 final=$2 stage=$1/.stage
    make -C "$target/.build" install DESTDIR="$stage" &&
        mv "$stage$final"/* "$target" &&
        rm -rf "$stage" "$target/.build" "$target/share" "$target"/lib/python*/test &&
        find "$target/lib" '(' -name '*.opt-[12].pyc' -o -name '_*test*.so' ')' -delete
}

run_python() {
    local target=$1
    shift
    clean_python PYTHONHOME="$target" LD_LIBRARY_PATH="$target/lib" "$target/bin/${options[0]}" "$@"
}
