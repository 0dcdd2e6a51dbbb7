#!/bin/sh
# Records the captures of NSS 3.87 (tstclnt, selfserv) with OpenJDK 17 on the other side, which tells the keys that
# Debian's NSS keeps to itself, in ssl3/ and tls10/, and NSS with OpenSSL 3.0 for the ciphers that Java lacks.
# Names of captures from the end of record.py as arguments record only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" libnss3-tools openjdk-17-jdk-headless openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
