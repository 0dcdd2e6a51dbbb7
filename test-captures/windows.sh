#!/bin/sh
# For Windows, cross-built with MinGW-w64 and run under Wine: the library with its tests, legacyssl-kdf.exe, and
# the files that read key logs and watch them; and legacyssl.dll, compiled and linked:
#   sh windows.sh [folder]    (as root or with sudo where packages are missing; ten minutes, 200 MB; goes on where it
#                              was interrupted)
# Nothing here loads the DLL: Debian has no Wireshark for Windows; windows/tshark.sh builds one.
# Wireshark's and GnuTLS's headers are this machine's, and what it is linked with are import libraries of the names
# that those libraries, and GLib, export here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-windows}
mkdir -p "$work"
work=$(cd "$work" && pwd)
machine=x86_64-w64-mingw32
# GLib is in this one: Debian has none for Windows
glib=@img/sharp-libvips-win32-x64@1.3.3

MORE_NEEDS="
command -v dpkg-source|dpkg-dev
command -v npm|npm
command -v $machine-gcc|gcc-mingw-w64-x86-64
command -v $machine-g++|g++-mingw-w64-x86-64
test -e /usr/$machine/lib/libgcrypt.dll.a|libgcrypt-mingw-w64-dev
test -e /usr/$machine/lib/libz.dll.a|libz-mingw-w64-dev
command -v wine|wine
test -e /usr/lib/wine/wine64|wine64" sh "$here/setup.sh"

gcc_libraries=$(dirname "$($machine-gcc -print-file-name=libgcc_s_seh-1.dll)")
export PKG_CONFIG_LIBDIR="$work/pkgconfig:/usr/$machine/lib/pkgconfig"
export WINEPREFIX="$work/wine" WINEDEBUG=-all
export WINEPATH="/usr/$machine/bin;/usr/$machine/lib;$gcc_libraries;$work/cmocka/bin;$work/package/lib"

# configure and build a folder with CMake: name, source, options
build() {
  name=$1 source=$2
  shift 2
  echo "$name ($(date +%H:%M))"
  {
    cmake -S "$source" -B "$work/$name" -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_C_COMPILER=$machine-gcc \
      -DCMAKE_RC_COMPILER=$machine-windres -DCMAKE_FIND_ROOT_PATH="/usr/$machine" \
      -DCMAKE_CROSSCOMPILING_EMULATOR=wine "$@" && cmake --build "$work/$name" -j2
  } >"$work/$name.log" 2>&1 || {
    grep -E 'error|warning|Error' "$work/$name.log" || tail -15 "$work/$name.log"
    exit 1
  }
}

if [ ! -e "$work/pkgconfig/cmocka.pc" ]; then
  sources=$(sh "$here/source-package.sh" "$work/sources" cmocka)
  build cmocka-build "$sources" -DCMAKE_INSTALL_PREFIX="$work/cmocka" -DWITH_EXAMPLES=OFF
  cmake --install "$work/cmocka-build" >>"$work/cmocka-build.log"
  mkdir -p "$work/pkgconfig"
  cp "$work/cmocka/lib/pkgconfig/cmocka.pc" "$work/pkgconfig/"
fi
build kdf "$root/kdf" -DLEGACYSSL_WERROR=ON -DHAVE_SANITIZERS_thread=OFF -DHAVE_SANITIZERS_address_undefined=OFF
wine wineboot --init >/dev/null 2>&1 || true
# the program by itself below; not what needs this machine's shell and compiler
ctest --test-dir "$work/kdf" --output-on-failure -E 'program|completion|installed' >"$work/test.log" || {
  cat "$work/test.log"
  exit 1
}
echo "legacyssl-kdf, the library: $(grep 'tests passed' "$work/test.log")"

