#!/bin/sh
# Builds, then measures tshark with LegacySSL against its own dissector, over captures made for it.
# sh bench.sh --help tells the options; /usr/bin/time, python3-pycryptodome and
# python3-cryptography are needed beside what setup.sh installs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/setup.sh"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/bench/bench.py" "$@"
