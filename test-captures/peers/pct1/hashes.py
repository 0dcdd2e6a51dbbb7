"""Hash types (draft-benaloh-pct-00, section 5.3.3). PCT_HASH_DES_DM is left out: see README.md."""

import hashlib

import constants as c

# code: name, hashlib's function, bytes of its output that are kept
HASHES = {
    c.HASH_MD5: ("MD5", hashlib.md5, 16),
    c.HASH_MD5_TRUNC_64: ("MD5_TRUNC_64", hashlib.md5, 8),
    c.HASH_SHA: ("SHA", hashlib.sha1, 20),
    c.HASH_SHA_TRUNC_80: ("SHA_TRUNC_80", hashlib.sha1, 10),
}


def hash_name(code):
    return HASHES[code][0]


def hash_length(code):
    return HASHES[code][2]


def pct_hash(code, *parts):
    """Hash( a, b, ... ): the parts are input in the order given."""
    _, function, length = HASHES[code]
    return function(b"".join(parts)).digest()[:length]


def keyed_hash(code, key, *parts):
    """Hash( KEY, Hash( a, b, ... ) ): the form of MAC_DATA, VERIFY_PRELUDE and RESPONSE."""
    return pct_hash(code, key, pct_hash(code, *parts))
