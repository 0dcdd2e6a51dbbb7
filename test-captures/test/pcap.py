"""Classic pcap files of TCP over IPv4 over Ethernet: reading, changing and making them."""
import random
import struct

FILE_HEADER = struct.Struct("<IHHiIII")
PACKET_HEADER = struct.Struct("<IIII")
ETHERNET = 14
SYN, ACK, FIN, PSH, RST = 0x02, 0x10, 0x01, 0x08, 0x04


class Packet:
    def __init__(self, seconds, fraction, data, size):
        self.time = (seconds, fraction)
        self.data = bytearray(data)
        self.size = size  # on the wire: the capture may have less

    @property
    def _tcp(self):
        return ETHERNET + (self.data[ETHERNET] & 15) * 4

    @property
    def _payload(self):
        return self._tcp + (self.data[self._tcp + 12] >> 4) * 4

    @property
    def ports(self):
        return struct.unpack_from(">HH", self.data, self._tcp)

    @ports.setter
    def ports(self, ports):
        struct.pack_into(">HH", self.data, self._tcp, *ports)

    @property
    def flags(self):
        return self.data[self._tcp + 13]

    @flags.setter
    def flags(self, flags):
        self.data[self._tcp + 13] = flags

    @property
    def sequence(self):
        return struct.unpack_from(">I", self.data, self._tcp + 4)[0]

    @sequence.setter
    def sequence(self, sequence):
        struct.pack_into(">I", self.data, self._tcp + 4, sequence)

    @property
    def acknowledged(self):
        return struct.unpack_from(">I", self.data, self._tcp + 8)[0]

    @acknowledged.setter
    def acknowledged(self, sequence):
        struct.pack_into(">I", self.data, self._tcp + 8, sequence)

    @property
    def payload(self):
        return bytes(self.data[self._payload:])

    @payload.setter
    def payload(self, payload):
        """Of the same length: nothing that follows needs to move."""
        assert len(payload) == len(self.payload)
        self.data[self._payload:] = payload


def parse(content):
    packets, offset = [], FILE_HEADER.size
    assert FILE_HEADER.unpack_from(content)[0] == 0xa1b2c3d4, "not a little-endian pcap file"
    while offset < len(content):
        seconds, fraction, captured, size = PACKET_HEADER.unpack_from(content, offset)
        offset += PACKET_HEADER.size
        packets.append(Packet(seconds, fraction, content[offset:offset + captured], size))
        offset += captured
    return packets


def build(packets):
    parts = [FILE_HEADER.pack(0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)]
    for packet in packets:
        parts += PACKET_HEADER.pack(*packet.time, len(packet.data), packet.size), packet.data
    return b"".join(parts)


def read(path):
    return parse(path.read_bytes())


def cut(packets, length):
    """As captured with a snapshot length."""
    for packet in packets:
        del packet.data[length:]
    return packets


def shortened(packet, length):
    """With only the first bytes of its payload, as if it had been sent so."""
    data = bytearray(packet.data[:len(packet.data) - len(packet.payload) + length])
    struct.pack_into(">H", data, ETHERNET + 2, len(data) - ETHERNET)
    return Packet(*packet.time, data, len(data))


