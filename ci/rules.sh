#!/usr/bin/env bash
# rules.sh FILE...: the project's own rules, for files of its tree.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

longest=350
# Hosts of package registries, wherever a host name can stand; mirrors and proxies of them too.
registry='(pypi|pythonhosted|npmjs|yarnpkg|crates|debian|ubuntu|maven|golang|conda|anaconda)'
hosts="(//|@|\\b)([a-z0-9-]+\\.)*${registry}[a-z0-9-]*\\.(org|io|com|net|dev)\\b"
# Places that only one machine has. Tests may invent a home.
machine='(^|[^A-Za-z0-9_.$}/*-])/(work|root|home)/[A-Za-z0-9_.]'
machine_in_tests=${machine/|home/}
top='CMakeLists\.txt|CMakePresets\.json|LICENSE|README\.md|pytest\.ini|ruff\.toml|\.clang-(format|tidy)|\.gitignore'
broken=0

# broken_at FILE LINES RULE
broken_at() {
    printf '%s:%s\n' "$1" "${2//$'\n'/$'\n'$1:}"
    printf '%s: %s\n' "$1" "$3"
    broken=1
}

for file in "$@"; do
    if [[ ! $file =~ /|^($top)$ ]]; then
        broken_at "$file" "a new file" "the top level is fixed; files belong in its folders"
    fi
    if [[ ! -f $file || -L $file ]] || ! grep -qI '' "$file"; then
        continue
    fi
    if found=$(grep -niE "$hosts" "$file"); then
        broken_at "$file" "$found" "no host of a package registry belongs in the tree"
    fi
    pattern=$machine
    [[ ! $file =~ _test\.(cpp|py)$ ]] || pattern=$machine_in_tests
    # Published results name the machine that they were measured on.
    if [[ $file != results/published/* ]] && found=$(grep -nE "$pattern" "$file"); then
        broken_at "$file" "$found" "no absolute path of one machine belongs in the tree"
    fi
    # The driver's programs end for no reader who has gone away.
    if [[ $file =~ ^harness/.*\.(cpp|h)$ && ! $file =~ ^harness/(bench|fuzz)/|test|fake_ ]] &&
        found=$(grep -nE 'print\(stderr|fput[cs]\(.*stderr|std::cerr' "$file"); then
        broken_at "$file" "$found" "standard error is written by print_err (measure/standard_error.h) alone"
    fi
    if [[ $file =~ \.(cpp|h|py|sh|cmake)$|CMakeLists\.txt$ ]] && (($(wc -l <"$file") > longest)); then
        broken_at "$file" "$(wc -l <"$file") lines" "no source file is longer than $longest lines"
    fi
done
exit "$broken"
