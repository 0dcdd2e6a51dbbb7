#!/bin/sh
# Builds, then puts plausible bugs into copies of the sources, one at a time, and says which of them the tests
# don't notice:
#   sh mutants.sh [options of mutants/run.py: --help tells them]
# Results are kept in build-mutants: a second run goes on where the first was ended.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/setup.sh"
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/mutants/run.py" "$@"
