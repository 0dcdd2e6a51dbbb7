#!/bin/sh
# Builds, then measures tshark with LegacySSL against its own dissector, over captures made for it.
# sh bench.sh --help tells the options.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export MORE_NEEDS='
test -x /usr/bin/time|time
command -v valgrind|valgrind'
sh "$here/setup.sh"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/bench/bench.py" "$@"
