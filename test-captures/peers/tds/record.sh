#!/bin/sh
# Records TLS 1.0 inside TDS, the protocol of Microsoft SQL Server, with FreeTDS as the client, in tds/.
# Names from the end of record.py as arguments record only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" freetds-bin openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
