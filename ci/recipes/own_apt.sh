# shellcheck shell=bash
# Files of a Debian release, fetched and verified by apt, by any user and without touching the system's lists. Sourced.

# The mirror that this system's own sources name
debian_mirror() {
    # shellcheck disable=SC2016  # apt's
    apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        awk '$1 == "Debian" || $NF ~ "/debian/$" { print $NF; exit }'
}

# own_apt TYPE SUITE COMMAND...: runs apt-get with lists of its own, of that type (deb, deb-src) and release; what is
# fetched comes into the current directory.
own_apt() {
    local type=$1 suite=$2 place=$PWD/.apt mirror options
    shift 2
    mirror=$(debian_mirror)
    [[ -n $mirror ]] || {
        echo "error: the package sources of this system name no mirror of Debian"
        return 1
    }
    mkdir -p "$place/lists/partial" "$place/archives/partial" || return 1
    echo "$type [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$place/sources.list"
    options=(
        -o Dir::Etc::SourceList="$place/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o Dir::State::Lists="$place/lists" -o Dir::State::Status=/dev/null -o Dir::Cache="$place"
        -o APT::Sandbox::User= -o APT::Update::Error-Mode=any -o Acquire::Languages=none -o Acquire::Retries=2
        -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false
    )
    apt-get "${options[@]}" update && apt-get "${options[@]}" "$@" && rm -rf "$place"
}
