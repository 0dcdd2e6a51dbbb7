"""Key exchange algorithms (draft-benaloh-pct-00, section 5.3.1)."""

import os

from cryptography.hazmat.primitives.asymmetric import padding

import constants as c
from ciphers import CIPHERS, cipher_key
from errors import PctError
from keys import ConnectionKeys
from messages import CipherSpec

# "if one of these is chosen, then its choice of cipher overrides whatever choice of cipher
# appears in the SH_CIPHER_SPECS_DATA field"
TOKEN_CIPHERS = {
    0x0002: c.CIPHER_DES,
    0x0003: c.CIPHER_DES_168,
    0x0004: c.CIPHER_RC2,
    0x0005: c.CIPHER_RC4,
}
MASTER_KEY_LENGTH = 16
SUPPORTED = (c.EXCH_RSA_PKCS1, c.EXCH_DH_PKCS3, *TOKEN_CIPHERS)


def is_token(exchange):
    return exchange not in (c.EXCH_RSA_PKCS1, c.EXCH_DH_PKCS3)


def effective_spec(exchange, spec):
    """The cipher a token type overrides, with its standard key length."""
    if exchange not in TOKEN_CIPHERS:
        return spec
    cipher = TOKEN_CIPHERS[exchange]
    return CipherSpec(cipher, CIPHERS[cipher].standard_bits, spec.mac_bits)


def rsa_encrypt(certificate, secret):
    """PKCS #1, block type 2."""
    return certificate.public_key().encrypt(secret, padding.PKCS1v15())


def rsa_decrypt(key, encrypted):
    try:
        return key.decrypt(encrypted, padding.PKCS1v15())
    except ValueError:
        return os.urandom(MASTER_KEY_LENGTH)


def dh_master_key(y, x, p, readings):
    """PKCS #3: the agreed secret has as many bytes as the prime; 128 bits of it are MASTER_KEY."""
    size = (p.bit_length() + 7) // 8
    secret = pow(y, x, p).to_bytes(size, "big")
    if readings.dh_master_key == "trailing":
        return secret[-MASTER_KEY_LENGTH:]
    return secret[:MASTER_KEY_LENGTH]


def client_secret(exchange, certificate, readings):
    """(CMK_ENCRYPTED_KEY_DATA, MASTER_KEY) of a new session."""
    if exchange == c.EXCH_RSA_PKCS1:
        master_key = os.urandom(MASTER_KEY_LENGTH)
        return rsa_encrypt(certificate, master_key), master_key
    server = certificate.public_key().public_numbers()
    p, g = server.parameter_numbers.p, server.parameter_numbers.g
    x = int.from_bytes(os.urandom(32), "big")
    y = pow(g, x, p).to_bytes((p.bit_length() + 7) // 8, "big")
    return y, dh_master_key(server.y, x, p, readings)


def server_secret(exchange, key, encrypted, readings):
    """MASTER_KEY from CMK_ENCRYPTED_KEY_DATA."""
    if exchange == c.EXCH_RSA_PKCS1:
        return rsa_decrypt(key, encrypted)
    numbers = key.private_numbers()
    p = numbers.public_numbers.parameter_numbers.p
    y = int.from_bytes(encrypted, "big")
    if not 1 < y < p - 1:
        raise PctError(c.ERR_INTEGRITY_CHECK_FAILED, "y is no public value")
    return dh_master_key(y, numbers.x, p, readings)


def token_lengths(spec):
    """A made-up token: the four keys at their lengths, one after the other."""
    write = CIPHERS[spec.cipher].standard_bits // 8
    mac = -(-spec.mac_bits // 8)
    return write, write, mac, mac


def token_keys(spec, material, key_arg):
    """The connection's keys from the bytes the token gave out."""
    parts = []
    for length in token_lengths(spec):
        parts.append(material[:length])
        material = material[length:]
    client, server, client_mac, server_mac = parts
    return ConnectionKeys(cipher_key(spec.cipher, client), cipher_key(spec.cipher, server),
                          client_mac, server_mac, key_arg)


def client_token(certificate, spec):
    """(CMK_ENCRYPTED_KEY_DATA, key material): "the format is defined by the token"."""
    material = os.urandom(sum(token_lengths(spec)))
    return rsa_encrypt(certificate, material), material
