"""The handshake messages (draft-benaloh-pct-00, sections 5.2.1 to 5.2.4 and 5.4)."""

from dataclasses import dataclass

import constants as c
from errors import illegal


@dataclass(frozen=True)
class CipherSpec:
    """5.2.1: a cipher type, the encryption key length and the MAC key length in bits."""
    cipher: int
    encryption_bits: int
    mac_bits: int

    def pack(self):
        return word(self.cipher) + bytes([self.encryption_bits, self.mac_bits - 64])


def word(value):
    return value.to_bytes(2, "big")


def words(values):
    return b"".join(word(value) for value in values)


class Reader:
    """Takes fields off a message; a message that ends too early is illegal."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, size):
        if self.at + size > len(self.data):
            raise illegal("a message ends within a field")
        self.at += size
        return self.data[self.at - size:self.at]

    def byte(self):
        return self.take(1)[0]

    def word(self):
        return int.from_bytes(self.take(2), "big")

    def words(self, size):
        if size % 2:
            raise illegal("a list of two-byte codes has an odd length")
        return [self.word() for _ in range(size // 2)]

    def cipher_spec(self):
        return CipherSpec(self.word(), self.byte(), self.byte() + 64)

    def cipher_specs(self, size):
        if size % 4:
            raise illegal("CIPHER_SPECS_LENGTH is no multiple of four")
        return [self.cipher_spec() for _ in range(size // 4)]

    def lengths(self, count):
        return [self.word() for _ in range(count)]

    def end(self):
        if self.at != len(self.data):
            raise illegal("bytes follow the last field")


def with_lengths(*fields):
    """The lengths of the variable fields, then the fields, in one order."""
    return words(len(field) for field in fields) + b"".join(fields)


@dataclass
class ClientHello:
    """5.2.1. `later_fields` are those a later version puts between the lengths and the data."""
    session_id: bytes
    challenge: bytes
    cipher_specs: list
    hash_specs: list
    cert_specs: list
    exch_specs: list
    key_arg: bytes = b""
    version: int = c.VERSION_1
    pad: int = 0
    later_fields: bytes = b""

    def pack(self):
        lists = (b"".join(spec.pack() for spec in self.cipher_specs), words(self.hash_specs),
                 words(self.cert_specs), words(self.exch_specs), self.key_arg)
        return (bytes([c.MSG_CLIENT_HELLO]) + word(self.version) + bytes([self.pad])
                + self.session_id + self.challenge
                + word(c.CH_OFFSET_V1 + len(self.later_fields))
                + words(len(field) for field in lists) + self.later_fields + b"".join(lists))

    @classmethod
    def parse(cls, data):
        r = Reader(data[1:])
        version, pad, session_id, challenge = r.word(), r.byte(), r.take(32), r.take(32)
        offset = r.word()
        if offset < c.CH_OFFSET_V1:
            raise illegal("CH_OFFSET is too small")
        ciphers, hashes, certs, exchs, key_arg = r.lengths(5)
        later_fields = r.take(offset - c.CH_OFFSET_V1)
        hello = cls(session_id, challenge, r.cipher_specs(ciphers), r.words(hashes),
                    r.words(certs), r.words(exchs), r.take(key_arg), version, pad, later_fields)
        if version == c.VERSION_1:
            r.end()
        return hello


@dataclass
class ServerHello:
    """5.2.2"""
    restart_session_ok: int
    client_auth_req: int
    cipher_spec: CipherSpec
    hash_spec: int
    cert_spec: int
    exch_spec: int
    connection_id: bytes
    certificate: bytes
    client_cert_specs: list
    client_sig_specs: list
    response: bytes
    version: int = c.VERSION_1
    pad: int = 0

    def pack(self):
        return (bytes([c.MSG_SERVER_HELLO, self.pad]) + word(self.version)
                + bytes([self.restart_session_ok, self.client_auth_req])
                + self.cipher_spec.pack()
                + words((self.hash_spec, self.cert_spec, self.exch_spec)) + self.connection_id
                + with_lengths(self.certificate, words(self.client_cert_specs),
                               words(self.client_sig_specs), self.response))

    @classmethod
    def parse(cls, data):
        r = Reader(data[1:])
        pad, version, restart, auth = r.byte(), r.word(), r.byte(), r.byte()
        spec, code, cert, exch = r.cipher_spec(), r.word(), r.word(), r.word()
        connection_id = r.take(32)
        certificate, certs, sigs, response = r.lengths(4)
        hello = cls(restart, auth, spec, code, cert, exch, connection_id, r.take(certificate),
                    r.words(certs), r.words(sigs), r.take(response), version, pad)
        r.end()
        return hello


@dataclass
class ClientMasterKey:
    """5.2.3"""
    client_cert_spec: int
    client_sig_spec: int
    clear_key: bytes
    encrypted_key: bytes
    key_arg: bytes
    verify_prelude: bytes
    client_cert: bytes
    response: bytes
    pad: int = 0

    def pack(self):
        return (bytes([c.MSG_CLIENT_MASTER_KEY, self.pad])
                + words((self.client_cert_spec, self.client_sig_spec))
                + with_lengths(self.clear_key, self.encrypted_key, self.key_arg,
                               self.verify_prelude, self.client_cert, self.response))

    @classmethod
    def parse(cls, data):
        r = Reader(data[1:])
        pad, cert, sig = r.byte(), r.word(), r.word()
        message = cls(cert, sig, *[r.take(size) for size in r.lengths(6)], pad)
        r.end()
        return message


@dataclass
class ServerVerify:
    """5.2.4"""
    session_id: bytes
    response: bytes
    pad: int = 0

    def pack(self):
        return (bytes([c.MSG_SERVER_VERIFY, self.pad]) + self.session_id
                + with_lengths(self.response))

    @classmethod
    def parse(cls, data):
        r = Reader(data[1:])
        pad, session_id = r.byte(), r.take(32)
        message = cls(session_id, r.take(r.word()), pad)
        r.end()
        return message


@dataclass
class Error:
    """5.4"""
    code: int
    info: bytes = b""

    def pack(self):
        return bytes([c.MSG_ERROR]) + word(self.code) + with_lengths(self.info)

    @classmethod
    def parse(cls, data):
        r = Reader(data[1:])
        message = cls(r.word(), r.take(r.word()))
        r.end()
        return message
