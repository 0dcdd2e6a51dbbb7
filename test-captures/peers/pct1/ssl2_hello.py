"""The hello of a client that speaks SSL 2.0 and PCT: an SSL 2.0 CLIENT-HELLO that lists PCT.

The message is draft-hickman-netscape-ssl-00, section 5.5.1. PCT's choices are three-byte codes
among its cipher specs; draft-benaloh-pct-00 only says that both protocols' hellos can be told
apart (sections 3 and 4.2), the codes are those Internet Explorer sent.
"""

import constants as c
from errors import illegal
from messages import CipherSpec, ClientHello, Reader, with_lengths, word

SSL2_VERSION = 0x0002
PCT_VERSION_1 = bytes.fromhex("8f8001")
CERT, HASH, EXCH, CIPHER_TYPE, CIPHER_LENGTHS = 0x80, 0x81, 0x82, 0x83, 0x84
SSL2_CIPHERS = bytes.fromhex("0100800300800700c0060040020080040080")


def pseudo_specs(hello):
    """PCT's lists as SSL 2.0 cipher specs; a cipher spec is a pair of them."""
    specs = [PCT_VERSION_1]
    for code, values in ((CERT, hello.cert_specs), (HASH, hello.hash_specs),
                         (EXCH, hello.exch_specs)):
        specs += [bytes([code]) + word(value) for value in values]
    for spec in hello.cipher_specs:
        packed = spec.pack()
        specs += [bytes([CIPHER_TYPE]) + packed[:2], bytes([CIPHER_LENGTHS]) + packed[2:]]
    return b"".join(specs)


def pack(hello):
    """The SSL 2.0 CLIENT-HELLO; its CHALLENGE has 16 to 32 bytes, a session id is not sent."""
    return (bytes([c.MSG_CLIENT_HELLO]) + word(SSL2_VERSION)
            + with_lengths(pseudo_specs(hello) + SSL2_CIPHERS, b"", hello.challenge))


def is_ssl2(message):
    return message[1:3] == word(SSL2_VERSION)


def parse(message):
    """The same choices as a PCT CLIENT_HELLO would bring, and SSL 2.0's CHALLENGE as it is."""
    r = Reader(message[1:])
    r.word()
    specs, session_id, challenge = r.lengths(3)
    listed = [r.take(3) for _ in range(specs // 3)]
    r.take(specs % 3 + session_id)
    challenge = r.take(challenge)
    if PCT_VERSION_1 not in listed or not 16 <= len(challenge) <= 32:
        raise illegal("an SSL 2.0 hello that does not offer PCT")
    lists = {CERT: [], HASH: [], EXCH: []}
    ciphers = []
    cipher = None
    for spec in listed:
        if spec[0] in lists:
            lists[spec[0]].append(int.from_bytes(spec[1:], "big"))
        elif spec[0] == CIPHER_TYPE:
            cipher = int.from_bytes(spec[1:], "big")
        elif spec[0] == CIPHER_LENGTHS and cipher is not None:
            ciphers.append(CipherSpec(cipher, spec[1], spec[2] + 64))
    return ClientHello(c.SESSION_ID_NONE, challenge, ciphers, lists[HASH], lists[CERT],
                       lists[EXCH])
