#!/bin/sh
# Whether other tools find in what -z legacyssl,pcap writes what they find in the same dialogue in the
# clear:
#   sh export-tools.sh
# With CHROOT=FOLDER the tools are those of a Debian there, as matrix.sh makes them: sid has Suricata 8.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${CHROOT-}" ]; then
  MORE_NEEDS='
command -v tcpflow|tcpflow
command -v ngrep|ngrep
command -v chaosreader|chaosreader
command -v suricata|suricata'
  export MORE_NEEDS
fi
sh "$here/setup.sh"
exec /usr/bin/python3 "$here/export/tools.py" "${CHROOT-/}"
