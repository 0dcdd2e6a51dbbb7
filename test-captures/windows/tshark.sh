#!/bin/sh
# tshark.exe and sharkd.exe of Wireshark, with the plugin in their tree as legacyssl.dll, cross-built with MinGW-w64 from
# Debian's source package, and without what only the window, capturing and codecs need; then run under Wine:
#   sh tshark.sh folder      (windows.sh's; half an hour, 2 GB; goes on where it was interrupted)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
machine=x86_64-w64-mingw32
prefix=$work/mingw

MORE_NEEDS="
command -v dpkg-source|dpkg-dev
command -v $machine-gcc|gcc-mingw-w64-x86-64
command -v $machine-g++|g++-mingw-w64-x86-64
test -e /usr/$machine/lib/libgcrypt.dll.a|libgcrypt-mingw-w64-dev
test -e /usr/$machine/lib/libz.dll.a|libz-mingw-w64-dev
command -v meson|meson
command -v ninja|ninja-build
command -v flex|flex
command -v perl|perl
command -v wine|wine
test -e /usr/lib/wine/wine64|wine64" sh "$here/../setup.sh"

sh "$here/libraries.sh" "$work"
source=$(sh "$here/../source-package.sh" "$work/sources" wireshark)
sh "$here/../into-wireshark.sh" "$source"

# Its parser generator is run here, and so is to be built for here.
[ -e "$work/lemon" ] || cc -O1 -w -o "$work/lemon" "$source/tools/lemon/lemon.c"
sed -i -e "s#\$<TARGET_FILE:lemon>#$work/lemon#" -e '/^ *lemon$/d' "$source/cmake/modules/UseLemon.cmake"

# Headers of Windows by the names that files may have there.
for name in Windows.h Ws2tcpip.h VersionHelpers.h; do
  ln -sfn "/usr/$machine/include/$(echo "$name" | tr '[:upper:]' '[:lower:]')" "$prefix/include/$name"
done

# One that it misses there when it is built to capture nothing.
misses=$source/capture/capture-wpcap.c
grep -q feature_list.h "$misses" || sed -i 's#^\#include "config.h"#&\n\#include <wsutil/feature_list.h>#' "$misses"

# Wireshark 4.0 knows MinGW as part of MSYS2, by the name that its shell has in MSYSTEM. That snprintf is C99's would
# be found out by running it.
build=$work/wireshark
export MSYSTEM=MINGW64 PKG_CONFIG_LIBDIR="$prefix/lib/pkgconfig:/usr/$machine/lib/pkgconfig"
[ -e "$build/build.ninja" ] || {
  mkdir -p "$build"
  cd "$build" # where it writes a file, too
  cmake -S "$source" -B "$build" -G Ninja -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_SYSTEM_PROCESSOR=x86_64 \
    -DCMAKE_C_COMPILER=$machine-gcc -DCMAKE_CXX_COMPILER=$machine-g++ -DCMAKE_RC_COMPILER=$machine-windres \
    -DCMAKE_FIND_ROOT_PATH="$prefix;/usr/$machine" -DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER \
    -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS=-O1 -DENABLE_WERROR=OFF -DENABLE_PCAP=OFF -DENABLE_WINSPARKLE=OFF \
    -DBUILD_wireshark=OFF -DBUILD_etwdump=OFF -DBUILD_mmdbresolve=OFF \
    -DCUSTOM_PLUGIN_SRC_DIR=plugins/epan/legacyssl -DLEGACYSSL_WERROR=ON -DHAVE_C99_VSNPRINTF=1 \
    -DVCSVERSION_OVERRIDE=bookworm \
    >"$work/wireshark.log" 2>&1 || {
    rm -f "$build/build.ninja"
    tail -20 "$work/wireshark.log"
    exit 1
  }
}

build_tshark() {
  echo "tshark.exe and legacyssl.dll, of $(sed -n 's/^Version: //p' "$work"/sources/wireshark_*.dsc) ($(date +%H:%M))"
  NINJA_STATUS='[%f/%t, %es] ' nice ninja -j2 -C "$build" tshark sharkd legacyssl
}

# A program of Windows takes its libraries from beside it.
put_libraries_beside() {
  cp -u "$prefix"/bin/*.dll "/usr/$machine"/bin/*.dll "/usr/$machine"/lib/*.dll "$build/run/"
  for name in libgcc_s_seh-1.dll libssp-0.dll; do
    library=$($machine-gcc -print-file-name="$name")
    [ ! -e "$library" ] || cp -u "$library" "$build/run/"
  done
}

# The plugin is loaded; and of each protocol, a MAC has proved the keys of every session of a capture.
run_tshark() {
  export WINEPREFIX="$work/wine" WINEDEBUG=-all
  wine "$build/run/tshark.exe" -G plugins | tr -d '\r' | grep -E "^legacyssl\.dll[[:space:]]" || {
    echo "tshark.exe does not load legacyssl.dll" >&2
    return 1
  }
  for capture in ssl2/rc4-128 pct1/rc4-md5 ssl3/jdk17-large tls10/openssl-3-large; do
    path=$here/../$capture
    wine "$build/run/tshark.exe" -q -r "$path.pcap" -o "legacyssl.keylog_file:$path.keylog" -z legacyssl,keys |
      tr -d '\r' >"$work/keys.tsv"
    awk -F '\t' -v name="$capture" 'NR > 1 { print name ": " $5 ", " $6 ", verified: " $8; bad += $8 != "yes" }
      END { exit NR < 2 || bad }' "$work/keys.tsv" || {
      echo "$capture: not every session is verified" >&2
      return 1
    }
  done
}

build_tshark
put_libraries_beside
run_tshark
