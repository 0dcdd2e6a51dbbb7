"""What peers of each protocol say: a handshake, then application data. The keys and records come
from the second implementation in kdf/test/reference.py and from the PCT peer."""
import os
import struct

import constants as pct
import exchange as pct_exchange
import keys as pct_keys
import messages as pct_messages
import readings as pct_readings
import records as pct_records
import reference
from hashes import keyed_hash

RECORD = 1 << 14
CHANGE_CIPHER_SPEC, HANDSHAKE, APPLICATION_DATA = 20, 22, 23
CLIENT_HELLO, SERVER_HELLO, CERTIFICATE, SERVER_HELLO_DONE, KEY_EXCHANGE, FINISHED = 1, 2, 11, 14, 16, 20
TLS_SUITES = {"TLS_RSA_WITH_RC4_128_MD5": 0x0004, "TLS_RSA_WITH_RC4_128_SHA": 0x0005,
              "TLS_RSA_WITH_3DES_EDE_CBC_SHA": 0x000a, "TLS_RSA_WITH_AES_128_CBC_SHA": 0x002f}
SSL2_SUITES = {"SSL_CK_RC4_128_WITH_MD5": 0x010080, "SSL_CK_DES_192_EDE3_CBC_WITH_MD5": 0x0700c0}
PCT_CIPHERS = {"RC4 128, MD5 128": (pct.CIPHER_RC4, 128), "DES_168, MD5 128": (pct.CIPHER_DES_168, 168),
               "RC2 44, MD5 128": (pct.CIPHER_RC2, 44)}


def cut(data, size):
    return (data[start:start + size] for start in range(0, len(data), size))


def vector(data, size=1):
    return len(data).to_bytes(size, "big") + data


class Clear:
    """No protection at all."""

    keylog = ""

    def __init__(self, connection):
        self.connection = connection

    def say(self, side, data):
        self.connection.say(side, cut(data, RECORD))


class Tls:
    """One connection of SSL 3.0 or TLS 1.0, as RFC 2246 7.3 has it."""

    def __init__(self, connection, protocol, suite, certificate, session=None):
        self.connection, self.protocol, self.suite = connection, protocol, TLS_SUITES[suite]
        self.version = 0x0300 if protocol == "SSL 3.0" else 0x0301
        self.randoms = {"client": os.urandom(32), "server": os.urandom(32)}
        self.session, self.master = session or self.new_session()
        bulk, mac = reference.parts_of_name(protocol, suite)
        keys = reference.ssl3_keys(protocol, suite, self.master, self.randoms["client"],
                                   self.randoms["server"])
        self.senders = {side: reference.Sender(protocol, bulk, mac, keys, side)
                        for side in ("client", "server")}
        self.sequence = {"client": 0, "server": 0}
        self.transcript = b""
        if session:
            self.resume()
        else:
            self.full(certificate)

    def new_session(self):
        """Its id and master secret."""
        self.encrypted = os.urandom(128)
        return os.urandom(32), os.urandom(48)

    @property
    def keylog(self):
        return f"CLIENT_RANDOM {self.randoms['client'].hex()} {self.master.hex()}\n"

    def record(self, kind, body):
        return struct.pack(">BHH", kind, self.version, len(body)) + body

    def sealed(self, side, kind, data):
        sequence = self.sequence[side]
        self.sequence[side] += 1
        return self.record(kind, self.senders[side].seal(sequence, kind, data))

    def message(self, kind, body):
        message = bytes([kind]) + vector(body, 3)
        self.transcript += message
        return message

    def clear(self, kind, body):
        return self.record(HANDSHAKE, self.message(kind, body))

    def client_hello(self, session_id):
        return self.clear(CLIENT_HELLO, struct.pack(">H", self.version) + self.randoms["client"]
                          + vector(session_id) + vector(struct.pack(">H", self.suite), 2) + b"\1\0")

    def server_hello(self):
        return self.clear(SERVER_HELLO, struct.pack(">H", self.version) + self.randoms["server"]
                          + vector(self.session) + struct.pack(">HB", self.suite, 0))

    def finish(self, side):
        proof = reference.finished(self.protocol, self.master, self.transcript, side)
        return (self.record(CHANGE_CIPHER_SPEC, b"\1")
                + self.sealed(side, HANDSHAKE, self.message(FINISHED, proof)))

    def full(self, certificate):
        chain = vector(vector(certificate, 3), 3)
        say = self.connection.say
        say("client", [self.client_hello(b"")])
        say("server", [self.server_hello() + self.clear(CERTIFICATE, chain)
                       + self.clear(SERVER_HELLO_DONE, b"")])
        exchange = self.encrypted if self.version == 0x0300 else vector(self.encrypted, 2)
        say("client", [self.clear(KEY_EXCHANGE, exchange) + self.finish("client")])
        say("server", [self.finish("server")])

    def resume(self):
        self.connection.say("client", [self.client_hello(self.session)])
        self.connection.say("server", [self.server_hello() + self.finish("server")])
        self.connection.say("client", [self.finish("client")])

    def say(self, side, data):
        self.connection.say(side, (self.sealed(side, APPLICATION_DATA, part)
                                   for part in cut(data, RECORD)))


