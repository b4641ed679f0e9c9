#!/usr/bin/env bash
# packages.sh [USE]: installs those Debian packages of ci/packages.txt that are missing: those that the two commands
# need, or those that a use takes besides: installing an interpreter, named so, the test in a `browser`, or the `sanitizers`.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# wanted_packages USE: without those whose program is there
wanted_packages() {
    local package use program
    while read -r package use program; do
        if [[ $use == "$1" ]] && ! { [[ -n $program ]] && command -v "$program" >/dev/null; }; then
            printf '%s\n' "$package"
        fi
    done < <(entries "$root/ci/packages.txt")
}

missing_packages() {
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
        <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
            sed -n 's/ installed$//p' | sort -u)
}

# known_packages NAME...: those that the package lists have
known_packages() {
    apt-cache show --no-all-versions "$@" 2>/dev/null | sed -n 's/^Package: //p' | sort -u
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@"
}

if ! { command -v apt-get && command -v dpkg-query; } >/dev/null; then
    say "this is no Debian system, so its packages are not installed here: ci/packages.txt lists what has to be there."
    exit 0
fi
mapfile -t wanted < <(wanted_packages "${1:-}")
((${#wanted[@]} > 0)) || exit 0
mapfile -t missing < <(missing_packages)
if ((${#missing[@]} == 0)); then
    exit 0
fi
if ! may_be_root; then
    say "these packages are missing and only root or sudo can install them: ${missing[*]}."
    exit 0
fi
say "installing ${#missing[@]} Debian packages: ${missing[*]}"
logged apt-update apt update || say "the package lists could not be renewed ($(one_line "$(log_file apt-update)"))."
mapfile -t known < <(known_packages "${missing[@]}")
if ((${#known[@]} > 0)); then
    logged apt-install apt install -y --no-install-recommends "${known[@]}" || true
fi
mapfile -t missing < <(missing_packages)
if ((${#missing[@]} > 0)); then
    say "these packages could not be installed: ${missing[*]} (log: $(log_file apt-install))."
fi
