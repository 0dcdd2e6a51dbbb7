"""The captures of SSL 3.0 and of TLS 1.0: the same cases for both."""

import json

import check_tls
import dialogues
import keylog
import wire
from capture import CAPTURES, UNSEEN_PORT, record
from plain import summary

PROTOCOLS = {"ssl3": "SSL 3.0", "tls10": "TLS 1.0"}
SSLEAY_NAMES = {"ssl3": "SSL3", "tls10": "TLS1"}
# The RSA key comes last: that is the one OpenSSL hands out again, and the shim decrypts premaster secrets with it.
CERTIFICATES = ("certificate dsa.crt,ec.crt,rsa.crt", "key dsa.pem,ec.pem,rsa.pem")
RSA_KEY = {"rsa_key": "peers/openssl-1.0/rsa.pem"}


class Version:
    """Records into one protocol's folder."""

    def __init__(self, peer, folder):
        self.peer = peer
        self.folder = folder
        self.name = PROTOCOLS[folder]
        self.base = [*CERTIFICATES, f"client_protocol {SSLEAY_NAMES[folder]}", f"server_protocol {SSLEAY_NAMES[folder]}"]

    def record(self, name, title, commands, form=keylog.client_random, more_forms=(), tshark_opens=True, **more):
        base = CAPTURES / self.folder / f"openssl-1.0-{name}"
        record(self.peer, base, f"{self.name}: {title}", commands, form, more_forms, **more)
        count = check_tls.check(base, self.peer.program)
        opened = compare_with_tshark(base) if tshark_opens else "no"
        print(f"{self.folder}/{base.name}: {count} encrypted records, every MAC good; "
              f"tshark opens {opened} connections as they were sent", flush=True)

    def wishes(self, cipher):
        return [*self.base, f"client_ciphers {cipher}", f"server_ciphers {cipher}"]

    def suites(self):
        """(name, key exchange) of every suite that can be spoken in this version."""
        rows = [line.split() for line in self.peer.output(f"suites {SSLEAY_NAMES[self.folder]}").splitlines()]
        return [(row[0], row[2]) for row in rows
                if row[1] != "TLSv1.2" and not (row[2] == "Kx=SRP" and self.folder == "ssl3")]


def compare_with_tshark(base):
    rows = json.loads(base.with_name(base.name + ".json").read_text())["connections"]
    seen = [row["tcp_stream"] for row in rows if row.get("finished", True)]
    opened = wire.opened(f"{base}.pcap", f"{base}.keylog", seen, {row["server_port"] for row in rows},
                         decode_as(rows))
    for row in rows:
        for side, data in opened.get(row["tcp_stream"], {}).items():
            if summary([data]) != row[f"{side}_sent"]:
                raise AssertionError(f"{base.name}: tshark sees other data of stream {row['tcp_stream']}, {side}")
    return len(opened)


def decode_as(rows):
    """Ports that tshark would not take for TLS; after a dialogue in the clear it finds TLS by itself."""
    ports = sorted({row["server_port"] for row in rows if "cleartext_bytes" not in row} - {443})
    return [word for port in ports for word in ("-d", f"tcp.port=={port},tls")]


def exchange(port, *between):
    return [f"connect {port}", "handshake", *between, "close client"]


def record_all(peer, _older_peer):
    for folder in PROTOCOLS:
        version = Version(peer, folder)
        for step in (all_suites, key_logs, resumption, renegotiation, client_certificates, compression, ssl2_format_hello,
                     export_rsa, sizes, segments, endings, dialogues_before, refusals):
            step(version)
        if folder == "tls10":
            tickets(version)


def all_suites(version):
    commands = list(version.base)
    for cipher, kx in version.suites():
        certificate = "ec-signed-by-rsa" if kx == "Kx=ECDH/RSA" else "ec"
        commands += [f"certificate dsa.crt,{certificate}.crt,rsa.crt", f"key dsa.pem,{certificate}.pem,rsa.pem",
                     "with srp" if kx == "Kx=SRP" else "without srp",
                     f"client_ciphers {cipher}", f"server_ciphers {cipher}", *exchange(443, f"get /{cipher}")]
    version.record("all-suites", "every suite, one connection each", commands)


def key_logs(version):
    commands = [line for cipher in ("AES128-SHA", "RC4-MD5", "EDH-RSA-DES-CBC3-SHA")
                for line in version.wishes(cipher) + exchange(443, f"get /{cipher}")]
    version.record("key-logs", "RSA and DHE key exchange, with key logs of every form", commands, **RSA_KEY,
                   more_forms=(keylog.rsa_premaster, keylog.pms_client_random, keylog.rsa_session_id, keylog.s_client))


def resumption(version):
    start = version.wishes("AES256-SHA")
    again = [line for number in (1, 2) for line in exchange(443, f"get /resumed-{number}")]
    version.record("resumption", "a full handshake and two that resume its session by id",
                   [*start, *exchange(443, "get /full"), "with resume", *again])
    version.record("resumption-only", "only a resumed connection; the key log knows the session by its id",
                   [*start, *exchange(UNSEEN_PORT, "get /full"), "with resume", *exchange(443, "get /resumed")],
                   form=keylog.rsa_session_id, more_forms=(keylog.client_random, keylog.s_client))


