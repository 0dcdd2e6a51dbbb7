#!/bin/sh
# Lays our sources into Wireshark's as plugins/epan/legacyssl; what is the same there is left as it is, and so
# not compiled again:
#   sh into-wireshark.sh folder-of-wireshark
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
place=$1/plugins/epan/legacyssl

cd "$root"
find CMakeLists.txt plugin kdf -type f | while read -r file; do
  cmp -s "$file" "$place/$file" || install -m 644 -D "$file" "$place/$file"
done
