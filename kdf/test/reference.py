"""SSL 2.0, SSL 3.0 and TLS 1.0 a second time, written from the specifications: what the known
answers are computed with. Nothing of legacyssl-kdf is used here."""

import hashlib
import hmac
import struct
from collections import namedtuple

from Cryptodome.Cipher import AES, ARC2, ARC4, DES, DES3
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

# RFC 2246 Appendix C: key material, expanded key material, IV, exportable
Bulk = namedtuple("Bulk", "algorithm material expanded iv exportable")
BULKS = {
    "NULL": Bulk("NULL", 0, 0, 0, False),
    "RC4_40": Bulk("RC4", 5, 16, 0, True),
    "RC4_56": Bulk("RC4", 7, 16, 0, True),
    "RC4_128": Bulk("RC4", 16, 16, 0, False),
    "RC2_CBC_40": Bulk("RC2", 5, 16, 8, True),
    "RC2_CBC_56": Bulk("RC2", 7, 16, 8, True),
    "IDEA_CBC": Bulk("IDEA", 16, 16, 8, False),
    "DES40_CBC": Bulk("DES", 5, 8, 8, True),
    "DES_CBC": Bulk("DES", 8, 8, 8, False),
    "EXPORT1024_DES_CBC": Bulk("DES", 8, 8, 8, True),
    "3DES_EDE_CBC": Bulk("3DES", 24, 24, 8, False),
    "AES_128_CBC": Bulk("AES", 16, 16, 16, False),
    "AES_256_CBC": Bulk("AES", 32, 32, 16, False),
    "CAMELLIA_128_CBC": Bulk("CAMELLIA", 16, 16, 16, False),
    "CAMELLIA_256_CBC": Bulk("CAMELLIA", 32, 32, 16, False),
    "SEED_CBC": Bulk("SEED", 16, 16, 16, False),
}
# draft-hickman C.4: secret part, whole MASTER-KEY, IV
SSL2_BULKS = {
    "RC4_128": Bulk("RC4", 16, 16, 0, False),
    "RC4_128_EXPORT40": Bulk("RC4", 5, 16, 0, True),
    "RC2_128_CBC": Bulk("RC2", 16, 16, 8, False),
    "RC2_128_CBC_EXPORT40": Bulk("RC2", 5, 16, 8, True),
    "IDEA_128_CBC": Bulk("IDEA", 16, 16, 8, False),
    "DES_64_CBC": Bulk("DES", 8, 8, 8, False),
    "DES_192_EDE3_CBC": Bulk("3DES", 24, 24, 8, False),
    "RC4_64": Bulk("RC4", 8, 16, 0, True),
}
HASHES = {"NULL": None, "MD5": "md5", "SHA": "sha1", "SHA256": "sha256", "SHA384": "sha384"}
Keys = namedtuple("Keys", "client_write_key server_write_key client_write_MAC_secret"
                          " server_write_MAC_secret client_write_IV server_write_IV")


def parts_of_name(protocol, name):
    """The bulk cipher and the hash that a suite's standard name speaks of."""
    kind, _, tail = name.partition("_WITH_")
    if protocol == "SSL 2.0":
        return SSL2_BULKS[kind.removeprefix("SSL_CK_")], "md5"
    cipher, _, mac = tail.rpartition("_")
    cipher = {"DES_CBC_40": "DES40_CBC"}.get(cipher, cipher)
    if cipher == "DES_CBC" and "EXPORT1024" in kind:
        cipher = "EXPORT1024_DES_CBC"
    return BULKS["NULL" if tail == "NULL_NULL" else cipher], HASHES[mac]


# ---- ciphers ------------------------------------------------------------------------------------

class Idea:
    """IDEA, one block at a time."""
    block_size = 8

    def __init__(self, key):
        bits = int.from_bytes(key, "big")
        self.encryption = []
        while len(self.encryption) < 52:
            self.encryption += [bits >> shift & 0xffff for shift in range(112, -1, -16)]
            bits = (bits << 25 | bits >> 103) & (1 << 128) - 1
        self.decryption = self.inverted(self.encryption[:52])

    @staticmethod
    def multiply(a, b):
        return (a or 0x10000) * (b or 0x10000) % 0x10001 & 0xffff

    @staticmethod
    def inverted(keys):
        def inverse(x):
            return pow(x or 0x10000, -1, 0x10001) & 0xffff
        result = []
        for turn in range(9):
            a, b, c, d = keys[48 - 6 * turn:52 - 6 * turn]
            if 0 < turn < 8:
                b, c = c, b
            result += [inverse(a), -b & 0xffff, -c & 0xffff, inverse(d)]
            if turn < 8:
                result += keys[46 - 6 * turn:48 - 6 * turn]
        return result

    def crypt(self, block, keys):
        a, b, c, d = struct.unpack(">4H", block)
        for turn in range(8):
            k = keys[6 * turn:6 * turn + 6]
            a, b, c, d = (self.multiply(a, k[0]), b + k[1] & 0xffff, c + k[2] & 0xffff,
                          self.multiply(d, k[3]))
            e = self.multiply(a ^ c, k[4])
            f = self.multiply((b ^ d) + e & 0xffff, k[5])
            e = e + f & 0xffff
            a, b, c, d = a ^ f, c ^ f, b ^ e, d ^ e
        k = keys[48:52]
        return struct.pack(">4H", self.multiply(a, k[0]), c + k[1] & 0xffff, b + k[2] & 0xffff,
                           self.multiply(d, k[3]))


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


