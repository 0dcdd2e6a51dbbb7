#!/bin/sh
# Records HTTP CONNECT through tinyproxy, both hops, in tls10/ and with newer versions in other/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" tinyproxy-bin openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
