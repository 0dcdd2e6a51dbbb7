#!/bin/sh
# Builds into a folder beside test-captures, and says something only when it goes wrong:
#   sh build-quietly.sh build-folder [arguments for cmake]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/$1
shift

mkdir -p "$build"
{
  cmake -S "$root" -B "$build" "$@" && cmake --build "$build" --parallel "$(nproc)"
} >"$build/build.log" 2>&1 || {
  cat "$build/build.log"
  exit 1
}
