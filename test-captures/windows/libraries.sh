#!/bin/sh
# What Wireshark needs to be built for Windows and Debian has no package of, from Debian's source packages with
# MinGW-w64; as little of each as serves:
#   sh libraries.sh folder      (windows.sh's; fifteen minutes, 500 MB; goes on where it was interrupted)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(cd "$1" && pwd)
machine=x86_64-w64-mingw32
prefix=$work/mingw
mkdir -p "$work/done" "$prefix/include" "$prefix/lib"

export PKG_CONFIG_LIBDIR="$prefix/lib/pkgconfig:/usr/$machine/lib/pkgconfig"

captures=$here/..
# shellcheck source=../source-library.sh
. "$captures/source-library.sh"

# what Debian's patches make newer is not to be made anew
with_configure() {
  find "$source" -name aclocal.m4 -exec touch {} +
  find "$source" \( -name configure -o -name 'config*.h.in' -o -name 'stamp-h*.in' -o -name Makefile.in \) -exec touch {} +
  "$source/configure" --host=$machine --prefix="$prefix" "$@" CPPFLAGS="-I$prefix/include" LDFLAGS="-L$prefix/lib" &&
    make -j2 && make install
}

with_cmake() {
  cmake -S "$source" -B . -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_C_COMPILER=$machine-gcc \
    -DCMAKE_RC_COMPILER=$machine-windres -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" "$@" &&
    cmake --build . -j2 && cmake --install .
}

# Of GLib not GObject and GIO, which are most of it: Wireshark has no use for them.
glib() {
  cat >cross.ini <<EOF
[binaries]
c = '$machine-gcc'
cpp = '$machine-g++'
ar = '$machine-ar'
strip = '$machine-strip'
windres = '$machine-windres'
pkgconfig = 'pkg-config'
[host_machine]
system = 'windows'
cpu_family = 'x86_64'
cpu = 'x86_64'
endian = 'little'
[built-in options]
c_args = ['-I$prefix/include']
cpp_args = ['-I$prefix/include']
c_link_args = ['-L$prefix/lib']
cpp_link_args = ['-L$prefix/lib']
EOF
  meson setup --cross-file cross.ini --prefix "$prefix" --libdir lib --buildtype release --wrap-mode nodownload "$@" \
    . "$source" &&
    ninja glib/libglib-2.0-0.dll gmodule/libgmodule-2.0-0.dll gthread/libgthread-2.0-0.dll && install_glib
}

install_glib() {
  headers=$prefix/include/glib-2.0
  mkdir -p "$prefix/bin" "$headers/glib/deprecated" "$prefix/lib/glib-2.0/include" &&
    cp glib/*.dll gmodule/*.dll gthread/*.dll "$prefix/bin/" &&
    cp glib/*.dll.a gmodule/*.dll.a gthread/*.dll.a "$prefix/lib/" &&
    cp meson-private/glib-2.0.pc meson-private/gmodule-*2.0.pc meson-private/gthread-2.0.pc "$prefix/lib/pkgconfig/" &&
    cp "$source/glib/glib.h" "$source/glib/glib-object.h" "$source/gmodule/gmodule.h" "$headers/" &&
    cp "$source"/glib/*.h "$headers/glib/" &&
    cp "$source"/glib/deprecated/*.h "$headers/glib/deprecated/" &&
    cp glib/glibconfig.h "$prefix/lib/glib-2.0/include/"
}

# Debian's patches add a file to gl/, and its Makefile is made anew for that; here the one that uses it has it.
gnutls() {
  sed -i 's/"gl_linkedhash_list.h"/"gl_linkedhash_list.c"/' "$source/lib/x509/verify-high.c"
  with_configure "$@"
}

libintl() {
  cp "$here/libintl.h" "$prefix/include/"
  $machine-gcc -std=c11 -Wall -Wextra -Werror -O2 -c -o "$work/libintl.o" "$here/libintl.c"
  $machine-ar rcs "$prefix/lib/libintl.a" "$work/libintl.o"
}

libintl
library libffi with_configure --disable-static --disable-docs --disable-multi-os-directory
library pcre2 with_cmake -DBUILD_SHARED_LIBS=ON -DBUILD_STATIC_LIBS=OFF -DPCRE2_BUILD_TESTS=OFF -DPCRE2_BUILD_PCRE2GREP=OFF
library glib2.0 glib -Dtests=false -Dinstalled_tests=false -Dglib_debug=disabled -Dlibelf=disabled
# a name of arpa/nameser.h that one of Debian's patches takes for given
library c-ares with_cmake -DCARES_BUILD_TOOLS=OFF -DCMAKE_C_FLAGS=-DINADDRSZ=NS_INADDRSZ
library nettle with_configure --disable-static --enable-mini-gmp --disable-documentation --disable-openssl
library gnutls28 gnutls --disable-static --with-nettle-mini --with-included-libtasn1 --with-included-unistring \
  --without-p11-kit --without-idn --without-zlib --without-brotli --without-zstd --without-tpm --without-tpm2 \
  --disable-doc --disable-tools --disable-tests --disable-cxx --disable-nls --disable-libdane --disable-guile