# Also with the key log's files alone, of the plugin's: they are all that differs on Windows.
key_log() {
  [ -e "$work/package/lib/libvips-42.dll" ] || (cd "$work" && npm pack --silent "$glib" && tar -xzf ./*.tgz) >/dev/null
  mkdir -p "$work/include" "$work/keylog"
  for name in glib-2.0 wireshark; do
    ln -sfn "/usr/include/$name" "$work/include/$name"
  done
  cd "$work/keylog"
  $machine-gcc -shared -o bcryptprimitives.dll "$here/windows/bcryptprimitives.c" -ladvapi32
  # what writes a key log is not called, and so Wireshark's library not looked for
  printf 'LIBRARY libwsutil.dll\nEXPORTS\nbytes_to_hexstr\n' >wsutil.def
  $machine-dlltool -d wsutil.def -y libwsutil.a
  $machine-gcc -std=c11 -O1 -Wall -Wextra -Wshadow -Werror -D__USE_MINGW_ANSI_STDIO=1 -I"$root/plugin" -I"$root/kdf" \
    -I"$work/package/lib/glib-2.0/include" -I"$work/include/glib-2.0" -I"$work/include/wireshark" \
    -I"$work/cmocka/include" -o watched.exe "$here/keylog/watched.c" "$root"/plugin/secrets/keylog/*.c \
    "$root/plugin/bytes/der.c" "$root/plugin/system/file_windows.c" "$work/kdf/liblegacyssl-kdf.a" libwsutil.a \
    "$work/package/lib/libvips-42.dll" -L"$work/cmocka/lib" -lcmocka -lgcrypt
  wine ./watched.exe >"$work/keylog.log" 2>&1 || {
    cat "$work/keylog.log"
    exit 1
  }
  echo "the key log, read and watched:$(sed -n 's/.*PASSED *\]//p' "$work/keylog.log" | tr -d '\r')"
}
key_log

# The names that a library of this machine exports, as an import library; and one that it has on Windows only.
import_library() {
  shared=$(echo /usr/lib/*/lib"$1".so | cut -d ' ' -f 1)
  {
    printf 'LIBRARY "lib%s.dll"\nEXPORTS\n' "$1"
    nm -D --defined-only --without-symbol-versions "$shared" |
      awk '$2 ~ /[BDR]/ { print $3 " DATA" } $2 ~ /[TW]/ { print $3 }'
    echo "${2-}"
  } >"$work/lib/$1.def"
  $machine-dlltool -d "$work/lib/$1.def" -l "$work/lib/lib$1.dll.a"
}

# What pkg-config says here of a package, but for where its headers and libraries are: name, libraries, flags
describe() {
  {
    echo "plugindir=$(env -u PKG_CONFIG_LIBDIR pkg-config --variable=plugindir "$1")"
    printf 'prefix=/\nName: %s\nDescription: %s\n' "$1" "$1"
    echo "Version: $(env -u PKG_CONFIG_LIBDIR pkg-config --modversion "$1")"
    printf 'Libs: %s\nCflags: -I%s/include %s\n' "$2" "$work" "$3"
  } >"$work/pkgconfig/$1.pc"
}

plugin() {
  mkdir -p "$work/lib" "$work/include/sys"
  ln -sfn /usr/include/gnutls "$work/include/gnutls"
  # what GnuTLS's header for Windows has itself
  echo 'struct iovec { void *iov_base; __SIZE_TYPE__ iov_len; };' >"$work/include/sys/uio.h"
  import_library glib-2.0 g_win32_error_message
  for name in gnutls wireshark wsutil wiretap; do
    import_library "$name"
  done
  describe glib-2.0 "-L$work/lib -lglib-2.0" \
    "-I$work/package/lib/glib-2.0/include -I$work/include/glib-2.0"
  describe gnutls "-L$work/lib -lgnutls" ""
  describe wireshark "-L$work/lib -lwireshark -lwsutil" "-I$work/include/wireshark"
  build plugin "$root" -DLEGACYSSL_WERROR=ON -DBUILD_TESTING=OFF -DWIRETAP="$work/lib/libwiretap.dll.a" \
    -DCMAKE_C_FLAGS=-D__USE_MINGW_ANSI_STDIO=1
  dll=$(echo "$work"/plugin/plugins/*/epan/legacyssl.dll)
  for name in plugin_version plugin_want_major plugin_want_minor plugin_register; do
    $machine-objdump -p "$dll" | grep -qw "$name" || {
      echo "legacyssl.dll exports no $name" >&2
      exit 1
    }
  done
  echo "legacyssl.dll: compiled with warnings as errors, and linked; not loaded"
}
plugin

printf '#!/bin/sh\nexec wine "%s" "$@"\n' "$work/kdf/program/legacyssl-kdf.exe" >"$work/legacyssl-kdf"
chmod +x "$work/legacyssl-kdf"
echo "legacyssl-kdf.exe, started anew for each answer, which takes long ($(date +%H:%M))"
/usr/bin/python3 -B "$root/kdf/test/program.py" "$work/legacyssl-kdf" "$root"/kdf/test/vectors/*-captures.kat
