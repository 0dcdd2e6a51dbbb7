"""Conversations that no honest peer has: attacks, written by hand from what advisories and public rules say.

Each is what is said on one connection or more: [(is_server, bytes)].
"""
import itertools
import os
import struct

import generated  # noqa: F401  (the folders of the peers)
import cases
import pcap

CLIENT, SERVER = False, True
RC4_128, RC4_40, DES_192 = 0x010080, 0x020080, 0x0700c0
KEY_ARG_OF = {RC4_128: 0, RC4_40: 0, DES_192: 8}
CLEAR_OF = {RC4_128: 0, RC4_40: 11, DES_192: 0}


def record(message):
    return struct.pack(">H", 0x8000 | len(message)) + message


def kinds(codes):
    return b"".join(code.to_bytes(3, "big") for code in codes)


def ssl2(offered=(RC4_128, RC4_40, DES_192), served=None, chosen=RC4_128, version=2, challenge=16, clear=None,
         encrypted=128, key_arg=None, closed=(), key=None):
    """A handshake of SSL 2.0 (draft-hickman 5.5, 5.6), honest as long as no length says otherwise; `closed`:
    lengths of what the server says under encryption."""
    served = offered if served is None else served
    clear = CLEAR_OF[chosen] if clear is None else clear
    key_arg = KEY_ARG_OF[chosen] if key_arg is None else key_arg
    hello = (b"\1" + struct.pack(">HHHH", version, 3 * len(offered), 0, challenge) + kinds(offered)
             + os.urandom(challenge))
    answer = (b"\4\0\1\0\2" + struct.pack(">HHH", len(cases.CERTIFICATE), 3 * len(served), 16)
              + cases.CERTIFICATE + kinds(served) + os.urandom(16))
    master_key = (b"\2" + kinds([chosen]) + struct.pack(">HHH", clear, encrypted, key_arg)
                  + os.urandom(clear) + (key or os.urandom(encrypted)) + os.urandom(key_arg))
    said = [(CLIENT, record(hello)), (SERVER, record(answer)), (CLIENT, record(master_key))]
    said.append((CLIENT, record(os.urandom(33))))
    return said + [(SERVER, record(os.urandom(length))) for length in closed]


def capture(*conversations, server_port=443):
    """All on connections of their own, from one client to one server."""
    ports = itertools.count(40000)
    return list(itertools.chain.from_iterable(
        pcap.with_client_port(pcap.conversation(said, server_port), server_port, next(ports))
        for said in conversations))


# The beginning that rules look for, and bytes behind it that do nothing.
MS04_011 = bytes.fromhex("80620102bd00010001001 68f8201000000".replace(" ", "")) + bytes(83)


def ms04_011(*answers):
    return [(CLIENT, MS04_011), *((SERVER, answer) for answer in answers)]


# ---- SSL 3.0 and TLS 1.0 -------------------------------------------------------------------------------------

CHANGE, ALERT, HANDSHAKE, DATA, HEARTBEAT = 20, 21, 22, 23, 24
SSL3, TLS10, TLS12 = 0x0300, 0x0301, 0x0303
AES_128, DHE_AES_128, RC4 = 0x002f, 0x0033, 0x0004
RENEGOTIATION_INFO, FALLBACK = 0xff01, 0x5600
TLS12_RANDOM = b"DOWNGRD\1"


def tls_record(kind, body, version=TLS10):
    return struct.pack(">BHH", kind, version, len(body)) + body


def message(kind, body):
    return bytes([kind]) + cases.peers.vector(body, 3)


def client_hello(offered=TLS10, suites=(AES_128,), extensions=b""):
    return message(1, struct.pack(">H", offered) + os.urandom(32) + b"\0"
                   + cases.peers.vector(b"".join(suite.to_bytes(2, "big") for suite in suites), 2) + b"\1\0"
                   + (cases.peers.vector(extensions, 2) if extensions else b""))


def versions(*offered):
    """The extension that offers them (RFC 8446 4.2.1)."""
    return struct.pack(">H", 43) + cases.peers.vector(cases.peers.vector(b"".join(
        version.to_bytes(2, "big") for version in offered)), 2)


