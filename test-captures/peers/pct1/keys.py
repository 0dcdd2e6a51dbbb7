"""Key derivation (draft-benaloh-pct-00, sections 5.3.1 and 5.3.2)."""

from dataclasses import dataclass

from ciphers import CIPHERS, cipher_key
from hashes import hash_length, pct_hash
from readings import Readings


@dataclass(frozen=True)
class KeyInputs:
    """All that the keys of one connection are made of, by the draft's names."""
    cipher: int
    encryption_bits: int
    mac_bits: int
    hash: int
    master_key: bytes
    connection_id: bytes
    certificate: bytes
    challenge: bytes
    clear_key: bytes
    key_arg: bytes


@dataclass(frozen=True)
class ConnectionKeys:
    client_write_key: bytes
    server_write_key: bytes
    client_mac_key: bytes
    server_mac_key: bytes
    key_arg: bytes


def blocks_needed(code, bits):
    """5.3.1: "divided by the hash output length, in bits, rounded up to the nearest integer"."""
    return -(-bits // (8 * hash_length(code)))


def truncate_bits(data, bits, last_bits="high"):
    """5.3.1: "truncated if necessary (by removing bits from the end)"; zero bits fill the last byte."""
    kept = bytearray(data[:-(-bits // 8)])
    spare = -bits % 8
    if spare and last_bits == "high":
        kept[-1] &= 0xFF << spare & 0xFF
    elif spare:
        kept[-1] &= 0xFF >> spare
    return bytes(kept)


def client_write_key(k, last_bits):
    """5.3.1: CLIENT_WRITE_KEY_i = Hash( i, "cw", MASTER_KEY, "cw"^i, ... )"""
    def block(i):
        cw = b"cw" * i
        return pct_hash(k.hash, bytes([i]), b"cw", k.master_key, cw, k.connection_id, cw,
                        k.certificate, cw, k.challenge, cw)
    return concatenate(block, k.hash, k.encryption_bits, last_bits)


def server_write_key(k, last_bits):
    """5.3.1: SERVER_WRITE_KEY_i = Hash( i, "svw", MASTER_KEY, "svw"^i, ... )"""
    def block(i):
        svw = b"svw" * i
        return pct_hash(k.hash, bytes([i]), b"svw", k.master_key, svw, k.connection_id, svw,
                        k.challenge, svw)
    return concatenate(block, k.hash, k.encryption_bits, last_bits)


def client_mac_key(k, last_bits):
    """5.3.1: CLIENT_MAC_KEY_i = Hash( i, MASTER_KEY, "cmac"^i, ... ); no string before MASTER_KEY"""
    def block(i):
        cmac = b"cmac" * i
        return pct_hash(k.hash, bytes([i]), k.master_key, cmac, k.connection_id, cmac,
                        k.certificate, cmac, k.challenge, cmac)
    return concatenate(block, k.hash, k.mac_bits, last_bits)


def server_mac_key(k, last_bits):
    """5.3.1: SERVER_MAC_KEY_i = Hash( i, MASTER_KEY, "svmac"^i, ... )"""
    def block(i):
        svmac = b"svmac" * i
        return pct_hash(k.hash, bytes([i]), k.master_key, svmac, k.connection_id, svmac,
                        k.challenge, svmac)
    return concatenate(block, k.hash, k.mac_bits, last_bits)


def concatenate(block, code, bits, last_bits):
    """5.3.1: KEY_1 through KEY_m, cut to the length in bits."""
    m = blocks_needed(code, bits)
    return truncate_bits(b"".join(block(i) for i in range(1, m + 1)), bits, last_bits)


def clear_key_parts(cipher, code):
    """5.3.2, step 1: d, the number of equal parts of CLEAR_KEY_DATA."""
    return blocks_needed(code, CIPHERS[cipher].standard_bits)


def standard_length_key(k, write_key):
    """5.3.2, steps 2 to 4: expand a short WRITE_KEY with CLEAR_KEY_DATA."""
    d = clear_key_parts(k.cipher, k.hash)
    size = len(k.clear_key) // d
    blocks = b""
    for i in range(1, d + 1):
        part = k.clear_key[(i - 1) * size:i * size]
        blocks += pct_hash(k.hash, bytes([i]), b"sl" * i, write_key, b"sl" * i, part)
    return truncate_bits(blocks, CIPHERS[k.cipher].standard_bits)


def needs_clear_key(cipher, encryption_bits):
    """5.3.2: used only when the key is shorter than the cipher's standard length."""
    return 0 < encryption_bits < CIPHERS[cipher].standard_bits


def used_key(k, write_key):
    """5.3.2: the key as the cipher takes it, DES keys with their parity."""
    if k.encryption_bits == 0:
        return b""
    if needs_clear_key(k.cipher, k.encryption_bits):
        write_key = standard_length_key(k, write_key)
    return cipher_key(k.cipher, write_key)


def derive_keys(k, readings=Readings()):
    """5.3.1 and 5.3.2: the keys of a connection with a MASTER_KEY exchange type."""
    bits = readings.last_bits
    return ConnectionKeys(
        client_write_key=used_key(k, client_write_key(k, bits)),
        server_write_key=used_key(k, server_write_key(k, bits)),
        client_mac_key=client_mac_key(k, bits),
        server_mac_key=server_mac_key(k, bits),
        key_arg=k.key_arg)
