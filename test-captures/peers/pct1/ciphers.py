"""Cipher types (draft-benaloh-pct-00, section 5.3.2)."""

import warnings
from dataclasses import dataclass

from Cryptodome.Cipher import ARC2
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import constants as c
from idea import IdeaCbc

warnings.filterwarnings("ignore", module="cryptography")


@dataclass(frozen=True)
class CipherType:
    name: str
    standard_bits: int
    block: int     # 1 = a stream cipher


CIPHERS = {
    c.CIPHER_DES: CipherType("DES", 56, 8),
    c.CIPHER_IDEA: CipherType("IDEA", 128, 8),
    c.CIPHER_RC2: CipherType("RC2", 128, 8),
    c.CIPHER_RC4: CipherType("RC4", 128, 1),
    c.CIPHER_DES_112: CipherType("DES_112", 112, 8),
    c.CIPHER_DES_168: CipherType("DES_168", 168, 8),
}
DES_CIPHERS = (c.CIPHER_DES, c.CIPHER_DES_112, c.CIPHER_DES_168)


def adjust_des_key(segment):
    """5.3.2: "adjusted" 56 bits: seven key bits and a bit of odd parity in each of eight bytes."""
    value = int.from_bytes(segment, "big")
    key = bytearray()
    for shift in range(49, -1, -7):
        seven = value >> shift & 0x7F
        parity = 1 - bin(seven).count("1") % 2
        key.append(seven << 1 | parity)
    return bytes(key)


def cipher_key(cipher, key):
    """5.3.2: the bytes the cipher takes. DES_112 encrypts, decrypts, encrypts with keys 1, 2, 1."""
    if cipher not in DES_CIPHERS:
        return key
    keys = [adjust_des_key(key[n:n + 7]) for n in range(0, len(key), 7)]
    if cipher == c.CIPHER_DES_112:
        keys.append(keys[0])
    return b"".join(keys)


def start_cipher(cipher, key, iv, decrypt, rc2_effective_bits=128):
    """A function that en- or decrypts one record after the other, its state running on."""
    if cipher == c.CIPHER_RC4:
        pair = Cipher(algorithms.ARC4(key), None)
    elif cipher in DES_CIPHERS:
        pair = Cipher(algorithms.TripleDES(key), modes.CBC(iv))
    else:
        if cipher == c.CIPHER_IDEA:
            state = IdeaCbc(key, iv)
        else:
            state = ARC2.new(key, ARC2.MODE_CBC, iv, effective_keylen=rc2_effective_bits)
        return state.decrypt if decrypt else state.encrypt
    return (pair.decryptor() if decrypt else pair.encryptor()).update
