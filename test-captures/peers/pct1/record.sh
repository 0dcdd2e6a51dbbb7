#!/bin/sh
# Records the PCT 1.0 captures: installs what is needed, runs client and server on a loopback
# device of their own, leaves NAME.pcap, NAME.keylog and NAME.json in test-captures/pct1 and
# known answers in kdf/test/vectors. Run as root; record.sh NAME ... records only these.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
captures=$here/../../pct1
vectors=$here/../../../kdf/test/vectors

install_packages() {
  missing=
  for package in python3-cryptography python3-pycryptodome openssl tcpdump iproute2 ethtool; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -z "$missing" ] || apt-get install -y $missing
}

# A network namespace has a loopback device that nobody else uses; small segments, as on a wire.
record() {
  unshare --net sh -eu -c '
    ip link set lo up mtu 1500
    ethtool -K lo gso off tso off gro off
    exec /usr/bin/python3 -B "$@"' sh "$here/record.py" "$captures" "$@"
}

install_packages
mkdir -p "$captures" "$vectors"
record "$@"
/usr/bin/python3 -B "$here/vectors.py" >"$vectors/pct1.kat"
