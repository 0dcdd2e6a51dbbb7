"""Captures made to be slow, or to take memory: the worst that we know of for each search and each trial.

Each case writes at least `size` bytes. What never verifies is random: it costs the same as what was sealed.
"""
import os
import random
import struct
import zlib
from collections import namedtuple

import cases
import pcap
import peers
import reference
import traffic
import wireshark

LEAST = 0x8000                # the two-byte header of SSL 2.0 and PCT
APPLICATION_DATA = peers.APPLICATION_DATA
FAR = 200 << 20               # bytes that a gap can lack
PORT = 443

# `make(capture, keylog, size)`; `arguments()` of tshark's
Case = namedtuple("Case", "name title make arguments", defaults=(tuple,))

SSL2_RC4, SSL2_3DES = "SSL_CK_RC4_128_WITH_MD5", "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"
TLS_3DES, TLS_RC4 = "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_RC4_128_MD5"


def lose(connection, side, bytes_lost):
    connection.sequence[side] = connection.sequence[side] + bytes_lost & 0xffffffff


def until(capture, size):
    """Numbers, as long as the capture is not full."""
    number = 0
    while capture.file.tell() < size:
        yield number
        number += 1


def junk(kind, length, version=0x0301):
    return struct.pack(">BHH", kind, version, length) + os.urandom(length)


def ssl2_junk(length):
    return struct.pack(">H", LEAST | length) + os.urandom(length)


# ---- behind a gap ------------------------------------------------------------------------------------------------