class IdeaCbc:
    def __init__(self, key, iv):
        self.idea, self.chain = Idea(key), iv

    def encrypt(self, text):
        out = b""
        for i in range(0, len(text), 8):
            self.chain = self.idea.crypt(xor(text[i:i + 8], self.chain), self.idea.encryption)
            out += self.chain
        return out

    def decrypt(self, text):
        out = b""
        for i in range(0, len(text), 8):
            out += xor(self.idea.crypt(text[i:i + 8], self.idea.decryption), self.chain)
            self.chain = text[i:i + 8]
        return out


class OpensslCbc:
    def __init__(self, algorithm, iv):
        self.encrypt = Cipher(algorithm, modes.CBC(iv)).encryptor().update
        self.decrypt = Cipher(algorithm, modes.CBC(iv)).decryptor().update


class Null:
    encrypt = decrypt = staticmethod(lambda text: text)


def new_cipher(algorithm, key, iv):
    """One direction's cipher; it runs on from record to record."""
    return {
        "NULL": lambda: Null,
        "RC4": lambda: ARC4.new(key),
        "RC2": lambda: ARC2.new(key, ARC2.MODE_CBC, iv=iv, effective_keylen=128),
        "IDEA": lambda: IdeaCbc(key, iv),
        "DES": lambda: DES.new(key, DES.MODE_CBC, iv=iv),
        "3DES": lambda: DES3.new(key, DES3.MODE_CBC, iv=iv),
        "AES": lambda: AES.new(key, AES.MODE_CBC, iv=iv),
        "CAMELLIA": lambda: OpensslCbc(algorithms.Camellia(key), iv),
        "SEED": lambda: OpensslCbc(algorithms.SEED(key), iv),
    }[algorithm]()


# ---- keys ---------------------------------------------------------------------------------------

def digest(name, *parts):
    return hashlib.new(name, b"".join(parts)).digest()


def md5(*parts):
    return digest("md5", *parts)


def p_hash(name, secret, seed, length):
    a, out = seed, b""
    while len(out) < length:
        a = hmac.new(secret, a, name).digest()
        out += hmac.new(secret, a + seed, name).digest()
    return out[:length]


def prf(secret, label, seed, length):
    """RFC 2246 5."""
    half = (len(secret) + 1) // 2
    seed = label.encode() + seed
    return xor(p_hash("md5", secret[:half], seed, length),
               p_hash("sha1", secret[len(secret) - half:], seed, length))


