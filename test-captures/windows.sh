#!/bin/sh
# For Windows, cross-built with MinGW-w64 and run under Wine: the library with its tests, legacyssl-kdf.exe, and
# the files that read key logs and watch them; then Wireshark's tshark.exe (windows/tshark.sh), and legacyssl.dll
# for it, with the demo and tests (windows/tests.sh):
#   sh windows.sh [folder]    (as root or with sudo where packages are missing; an hour, 2 GB; goes on where it was
#                              interrupted)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
work=${1:-$root/build-windows}
mkdir -p "$work"
work=$(cd "$work" && pwd)
machine=x86_64-w64-mingw32
wireshark=$work/wireshark

MORE_NEEDS="
command -v dpkg-source|dpkg-dev
command -v $machine-gcc|gcc-mingw-w64-x86-64
command -v $machine-g++|g++-mingw-w64-x86-64
test -e /usr/$machine/lib/libgcrypt.dll.a|libgcrypt-mingw-w64-dev
test -e /usr/$machine/lib/libz.dll.a|libz-mingw-w64-dev
command -v wine|wine
test -e /usr/lib/wine/wine64|wine64" sh "$here/setup.sh"

gcc_libraries=$(dirname "$($machine-gcc -print-file-name=libgcc_s_seh-1.dll)")
export PKG_CONFIG_LIBDIR="$work/pkgconfig:$work/mingw/lib/pkgconfig:/usr/$machine/lib/pkgconfig"
export WINEPREFIX="$work/wine" WINEDEBUG=-all
export WINEPATH="/usr/$machine/bin;/usr/$machine/lib;$gcc_libraries;$work/cmocka/bin;$wireshark/run"

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

env -u PKG_CONFIG_LIBDIR sh "$here/windows/tshark.sh" "$work"

# As it is in a folder for those who build plugins, and there is none for Windows.
cat >"$work/pkgconfig/wireshark.pc" <<EOF
prefix=$wireshark
plugindir=$wireshark/run/plugins/4.0
Name: wireshark
Description: Wireshark as windows/tshark.sh has built it
Version: $(sed -n 's/^#define VERSION "\([0-9.]*\).*/\1/p' "$wireshark/config.h")
Requires: glib-2.0
Libs: -L$wireshark/run -lwireshark -lwsutil
Cflags: -I$wireshark -I$work/sources/wireshark -I$work/sources/wireshark/include
EOF

# Also with the key log's files alone, of the plugin's: they are all that differs on Windows.
key_log() {
  mkdir -p "$work/keylog"
  cd "$work/keylog"
  # shellcheck disable=SC2046 # lists of arguments
  $machine-gcc -std=c11 -O1 -Wall -Wextra -Wshadow -Werror -D__USE_MINGW_ANSI_STDIO=1 -I"$root/plugin" -I"$root/kdf" \
    -I"$work/cmocka/include" $(pkg-config --cflags wireshark | sed 's/-I/-isystem /g') -o watched.exe \
    "$here/keylog/watched.c" "$root"/plugin/secrets/keylog/*.c "$root/plugin/bytes/der.c" \
    "$root/plugin/system/file_windows.c" "$work/kdf/liblegacyssl-kdf.a" $(pkg-config --libs wireshark) \
    -L"$work/cmocka/lib" -lcmocka -lgcrypt
  wine ./watched.exe >"$work/keylog.log" 2>&1 || {
    cat "$work/keylog.log"
    exit 1
  }
  echo "the key log, read and watched:$(sed -n 's/.*PASSED *\]//p' "$work/keylog.log" | tr -d '\r')"
}
key_log

build plugin "$root" -DLEGACYSSL_WERROR=ON -DBUILD_TESTING=OFF -DWIRETAP="$wireshark/run/libwiretap.dll.a" \
  -DCMAKE_C_FLAGS=-D__USE_MINGW_ANSI_STDIO=1
sh "$here/windows/tests.sh" "$work"

printf '#!/bin/sh\nexec wine "%s" "$@"\n' "$work/kdf/program/legacyssl-kdf.exe" >"$work/legacyssl-kdf"
chmod +x "$work/legacyssl-kdf"
echo "legacyssl-kdf.exe, started anew for each answer, which takes long ($(date +%H:%M))"
/usr/bin/python3 -B "$root/kdf/test/program.py" "$work/legacyssl-kdf" "$root"/kdf/test/vectors/*-captures.kat
