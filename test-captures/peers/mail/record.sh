#!/bin/sh
# Records STARTTLS with real servers, Postfix (SMTP), Dovecot (IMAP, POP3) and vsftpd (FTP), with openssl s_client on
# the other side, in tls10/ and with TLS 1.2 in other/.
# Names of servers from the end of record.py as arguments record only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/../common/install.sh" postfix dovecot-imapd dovecot-pop3d vsftpd openssl tshark tcpdump iproute2 python3
exec "$here/../common/run-recorder.sh" "$here/record.py" "$@"
