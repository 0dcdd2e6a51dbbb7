"""Opens SSL 3.0 and TLS 1.0 captures with the keys that the peer itself held: checks each MAC, each padding and the data.

Nothing of the product and nothing of tshark's decryption takes part.
"""

import hashlib
import hmac
import zlib

from plain import connections, decrypt, summary

HEADER_LENGTH = 5
CHANGE_CIPHER_SPEC, APPLICATION_DATA = 20, 23
CIPHERS = (("3DES_EDE_CBC", "des-ede3-cbc", 8), ("DES40_CBC", "des-cbc", 8), ("DES_CBC", "des-cbc", 8),
           ("IDEA_CBC", "idea-cbc", 8), ("RC2_CBC", "rc2-cbc", 8), ("AES_128_CBC", "aes-128-cbc", 16),
           ("AES_256_CBC", "aes-256-cbc", 16), ("CAMELLIA_128_CBC", "camellia-128-cbc", 16),
           ("CAMELLIA_256_CBC", "camellia-256-cbc", 16), ("SEED_CBC", "seed-cbc", 16), ("RC4", "rc4", 0),
           ("NULL", "none", 0))


def check(base, node):
    """Returns the number of encrypted records; every one of them verified."""
    return sum(check_connection(row, stream, node) for row, stream in connections(base))


def check_connection(row, stream, node):
    return sum(check_side(row, side, stream[side], node) for side in ("client", "server"))


def check_side(row, side, stream, node):
    handshakes = [row, *row.get("renegotiations", ())]
    found = records(stream)
    changes = [number for number, (kind, _, _) in enumerate(found) if kind == CHANGE_CIPHER_SPEC]
    rest, data, count = found[changes[0] + 1:] if changes else [], [], 0
    for handshake in handshakes:
        opened = open_records(handshake, side, rest, node)
        data += [text for kind, text in opened if kind == APPLICATION_DATA]
        count += len(opened)
        rest = rest[len(opened):]
    assert not rest, f"{len(rest)} records left over"
    assert summary(data) == row[f"{side}_sent"], f"{side}'s data"
    return count


def records(stream):
    """(type, version, body) of each record; an SSL 2.0-format hello in front is passed over."""
    if stream[0] & 0x80:
        stream = stream[2 + (int.from_bytes(stream[:2], "big") & 0x7fff):]
    found = []
    while stream:
        length = int.from_bytes(stream[3:HEADER_LENGTH], "big")
        found.append((stream[0], bytes(stream[1:3]), bytes(stream[HEADER_LENGTH:HEADER_LENGTH + length])))
        stream = stream[HEADER_LENGTH + length:]
    return found


def open_records(handshake, side, found, node):
    """(type, data) of the records up to the next ChangeCipherSpec; raises where a MAC or a padding is wrong."""
    name = handshake["cipher_suite_name"]
    cipher, block = next((openssl, size) for part, openssl, size in CIPHERS if part in name)
    keys = {part: bytes.fromhex(handshake["keys"].get(f"{side}_write_{part}", "")) for part in ("key", "iv", "mac_secret")}
    plain = decrypt(cipher, keys["key"], keys["iv"], b"".join(body for _, _, body in found), node)
    inflate = zlib.decompressobj() if "compression" in handshake else None
    digest = "md5" if name.endswith("_MD5") else "sha1"
    opened = []
    for number, (kind, version, body) in enumerate(found):
        record, plain = plain[:len(body)], plain[len(body):]
        data = without_padding(record, block, version)
        data, mac = data[:-len(keys["mac_secret"])], data[-len(keys["mac_secret"]):]
        assert mac == MACS[version](digest, keys["mac_secret"], number, kind, version, data), f"MAC of record {number}, {name}, {side}"
        opened.append((kind, inflate.decompress(data) if inflate else data))
        if kind == CHANGE_CIPHER_SPEC:
            break
    return opened


def without_padding(record, block, version):
    if not block:
        return record
    padding = record[-1] + 1
    if version == TLS10:
        assert record[-padding:] == bytes([record[-1]]) * padding, "padding"
    return record[:-padding]


SSL30, TLS10 = b"\3\0", b"\3\1"


def ssl30_mac(digest, secret, number, kind, version, data):
    """hash(secret, pad2, hash(secret, pad1, number, type, length, data))"""
    pads = 48 if digest == "md5" else 40
    covered = number.to_bytes(8, "big") + bytes([kind]) + len(data).to_bytes(2, "big") + data
    inner = hashlib.new(digest, secret + b"\x36" * pads + covered).digest()
    return hashlib.new(digest, secret + b"\x5c" * pads + inner).digest()


def tls10_mac(digest, secret, number, kind, version, data):
    """HMAC(secret, number, type, version, length, data)"""
    covered = number.to_bytes(8, "big") + bytes([kind]) + version + len(data).to_bytes(2, "big") + data
    return hmac.digest(secret, covered, digest)


MACS = {SSL30: ssl30_mac, TLS10: tls10_mac}
