#!/bin/sh
# Runs Wireshark over every capture under valgrind, and with a plugin built with AddressSanitizer and
# UndefinedBehaviorSanitizer, and fails on any report about our code. Takes a while: it is no part of test.sh.
# Arguments choose: sh memcheck.sh [sanitizers|valgrind]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
sh "$here/setup.sh"
command -v valgrind >/dev/null || {
  echo "valgrind is needed: apt-get install valgrind" >&2
  exit 1
}

sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
cmake -S "$root" -B "$root/build-sanitizers" -DBUILD_TESTING=OFF -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_C_FLAGS="$sanitizers" -DCMAKE_MODULE_LINKER_FLAGS="$sanitizers" >/dev/null
cmake --build "$root/build-sanitizers" --parallel "$(nproc)" >/dev/null

export PYTHONDONTWRITEBYTECODE=1
for tool in ${*:-sanitizers valgrind}; do
  case $tool in
    sanitizers) build=$root/build-sanitizers ;;
    *) build=$root/build ;;
  esac
  LEGACYSSL_BUILD=$build /usr/bin/python3 "$here/test/memcheck.py" "$tool"
done
