#!/bin/sh
# Records the captures of OpenJDK 17, both sides, in ssl3/ and tls10/;
# names of captures from the table in record.py as arguments record only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" openjdk-17-jdk-headless openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
