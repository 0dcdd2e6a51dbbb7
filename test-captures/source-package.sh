#!/bin/sh
# Fetches a source package of Debian, once, and says in which folder its sources are:
#   sh source-package.sh folder package [suite]
# Apt's lists for it lie in the folder, too: the machine's stay as they are.
set -eu
mkdir -p "$1/lists/partial"
folder=$(cd "$1" && pwd)
package=$2
suite=${3:-bookworm}

# shellcheck disable=SC2016 # apt's own
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep '/debian/*$' | head -1)
sources=$folder/$package

if [ ! -e "$sources" ]; then
  echo "deb-src [check-valid-until=no] ${mirror:-http://deb.debian.org/debian} $suite main" >"$folder/sources.list"
  set -- -qq -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$folder/lists" -o Acquire::Languages=none -o APT::Sandbox::User="$(id -un)"
  cd "$folder"
  {
    [ -e "$folder/updated" ] || apt-get "$@" update
    touch "$folder/updated"
    apt-get "$@" source --download-only "$package"
    # by another name, as long as it is not complete
    rm -rf "$folder/unpacking"
    dpkg-source --no-check -x "${package}"_*.dsc "$folder/unpacking"
    mv unpacking "$package"
  } >"$folder/$package.log" 2>&1 || {
    tail -3 "$folder/$package.log" >&2
    exit 1
  }
fi
echo "$sources"
