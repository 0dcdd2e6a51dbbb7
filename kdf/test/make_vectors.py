#!/usr/bin/python3
"""Writes vectors/{ssl2,ssl3,tls10}.kat: one set for every bulk cipher with every MAC that a suite
combines it with, and what no capture shows."""

import hashlib
import pathlib

import reference
from reference import Sender, finished, master_secret, parts_of_name, write_block

FOLDER = pathlib.Path(__file__).parent / "vectors"
SUITES = [
    (0x0000, "TLS_NULL_WITH_NULL_NULL"),
    (0x0001, "TLS_RSA_WITH_NULL_MD5"),
    (0x0002, "TLS_RSA_WITH_NULL_SHA"),
    (0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5"),
    (0x0004, "TLS_RSA_WITH_RC4_128_MD5"),
    (0x0005, "TLS_RSA_WITH_RC4_128_SHA"),
    (0x0006, "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5"),
    (0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA"),
    (0x0008, "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA"),
    (0x0009, "TLS_RSA_WITH_DES_CBC_SHA"),
    (0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x0022, "TLS_KRB5_WITH_DES_CBC_MD5"),
    (0x0023, "TLS_KRB5_WITH_3DES_EDE_CBC_MD5"),
    (0x0025, "TLS_KRB5_WITH_IDEA_CBC_MD5"),
    (0x0027, "TLS_KRB5_EXPORT_WITH_RC2_CBC_40_SHA"),
    (0x0028, "TLS_KRB5_EXPORT_WITH_RC4_40_SHA"),
    (0x0029, "TLS_KRB5_EXPORT_WITH_DES_CBC_40_MD5"),
    (0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"),
    (0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"),
    (0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA"),
    (0x0060, "TLS_RSA_EXPORT1024_WITH_RC4_56_MD5"),
    (0x0061, "TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_MD5"),
    (0x0062, "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA"),
    (0x0064, "TLS_RSA_EXPORT1024_WITH_RC4_56_SHA"),
    (0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA"),
    (0x0096, "TLS_RSA_WITH_SEED_CBC_SHA"),
    (0xfefe, "SSL_RSA_FIPS_WITH_DES_CBC_SHA"),
    (0xfeff, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA"),
    (0xffe0, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA"),
    (0xffe1, "SSL_RSA_FIPS_WITH_DES_CBC_SHA"),
]
FIPS_SUITES = [suite for suite in SUITES if "_RSA_FIPS_" in suite[1]]
TLS_ONLY_SUITES = [
    (0x00b0, "TLS_PSK_WITH_NULL_SHA256"),
    (0x00b1, "TLS_PSK_WITH_NULL_SHA384"),
    (0x00ae, "TLS_PSK_WITH_AES_128_CBC_SHA256"),
    (0x00af, "TLS_PSK_WITH_AES_256_CBC_SHA384"),
    (0xc094, "TLS_PSK_WITH_CAMELLIA_128_CBC_SHA256"),
    (0xc095, "TLS_PSK_WITH_CAMELLIA_256_CBC_SHA384"),
]
SSL2_SUITES = [
    (0x010080, "SSL_CK_RC4_128_WITH_MD5"),
    (0x020080, "SSL_CK_RC4_128_EXPORT40_WITH_MD5"),
    (0x030080, "SSL_CK_RC2_128_CBC_WITH_MD5"),
    (0x040080, "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5"),
    (0x050080, "SSL_CK_IDEA_128_CBC_WITH_MD5"),
    (0x060040, "SSL_CK_DES_64_CBC_WITH_MD5"),
    (0x0700c0, "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"),
    (0x080080, "SSL_CK_RC4_64_WITH_MD5"),
]
COMMENT = """\
# Known answers of {}, computed by reference.py in Python's hashlib and hmac, with ciphers of
# pycryptodome and OpenSSL and an IDEA of its own. make_vectors.py writes this file.

"""
CHALLENGE = """\
name = the second public SSL challenge
source = a real Netscape browser and server, 1995; its key was found by brute force
# Bytes 16 to 23 of the body are published (006599b6d2f2a736), the MAC and the rest are computed.
kind = record
protocol = SSL 2.0
suite = 0x020080
master_secret = 9636340d46
clear_key = fbc009916010a6153f8f36
client_random = 07ea7b9d65eb61fabb4174e8453a5fc6
server_random = d5e638d68ca8a1aeca2ef8c8e29602a4
"""


def made_up(label, length):
    """Bytes without a pattern, the same on every run."""
    return hashlib.shake_128(label.encode()).digest(length)


def records(sender, protocol, side, texts):
    """Several records in a row; SSL 2.0's first one has the sequence number of a first real one."""
    fields = []
    for sequence, text in enumerate(texts, {"client": 2, "server": 1}[side]
                                    if protocol == "SSL 2.0" else 0):
        fields.append(("sequence", sequence))
        if protocol == "SSL 2.0":
            padding = made_up(f"padding {sequence}", -len(text) % (sender.bulk.iv or 1))
            fields += [("padding", len(padding)),
                       ("body", sender.seal_ssl2(sequence, text, padding))]
        else:
            kind = 22 if sequence == 0 else 23
            fields += [("type", kind), ("version", 0x0301 if protocol == "TLS 1.0" else 0x0300),
                       ("body", sender.seal(sequence, kind, text))]
        fields.append(("plaintext", text))
    return fields


def texts_of(name):
    """A handshake's length, an ordinary one, an empty one, and one that fills its last block."""
    return [made_up(name, 16), b"GET / HTTP/1.0\r\n\r\n", b"", made_up(name + " long", 43)]


def write_suite(out, protocol, code, name):
    bulk, mac = parts_of_name(protocol, name)
    master = made_up(name + " master", bulk.expanded if protocol == "SSL 2.0" else 48)
    size = 16 if protocol == "SSL 2.0" else 32
    client_random, server_random = made_up(name + " client", size), made_up(name + " server", size)
    common = [("protocol", protocol), ("suite", f"{code:#06x}"), ("master_secret", master),
              ("client_random", client_random), ("server_random", server_random)]
    if protocol == "SSL 2.0":
        key_arg = made_up(name + " key arg", bulk.iv)
        keys = reference.ssl2_keys(bulk, master, client_random, server_random, key_arg)
        common.append(("key_arg", key_arg))
    else:
        keys = reference.ssl3_keys(protocol, name, master, client_random, server_random)
    write_block(out, [("name", name), ("kind", "derive"), *common, *zip(keys._fields, keys)])
    for side in "client", "server":
        sender = Sender(protocol, bulk, mac, keys, side)
        write_block(out, [("name", f"{name}, {side}"), ("kind", "record"), *common, ("side", side),
                          *records(sender, protocol, side, texts_of(name))])


def write_tls_options(out):
    """RFC 7366 and RFC 3546 3.5, alone and together, with a block and a stream cipher."""
    for code, name in [suite for suite in SUITES if suite[0] in (0x002f, 0x0004)]:
        bulk, mac = parts_of_name("TLS 1.0", name)
        master, client_random, server_random = made_up("m", 48), made_up("c", 32), made_up("s", 32)
        keys = reference.ssl3_keys("TLS 1.0", name, master, client_random, server_random)
        for options in ("encrypt_then_mac",), ("truncated_hmac",), ("encrypt_then_mac",
                                                                    "truncated_hmac"):
            sender = Sender("TLS 1.0", bulk, mac, keys, "client", **dict.fromkeys(options, True))
            write_block(out, [
                ("name", f"{name}, {' and '.join(options)}"), ("kind", "record"),
                ("protocol", "TLS 1.0"), ("suite", code), ("options", " ".join(options)),
                ("master_secret", master), ("client_random", client_random),
                ("server_random", server_random), ("side", "client"),
                *records(sender, "TLS 1.0", "client", texts_of(name))])


def wrong_at(place):
    """TLS 1.0's padding with one byte that is not equal to the length."""
    return lambda n: bytes([n]) * place + bytes([n ^ 1]) + bytes([n]) * (n - place - 1)


PADDINGS = {
    "TLS 1.0": [("the longest padding", {"extra_blocks": 31}, "good", "good")] + [
        (f"a padding whose byte {place} is wrong", {"filling": wrong_at(place)}, "bad", "good")
        for place in range(7)],
    # RFC 6101 5.2.3.2: at most one block. What is longer is no padding; the MAC is not found then.
    "SSL 3.0": [("padding of any value", {"filling": lambda n: b"\xa5" * n}, "good", "good"),
                ("a padding of two blocks", {"extra_blocks": 1}, "bad", "bad")],
}


def write_paddings(out, protocol):
    """Padding that is longer than needed, and padding that is not equal to its length."""
    name = "TLS_RSA_WITH_3DES_EDE_CBC_SHA"
    bulk, mac = parts_of_name(protocol, name)
    master, client_random, server_random = made_up("m", 48), made_up("c", 32), made_up("s", 32)
    keys = reference.ssl3_keys(protocol, name, master, client_random, server_random)
    for title, variant, padding_status, mac_status in PADDINGS[protocol]:
        text = made_up(title, 20)
        body = Sender(protocol, bulk, mac, keys, "server").seal(0, 23, text, **variant)
        write_block(out, [
            ("name", title), ("kind", "record"), ("protocol", protocol), ("suite", 0x000a),
            ("master_secret", master), ("client_random", client_random),
            ("server_random", server_random), ("side", "server"), ("sequence", 0), ("type", 23),
            ("version", 0x0301 if protocol == "TLS 1.0" else 0x0300), ("body", body),
            ("plaintext", text if mac_status == "good" else None),
            ("padding_status", padding_status), ("mac_status", mac_status)])


def write_middle(out, protocol, code, name):
    """A record in the middle of a stream, opened at the place where it begins."""
    bulk, mac = parts_of_name(protocol, name)
    master, client_random, server_random = made_up("m", 48), made_up("c", 32), made_up("s", 32)
    keys = reference.ssl3_keys(protocol, name, master, client_random, server_random)
    sender = Sender(protocol, bulk, mac, keys, "client")
    before = b"".join(sender.seal(i, 23, made_up(f"before {i}", 100)) for i in range(5))
    text = made_up("middle", 30)
    start = ("chain", before[-bulk.iv:]) if bulk.iv else ("skip", len(before))
    write_block(out, [
        ("name", f"{name}, from the middle"), ("kind", "record"), ("protocol", protocol),
        ("suite", code), ("master_secret", master), ("client_random", client_random),
        ("server_random", server_random), ("side", "client"), start, ("sequence", 5), ("type", 23),
        ("version", 0x0301 if protocol == "TLS 1.0" else 0x0300),
        ("body", sender.seal(5, 23, text)), ("plaintext", text)])


def write_master_secrets(out, protocol):
    """RSA's 48 bytes, Diffie-Hellman's of other lengths, odd ones too; RFC 7627's."""
    for length in 48, 1, 32, 65, 128, 257:
        premaster = made_up(f"premaster {length}", length)
        client_random, server_random = made_up("c", 32), made_up("s", 32)
        for session_hash in [None] + [made_up("hash", 36)] * (protocol == "TLS 1.0"):
            for suite, name in [(None, "")] + FIPS_SUITES * (length == 48):
                master = master_secret(reference.derives_with_prf(protocol, name), premaster,
                                       client_random, server_random, session_hash)
                write_block(out, [
                    ("name", f"master_secret of {length} bytes" + f", {name}" * bool(name)
                             + ", extended" * bool(session_hash)),
                    ("kind", "master_secret"), ("protocol", protocol), ("suite", suite),
                    ("premaster_secret", premaster), ("client_random", client_random),
                    ("server_random", server_random), ("session_hash", session_hash),
                    ("master_secret", master)])


def write_finished(out, protocol):
    for side in "client", "server":
        handshake, master = made_up("handshake", 300), made_up("m", 48)
        write_block(out, [
            ("name", f"Finished of the {side}"), ("kind", "finished"), ("protocol", protocol),
            ("suite", 0x0005), ("master_secret", master), ("client_random", made_up("c", 32)),
            ("server_random", made_up("s", 32)), ("side", side), ("handshake", handshake),
            ("proof", finished(protocol, master, handshake, side))])


def write_ssl3_file(path, protocol):
    with open(path, "w") as out:
        out.write(COMMENT.format(protocol))
        for code, name in SUITES + TLS_ONLY_SUITES * (protocol == "TLS 1.0"):
            write_suite(out, protocol, code, name)
        write_master_secrets(out, protocol)
        write_finished(out, protocol)
        write_middle(out, protocol, 0x0004, "TLS_RSA_WITH_RC4_128_MD5")
        write_middle(out, protocol, 0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA")
        write_paddings(out, protocol)
        if protocol == "TLS 1.0":
            write_tls_options(out)


def write_challenge(out):
    """Bytes 16 to 23 of its SERVER-VERIFY are published: type and CHALLENGE's begin, encrypted."""
    fields = dict(line.split(" = ", 1) for line in CHALLENGE.splitlines()
                  if not line.startswith("#"))
    bulk, _ = parts_of_name("SSL 2.0", "SSL_CK_RC4_128_EXPORT40_WITH_MD5")
    master = bytes.fromhex(fields["clear_key"] + fields["master_secret"])
    challenge, connection_id = (bytes.fromhex(fields[side + "_random"])
                                for side in ("client", "server"))
    keys = reference.ssl2_keys(bulk, master, challenge, connection_id, b"")
    body = Sender("SSL 2.0", bulk, "md5", keys, "server").seal_ssl2(1, b"\x05" + challenge, b"")
    assert body[16:24] == bytes.fromhex("006599b6d2f2a736"), "not what Netscape's server sent"
    out.write(CHALLENGE)
    write_block(out, [("side", "server"), ("sequence", 1), ("padding", 0), ("body", body),
                      ("plaintext", b"\x05" + challenge)])


def write_ssl2_secret_parts(out):
    """The secret part alone, with CLEAR-KEY-DATA beside it; and the draft's own DES."""
    for code, name, as_drafted in [(code, name, False) for code, name in SSL2_SUITES
                                   if parts_of_name("SSL 2.0", name)[0].exportable] + [
                                       (0x060040, "SSL_CK_DES_64_CBC_WITH_MD5", True)]:
        bulk, _ = parts_of_name("SSL 2.0", name)
        clear, secret = made_up("clear", bulk.expanded - bulk.material), made_up("m", bulk.material)
        challenge, connection_id = made_up("c", 32), made_up("s", 17)
        key_arg = made_up("a", bulk.iv)
        keys = reference.ssl2_keys(bulk, clear + secret, challenge, connection_id, key_arg,
                                   as_drafted)
        write_block(out, [
            ("name", name + (", key material as drafted" if as_drafted else ", secret part only")),
            ("kind", "derive"), ("protocol", "SSL 2.0"), ("suite", f"{code:#08x}"),
            ("master_secret", secret), ("clear_key", clear), ("client_random", challenge),
            ("server_random", connection_id), ("key_arg", key_arg),
            ("des_as_drafted", int(as_drafted)), *zip(keys._fields, keys)])


def write_ssl2_file(path):
    with open(path, "w") as out:
        out.write(COMMENT.format("SSL 2.0"))
        write_challenge(out)
        for code, name in SSL2_SUITES:
            write_suite(out, "SSL 2.0", code, name)
        write_ssl2_secret_parts(out)


if __name__ == "__main__":
    write_ssl2_file(FOLDER / "ssl2.kat")
    write_ssl3_file(FOLDER / "ssl3.kat", "SSL 3.0")
    write_ssl3_file(FOLDER / "tls10.kat", "TLS 1.0")
