#!/bin/sh
# Records EAP-TLS, PEAP and EAP-TTLS at TLS 1.0 in RADIUS, with wpa_supplicant's eapol_test and hostapd's server, in carried/.
# Names from the end of record.py as arguments record only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" eapoltest hostapd gcc libc6-dev libssl-dev openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