def ssl3_expand(secret, seed, length):
    """RFC 6101 6.1 and 6.2.2."""
    out = b""
    for i in range((length + 15) // 16):
        out += md5(secret, digest("sha1", bytes([65 + i]) * (i + 1), secret, seed))
    return out[:length]


def derives_with_prf(protocol, name):
    """Netscape's FIPS suites derive as TLS 1.0 does at SSL 3.0, too; MAC and Finished stay SSL 3.0's."""
    return protocol == "TLS 1.0" or "_RSA_FIPS_" in name


def master_secret(with_prf, premaster, client_random, server_random, session_hash=None):
    if not with_prf:
        return ssl3_expand(premaster, client_random + server_random, 48)
    if session_hash is not None:
        return prf(premaster, "extended master secret", session_hash, 48)
    return prf(premaster, "master secret", client_random + server_random, 48)


def ssl2_keys(bulk, master, client_random, server_random, key_arg, as_drafted=False):
    """draft-hickman 5.5.2."""
    material = b"".join(
        md5(master, b"" if as_drafted else b"%d" % i, client_random, server_random)
        for i in range((2 * bulk.expanded + 15) // 16))
    server, client = material[:bulk.expanded], material[bulk.expanded:2 * bulk.expanded]
    return Keys(client, server, client, server, key_arg, key_arg)


def export_keys(protocol, bulk, client, server, client_random, server_random):
    """The final keys and IVs of exportable ciphers: RFC 6101 6.2.2.1, RFC 2246 6.3.1."""
    randoms = client_random + server_random
    if protocol == "SSL 3.0":
        swapped = server_random + client_random
        return (md5(client, randoms)[:bulk.expanded], md5(server, swapped)[:bulk.expanded],
                md5(randoms)[:bulk.iv], md5(swapped)[:bulk.iv])
    ivs = prf(b"", "IV block", randoms, 2 * bulk.iv)
    return (prf(client, "client write key", randoms, bulk.expanded),
            prf(server, "server write key", randoms, bulk.expanded), ivs[:bulk.iv], ivs[bulk.iv:])


def ssl3_keys(protocol, name, master, client_random, server_random):
    """RFC 6101 6.2.2, RFC 2246 6.3."""
    bulk, mac = parts_of_name(protocol, name)
    seed = server_random + client_random
    mac_size = hashlib.new(mac).digest_size if mac else 0
    iv_size = 0 if bulk.exportable else bulk.iv
    sizes = [mac_size, mac_size, bulk.material, bulk.material, iv_size, iv_size]
    if derives_with_prf(protocol, name):
        block = prf(master, "key expansion", seed, sum(sizes))
    else:
        block = ssl3_expand(master, seed, sum(sizes))
    parts = []
    for size in sizes:
        parts.append(block[:size])
        block = block[size:]
    client_mac, server_mac, client, server, client_iv, server_iv = parts
    if bulk.exportable:
        client, server, client_iv, server_iv = export_keys(protocol, bulk, client, server,
                                                           client_random, server_random)
    return Keys(client, server, client_mac, server_mac, client_iv, server_iv)


# ---- records ------------------------------------------------------------------------------------

class Sender:
    """One side's records, sealed or opened one after the other."""

    def __init__(self, protocol, bulk, mac, keys, side, encrypt_then_mac=False,
                 truncated_hmac=False):
        self.protocol, self.bulk, self.hash = protocol, bulk, mac
        self.secret = getattr(keys, side + "_write_MAC_secret")
        self.cipher = new_cipher(bulk.algorithm, getattr(keys, side + "_write_key"),
                                 getattr(keys, side + "_write_IV"))
        self.etm = encrypt_then_mac and bulk.iv > 0
        self.mac_size = hashlib.new(mac).digest_size if mac else 0
        if truncated_hmac:
            self.mac_size = min(self.mac_size, 10)

    def mac(self, sequence, kind, data):
        """RFC 6101 5.2.3.1, RFC 2246 6.2.3.1; SSL 2.0: draft-hickman 4.1, data with padding."""
        if not self.hash:
            return b""
        if self.protocol == "SSL 2.0":
            return md5(self.secret, data, struct.pack(">I", sequence))
        if self.protocol == "SSL 3.0":
            pad = 48 if self.hash == "md5" else 40
            inner = digest(self.hash, self.secret, b"\x36" * pad,
                           struct.pack(">QBH", sequence, kind, len(data)), data)
            return digest(self.hash, self.secret, b"\x5c" * pad, inner)
        header = struct.pack(">QBHH", sequence, kind, 0x0301, len(data))
        return hmac.new(self.secret, header + data, self.hash).digest()[:self.mac_size]

    def seal_ssl2(self, sequence, data, padding):
        data += padding
        return self.cipher.encrypt(self.mac(sequence, 0, data) + data)

    def seal(self, sequence, kind, data, extra_blocks=0, filling=lambda n: bytes([n]) * n):
        """SSL 3.0 and TLS 1.0; more padding than needed, and other than TLS 1.0's, on demand."""
        text = data if self.etm else data + self.mac(sequence, kind, data)
        if self.bulk.iv:
            length = -(len(text) + 1) % self.bulk.iv + extra_blocks * self.bulk.iv
            text += filling(length) + bytes([length])
        body = self.cipher.encrypt(text)
        return body + self.mac(sequence, kind, body) if self.etm else body

    def open_ssl2(self, sequence, body, padding):
        text = self.cipher.decrypt(body)
        assert text[:16] == self.mac(sequence, 0, text[16:]), "MAC"
        return text[16:len(text) - padding]

    def open(self, sequence, kind, body):
        if self.etm:
            body, mac = body[:-self.mac_size], body[-self.mac_size:]
            assert mac == self.mac(sequence, kind, body), "MAC"
        text = self.cipher.decrypt(body)
        if self.bulk.iv:
            text = text[:-1 - text[-1]]
        if self.etm or not self.hash:
            return text
        data, mac = text[:-self.mac_size], text[-self.mac_size:]
        assert mac == self.mac(sequence, kind, data), "MAC"
        return data


# ---- proofs -------------------------------------------------------------------------------------

def finished(protocol, master, handshake, side):
    """RFC 6101 5.6.9, RFC 2246 7.4.9."""
    if protocol == "TLS 1.0":
        hashes = md5(handshake) + digest("sha1", handshake)
        return prf(master, side + " finished", hashes, 12)
    sender = {"client": b"CLNT", "server": b"SRVR"}[side]
    return b"".join(
        digest(name, master, b"\x5c" * pad, digest(name, handshake, sender, master, b"\x36" * pad))
        for name, pad in (("md5", 48), ("sha1", 40)))


# ---- writing ------------------------------------------------------------------------------------

def show(value):
    return value.hex() if isinstance(value, bytes) else str(value)


def write_block(out, fields):
    """`fields`: pairs, so that a record's can come again and again; None is left out."""
    for key, value in fields:
        if value is not None:
            out.write(f"{key} = {show(value)}".rstrip() + "\n")
    out.write("\n")
