#!/bin/sh
# Records the captures of mbed TLS 2.28, both sides, in tls10/: what only it can do, truncated HMAC above all.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" libmbedtls-dev gcc libc6-dev openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
