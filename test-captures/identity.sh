#!/bin/sh
# Looks whether traffic of others is what it is without the plugin: PDML, in one pass and two, without
# keys and with a useless key log.
#   sh identity.sh [FOLDER...]          captures in these folders, in their archives, too
#   sh identity.sh                      those in Debian's source packages, fetched once into a cache
#   sh identity.sh --claims [COUNT]     conversations with drawn first bytes, 100,000 of them
# Goes on where it was interrupted. --help tells the options.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/setup.sh"
export PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 "$here/identity/identity.py" "$@"