def with_changed_bytes(packets, seed):
    """Of every payload, a byte in 60 is another one."""
    source = random.Random(seed)
    for packet in packets:
        payload = bytearray(packet.payload)
        for _ in range(len(payload) // 60):
            payload[source.randrange(len(payload))] = source.randrange(256)
        packet.payload = payload
    return packets


def with_ports(packets, server_ports):
    """The same conversations with other server ports: {old: new}."""
    for packet in packets:
        packet.ports = tuple(server_ports.get(port, port) for port in packet.ports)
    return packets


def with_client_port(packets, server_port, client_port):
    for packet in packets:
        packet.ports = tuple(port if port == server_port else client_port for port in packet.ports)
    return packets


def with_equal_ports(packets, server_port):
    """Of two hosts, not of one."""
    for packet in packets:
        source = ETHERNET + 12 + 4 * (packet.ports[1] == server_port)
        packet.data[source:source + 4] = bytes([127, 0, 0, 2])
        packet.ports = server_port, server_port
    return packets


def with_addresses_of(packets, number):
    """Addresses that no other number has, so that many captures can be merged into one."""
    for packet in packets:
        for end in (ETHERNET + 16, ETHERNET + 20):
            packet.data[end - 3:end - 1] = struct.pack(">H", number)
    return packets


def of_connection(packets, number):
    """The packets of one of several connections, which count from 0."""
    ends = list(dict.fromkeys(frozenset(packet.ports) for packet in packets))
    return [packet for packet in packets if frozenset(packet.ports) == ends[number]]


def over_sctp(packets):
    """The segments with data as data chunks of SCTP (RFC 9260), on the same addresses and ports."""
    wrapped = []
    for number, packet in enumerate(packet for packet in packets if packet.payload):
        chunk = struct.pack(">BBHIHHI", 0, 3, 16 + len(packet.payload), number, 0, number, 0) + packet.payload
        sctp = struct.pack(">HHII", *packet.ports, 1, 0) + chunk + bytes(-len(chunk) % 4)
        data = packet.data[:ETHERNET + 20] + sctp
        data[ETHERNET], data[ETHERNET + 9] = 0x45, 132
        struct.pack_into(">H", data, ETHERNET + 2, len(data) - ETHERNET)
        wrapped.append(Packet(*packet.time, data, len(data)))
    return wrapped


def talk(packets, server_port):
    """What was said on the only conversation of a capture: [(is_server, bytes)], a row a segment."""
    said, seen = [], set()
    for packet in packets:
        key = packet.ports, packet.sequence
        if packet.payload and key not in seen:
            seen.add(key)
            said.append((packet.ports[0] == server_port, packet.payload))
    return said


def records_of_ssl2(said):
    """The same, cut into SSL 2.0 or PCT records; they must not be interleaved within a direction's segments."""
    return _records(said, 2, ssl2_record_size)


def records_of_tls(said):
    """The same, cut into records of SSL 3.0 or TLS."""
    return _records(said, 5, lambda data: 5 + int.from_bytes(data[3:5], "big"))


def _records(said, header, size_of):
    records, pending = [], {False: b"", True: b""}
    for is_server, data in said:
        pending[is_server] += data
        while len(pending[is_server]) >= header:
            size = size_of(pending[is_server])
            if len(pending[is_server]) < size:
                break
            records.append((is_server, pending[is_server][:size]))
            pending[is_server] = pending[is_server][size:]
    return records


def ssl2_record_size(data):
    if data[0] & 0x80:
        return 2 + ((data[0] & 0x7f) << 8 | data[1])
    return 3 + ((data[0] & 0x3f) << 8 | data[1])


def conversation(said, server_port=443, segment=1400, closes=True):
    """Packets of one TCP connection on which all of [(is_server, bytes)] is said."""
    packets = []
    sequence = {False: 1000, True: 5000}
    ports = {False: (40000, server_port), True: (server_port, 40000)}

    def send(is_server, flags, data=b""):
        tcp = struct.pack(">HHIIBBHHH", *ports[is_server], sequence[is_server],
                          sequence[not is_server] if flags & ACK else 0, 5 << 4, flags, 65535, 0, 0)
        ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp) + len(data), 0, 0, 64, 6, 0,
                         0x7f000001, 0x7f000001)
        frame = bytes(12) + b"\x08\x00" + ip + tcp + data
        packets.append(Packet(1_000_000_000, len(packets), frame, len(frame)))
        sequence[is_server] += len(data) + bool(flags & (SYN | FIN))

    send(False, SYN)
    send(True, SYN | ACK)
    send(False, ACK)
    for is_server, data in said:
        for start in range(0, len(data), segment):
            send(is_server, ACK | PSH, data[start:start + segment])
    if closes:
        send(False, FIN | ACK)
        send(True, FIN | ACK)
        send(False, ACK)
    return packets
