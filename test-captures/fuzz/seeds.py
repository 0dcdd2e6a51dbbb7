"""Makes the seed corpora from the captures that are shipped, for the fuzz targets: corpus/TARGET/NAME.

The format of each target's input stands at the head of its C file.
"""
import base64
import pathlib
import re
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "test"))

import captures  # noqa: E402
import pcap  # noqa: E402

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
FROM_SERVER, SYN, FIN = 1, 2, 4
OTHER_PORT = 2
SEGMENTS = (
    "ssl2/rc4-128", "ssl2/des-192-ede3-cbc", "ssl2/rc2-128-cbc-export40", "ssl2/resumption", "ssl2/client-certificate",
    "ssl2/no-common-cipher", "pct1/rc4-md5", "pct1/redo-handshake", "pct1/out-of-band",
    "pct1/client-authentication", "pct1/reconnect", "pct1/unified-hello", "pct1/certificate-types",
    "pct1/clear-key-lengths", "ssl3/openssl-1.0-export-rsa", "tls10/openssl-1.0-export-rsa",
    "ssl3/openssl-1.0-resumption", "ssl3/openssl-1.0-deflate-rc4",
    "ssl3/openssl-1.0-renegotiation-by-client", "ssl3/openssl-1.0-ssl2-format-hello",
    "tls10/openssl-1.0-tickets", "tls10/gnutls-heartbeat", "tls10/mbedtls-truncated-hmac-etm",
    "tls10/openssl-1.0-deflate-cbc", "tls10/openssl-3-unrecognized-name", "tls10/proxy-connect")
CONVERSATIONS = 3  # of each capture
KEYLOGS = (
    "ssl2/rc4-128.keylog", "ssl2/all-ciphers.rsa-session-id.keylog",
    "ssl2/resumption-export40-only.s-client.keylog", "pct1/rc4-md5.keylog",
    "ssl3/openssl-1.0-key-logs.pms-client-random.keylog",
    "ssl3/openssl-1.0-key-logs.rsa-premaster.keylog", "ssl3/openssl-1.0-key-logs.s-client.keylog",
    "tls10/openssl-1.0-tickets.keylog")
SESSIONS = (
    "ssl2/session-file", "ssl3/openssl-1.0-session-file", "tls10/openssl-1.0-session-file",
    "tls10/openssl-1.0-session-file-ticket")
TEXT, DER = b"\0", b"\1"
MAX_SEED = 8000
TLS_HANDSHAKE = 22


def write(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name.replace("/", "-")).write_bytes(content)


def conversations(packets):
    """The packets of each of the first, and its server's port."""
    by_ports = {}
    for packet in packets:
        by_ports.setdefault(tuple(sorted(packet.ports)), []).append(packet)
    for some in list(by_ports.values())[:CONVERSATIONS]:
        yield some, some[0].ports[1]


def segments_of(packets, server_port):
    content = bytes([0 if server_port == 443 else OTHER_PORT])
    for packet in packets:
        special = (FROM_SERVER * (packet.ports[0] == server_port) | SYN * bool(packet.flags & pcap.SYN)
                   | FIN * bool(packet.flags & pcap.FIN))
        if packet.payload or special & (SYN | FIN):
            content += struct.pack(">BH", special, len(packet.payload)) + packet.payload
        if len(content) > MAX_SEED:
            break
    return content[:MAX_SEED]


def handshake_messages(said):
    """The first handshake messages of SSL 2.0 and PCT, and those of a TLS side, without headers."""
    for _, data in said[:4]:
        if data[0] & 0x80:
            yield data[2:]
        elif data[0] == TLS_HANDSHAKE:
            yield data[5:]


def as_chain(content):
    """A SERVER-HELLO of PCT with its certificate as a chain of one: no capture has that type."""
    at = content.index(b"\x02\x00\x80\x01") + 13
    return content[:at] + b"\x03" + content[at + 1:]


def write_session(name):
    """As text, as the DER in it, and in a key log."""
    text = (captures.FOLDER / f"{name}.session.pem").read_bytes()
    body = re.search(rb"-----\n(.*)\n-----END", text, re.DOTALL).group(1)
    write("session", f"{name}.pem", TEXT + text)
    write("session", f"{name}.der", DER + base64.b64decode(body))
    write("keylog", f"{name}.session.pem", struct.pack(">H", len(text) // 2) + text)


def main():
    for name in SEGMENTS:
        spoken = list(conversations(pcap.read(captures.named(name).pcap)))
        for number, (packets, server_port) in enumerate(spoken):
            write("segments", f"{name}-{number}" if number else name, segments_of(packets, server_port))
        for i, message in enumerate(handshake_messages(pcap.talk(*spoken[0]))):
            write("handshake", f"{name}-{i}", b"\x10" + message[:2000])
    write("segments", "pct1-chain", as_chain((CORPUS / "segments/pct1-certificate-types").read_bytes()))
    for name in KEYLOGS:
        keylog = (captures.FOLDER / name).read_bytes()[:2000]
        write("keylog", name, struct.pack(">H", len(keylog) // 2) + keylog)
    for name in SESSIONS:
        write_session(name)
    for protocol in range(4):
        for suite in (1, 4, 6, 10):
            write("record", f"{protocol}-{suite}",
                  bytes([0, protocol, suite, 3, 128, 64]) + bytes(range(200)) * 2)


if __name__ == "__main__":
    main()
