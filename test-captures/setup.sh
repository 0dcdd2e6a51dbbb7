#!/bin/sh
# Installs what is missing on a Debian machine, then builds into build/.
# Arguments go to cmake: sh setup.sh -DLEGACYSSL_WERROR=ON. MORE_NEEDS adds lines to what is needed;
# with NEEDS=build, nothing is installed or built that only the tests need.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

# What shows that a need is met, and the package that meets it.
build_needs='
command -v cmake|cmake
command -v cc|gcc
command -v make|make
command -v pkg-config|pkg-config
command -v tshark|tshark
pkg-config --exists wireshark|libwireshark-dev
pkg-config --exists glib-2.0|libglib2.0-dev
pkg-config --exists libgcrypt|libgcrypt20-dev
pkg-config --exists zlib|zlib1g-dev
pkg-config --exists gnutls|libgnutls28-dev
test -x /usr/bin/python3|python3'
test_needs='
command -v dpkg-shlibdeps|dpkg-dev
command -v file|file
command -v rpmbuild|rpm
command -v sharkd|wireshark-common
pkg-config --exists cmocka|libcmocka-dev
command -v openssl|openssl
command -v chromium|chromium
command -v parallel|parallel
command -v softhsm2-util|softhsm2
/usr/bin/python3 -c "import pytest"|python3-pytest
/usr/bin/python3 -c "import cryptography"|python3-cryptography
/usr/bin/python3 -c "import Cryptodome"|python3-pycryptodome
/usr/bin/python3 -c "import xdist"|python3-pytest-xdist'
if [ "${NEEDS:-}" = build ]; then
  needs=$build_needs
  testing=OFF
else
  needs=$build_needs$test_needs${MORE_NEEDS:-}
  testing=ON
fi

missing_packages() {
  echo "$needs" | while IFS='|' read -r test package; do
    [ -z "$test" ] || sh -c "$test" >/dev/null 2>&1 || echo "$package"
  done | sort -u | tr '\n' ' '
}

# The administrator's right, if there is a way to it.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

install_packages() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || return 1
  echo "Installing: $*"
  as_root apt-get -o DPkg::Lock::Timeout=600 -qq update &&
    as_root apt-get -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -qq install -y \
      --no-install-recommends "$@" >/dev/null
}

missing=$(missing_packages)
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086 # a list of names
  install_packages $missing || {
    echo "These packages are needed and can't be installed from here: $missing" >&2
    exit 1
  }
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    echo "Installed, and yet not found: $missing" >&2
    exit 1
  fi
fi

exec sh "$here/build-quietly.sh" build -DBUILD_TESTING=$testing "$@"
