"""Conversations that no honest peer has: attacks, written by hand from what advisories and public rules say.

Each is what is said on one connection or more: [(is_server, bytes)].
"""
import itertools
import os
import struct

import generated  # noqa: F401  (the folders of the peers)
import cases
import pcap

CLIENT, SERVER = False, True
RC4_128, RC4_40, DES_192 = 0x010080, 0x020080, 0x0700c0
KEY_ARG_OF = {RC4_128: 0, RC4_40: 0, DES_192: 8}
CLEAR_OF = {RC4_128: 0, RC4_40: 11, DES_192: 0}


def record(message):
    return struct.pack(">H", 0x8000 | len(message)) + message


def kinds(codes):
    return b"".join(code.to_bytes(3, "big") for code in codes)


def ssl2(offered=(RC4_128, RC4_40, DES_192), served=None, chosen=RC4_128, version=2, challenge=16, clear=None,
         encrypted=128, key_arg=None, closed=(), key=None):
    """A handshake of SSL 2.0 (draft-hickman 5.5, 5.6), honest as long as no length says otherwise; `closed`:
    lengths of what the server says under encryption."""
    served = offered if served is None else served
    clear = CLEAR_OF[chosen] if clear is None else clear
    key_arg = KEY_ARG_OF[chosen] if key_arg is None else key_arg
    hello = (b"\1" + struct.pack(">HHHH", version, 3 * len(offered), 0, challenge) + kinds(offered)
             + os.urandom(challenge))
    answer = (b"\4\0\1\0\2" + struct.pack(">HHH", len(cases.CERTIFICATE), 3 * len(served), 16)
              + cases.CERTIFICATE + kinds(served) + os.urandom(16))
    master_key = (b"\2" + kinds([chosen]) + struct.pack(">HHH", clear, encrypted, key_arg)
                  + os.urandom(clear) + (key or os.urandom(encrypted)) + os.urandom(key_arg))
    said = [(CLIENT, record(hello)), (SERVER, record(answer)), (CLIENT, record(master_key))]
    said.append((CLIENT, record(os.urandom(33))))
    return said + [(SERVER, record(os.urandom(length))) for length in closed]


def capture(*conversations, server_port=443):
    """All on connections of their own, from one client to one server."""
    ports = itertools.count(40000)
    return list(itertools.chain.from_iterable(
        pcap.with_client_port(pcap.conversation(said, server_port), server_port, next(ports))
        for said in conversations))


# The beginning that rules look for, and bytes behind it that do nothing.
MS04_011 = bytes.fromhex("80620102bd00010001001 68f8201000000".replace(" ", "")) + bytes(83)


def ms04_011(*answers):
    return [(CLIENT, MS04_011), *((SERVER, answer) for answer in answers)]
