"""The IDEA block cipher (the draft's [5], Lai 1992): Debian's Python packages have none."""


def multiply(a, b):
    """Multiplication modulo 2^16 + 1, where 0 stands for 2^16."""
    return (a or 0x10000) * (b or 0x10000) % 0x10001 & 0xFFFF


def inverse(a):
    return pow(a or 0x10000, -1, 0x10001) & 0xFFFF


def encryption_subkeys(key):
    """52 subkeys: eight words of the key, which is then rotated left by 25 bits."""
    value = int.from_bytes(key, "big")
    words = []
    while len(words) < 52:
        words += [value >> 112 - 16 * n & 0xFFFF for n in range(8)]
        value = (value << 25 | value >> 103) & (1 << 128) - 1
    return words[:52]


def decryption_subkeys(words):
    """The inverse of each round's four key words, rounds in the opposite order."""
    result = []
    for n in range(9):
        a, b, c, d = words[48 - 6 * n:52 - 6 * n]
        if 0 < n < 8:
            b, c = c, b
        result += [inverse(a), -b & 0xFFFF, -c & 0xFFFF, inverse(d)]
        if n < 8:
            result += words[46 - 6 * n:48 - 6 * n]
    return result


def crypt_block(block, words):
    """Eight rounds and the output transformation."""
    a, b, c, d = (int.from_bytes(block[n:n + 2], "big") for n in (0, 2, 4, 6))
    for n in range(0, 48, 6):
        k = words[n:n + 6]
        a, b, c, d = multiply(a, k[0]), b + k[1] & 0xFFFF, c + k[2] & 0xFFFF, multiply(d, k[3])
        t = multiply(a ^ c, k[4])
        u = multiply((b ^ d) + t & 0xFFFF, k[5])
        t = t + u & 0xFFFF
        a, b, c, d = a ^ u, c ^ u, b ^ t, d ^ t
    k = words[48:]
    out = multiply(a, k[0]), c + k[1] & 0xFFFF, b + k[2] & 0xFFFF, multiply(d, k[3])
    return b"".join(word.to_bytes(2, "big") for word in out)


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


class IdeaCbc:
    """CBC over whole blocks; the chain runs on from call to call."""

    def __init__(self, key, iv):
        self.encrypt_words = encryption_subkeys(key)
        self.decrypt_words = decryption_subkeys(self.encrypt_words)
        self.last = iv

    def encrypt(self, data):
        out = b""
        for n in range(0, len(data), 8):
            self.last = crypt_block(xor(data[n:n + 8], self.last), self.encrypt_words)
            out += self.last
        return out

    def decrypt(self, data):
        out = b""
        for n in range(0, len(data), 8):
            block = data[n:n + 8]
            out += xor(crypt_block(block, self.decrypt_words), self.last)
            self.last = block
        return out


def self_test():
    """The well-known example of Lai's book: key 1 2 3 4 5 6 7 8, plaintext 0 1 2 3."""
    key = b"".join(n.to_bytes(2, "big") for n in range(1, 9))
    plain = bytes.fromhex("0000000100020003")
    secret = IdeaCbc(key, bytes(8)).encrypt(plain)
    assert secret.hex() == "11fbed2b01986de5"
    assert IdeaCbc(key, bytes(8)).decrypt(secret) == plain


self_test()
