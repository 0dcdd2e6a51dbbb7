#!/bin/sh
# Runs a recorder in Python on a loopback interface of its own, where every port
# is free and nobody else's traffic can get into a capture, and among processes of
# its own, so that no server outlives it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1
exec unshare --net --pid --fork --kill-child --mount-proc -- \
  sh -c 'ip link set lo up && exec /usr/bin/python3 "$@"' sh "$@"