class RsaTls(Tls):
    """TLS 1.0 whose premaster secret is encrypted for the server's key: encrypt(bytes)."""

    def __init__(self, connection, suite, certificate, encrypt):
        self.encrypt = encrypt
        super().__init__(connection, "TLS 1.0", suite, certificate)

    def new_session(self):
        premaster = struct.pack(">H", self.version) + os.urandom(46)
        self.encrypted = self.encrypt(premaster)
        return os.urandom(32), reference.master_secret(True, premaster, self.randoms["client"],
                                                       self.randoms["server"])


class Ssl2:
    """One connection of SSL 2.0, as draft-hickman 5.3 has it."""

    def __init__(self, connection, suite, certificate):
        self.connection = connection
        challenge, connection_id, session_id = (os.urandom(16) for _ in range(3))
        bulk, _ = reference.parts_of_name("SSL 2.0", suite)
        code = SSL2_SUITES[suite].to_bytes(3, "big")
        master, key_arg = os.urandom(bulk.expanded), os.urandom(bulk.iv)
        self.keylog = f"SSL2_MASTER_KEY {challenge.hex()} {master.hex()}\n"
        self.block = bulk.iv or 1
        keys = reference.ssl2_keys(bulk, master, challenge, connection_id, key_arg)
        self.senders = {side: reference.Sender("SSL 2.0", bulk, "md5", keys, side)
                        for side in ("client", "server")}
        self.sequence = {"client": 0, "server": 0}
        self.clear("client", b"\1\0\2" + struct.pack(">HHH", 3, 0, 16) + code + challenge)
        self.clear("server", b"\4\0\1\0\2" + struct.pack(">HHH", len(certificate), 3, 16)
                   + certificate + code + connection_id)
        self.clear("client", b"\2" + code + struct.pack(">HHH", 0, 128, len(key_arg))
                   + os.urandom(128) + key_arg)
        self.connection.say("client", [self.sealed("client", b"\3" + connection_id)])
        self.connection.say("server", [self.sealed("server", b"\5" + challenge)
                                       + self.sealed("server", b"\6" + session_id)])

    def count(self, side):
        self.sequence[side] += 1
        return self.sequence[side] - 1

    def clear(self, side, message):
        self.count(side)
        self.connection.say(side, [struct.pack(">H", 0x8000 | len(message)) + message])

    def sealed(self, side, data):
        padding = -len(data) % self.block
        body = self.senders[side].seal_ssl2(self.count(side), data, bytes(padding))
        header = (struct.pack(">HB", len(body), padding) if padding
                  else struct.pack(">H", 0x8000 | len(body)))
        return header + body

    def say(self, side, data):
        self.connection.say(side, (self.sealed(side, part) for part in cut(data, RECORD - 32)))


class Pct1:
    """One connection of PCT 1.0, as draft-benaloh 5.1 has it."""

    def __init__(self, connection, cipher, certificate):
        self.connection = connection
        self.directions = {"client": pct_records.Direction(), "server": pct_records.Direction()}
        code, bits = PCT_CIPHERS[cipher]
        spec = pct_messages.CipherSpec(code, bits, 128)
        challenge, connection_id, session_id = (os.urandom(32) for _ in range(3))
        master = os.urandom(pct_exchange.MASTER_KEY_LENGTH)
        key_arg = b"" if code == pct.CIPHER_RC4 else os.urandom(8)
        self.keylog = f"PCT1_MASTER_KEY {challenge.hex()} {master.hex()}\n"
        keys = pct_keys.derive_keys(pct_keys.KeyInputs(
            code, bits, 128, pct.HASH_MD5, master, connection_id, certificate, challenge, b"",
            key_arg))
        hello = pct_messages.ClientHello(pct.SESSION_ID_NONE, challenge, [spec], [pct.HASH_MD5],
                                         [pct.CERT_X509], [pct.EXCH_RSA_PKCS1]).pack()
        answer = pct_messages.ServerHello(0, 0, spec, pct.HASH_MD5, pct.CERT_X509,
                                          pct.EXCH_RSA_PKCS1, connection_id, certificate, [], [],
                                          b"").pack()
        proof = keyed_hash(pct.HASH_MD5, keys.client_mac_key, b"cvp", hello, answer)
        response = keyed_hash(pct.HASH_MD5, keys.server_mac_key, b"sr", challenge, connection_id,
                              session_id)
        self.clear("client", hello)
        self.clear("server", answer)
        self.clear("client", pct_messages.ClientMasterKey(0, 0, b"", os.urandom(128), key_arg,
                                                          proof, b"", b"").pack())
        self.clear("server", pct_messages.ServerVerify(session_id, response).pack())
        for side, key, mac_key in (("client", keys.client_write_key, keys.client_mac_key),
                                   ("server", keys.server_write_key, keys.server_mac_key)):
            self.directions[side].protection = pct_records.start_protection(
                spec, pct.HASH_MD5, key, mac_key, key_arg, False, pct_readings.Readings())

    def clear(self, side, message):
        self.connection.say(side, [self.directions[side].seal_handshake(message)])

    def say(self, side, data):
        self.connection.say(side, (self.directions[side].seal(part)
                                   for part in cut(data, RECORD - 32)))
