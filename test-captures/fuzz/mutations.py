"""Ways to spoil a capture. Each takes a list of packets and a random source, and returns a list."""
import copy
import struct

import pcap


def change_bytes(packets, source):
    """Some bytes of the TCP payloads, as editcap's -E does."""
    rate = source.choice((0.0005, 0.005, 0.02, 0.1))
    for packet in packets:
        payload = bytearray(packet.payload)
        for _ in range(round(len(payload) * rate + source.random() * 0.5)):
            at = source.randrange(len(payload)) if payload else 0
            payload[at:at + 1] = bytes([source.choice((0, 1, 127, 128, 255, source.randrange(256)))])
        packet.payload = payload[:len(packet.payload)]
    return packets


def change_beginnings(packets, source):
    """Bytes among the first of a payload: record headers and message lengths."""
    for packet in packets:
        payload = bytearray(packet.payload)
        if payload and source.random() < 0.3:
            payload[source.randrange(min(12, len(payload)))] = source.choice((0, 1, 128, 255))
        packet.payload = payload
    return packets


def resize(packet, payload):
    """Another payload, of any length; the IP header tells it."""
    del packet.data[len(packet.data) - len(packet.payload):]
    packet.data += payload
    packet.size = len(packet.data)
    struct.pack_into(">H", packet.data, pcap.ETHERNET + 2, min(65535, packet.size - pcap.ETHERNET))
    return packet


def cut_payloads(packets, source):
    """Segments that end early: bytes are missing that nobody captured."""
    for packet in packets:
        if packet.payload and source.random() < 0.1:
            resize(packet, packet.payload[:source.randrange(len(packet.payload))])
    return packets


def split_segments(packets, source):
    """The same bytes in more segments."""
    limit, split = source.choice((1, 3, 7, 40, 200)), []
    for packet in packets:
        payload, rest = packet.payload, []
        if source.random() < 0.5 and len(split) < 3000:
            rest = range(limit, len(payload), max(limit, len(payload) // 50))
        starts = [0, *rest, len(payload)]
        for start, end in zip(starts, starts[1:]):
            part = resize(copy.deepcopy(packet), payload[start:end])
            part.sequence = (packet.sequence + start) & 0xffffffff
            split.append(part)
    return split


def join_payloads(packets, source):
    """Bytes of another packet behind those of this one."""
    for packet in packets:
        if packet.payload and source.random() < 0.1:
            resize(packet, (packet.payload + source.choice(packets).payload)[:60000])
    return packets


def lose(packets, source):
    rate = source.choice((0.01, 0.1, 0.4))
    return [packet for packet in packets if source.random() >= rate]


def swap(packets, source):
    for _ in range(max(1, len(packets) // 10)):
        at = source.randrange(max(1, len(packets) - 1))
        packets[at:at + 2] = packets[at:at + 2][::-1]
    return packets


def shuffle_some(packets, source):
    start = source.randrange(len(packets) + 1)
    part = packets[start:start + 8]
    source.shuffle(part)
    return packets[:start] + part + packets[start + 8:]


def repeat(packets, source):
    repeated = []
    for packet in packets:
        repeated += [packet] * (1 + (source.random() < 0.1) * source.choice((1, 2, 20)))
    return repeated


def repeat_with_other_bytes(packets, source):
    """Retransmissions that don't say the same."""
    repeated = []
    for packet in packets:
        repeated.append(packet)
        if source.random() < 0.1:
            repeated += change_beginnings([copy.deepcopy(packet)], source)
    return repeated


def snap(packets, source):
    """A snapshot length."""
    return pcap.cut(packets, source.choice((54, 60, 66, 67, 68, 69, 71, 75, 90, 120, 200, 600, 1000)))


def swap_sides(packets, source):
    """The server says what is the client's to say."""
    for packet in packets:
        if source.random() < 0.5:
            packet.ports = packet.ports[::-1]
    return packets


def reuse_port(packets, source):
    """The same conversation again on the same ports; its beginning may be missing."""
    return packets + copy.deepcopy(packets[source.randrange(min(8, len(packets)) + 1):])


def keep_one_side(packets, source):
    port = packets[0].ports[source.randrange(2)] if packets else 0
    return [packet for packet in packets if packet.ports[0] == port]


ALL = (change_bytes, change_beginnings, cut_payloads, split_segments, join_payloads, lose, swap,
       shuffle_some, repeat, repeat_with_other_bytes, snap, swap_sides, reuse_port, keep_one_side)


def mutate(packets, source):
    """One to three of them, one after the other; and their names."""
    chosen = source.sample(ALL, source.choice((1, 1, 2, 3)))
    for mutation in chosen:
        packets = mutation(copy.deepcopy(packets), source) if packets else packets
    return copy.deepcopy(packets), [mutation.__name__ for mutation in chosen]
