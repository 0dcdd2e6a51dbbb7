"""What libgcrypt itself needs to decrypt and authenticate so many bytes, record by record."""
import ctypes
import os
import time

CIPHERS = {"AES": (7, 3, 16, 16), "3DES": (2, 3, 24, 8), "RC4": (301, 4, 16, 0)}   # gcrypt.h: number, mode; key, IV
HASHES = {"MD5": 1, "SHA-1": 2}
RECORD = 1 << 14


def open_cipher(library, name):
    algorithm, mode, key_size, _ = CIPHERS[name]
    handle = ctypes.c_void_p()
    assert library.gcry_cipher_open(ctypes.byref(handle), algorithm, mode, 0) == 0
    assert library.gcry_cipher_setkey(handle, os.urandom(key_size), ctypes.c_size_t(key_size)) == 0
    return handle


def seconds(cipher, mac, size):
    """Of user time, for `size` bytes."""
    library = ctypes.CDLL("libgcrypt.so.20")
    library.gcry_check_version(None)
    handle = open_cipher(library, cipher)
    iv_size = CIPHERS[cipher][3]
    record, plain = os.urandom(RECORD), ctypes.create_string_buffer(RECORD)
    digest = ctypes.create_string_buffer(20)
    length = ctypes.c_size_t(RECORD)
    start = time.process_time()
    for _ in range(size // RECORD):
        if iv_size:
            library.gcry_cipher_setiv(handle, record, ctypes.c_size_t(iv_size))
        library.gcry_cipher_decrypt(handle, plain, length, record, length)
        library.gcry_md_hash_buffer(HASHES[mac], digest, plain, length)
    return time.process_time() - start
