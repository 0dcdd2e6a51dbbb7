#!/bin/sh
# Builds the plugin with ASan and UBSan and runs Wireshark with it over mutated captures:
#   sh mutate.sh [how many] [further arguments of fuzz/mutate.py]
# The captures that something is wrong with are kept in build-asan/findings.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
build=$root/build-asan
mutants=${1:-10000}
[ $# -eq 0 ] || shift

mkdir -p "$build"
{
  CC=gcc cmake -S "$root" -B "$build" -DBUILD_TESTING=OFF -DCMAKE_C_FLAGS="-fsanitize=address,undefined \
    -fno-sanitize-recover=undefined -fno-omit-frame-pointer" &&
    cmake --build "$build" --parallel "$(nproc)"
} >"$build/build.log" 2>&1 || {
  cat "$build/build.log"
  exit 1
}
LEGACYSSL_BUILD=$build PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/fuzz/mutate.py" \
  --mutants "$mutants" --preload "$(gcc -print-file-name=libasan.so)" \
  --keep "$build/findings" "$@"
