#!/bin/sh
# The library and its tests on machines unlike this one: 32 bits, and big-endian, cross-built and run by
# QEMU's user mode. As root or with sudo where packages are missing; 60 MB into the folder, or build-foreign/:
#   sh foreign-machines.sh [folder]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-foreign}
mkdir -p "$work"
work=$(cd "$work" && pwd)

# Debian's name of the machine, its compiler, QEMU's name of it, and what is foreign.
machines='
i386|i686-linux-gnu|i386|32 bits
s390x|s390x-linux-gnu|s390x|big-endian'
libraries="libgcrypt20-dev libgcrypt20 libgpg-error-dev libgpg-error0 libcmocka-dev libcmocka0"

MORE_NEEDS='
command -v i686-linux-gnu-gcc|gcc-i686-linux-gnu
test -e /usr/i686-linux-gnu/lib/libc.so|libc6-dev-i386-cross
command -v s390x-linux-gnu-gcc|gcc-s390x-linux-gnu
test -e /usr/s390x-linux-gnu/lib/libc.so|libc6-dev-s390x-cross
command -v qemu-s390x|qemu-user' sh "$here/setup.sh" >/dev/null

# apt for another machine: its lists and packages lie here, and nothing of this machine changes.
foreign_apt() {
  machine=$1
  shift
  apt-get -qq -o APT::Architecture="$machine" -o APT::Architectures="$machine" -o APT::Sandbox::User="$(id -un)" \
    -o Dir::State::Lists="$work/$machine/apt/lists" -o Dir::State::status=/dev/null \
    -o Dir::Cache="$work/$machine/apt" "$@"
}

fetch_libraries() {
  machine=$1
  [ ! -e "$work/$machine/system/usr" ] || return 0
  mkdir -p "$work/$machine/apt/lists/partial" "$work/$machine/apt/archives/partial"
  cd "$work/$machine"
  foreign_apt "$machine" update || true # what is missing then is missed below
  # shellcheck disable=SC2086 # a list of names
  foreign_apt "$machine" download $libraries
  for package in "$work/$machine"/*.deb; do
    dpkg-deb -x "$package" "$work/$machine/system"
  done
}

build_and_test() {
  machine=$1 compiler=$2 emulator=$3
  system=$work/$machine/system
  libs=$(echo "$system"/usr/lib/*-linux-gnu)
  triplet=$(basename "$libs")
  run_libs=$libs:$system/lib/$triplet
  export PKG_CONFIG_LIBDIR="$libs/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$system"
  cmake -S "$root/kdf" -B "$work/$machine/build" -DLEGACYSSL_WERROR=ON -DCMAKE_SYSTEM_NAME=Linux \
    -DCMAKE_C_COMPILER="$compiler-gcc" -DCMAKE_EXE_LINKER_FLAGS="-L$libs -Wl,-rpath-link,$run_libs" \
    -DCMAKE_C_FLAGS="-isystem $system/usr/include -isystem $system/usr/include/$triplet" \
    -DHAVE_SANITIZERS_thread=OFF -DHAVE_SANITIZERS_address_undefined=OFF \
    -DCMAKE_CROSSCOMPILING_EMULATOR="qemu-$emulator;-L;/usr/$compiler;-E;LD_LIBRARY_PATH=/usr/$compiler/lib:$run_libs" >/dev/null
  cmake --build "$work/$machine/build" -j2 >"$work/$machine/build.log"
  # without those that start programs by themselves
  ctest --test-dir "$work/$machine/build" --output-on-failure -E 'program|completion|installed' \
    >"$work/$machine/test.log"
}

for machine in $(echo "$machines" | cut -d '|' -f 1); do
  row=$(echo "$machines" | grep "^$machine|")
  fetch_libraries "$machine"
  build_and_test "$machine" "$(echo "$row" | cut -d '|' -f 2)" "$(echo "$row" | cut -d '|' -f 3)"
  echo "$machine ($(echo "$row" | cut -d '|' -f 4)): $(grep 'tests passed' "$work/$machine/test.log")"
done
