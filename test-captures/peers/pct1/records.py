"""The record protocol (draft-benaloh-pct-00, sections 4.1 and 4.2)."""

from dataclasses import dataclass

import constants as c
from ciphers import CIPHERS, start_cipher
from errors import integrity
from hashes import hash_length, keyed_hash


@dataclass(frozen=True)
class Header:
    length: int
    padding: int = 0
    escape: bool = False
    size: int = 2

    def pack(self):
        """4.1: two bytes without padding, otherwise three."""
        if self.size == 2:
            return (0x8000 | self.length).to_bytes(2, "big")
        first = self.length | (0x4000 if self.escape else 0)
        return first.to_bytes(2, "big") + bytes([self.padding])


def parse_header(data):
    """4.1: RECORD_LENGTH, IS_ESCAPE and PADDING_LENGTH of a header's two or three bytes."""
    word = int.from_bytes(data[:2], "big")
    if word & 0x8000:
        return Header(word & 0x7FFF)
    return Header(word & 0x3FFF, data[2], bool(word & 0x4000), 3)


def header_size(first_byte):
    return 2 if first_byte & 0x80 else 3


@dataclass(frozen=True)
class Protection:
    """How the data records of one direction are protected."""
    crypt: object          # function over whole records, or None for no encryption
    block: int
    hash: int
    mac_key: bytes


def start_protection(spec, code, key, mac_key, iv, decrypt, readings):
    """5.3.2: the cipher of one direction from its first record on."""
    bits = spec.encryption_bits
    effective = bits if readings.rc2_effective == "negotiated" else 128
    crypt = None
    block = 1
    if bits:
        crypt = start_cipher(spec.cipher, key, iv, decrypt, effective)
    if bits or readings.zero_length == "as-cipher":
        block = CIPHERS[spec.cipher].block
    return Protection(crypt, block, code, mac_key)


class Direction:
    """The records of one direction, as either end sees them."""

    def __init__(self):
        self.sequence_number = 0
        self.records = 0            # all records, never set back
        self.protected = 0          # data and escape records
        self.protection = None

    def count(self):
        """4.2: the sequence number is incremented after every record, handshake records too."""
        if self.sequence_number == 0xFFFFFFFF:
            raise integrity("the sequence number may not wrap")
        self.sequence_number += 1
        self.records += 1

    def mac(self, padded):
        """4.2: MAC_DATA := Hash( MAC_KEY, Hash( ACTUAL_DATA, PADDING_DATA, SEQUENCE_NUMBER ) )"""
        number = self.sequence_number.to_bytes(4, "big")
        return keyed_hash(self.protection.hash, self.protection.mac_key, padded, number)

    def seal_handshake(self, message):
        """4.2: handshake records are sent in the clear, without MAC and padding."""
        self.count()
        return Header(len(message)).pack() + message

    def seal(self, actual, escape=False, long_header=False, extra_padding=0, spoil_mac=None,
             padding_field=None):
        """4.2: ENCRYPTED_DATA[N+PADDING_LENGTH], then MAC_DATA outside the encryption."""
        protection = self.protection
        padding = -len(actual) % protection.block + extra_padding
        padded = actual + bytes(range(1, padding + 1))
        mac = self.mac(padded)
        if spoil_mac:
            mac = spoil_mac(mac)
        body = (protection.crypt(padded) if protection.crypt else padded) + mac
        long_header = long_header or escape or padding or padding_field is not None
        header = Header(len(body), padding if padding_field is None else padding_field, escape,
                        3 if long_header else 2)
        self.count()
        self.protected += 1
        return header.pack() + body

    def open(self, header, body):
        """4.2: decrypt, then the MAC "must agree bit for bit"; returns ACTUAL_DATA."""
        protection = self.protection
        size = len(body) - hash_length(protection.hash)
        if size < header.padding or size % protection.block:
            raise integrity("N + PADDING_LENGTH is not correct")
        padded = protection.crypt(body[:size]) if protection.crypt else body[:size]
        if self.mac(padded) != body[size:]:
            raise integrity("MAC_DATA is incorrect")
        self.count()
        self.protected += 1
        return padded[:size - header.padding]


def largest_actual(protection, long_header):
    """4.1, 4.2: the most ACTUAL_DATA a record can hold, in whole blocks."""
    longest = c.MAX_RECORD_LENGTH_3_BYTE_HEADER if long_header else c.MAX_RECORD_LENGTH_2_BYTE_HEADER
    room = longest - hash_length(protection.hash)
    return room - room % protection.block
