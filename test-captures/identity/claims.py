"""Conversations whose first bytes are drawn: none may be claimed, none may change.

A part is wholly at random, a part at random with first bytes that resemble ours, a part begins as
other protocols do. The draw does not know how the plugin recognises anything.
"""
import multiprocessing
import random
import re
import struct

import openings
import pcap
import wireshark

A_FILE = 5000
PORTS = (21, 23, 25, 80, 443, 993, 1883, 2049, 4712, 8080, 12345, 50000)
FIELDS = ("frame.protocols", "_ws.col.Protocol", "_ws.col.Info", "tcp.completeness", "tcp.reassembled_in", "_ws.expert.message")


def drawn(source, pattern):
    """An opening with its drawn bytes."""
    parts = re.split(r"\{(\d+)\}", pattern)
    text = "".join(part if i % 2 == 0 else source.randbytes(int(part)).hex() for i, part in enumerate(parts))
    return bytes.fromhex(text[:len(text) // 2 * 2])


def resembling(source):
    """Byte 0 from 0x80 on, and now and then a type or a version where ours have them."""
    data = bytearray(source.randbytes(source.choice((1, 2, 3, 4, 5, 8, 11, 40, 90, 300))))
    data[0] |= 0x80
    if len(data) > 2 and source.random() < 0.8:
        data[2] = source.choice((1, 2, 4, 5))
    if len(data) > 4 and source.random() < 0.3:
        data[3:5] = source.choice((b"\0\2", b"\3\0", b"\3\1", b"\x80\1", b"\x80\0"))
    if len(data) > 1 and source.random() < 0.5:
        data[0:2] = struct.pack(">H", 0x8000 | len(data) - 2 & 0x7fff)
    return bytes(data)


def said(source):
    """[(is_server, bytes)], of one to three segments."""
    kind = source.random()
    if kind < 0.3:
        return [(source.random() < 0.5, source.randbytes(source.choice((1, 2, 3, 7, 40, 200))))
                for _ in range(source.randint(1, 3))]
    if kind < 0.6:
        return [(source.random() < 0.5, resembling(source)) for _ in range(source.randint(1, 3))]
    _, is_server, pattern, _ = source.choice(openings.OPENINGS)
    return [(is_server, drawn(source, pattern)), (not is_server, source.randbytes(source.randint(1, 40)))]


def conversations(seed, count):
    source = random.Random(seed)
    packets = []
    for number in range(count):
        talk = pcap.conversation(said(source), source.choice(PORTS), source.choice((1400, 1400, 3, 1)), closes=False)
        talk = talk[source.choice((0, 3)):]     # with the SYN, or from the middle on
        client = 20000 + number % 30000
        for packet in talk:
            packet.ports = tuple(client if port == 40000 else port for port in packet.ports)
        packets += pcap.with_addresses_of(talk, number // 30000 + 1)
    return packets


def shown(path, passes, plugin):
    arguments = [word for name in FIELDS for word in ("-e", name)]
    return wireshark.tshark(path, *(["-2"] if passes == 2 else []), "-T", "fields", *arguments, plugin=plugin).splitlines()


def differing(job):
    """Of one file: the first packet that is not the same, in one pass or two."""
    seed, count = job
    packets = conversations(seed, count)
    path = wireshark.write("claims.pcap", pcap.build(packets))
    for passes in (1, 2):
        without, with_plugin = shown(path, passes, False), shown(path, passes, True)
        for number, (one, other) in enumerate(zip(without, with_plugin)):
            if one != other:
                return seed, passes, number + 1, packets[number].payload.hex(), one, other
    path.unlink()
    return None


def look(count, jobs):
    files = [(seed, min(A_FILE, count - seed * A_FILE)) for seed in range(-(-count // A_FILE))]
    found = []
    with multiprocessing.Pool(jobs) as pool:
        for done, row in enumerate(pool.imap_unordered(differing, files), 1):
            if row is not None:
                found.append(row)
                print("\nseed %d, %d pass(es), packet %d, payload %s\n  without  %s\n  with     %s" % row)
            print(f"\r{min(done * A_FILE, count)} of {count} conversations", end="", flush=True)
    print(f"\n{count} conversations, {len(openings.OPENINGS)} protocols: {len(found)} files with a difference")
    return not found
