# shellcheck shell=bash disable=SC2154  # name, root: set by ci/install_interpreter.sh, which sources this
# Pyodide, as runners/pyodide/package-lock.json pins it.
directory=$root/runners/pyodide

# obtain TARGET FINAL
obtain() {
    local target=$1 oldest version
    oldest=$(sed -nE 's/.*"node": *">= *([0-9]+).*/\1/p' "$directory/package.json")
    version=$(node --version 2>/dev/null) || unavailable "it needs Node.js $oldest or newer, and there is none"
    version=${version#v}
    ((${version%%.*} >= oldest)) ||
        unavailable "it needs Node.js $oldest or newer, and the one here is $version"
    command -v npm >/dev/null || unavailable "npm, with which it is fetched, is not installed"
    cp "$directory/package.json" "$directory/package-lock.json" "$target"
    logged "$name" npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --no-update-notifier ||
        unavailable "fetching it with npm failed: $(one_line "$(log_file "$name")")" "$(log_file "$name")"
}

up_to_date() {
    cmp -s "$directory/package-lock.json" "$1/package-lock.json"
}

check() {
    node --input-type=module -e "
        import { loadPyodide } from '$1/node_modules/pyodide/pyodide.mjs';
        const python = await loadPyodide();
        process.exit(python.runPython('6 * 7') === 42 ? 0 : 1);"
}

compile() {
    true
}
