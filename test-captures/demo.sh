#!/bin/sh
# Builds, then shows what tshark reads from each capture with the plugin.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/setup.sh"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/test/demo.py"