def server_hello(version=TLS10, suite=AES_128, random_end=b"", extensions=b""):
    random = os.urandom(32 - len(random_end)) + random_end
    return message(2, struct.pack(">H", version) + random + b"\0" + struct.pack(">HB", suite, 0)
                   + (cases.peers.vector(extensions, 2) if extensions else b""))


def certificate():
    return message(11, cases.peers.vector(cases.peers.vector(cases.CERTIFICATE, 3), 3))


class Tls:
    """What is said on one connection, record by record; nothing is encrypted, only random."""

    def __init__(self, version=TLS10):
        self.version = version
        self.said = []

    def say(self, side, kind, body):
        self.said.append((side, tls_record(kind, body, self.version)))
        return self

    def hellos(self, more=b"", **answer):
        """Up to ServerHelloDone; `more` stands before it."""
        offered = answer.pop("offered", self.version)
        suites = answer.pop("suites", (answer.get("suite", AES_128),))
        extensions = answer.pop("client_extensions", b"")
        self.say(CLIENT, HANDSHAKE, client_hello(offered, suites, extensions))
        return self.say(SERVER, HANDSHAKE, server_hello(self.version, **answer) + certificate() + more
                        + message(14, b""))

    def key_exchange(self):
        encrypted = os.urandom(128)
        return self.say(CLIENT, HANDSHAKE, message(16, cases.peers.vector(encrypted, 2)))

    def change(self, side):
        return self.say(side, CHANGE, b"\1").say(side, HANDSHAKE, os.urandom(48))

    def finished(self):
        return self.key_exchange().change(CLIENT).change(SERVER)

    def data(self, side=CLIENT, blocks=8):
        return self.say(side, DATA, os.urandom(16 * blocks))


def poodle():
    talk = Tls(SSL3).hellos().finished()
    blocks = [os.urandom(16) for _ in range(20)]
    return talk.say(CLIENT, DATA, b"".join([*blocks, blocks[7]])).said


def early_change(side):
    return Tls().hellos().say(side, CHANGE, b"\1").said


HEARTBEAT_REQUEST = b"\1\x40\0"


def heartbleed_in_the_clear(request=HEARTBEAT_REQUEST):
    return Tls().hellos().say(CLIENT, HEARTBEAT, request).said


def heartbleed_inside():
    return Tls().hellos().finished().say(CLIENT, HEARTBEAT, os.urandom(48)).say(SERVER, HEARTBEAT,
                                                                                os.urandom(16384)).said


def refused(alert=b"\2\x14", with_change=True):
    talk = Tls().hellos().key_exchange()
    return (talk.change(CLIENT) if with_change else talk).say(SERVER, ALERT, alert).said


def renegotiation(**answer):
    return Tls().hellos(**answer).finished().data().data(SERVER).say(
        CLIENT, HANDSHAKE, os.urandom(128)).say(SERVER, HANDSHAKE, os.urandom(1024)).change(CLIENT).change(SERVER).said


def beast(records=120, split=False):
    talk = Tls().hellos().finished()
    if split:
        talk.data(blocks=2)
    for _ in range(records):
        talk.data()
    return talk.said


def downgrade(**more):
    return Tls().hellos(random_end=TLS12_RANDOM, **more).finished().said


def export_key(suite, bits):
    modulus = cases.peers.vector(os.urandom(bits // 8), 2)
    exchange = message(12, modulus + cases.peers.vector(b"\1\0\1", 2) + cases.peers.vector(os.urandom(128), 2))
    return Tls().hellos(more=exchange, suite=suite).finished().said


class Collected:
    """In place of a connection: what a peer says."""

    def __init__(self):
        self.said = []

    def say(self, side, writes):
        self.said.append((side == "server", b"".join(writes)))


def sealed(speak):
    """A peer whose records are truly encrypted, what it has said so far, and its key log."""
    connection = Collected()
    peer = speak(connection)
    return peer, connection.said, peer.keylog.encode()
