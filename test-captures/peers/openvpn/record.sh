#!/bin/sh
# Records OpenVPN's control channel at TLS 1.0, in carried/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" openvpn gcc libc6-dev libssl-dev openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
