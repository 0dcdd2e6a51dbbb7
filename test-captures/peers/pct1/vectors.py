"""Writes known answers of PCT 1.0 to standard output, from the peer's own derivation and records."""

import hashlib
import itertools

import constants as c
import messages as m
import ssl2_hello
from ciphers import CIPHERS
from hashes import HASHES, hash_name, keyed_hash
from keys import KeyInputs, clear_key_parts, derive_keys, needs_clear_key
from readings import Readings
from records import Direction, parse_header, start_protection

HEADER = """\
# Known answers of PCT 1.0, computed by the PCT client and server of test-captures/peers/pct1,
# which were written from draft-benaloh-pct-00; vectors.py there writes this file.
# client_random = CH_CHALLENGE_DATA, server_random = SH_CONNECTION_ID_DATA,
# write keys as the cipher takes them: standard length, DES keys with parity, DES_112 as keys 1, 2, 1;
# MAC secrets with zero bits up to a whole byte; plaintext = ACTUAL_DATA, without padding.
# A record is the first encrypted one of its side, whatever its sequence number."""


def material(label, length):
    """Bytes that are the same in every run."""
    blocks = (hashlib.sha256(f"{label} {n}".encode()).digest() for n in itertools.count())
    return b"".join(itertools.islice(blocks, -(-length // 32)))[:length]


def inputs(name, spec, code, clear_key_length=None, certificate_length=24, challenge_length=32):
    """The inputs of one derivation, made up from its name."""
    clear_key = b""
    if needs_clear_key(spec.cipher, spec.encryption_bits):
        parts = clear_key_parts(spec.cipher, code)
        length = 12 if clear_key_length is None else clear_key_length
        clear_key = material(f"{name} clear key", -(-length // parts) * parts)
    block = CIPHERS[spec.cipher].block == 8 and spec.encryption_bits > 0
    return KeyInputs(spec.cipher, spec.encryption_bits, spec.mac_bits, code,
                     material(f"{name} master", 16), material(f"{name} connection id", 32),
                     material(f"{name} certificate", certificate_length),
                     material(f"{name} challenge", challenge_length), clear_key,
                     material(f"{name} key arg", 8) if block else b"")


def block(kind, name, k, **values):
    """One block of the file: the inputs, then what belongs to its kind."""
    lines = {
        "name": name, "kind": kind, "protocol": "PCT 1.0", "cipher": k.cipher,
        "encryption_bits": k.encryption_bits, "mac_bits": k.mac_bits, "hash": k.hash,
        "master_secret": k.master_key, "clear_key": k.clear_key, "client_random": k.challenge,
        "server_random": k.connection_id, "server_certificate": k.certificate,
        "key_arg": k.key_arg, **values}
    print()
    for key, value in lines.items():
        print(f"{key} = {value.hex() if isinstance(value, bytes) else value}".rstrip())


def derive(name, k):
    keys = derive_keys(k)
    block("derive", name, k, client_write_key=keys.client_write_key,
          server_write_key=keys.server_write_key, client_write_MAC_secret=keys.client_mac_key,
          server_write_MAC_secret=keys.server_mac_key, client_write_IV=keys.key_arg,
          server_write_IV=keys.key_arg)


def record(name, k, side, sequence, plaintext, **how):
    keys = derive_keys(k)
    pairs = {"client": (keys.client_write_key, keys.client_mac_key),
             "server": (keys.server_write_key, keys.server_mac_key)}
    spec = m.CipherSpec(k.cipher, k.encryption_bits, k.mac_bits)
    direction = Direction()
    direction.sequence_number = sequence
    direction.protection = start_protection(spec, k.hash, *pairs[side], k.key_arg, False, Readings())
    sealed = direction.seal(plaintext, **how)
    header = parse_header(sealed[:3])
    block("record", name, k, side=side, sequence=sequence, padding=header.padding,
          escape=int(header.escape), body=sealed[header.size:], plaintext=plaintext)


def name_of(spec, code):
    return f"{CIPHERS[spec.cipher].name} {spec.encryption_bits}, {hash_name(code)} {spec.mac_bits}"


def every_cipher_and_hash():
    """Derivations at full length and at 40 bits, and one record of each cipher with each hash."""
    for at, (cipher, code) in enumerate(itertools.product(CIPHERS, HASHES)):
        full = m.CipherSpec(cipher, CIPHERS[cipher].standard_bits, 128)
        short = m.CipherSpec(cipher, 40, 128)
        name = name_of(full, code)
        side = ("client", "server")[at % 2]
        derive(name, inputs(name, full, code))
        derive(name_of(short, code), inputs(name_of(short, code), short, code))
        record(f"{name}, {side} data", inputs(name, full, code), side, 2, b"GET / HTTP/1.0\r\n\r\n")


def lengths():
    rows = [(c.CIPHER_RC4, 1, 128), (c.CIPHER_RC4, 45, 128), (c.CIPHER_RC4, 127, 65),
            (c.CIPHER_RC2, 100, 64), (c.CIPHER_IDEA, 45, 100), (c.CIPHER_DES, 55, 127),
            (c.CIPHER_DES_112, 100, 161), (c.CIPHER_DES_168, 56, 319), (c.CIPHER_DES_168, 167, 256),
            (c.CIPHER_RC4, 0, 128), (c.CIPHER_DES_168, 0, 319)]
    for (cipher, bits, mac_bits), code in zip(rows, itertools.cycle(HASHES)):
        spec = m.CipherSpec(cipher, bits, mac_bits)
        derive(name_of(spec, code), inputs(name_of(spec, code), spec, code))
    for code in HASHES:
        spec = m.CipherSpec(c.CIPHER_RC4, 128, 319)
        derive(name_of(spec, code), inputs(name_of(spec, code), spec, code))


def special_inputs():
    spec = m.CipherSpec(c.CIPHER_RC4, 128, 128)
    short = m.CipherSpec(c.CIPHER_RC4, 40, 128)
    code = c.HASH_MD5
    name = "a reconnection: no certificate"
    derive(name, inputs(name, spec, code, certificate_length=0))
    name = "an SSL 2.0 CHALLENGE of 16 bytes"
    derive(name, inputs(name, spec, code, challenge_length=16))
    name = "an empty CLEAR_KEY"
    derive(name, inputs(name, short, code, clear_key_length=0))
    name = "a CLEAR_KEY of 100 bytes"
    derive(name, inputs(name, short, c.HASH_SHA_TRUNC_80, clear_key_length=100))


def special_records():
    rc4, des = m.CipherSpec(c.CIPHER_RC4, 128, 128), m.CipherSpec(c.CIPHER_DES_168, 168, 160)
    none, odd = m.CipherSpec(c.CIPHER_DES, 0, 128), m.CipherSpec(c.CIPHER_RC4, 40, 319)
    short = m.CipherSpec(c.CIPHER_RC2, 40, 128)
    row = lambda name, spec, code, *more, **how: record(name, inputs(name, spec, code), *more, **how)
    row("an escape with RC4", rc4, c.HASH_MD5, "client", 7, bytes([c.ET_REDO_CONN]), escape=True)
    row("an escape with DES_168: seven bytes of padding", des, c.HASH_SHA, "server", 9,
        bytes([c.ET_OOB_DATA]), escape=True)
    row("whole blocks: no padding", des, c.HASH_SHA, "client", 2, b"sixteen bytes ..")
    row("one byte of padding", des, c.HASH_SHA_TRUNC_80, "server", 2, b"fifteen bytes .")
    row("a three-byte header without padding", rc4, c.HASH_MD5, "client", 2, b"data",
        long_header=True)
    row("a block more of padding than needed", des, c.HASH_SHA, "client", 2, b"data",
        extra_padding=8)
    row("no encryption", none, c.HASH_MD5_TRUNC_64, "client", 2, b"in the clear")
    row("MAC key of 319 bits", odd, c.HASH_SHA, "server", 1, b"data")
    row("RC2 with 40 bits", short, c.HASH_MD5, "client", 2, b"data")
    row("a large sequence number", rc4, c.HASH_MD5, "client", 0x01020304, b"data")
    row("the last sequence number but one", rc4, c.HASH_SHA, "server", 0xFFFFFFFE, b"data")


def hellos(k, exchange=c.EXCH_RSA_PKCS1, unified=False):
    """The two messages that lead to these inputs."""
    spec = m.CipherSpec(k.cipher, k.encryption_bits, k.mac_bits)
    client = m.ClientHello(c.SESSION_ID_NONE, k.challenge, [spec], [k.hash], [c.CERT_X509], [exchange])
    server = m.ServerHello(0, 0, spec, k.hash, c.CERT_X509, exchange, k.connection_id, k.certificate,
                           [], [], b"")
    return ssl2_hello.pack(client) if unified else client.pack(), server.pack()


def proofs():
    """VERIFY_PRELUDE (5.2.3) and RESPONSE (5.2.2, 5.2.4)."""
    for code, mac_bits in zip(HASHES, (128, 64, 319, 65)):
        spec = m.CipherSpec(c.CIPHER_RC4, 128, mac_bits)
        prelude(f"VERIFY_PRELUDE, {name_of(spec, code)}", spec, code)
        response(f"RESPONSE, {name_of(spec, code)}", spec, code)
    spec = m.CipherSpec(c.CIPHER_DES_168, 40, 128)
    prelude("VERIFY_PRELUDE over an SSL 2.0 CLIENT-HELLO", spec, c.HASH_SHA, True)
    response("RESPONSE to an SSL 2.0 CHALLENGE", spec, c.HASH_SHA, True)


def prelude(name, spec, code, unified=False):
    k = inputs(name, spec, code, challenge_length=16 if unified else 32)
    client_hello, server_hello = hellos(k, unified=unified)
    proof = keyed_hash(code, derive_keys(k).client_mac_key, b"cvp", client_hello, server_hello)
    block("verify_prelude", name, k, client_hello=client_hello, server_hello=server_hello, proof=proof)


def response(name, spec, code, unified=False):
    k = inputs(name, spec, code, challenge_length=16 if unified else 32)
    session_id = material(f"{name} session id", 32)
    proof = keyed_hash(code, derive_keys(k).server_mac_key, b"sr", k.challenge, k.connection_id,
                       session_id)
    block("response", name, k, session_id=session_id, proof=proof)


print(HEADER)
every_cipher_and_hash()
lengths()
special_inputs()
special_records()
proofs()
