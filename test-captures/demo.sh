#!/bin/sh
# Builds, then shows what tshark reads with the plugin: a session of each protocol, an attack named, and
# the tally of all captures; with --all, what each capture has.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
NEEDS=build sh "$here/setup.sh"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/test/demo.py" "$@"
