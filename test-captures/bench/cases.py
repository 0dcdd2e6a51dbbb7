"""The work that is measured: each case makes a capture and its key log."""
import os
import pathlib
import random
import ssl
from collections import namedtuple

import pcap
import peers
import traffic

ROOT = pathlib.Path(__file__).resolve().parents[1]
CERTIFICATE = ssl.PEM_cert_to_DER_cert((ROOT / "peers/openssl-1.0/rsa.crt").read_text())
PLAIN_PORT = 4433   # of no protocol: application data go to "data"
MIB = 1 << 20

# `primitives`: the cipher and MAC whose own time in libgcrypt counts; `make(capture, keylog, scale)`; `clear` makes
# the same dialogue without encryption
Case = namedtuple("Case", "name title make primitives segment clear", defaults=(None, traffic.LOOPBACK, None))


def tls(protocol, suite):
    return lambda connection: peers.Tls(connection, protocol, suite, CERTIFICATE)


def ssl2(suite):
    return lambda connection: peers.Ssl2(connection, suite, CERTIFICATE)


def pct1(cipher):
    return lambda connection: peers.Pct1(connection, cipher, CERTIFICATE)


def text(size):
    line = b"All that is said here goes to the dissector that shows bytes as they are.\n"
    return (line * (size // len(line) + 1))[:size]


def compressed(size):
    """Bytes without a pattern, as most of what is long has been compressed."""
    return random.Random(size).randbytes(size)


def answer(body):
    return (b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n"
            % len(body) + body)


REQUEST = b"GET /download HTTP/1.1\r\nHost: www.example\r\n\r\n"


def download(speak, port, request, reply):
    """One long answer: reply(size)."""
    def make(capture, keylog, scale):
        connection = capture.connect(port)
        peer = speak(connection)
        keylog.write(peer.keylog)
        peer.say("client", request)
        peer.say("server", reply(int(100 * MIB * scale)))
        connection.close()
    return make


def http(speak, body=compressed, port=443):
    return download(speak, port, REQUEST, lambda size: answer(body(size)))


def data(speak):
    return download(speak, PLAIN_PORT, b"\0fetch\n", text)


def many_connections(capture, keylog, scale):
    """One in ten a full handshake, the others resume its session; a short request and answer."""
    for i in range(int(20_000 * scale)):
        connection = capture.connect(443)
        session = (peer.session, peer.master) if i % 10 else None
        peer = peers.Tls(connection, "TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA", CERTIFICATE, session)
        keylog.write(peer.keylog)
        peer.say("client", REQUEST)
        peer.say("server", answer(text(300)))
        connection.close()


def long_key_log(capture, keylog, scale):
    for _ in range(int(1_000_000 * scale)):
        keylog.write(f"CLIENT_RANDOM {os.urandom(32).hex()} {os.urandom(48).hex()}\n")
    many_connections(capture, keylog, 0.001)


def nothing_legacy(capture, keylog, scale):
    """HTTP in the clear, and bytes that nobody knows."""
    for i in range(int(20_000 * scale)):
        connection = capture.connect(80 if i % 2 else PLAIN_PORT)
        connection.say("client", [REQUEST])
        connection.say("server", [answer(text(20_000))])
        connection.close()


def modern(capture, keylog, scale):
    """What real peers said in TLS 1.2 and 1.3, many times."""
    said = [packet for path in sorted(ROOT.glob("other/*tls1[23]*.pcap")) for packet in pcap.read(path)]
    for number in range(int(300 * scale)):
        for packet in pcap.with_addresses_of(said, number):
            capture.packet(bytes(packet.data))


def downloads():
    spoken = (
        ("tls10-aes", "TLS 1.0 AES128-SHA", tls("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA"), ("AES", "SHA-1")),
        ("tls10-rc4", "TLS 1.0 RC4-MD5", tls("TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5"), ("RC4", "MD5")),
        ("tls10-3des", "TLS 1.0 3DES-SHA", tls("TLS 1.0", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"), ("3DES", "SHA-1")),
        ("ssl3-rc4", "SSL 3.0 RC4-SHA", tls("SSL 3.0", "TLS_RSA_WITH_RC4_128_SHA"), ("RC4", "SHA-1")),
        ("ssl2-rc4", "SSL 2.0 RC4-MD5", ssl2("SSL_CK_RC4_128_WITH_MD5"), ("RC4", "MD5")),
        ("ssl2-3des", "SSL 2.0 3DES-MD5", ssl2("SSL_CK_DES_192_EDE3_CBC_WITH_MD5"), ("3DES", "MD5")),
        ("pct1-rc4", "PCT 1.0 RC4-MD5", pct1("RC4 128, MD5 128"), ("RC4", "MD5")),
        ("pct1-3des", "PCT 1.0 3DES-MD5", pct1("DES_168, MD5 128"), ("3DES", "MD5")),
    )
    for name, title, speak, primitives in spoken:
        yield Case(f"{name}-http", f"{title}, HTTP", http(speak), primitives, clear=http(peers.Clear, port=80))
        yield Case(f"{name}-data", f"{title}, data", data(speak), primitives)
    name, title, speak, primitives = spoken[0]
    yield Case(f"{name}-text", f"{title}, HTTP, a text", http(speak, text), primitives,
               clear=http(peers.Clear, text, port=80))
    yield Case(f"{name}-ethernet", f"{title}, HTTP, 1448-byte segments", http(speak), primitives,
               traffic.ETHERNET, http(peers.Clear, port=80))
    # what HTTP itself takes, with and without us
    yield Case("clear-http", "no encryption, HTTP", http(peers.Clear, port=80))
    yield Case("clear-text", "no encryption, HTTP, a text", http(peers.Clear, text, port=80))


CASES = (
    *downloads(),
    Case("connections", "20,000 connections", many_connections),
    Case("keylog", "key log of a million lines", long_key_log),
    Case("nothing", "no TLS at all", nothing_legacy, None, traffic.ETHERNET),
    Case("modern", "TLS 1.2 and 1.3", modern),
)
