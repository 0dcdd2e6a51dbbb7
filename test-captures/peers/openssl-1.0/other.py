"""TLS 1.1 and TLS 1.2, which are not ours: what the built-in dissector does with them must not change."""

import dialogues
import keylog
from capture import CAPTURES, record
from ssl3_tls10 import CERTIFICATES, compare_with_tshark, exchange


def other(peer, name, title, commands, **more):
    base = CAPTURES / "other" / f"openssl-1.0-{name}"
    record(peer, base, title, [*CERTIFICATES, *commands], keylog.client_random, **more)
    print(f"other/{base.name}: tshark opens {compare_with_tshark(base)} connections as they were sent", flush=True)


def wishes(protocol, cipher="AES128-SHA"):
    return [f"client_protocol {protocol}", f"server_protocol {protocol}",
            f"client_ciphers {cipher}", f"server_ciphers {cipher}"]


def suites(protocol, *ciphers):
    """One connection per suite, on 443 and on a port that no table knows by turns."""
    return [line for number, cipher in enumerate(ciphers)
            for line in wishes(protocol, cipher) + exchange((443, 14443)[number % 2], f"get /{cipher}")]


def record_all(peer, _older_peer):
    other(peer, "tls11", "TLS 1.1: CBC, RC4 and export-free 3DES, on 443 and elsewhere",
          suites("TLS1.1", "AES128-SHA", "RC4-SHA", "DES-CBC3-SHA", "DHE-RSA-CAMELLIA256-SHA"))
    other(peer, "tls12", "TLS 1.2: CBC, GCM and RC4, on 443 and elsewhere",
          suites("TLS1.2", "AES128-SHA", "AES128-GCM-SHA256", "RC4-MD5", "ECDHE-RSA-AES256-SHA384"))
    for protocol, name in (("TLS1.1", "tls11"), ("TLS1.2", "tls12")):
        other(peer, f"{name}-resumption-renegotiation", f"{protocol}: tickets, resumption and renegotiation",
              [*wishes(protocol), "with tickets", *exchange(443, "get /full", "renegotiate client", "get /again"),
               "with resume", *exchange(443, "get /resumed")])
        other(peer, f"{name}-starttls", f"{protocol} after the dialogue of SMTP, IMAP, POP3 and FTP in the clear",
              wishes(protocol) + dialogues.STARTTLS)
        other(peer, f"{name}-connect", f"{protocol} through an HTTP proxy", wishes(protocol) + dialogues.CONNECT)
        other(peer, f"{name}-segments", f"{protocol} in segments of 7 bytes",
              [*wishes(protocol), "segment 7", *exchange(443, "get /small")])
    for up_to, name in (("any-up-to-TLS1.1", "tls11"), ("any", "tls12")):
        other(peer, f"{name}-ssl2-format-hello", "An SSL 2.0-format hello that ends in a later version than TLS 1.0",
              ["client_protocol any", f"server_protocol {up_to}", "client_ciphers ALL", "server_ciphers AES128-SHA",
               *exchange(443, "get /ssl2-format"), *exchange(14443, "get /elsewhere")], hello_format="SSL 2.0")
