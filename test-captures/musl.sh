#!/bin/sh
# The library and its tests with another C library, musl, as Alpine has it: with libgcrypt and cmocka from
# Debian's source packages, built with musl-gcc.
#   sh musl.sh [folder]    (as root or with sudo where packages are missing; five minutes, 200 MB; goes on
#                           where it was interrupted)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-musl}
mkdir -p "$work/done"
work=$(cd "$work" && pwd)

MORE_NEEDS='
command -v dpkg-source|dpkg-dev
command -v musl-gcc|musl-tools' sh "$here/setup.sh"

export CC=musl-gcc PKG_CONFIG_LIBDIR="$work/musl/lib/pkgconfig"

captures=$here # source-library.sh is there
# shellcheck source=source-library.sh
. "$here/source-library.sh"

with_configure() {
  "$source/configure" --prefix="$work/musl" --disable-static --disable-doc "$@" &&
    nice make -j2 && make install
}

with_cmake() {
  cmake -S "$source" -B . -DCMAKE_INSTALL_PREFIX="$work/musl" -DWITH_EXAMPLES=OFF &&
    cmake --build . && cmake --install .
}

library libgpg-error with_configure --disable-nls --disable-languages
library libgcrypt20 with_configure --with-libgpg-error-prefix="$work/musl"
library cmocka with_cmake

cmake -S "$root/kdf" -B "$work/kdf" -DLEGACYSSL_WERROR=ON -DCMAKE_BUILD_RPATH="$work/musl/lib" \
  -DCMAKE_EXE_LINKER_FLAGS="-Wl,-rpath-link,$work/musl/lib" \
  -DHAVE_SANITIZERS_thread=OFF -DHAVE_SANITIZERS_address_undefined=OFF >"$work/kdf.log"
cmake --build "$work/kdf" -j2 >>"$work/kdf.log"
# without the one that starts a program which does not know where musl's libraries are
ctest --test-dir "$work/kdf" --output-on-failure -E installed >"$work/test.log" || {
  cat "$work/test.log"
  exit 1
}
echo "musl: $(grep 'tests passed' "$work/test.log")"
