#!/bin/sh
# Builds, then measures tshark with LegacySSL against its own dissector, over captures made for it.
# sh bench.sh --help tells the options.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export MORE_NEEDS='
test -x /usr/bin/time|time
/usr/bin/python3 -c "import Cryptodome"|python3-pycryptodome
/usr/bin/python3 -c "import cryptography"|python3-cryptography'
sh "$here/setup.sh"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/bench/bench.py" "$@"
