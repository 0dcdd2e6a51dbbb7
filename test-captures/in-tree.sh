#!/bin/sh
# Builds plugin/ and kdf/ as plugins/epan/legacyssl within Wireshark's own sources, by its rules and with
# its warnings as errors; then runs that tshark over captures of each protocol:
#   sh in-tree.sh [folder]            (2 GB and 15 minutes for each; goes on where it was interrupted)
# SUITES names the Debians whose source packages are taken: bookworm has 4.0, trixie 4.4, sid 4.6.
# As root or with sudo where packages are missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-in-tree}
suites=${SUITES:-bookworm}
mkdir -p "$work"
work=$(cd "$work" && pwd)

MORE_NEEDS='
command -v dpkg-source|dpkg-dev
command -v ninja|ninja-build
command -v c++|g++
command -v flex|flex
command -v perl|perl
pkg-config --exists libcares|libc-ares-dev
pkg-config --exists libpcre2-8|libpcre2-dev
pkg-config --exists libxml-2.0|libxml2-dev
pkg-config --exists speexdsp|libspeexdsp-dev' sh "$here/setup.sh"

# Wireshark's own warnings are not ours to mend: of what is compiled, ours alone has them as errors.
configure() {
  [ ! -e "$2/build.ninja" ] || return 0
  cd "$2" # where it writes a file, too
  cmake -S "$1" -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS=-O1 \
    -DCUSTOM_PLUGIN_SRC_DIR=plugins/epan/legacyssl -DLEGACYSSL_WERROR=ON -DVCSVERSION_OVERRIDE="$3" \
    -DBUILD_wireshark=OFF -DENABLE_LUA=OFF -DENABLE_PCAP=OFF >"$2.log" 2>&1 || {
    tail -20 "$2.log"
    return 1
  }
}

run_captures() {
  echo "$2: $("$1/run/tshark" --version 2>/dev/null | head -1)"
  LEGACYSSL_BUILD=$1/run PATH=$1/run:$PATH PYTHONDONTWRITEBYTECODE=1 nice /usr/bin/python3 -m pytest -q -n 2 \
    -p no:cacheprovider "$here/test" -k "${TESTS:-test_demo or test_everything_verifies}"
}

failed=
for suite in $suites; do
  source=$(sh "$here/source-package.sh" "$work/$suite" wireshark "$suite") || {
    echo "$suite: there is no source package of Wireshark to be had"
    failed="$failed $suite"
    continue
  }
  sh "$here/into-wireshark.sh" "$source"
  build=$work/$suite/build
  mkdir -p "$build"
  { configure "$source" "$build" "$suite" && nice ninja -C "$build" legacyssl tshark sharkd; } || {
    failed="$failed $suite"
    continue
  }
  run_captures "$build" "$suite" || failed="$failed $suite"
done
[ -z "$failed" ] || {
  echo "FAILED:$failed"
  exit 1
}