def tickets(version):
    version.record("tickets", "a full handshake that gives a ticket and two that resume by it",
                   [*version.wishes("DHE-RSA-AES128-SHA"), "with tickets", *exchange(443, "get /full"), "with resume",
                    *exchange(443, "get /by-ticket-1"), *exchange(443, "get /by-ticket-2")])


def renegotiation(version):
    for side, cipher in (("client", "AES128-SHA"), ("server", "RC4-SHA")):
        version.record(f"renegotiation-by-{side}", f"the {side} renegotiates twice, data before, between and after",
                       version.wishes(cipher) + exchange(443, "get /before", f"renegotiate {side}", "get /between",
                                                         f"renegotiate {side}", "get /after"))


def client_certificates(version):
    version.record("client-certificate", "the server asks for a certificate; one client has one, one has none",
                   [*version.wishes("DES-CBC3-SHA"), "with asks_for_certificate",
                    *exchange(443, "get /without"), "client_certificate client.crt", "client_key client.pem",
                    *exchange(443, "get /with")])


def compression(version):
    for name, cipher in (("cbc", "AES128-SHA"), ("rc4", "RC4-SHA")):
        version.record(f"deflate-{name}", "DEFLATE compression, its state kept from record to record",
                       [*version.wishes(cipher), "with compression",
                        *exchange(443, "get /one", "post /two 3000 40000", "get /three")])


def ssl2_format_hello(version):
    """The client's list of suites has SSL 2.0 kinds, so it opens with a hello of SSL 2.0's format."""
    version.record("ssl2-format-hello", "an SSL 2.0-format hello, on 443 and elsewhere",
                   [*version.base, "client_protocol any", "client_ciphers ALL",
                    f"server_protocol any-up-to-{SSLEAY_NAMES[version.folder]}", "server_ciphers AES128-SHA",
                    *exchange(443, "get /ssl2-format"), "server_ciphers RC4-MD5", *exchange(8080, "get /elsewhere")],
                   hello_format="SSL 2.0")
    version.record("ssl2-format-hello-short-challenge", "an SSL 2.0-format hello whose challenge has only 16 bytes",
                   [*version.base, "client_protocol any", "client_ciphers ALL", "with short_challenge",
                    f"server_protocol any-up-to-{SSLEAY_NAMES[version.folder]}", "server_ciphers AES128-SHA",
                    *exchange(443, "get /short-challenge")], hello_format="SSL 2.0")


def export_rsa(version):
    version.record("export-rsa", "export suites: an ephemeral RSA key, then a certificate whose own key is short enough",
                   [*version.wishes("EXP-RC4-MD5"), *exchange(443, "get /ephemeral-rc4"),
                    *version.wishes("EXP-RC2-CBC-MD5"), *exchange(443, "get /ephemeral-rc2"),
                    "certificate rsa512.crt", "key rsa512.pem", *exchange(443, "get /short-certificate")])


def sizes(version):
    for name, cipher in (("cbc", "DES-CBC3-SHA"), ("rc4", "RC4-MD5")):
        version.record(f"big-body-{name}", "more than 100 kB each way",
                       version.wishes(cipher) + exchange(443, f"post /big-{name} 101000 102000"))


def segments(version):
    version.record("small-segments", "everything in segments of 7 bytes, on a port that no table knows",
                   [*version.wishes("AES128-SHA"), "segment 7", *exchange(20443, "get /small")])
    version.record("many-records-in-one-segment", "twelve requests in one segment, twelve responses likewise",
                   version.wishes("CAMELLIA128-SHA") + exchange(443, "pipeline /many/ 12"))
    version.record("small-records", "records of at most 512 bytes: the certificate messages take several",
                   [*version.wishes("AES128-SHA"), "fragment 512", "with asks_for_certificate",
                    "client_certificate client.crt", "client_key client.pem", *exchange(443, "post /small 1500 1500")])
    version.record("no-empty-fragments", "CBC without the empty records that guard against chosen initial values",
                   [*version.wishes("AES256-SHA"), "without empty_fragments", *exchange(443, "get /plain-cbc")])


def endings(version):
    version.record("http-until-close", "an HTTP/1.0 response without Content-Length ends with the connection",
                   [*version.wishes("AES128-SHA"), "connect 443", "handshake", "get_until_close /until-close",
                    "close server"])
    version.record("no-close-notify", "the connection ends without close_notify",
                   [*version.wishes("RC4-SHA"), "connect 443", "handshake", "get /abort", "close abort"])


def dialogues_before(version):
    version.record("starttls", "after the dialogue of SMTP, IMAP, POP3 and FTP in the clear",
                   version.wishes("AES128-SHA") + dialogues.STARTTLS)
    version.record("connect", "through an HTTP proxy", version.wishes("RC4-SHA") + dialogues.CONNECT)


def refusals(version):
    version.record("refusals", "certificate refused, no suite in common, and a client without the certificate it needs",
                   [*version.wishes("AES128-SHA"), "with rejects_certificate", "connect 443", "handshake", "close abort",
                    "without rejects_certificate", "client_ciphers RC4-SHA", "connect 443", "handshake", "close abort",
                    "client_ciphers AES128-SHA", "with asks_for_certificate", "with insists_on_certificate",
                    "connect 443", "handshake", "close abort"], tshark_opens=False)