def filled(pattern, tail=b"\0"):
    """A gap, then segments of the pattern, without keys: chains of records that don't end with the segment."""
    def make(capture, keylog, size):
        connection = capture.connect(PORT)
        peers.Ssl2(connection, SSL2_RC4, cases.CERTIFICATE)
        lose(connection, "server", 5000)
        for _ in until(capture, size):
            text = (pattern * (capture.segment // len(pattern) + 1))[:capture.segment - len(tail)] + tail
            connection.send("server", pcap.ACK | pcap.PSH, text)
    return make


def filled_with_keys(speak, pattern):
    """The same with keys, so that what looks likely is tried."""
    def make(capture, keylog, size):
        connection = capture.connect(PORT)
        keylog.write(speak(connection).keylog)
        lose(connection, "server", 5000)
        for _ in until(capture, size):
            connection.send("server", pcap.ACK | pcap.PSH, (pattern * capture.segment)[:capture.segment])
    return make


def gaps(speak, record, lost):
    """Connection after connection, each with a gap, behind which a few records can't be found."""
    def make(capture, keylog, size):
        for _ in until(capture, size):
            connection = capture.connect(PORT)
            keylog.write(speak(connection).keylog)
            lose(connection, "server", lost)
            for _ in range(2):
                connection.send("server", pcap.ACK | pcap.PSH, record())
    return make


def gap_after_gap(speak, record, lost):
    """The same in one connection."""
    def make(capture, keylog, size):
        connection = capture.connect(PORT)
        keylog.write(speak(connection).keylog)
        for _ in until(capture, size):
            lose(connection, "server", lost)
            connection.send("server", pcap.ACK | pcap.PSH, record())
    return make


def usual_and_longer(capture, keylog, size):
    """Behind a gap every byte begins a record as long as one before, which the segment does not hold."""
    connection = capture.connect(PORT)
    peer = peers.Ssl2(connection, SSL2_3DES, cases.CERTIFICATE)
    keylog.write(peer.keylog)
    length = 0x7e7e & 0x7fff
    connection.say("server", [ssl2_junk(0x7efe)])
    connection.say("server", [struct.pack(">H", 0xfefe) + os.urandom(0x7efe)])
    lose(connection, "server", 100000)
    for _ in until(capture, size):
        connection.send("server", pcap.ACK | pcap.PSH, b"\xfe" * 50)


def cut_headers(capture, keylog, size):
    """Behind a gap every segment ends with what may be a header of TLS's, and is none."""
    connection = capture.connect(PORT)
    keylog.write(tls(TLS_3DES)(connection).keylog)
    lose(connection, "server", 100000)
    for _ in until(capture, size):
        connection.send("server", pcap.ACK | pcap.PSH, bytes(47) + b"\x17\3\1")


# ---- records that don't verify -----------------------------------------------------------------------------------

def bad_records(speak, record, count, before=0):
    """Connections of bad records; `before`: bytes that one good record has."""
    def make(capture, keylog, size):
        for _ in until(capture, size):
            connection = capture.connect(PORT)
            peer = speak(connection)
            keylog.write(peer.keylog)
            if before:
                peer.say("server", bytes(before))
            for _ in range(count):
                connection.send("server", pcap.ACK | pcap.PSH, record())
    return make


def closed(length):
    """Sessions without a secret."""
    def make(capture, keylog, size):
        for _ in until(capture, size):
            connection = capture.connect(PORT)
            challenge, connection_id = os.urandom(16), os.urandom(16)
            connection.send("client", pcap.ACK, ssl2_hello(challenge))
            connection.send("server", pcap.ACK, ssl2_answer(connection_id))
            connection.send("client", pcap.ACK, ssl2_junk(length))
        keylog.write(f"SSL2_MASTER_KEY {'00' * 16} {'00' * 16}\n")
    return make


def ssl2_hello(challenge, kinds=b"\1\0\x80"):
    message = b"\1\0\2" + struct.pack(">HHH", len(kinds), 0, len(challenge)) + kinds + challenge
    return struct.pack(">H", LEAST | len(message)) + message


def ssl2_answer(connection_id):
    """SESSION-ID-HIT, so that it is short."""
    message = b"\4\1\0\0\2" + struct.pack(">HHH", 0, 0, len(connection_id)) + connection_id
    return struct.pack(">H", LEAST | len(message)) + message


def many_kinds(capture, keylog, size):
    """A resumed session that any of thousands of kinds can have, all of them one: each is tried with each secret."""
    for _ in range(200):
        keylog.write(f"RSA Session-ID:{os.urandom(16).hex()} Master-Key:{os.urandom(16).hex()}\n")
    for _ in until(capture, size):
        connection = capture.connect(PORT)
        connection.send("client", pcap.ACK, ssl2_hello(os.urandom(16), b"\7\0\xc0" * 10_000))
        connection.send("server", pcap.ACK, ssl2_answer(os.urandom(16)))
        connection.send("server", pcap.ACK, ssl2_junk(40))


def any_session(length):
    """A key log of sessions, all of which are tried on a first record."""
    def make(capture, keylog, size):
        for _ in range(1000):
            keylog.write(f"RSA Session-ID:{os.urandom(16).hex()} Master-Key:{os.urandom(16).hex()}\n")
        for _ in until(capture, size):
            connection = capture.connect(PORT)
            peers.Ssl2(Muted(connection), SSL2_RC4, cases.CERTIFICATE)
            connection.send("client", pcap.ACK, ssl2_junk(length))
    return make


def readings(capture, keylog, size):
    """Sessions of PCT with a wrong secret, whose keys the draft lets one read in four ways."""
    for _ in until(capture, size):
        connection = capture.connect(PORT)
        peer = PCT1_RC2(connection)
        keylog.write(peer.keylog[:-33] + "00" * 16 + "\n")
        connection.send("client", pcap.ACK | pcap.PSH, ssl2_junk(30_000))


class Muted:
    """A connection on which only what is in the clear is said."""

    def __init__(self, connection):
        self.connection, self.said = connection, 0

    def say(self, side, writes):
        if self.said < 3:
            self.connection.say(side, writes)
        self.said += 1


# ---- records that cost more than their bytes ---------------------------------------------------------------------

def empty_records(begin, record):
    def make(capture, keylog, size):
        connection = capture.connect(PORT)
        begin(connection)
        for _ in until(capture, size):
            connection.send("client", pcap.ACK | pcap.PSH, record * (capture.segment // len(record)))
    return make


def after_ssl2_hello(connection):
    connection.send("client", pcap.ACK, ssl2_hello(os.urandom(16)))


def after_ssl2_handshake(connection):
    peers.Ssl2(Muted(connection), SSL2_RC4, cases.CERTIFICATE)


def small_pieces(speak, say, length=1, records=1000, port=PORT):
    """What `say` makes of so many bytes, record after record."""
    def make(capture, keylog, size):
        connection = capture.connect(port)
        peer = speak(connection)
        keylog.write(peer.keylog)
        for _ in until(capture, size):
            connection.send("client", pcap.ACK | pcap.PSH,
                            b"".join(say(peer, length) for _ in range(records)))
    return make


def tunnelled(speak):
    """Behind a proxy's CONNECT."""
    def speak_inside(connection):
        connection.send("client", pcap.ACK | pcap.PSH, b"CONNECT www.example:443 HTTP/1.1\r\n\r\n")
        connection.send("server", pcap.ACK | pcap.PSH, b"HTTP/1.1 200 OK\r\n\r\n")
        return speak(connection)
    return speak_inside


def never_ends(kind, beginning):
    """One message."""
    def say(peer, length):
        data = bytes([65]) * length if hasattr(peer, "has_begun") else beginning
        peer.has_begun = True
        return sealed(peer, kind, data)
    return say


HTTP = never_ends(APPLICATION_DATA, b"GET / HTTP/1.1\r\nX: ")
MESSAGE = never_ends(peers.HANDSHAKE, b"\x0b\x03\xff\xff")


def of_data(peer, length):
    return sealed(peer, APPLICATION_DATA, bytes(length))


def of_messages(peer, length):
    """Empty handshake messages."""
    return peer.sealed("client", peers.HANDSHAKE, b"\x0e\0\0\0" * (length // 4))


def of_hellos(size):
    """With bodies of so many bytes."""
    hello = b"\1" + struct.pack(">I", size)[1:] + bytes(size)
    return lambda peer, length: peer.sealed("client", peers.HANDSHAKE, hello * (length // len(hello)))


def sealed(peer, kind, data):
    return peer.sealed("client", kind, data) if isinstance(peer, peers.Tls) else peer.sealed("client", data)


class Deflating(peers.Tls):
    """Compresses what it says (RFC 3749)."""

    def __init__(self, connection):
        self.deflate = zlib.compressobj(9)
        super().__init__(connection, "TLS 1.0", TLS_RC4, cases.CERTIFICATE)

    def client_hello(self, session_id):
        return super().client_hello(session_id)

    def server_hello(self):
        return self.clear(peers.SERVER_HELLO, struct.pack(">H", self.version) + self.randoms["server"]
                          + peers.vector(self.session) + struct.pack(">HB", self.suite, 1))

    def finish(self, side):
        self.deflates = getattr(self, "deflates", {})
        self.deflates[side] = zlib.compressobj(9)
        proof = reference.finished(self.protocol, self.master, self.transcript, side)
        return (self.record(peers.CHANGE_CIPHER_SPEC, b"\1")
                + self.sealed(side, peers.HANDSHAKE, self.message(peers.FINISHED, proof)))

    def sealed(self, side, kind, data):
        small = self.deflates[side].compress(data) + self.deflates[side].flush(zlib.Z_SYNC_FLUSH)
        return super().sealed(side, kind, small)


def bomb(capture, keylog, size):
    connection = capture.connect(cases.PLAIN_PORT)
    peer = Deflating(connection)
    keylog.write(peer.keylog)
    for _ in until(capture, size):
        connection.send("server", pcap.ACK | pcap.PSH,
                        b"".join(peer.sealed("server", APPLICATION_DATA, bytes(1 << 14)) for _ in range(100)))


def rows(capture, keylog, size):
    """Many handshakes, then records of the first connection."""
    first = capture.connect(PORT)
    peer = peers.Ssl2(first, SSL2_RC4, cases.CERTIFICATE)
    keylog.write(peer.keylog)
    for _ in until(capture, size // 2):
        connection = capture.connect(PORT)
        keylog.write(peers.Ssl2(connection, SSL2_RC4, b"").keylog)
    for _ in until(capture, size):
        first.send("client", pcap.ACK | pcap.PSH, b"".join(peer.sealed("client", b"x") for _ in range(500)))


# ---- RSA keys ----------------------------------------------------------------------------------------------------

class NoFinish(peers.Tls):
    """Says what comes before ChangeCipherSpec."""

    def finish(self, side):
        return b""


def exchanges(count):
    """Connections with so many messages for the server's key that it does not open; None: one connection."""
    def make(capture, keylog, size):
        while capture.file.tell() < size:
            connection = capture.connect(PORT)
            peer = NoFinish(connection, "TLS 1.0", TLS_RC4, cases.CERTIFICATE)
            for _ in until(capture, size) if count is None else range(count - 1):
                connection.say("client", [peer.clear(peers.KEY_EXCHANGE, peers.vector(os.urandom(128), 2))])
            connection.send("client", pcap.ACK | pcap.PSH, peer.record(peers.CHANGE_CIPHER_SPEC, b"\1") + junk(22, 36))
    return make


def with_rsa_key():
    return "-o", f"legacyssl.rsa_keys:{wireshark.stage(cases.ROOT / 'peers/openssl-1.0/rsa.pem')}"


# ---- key logs ----------------------------------------------------------------------------------------------------

def key_log(line):
    """A key log of such lines."""
    def make(capture, keylog, size):
        connection = capture.connect(PORT)
        keylog.write(peers.Ssl2(connection, SSL2_RC4, cases.CERTIFICATE).keylog)
        text = line * (size // len(line))
        keylog.write(text)
    return make


SSL2 = {suite: cases.ssl2(suite) for suite in (SSL2_RC4, SSL2_3DES)}
PCT1_3DES, PCT1_RC2 = cases.pct1("DES_168, MD5 128"), cases.pct1("RC2 44, MD5 128")


def tls(suite, protocol="TLS 1.0"):
    return cases.tls(protocol, suite)


CASES = (
    Case("chains", "a gap, then chains of records without keys", filled(b"\x00\x01\x00\x01")),
    Case("chains-keys", "the same with keys", filled_with_keys(SSL2[SSL2_3DES], b"\x00\x18\x00\x18")),
    Case("chains-keys-rc4", "the same with RC4", filled_with_keys(SSL2[SSL2_RC4], b"\x00\x18\x00\x18")),
    Case("chains-pct", "the same with PCT", filled_with_keys(PCT1_3DES, b"\x00\x18\x00\x18")),
    Case("longer", "a gap, then records that never end", usual_and_longer),
    Case("longer-tls", "the same with TLS: headers that are cut", cut_headers),
    Case("gaps-3des", "gaps, 3DES, short records", gaps(tls(TLS_3DES), lambda: junk(23, 40), 600_000)),
    Case("gaps-3des-long", "gaps, 3DES, long records", gaps(tls(TLS_3DES), lambda: junk(23, 16384), 600_000)),
    Case("gaps-rc4", "gaps, RC4", gaps(tls(TLS_RC4), lambda: junk(23, 40), 600_000)),
    Case("gaps-far", "gaps of 200 MiB, RC4", gaps(tls(TLS_RC4), lambda: junk(23, 40), FAR)),
    Case("gaps-ssl2", "gaps, SSL 2.0 with 3DES", gaps(SSL2[SSL2_3DES], lambda: ssl2_junk(48) * 5, 600_000)),
    Case("gaps-one", "gaps in one connection, 3DES", gap_after_gap(tls(TLS_3DES), lambda: junk(23, 40), 600_000)),
    Case("bad-3des", "bad records, 3DES", bad_records(tls(TLS_3DES), lambda: junk(23, 16384), 64)),
    Case("bad-short", "bad records, 3DES, short", bad_records(tls(TLS_3DES), lambda: junk(23, 40), 64)),
    Case("bad-rc4", "bad records, RC4", bad_records(tls(TLS_RC4), lambda: junk(23, 40), 64, 15000)),
    Case("closed", "sessions without a secret", closed(20)),
    Case("sessions", "sessions tried, short records", any_session(40)),
    Case("kinds", "kinds tried, all of them one", many_kinds),
    Case("sessions-long", "sessions tried, long records", any_session(30_000)),
    Case("readings", "PCT's readings, a wrong secret", readings),
    Case("empty-ssl2", "empty records of SSL 2.0", empty_records(after_ssl2_hello, b"\x80\0")),
    Case("empty-closed", "empty records, encrypted", empty_records(after_ssl2_handshake, b"\x80\0")),
    Case("one-byte", "one byte a record of SSL 2.0, in the clear", empty_records(after_ssl2_hello, b"\x80\1\0")),
    Case("pieces", "one byte a record", small_pieces(tls(TLS_RC4), of_data, port=cases.PLAIN_PORT)),
    Case("pieces-http", "HTTP's header, one byte a record", small_pieces(tls(TLS_RC4), HTTP)),
    Case("pieces-ssl2", "the same with SSL 2.0", small_pieces(SSL2[SSL2_RC4], HTTP)),
    Case("pieces-tunnel", "one byte a record, behind CONNECT",
         small_pieces(tunnelled(tls(TLS_RC4)), of_data, records=10, port=3128)),
    Case("pieces-handshake", "a handshake message, one byte a record", small_pieces(tls(TLS_RC4), MESSAGE)),
    Case("messages", "empty handshake messages", small_pieces(tls(TLS_RC4), of_messages, 16000, 3)),
    Case("hellos", "renegotiations", small_pieces(tls(TLS_RC4), of_hellos(38), 16 * 42, 70)),
    Case("hellos-empty", "empty hellos", small_pieces(tls(TLS_RC4), of_hellos(0), 64, 600)),
    Case("hellos-many", "empty hellos, thousands a record", small_pieces(tls(TLS_RC4), of_hellos(0), 16000, 3)),
    Case("bomb", "DEFLATE, a thousand to one", bomb),
    Case("rows", "-z legacyssl,keys: many handshakes", rows,
         lambda: ("-z", "legacyssl,keys")),
    Case("exchanges", "an RSA key: ClientKeyExchange again and again", exchanges(None), with_rsa_key),
    Case("exchanges-once", "the same, once a connection", exchanges(1), with_rsa_key),
    Case("keylog-same", "a key log with one random in all lines",
         key_log(f"CLIENT_RANDOM {'00' * 32} {'11' * 48}\n")),
    Case("keylog-pem", "a key log of session blocks",
         key_log("-----BEGIN SSL SESSION PARAMETERS-----\nMA==\n-----END SSL SESSION PARAMETERS-----\n")),
    Case("keylog-open", "a key log of blocks that don't end", key_log("-----BEGIN SSL SESSION PARAMETERS-----\n")),
    Case("keylog-bad", "a key log of bad lines", key_log("CLIENT_RANDOM 00 11\n")),
)
