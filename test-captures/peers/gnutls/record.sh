#!/bin/sh
# Records the captures of GnuTLS 3.7, both sides, in tls10/ and other/;
# names of captures from the end of record.py as arguments record only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" gnutls-bin openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
