#!/bin/sh
# Builds and tests against three Wiresharks, with gcc and clang, each in a chroot of its own Debian:
#   sh matrix.sh [folder for the chroots]      (as root; 1 GB and some minutes for each)
# Chroots that are there already are used again. MIRROR names another mirror of Debian; SUITES and
# COMPILERS name fewer; PYTEST_ADDOPTS chooses tests: PYTEST_ADDOPTS='-k "follow or menus"'.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-matrix}
mirror=${MIRROR:-$(grep -rhoEm1 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d \
  2>/dev/null | head -1)}
suites=${SUITES:-bookworm trixie sid}
compilers=${COMPILERS:-gcc clang}
packages='ca-certificates gcc clang'  # setup.sh installs the others

[ "$(id -u)" = 0 ] || {
  echo "Chroots need root." >&2
  exit 1
}

in_chroot() {
  suite=$1
  shift
  chroot "$work/$suite" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}

unmount_all() {
  for suite in $suites; do
    for place in proc dev; do
      ! mountpoint -q "$work/$suite/$place" || umount "$work/$suite/$place"
    done
  done
}

# How apt reaches the mirror here, it does there, too.
copy_apt_settings() {
  cp /etc/resolv.conf "$work/$1/etc/resolv.conf"
  cp /etc/ssl/certs/ca-certificates.crt "$work/$1/etc/ssl/certs/" 2>/dev/null || true
  apt-config dump Acquire | grep -i proxy >"$work/$1/etc/apt/apt.conf.d/90matrix" || true
  echo 'Acquire::Check-Valid-Until "false";' >>"$work/$1/etc/apt/apt.conf.d/90matrix"
}

make_chroot() {
  suite=$1
  [ -e "$work/$suite/etc/debian_version" ] ||
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$work/$suite" "$mirror"
  mkdir -p "$work/$suite/etc/ssl/certs"
  copy_apt_settings "$suite"
  mount -t proc proc "$work/$suite/proc"
  mount --bind /dev "$work/$suite/dev"
  in_chroot "$suite" apt-get -qq update
  # shellcheck disable=SC2086 # a list of names
  in_chroot "$suite" apt-get -qq install -y --no-install-recommends $packages
}

copy_sources() {
  rm -rf "$work/$1/legacyssl"
  mkdir -p "$work/$1/legacyssl"
  (cd "$root" && git ls-files -z | tar --null -T - -cf -) | tar -C "$work/$1/legacyssl" -xf -
}

row() {
  printf '%-10s %-10s %-8s %-14s %s\n' "$@"
}

# One row of the table: what was built with what, and how it went.
test_with() {
  suite=$1 compiler=$2 log=$work/$1-$2.log
  copy_sources "$suite"
  status=0
  in_chroot "$suite" env CC="$compiler" PYTEST_ADDOPTS="${PYTEST_ADDOPTS-}" \
    sh /legacyssl/test-captures/test.sh -DLEGACYSSL_WERROR=ON >"$log" 2>&1 || status=$?
  version=$(in_chroot "$suite" pkg-config --modversion wireshark || echo none)
  kdf=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\2, \1 failed/p' "$log" | tail -1)
  suite_said=$(grep -E '^[^ ]*[0-9]+ (passed|failed)' "$log" | tail -1)
  row "$suite" "$version" "$compiler" "${kdf:-not built}" "${suite_said:-not run}"
  return "$status"
}

command -v debootstrap >/dev/null || apt-get -qq install -y debootstrap
mkdir -p "$work"
trap unmount_all EXIT
unmount_all
failed=
row Debian Wireshark compiler ctest "captures"
for suite in $suites; do
  make_chroot "$suite" >"$work/$suite.log" 2>&1 || {
    row "$suite" - - - "no chroot: see $work/$suite.log"
    failed="$failed $suite"
    continue
  }
  for compiler in $compilers; do
    test_with "$suite" "$compiler" || failed="$failed $suite/$compiler"
  done
done
[ -z "$failed" ] || {
  echo "FAILED:$failed"
  exit 1
}
