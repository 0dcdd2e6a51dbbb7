#!/bin/sh
# Builds the plugin with ASan and UBSan and runs Wireshark with it over mutated captures:
#   sh mutate.sh [how many] [further arguments of fuzz/mutate.py]
# The captures that something is wrong with are kept in build-sanitized/findings.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$here/.." && pwd)/build-sanitized
mutants=${1:-10000}
[ $# -eq 0 ] || shift

sh "$here/build-sanitized.sh"
LEGACYSSL_BUILD=$build PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/fuzz/mutate.py" \
  --mutants "$mutants" --preload "$(gcc -print-file-name=libasan.so)" \
  --keep "$build/findings" "$@"
