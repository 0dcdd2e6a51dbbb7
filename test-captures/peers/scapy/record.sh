#!/bin/sh
# Records SSL 2.0 with scapy on both sides, in ssl2/. Scapy derives the DES_64 keys as the draft has them, without the
# digit that OpenSSL hashes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" python3-scapy python3-cryptography openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
