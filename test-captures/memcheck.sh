#!/bin/sh
# Runs Wireshark over every capture under valgrind, and with a plugin built with AddressSanitizer and
# UndefinedBehaviorSanitizer, and fails on any report about our code; and opens 10,000 files in one sharkd,
# which may grow no more than without the plugin. Takes a while: it is no part of test.sh.
# Arguments choose: sh memcheck.sh [sanitizers|valgrind|files]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
sh "$here/setup.sh"
command -v valgrind >/dev/null || {
  echo "valgrind is needed: apt-get install valgrind" >&2
  exit 1
}

export PYTHONDONTWRITEBYTECODE=1
[ $# -gt 0 ] || set -- sanitizers valgrind files
for tool in "$@"; do
  case $tool in
    sanitizers)
      sh "$here/build-sanitized.sh"
      LEGACYSSL_BUILD=$root/build-sanitized /usr/bin/python3 "$here/test/memcheck.py" sanitizers
      ;;
    valgrind) LEGACYSSL_BUILD=$root/build /usr/bin/python3 "$here/test/memcheck.py" valgrind ;;
    files) LEGACYSSL_BUILD=$root/build /usr/bin/python3 "$here/test/growth.py" 10000 ;;
  esac
done
