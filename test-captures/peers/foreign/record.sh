#!/bin/sh
# Records traffic that is not ours, from real programs, in foreign/: what the plugin must leave alone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" inetutils-telnetd inetutils-telnet mosquitto mosquitto-clients \
  python3-websockets openssl tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
