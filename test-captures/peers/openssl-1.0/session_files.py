"""Captures whose key log is the session file that OpenSSL writes (s_client's -sess_out)."""

import ssl2
from capture import UNSEEN_PORT
from ssl3_tls10 import PROTOCOLS, Version, exchange


def record_all(peer, older_peer):
    again = ["with resume", *exchange(443, "get /resumed")]
    ssl2.ssl2(older_peer, "session-file", "SSL 2.0: a full handshake and one that resumes its session, with its session file",
              [*ssl2.wishes("DES-CBC3-MD5"), *exchange(443, "get /full"), *again], session_file=True)
    for folder in PROTOCOLS:
        version = Version(peer, folder)
        version.record("session-file", "a full handshake and one that resumes its session, with its session file",
                       [*version.wishes("AES128-SHA"), *exchange(443, "get /full"), *again],
                       session_file=True)
    version.record("session-file-ticket", "only a connection that resumes by a ticket, with its session file",
                   [*version.wishes("DHE-RSA-AES128-SHA"), "with tickets", *exchange(UNSEEN_PORT, "get /full"), *again],
                   session_file=True)
