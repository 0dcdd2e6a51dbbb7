#!/bin/sh
# Builds and runs every test. Arguments go to cmake.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/setup.sh" "$@"

export PYTHONDONTWRITEBYTECODE=1
failed=
ctest --test-dir "$here/../build" --parallel "$(nproc)" --output-on-failure || failed="$failed kdf"
/usr/bin/python3 -m pytest -q -p no:cacheprovider -n "$(nproc)" --dist loadgroup "$here/test" ||
  failed="$failed captures"

if [ -n "$failed" ]; then
  echo "FAILED:$failed"
  exit 1
fi
echo "All tests passed."
