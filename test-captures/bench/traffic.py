"""TCP connections written straight into a pcap file, segmented as real stacks do it."""
import socket
import struct

import pcap

ACK, FIN, PSH, SYN = pcap.ACK, pcap.FIN, pcap.PSH, pcap.SYN
LOOPBACK = 65483   # the most that a segment carries on lo, where captures of two local peers come from
ETHERNET = 1448
PORTS = range(10000, 60000)


class Capture:
    def __init__(self, path, segment=LOOPBACK):
        self.file = open(path, "wb")
        self.file.write(pcap.FILE_HEADER.pack(0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        self.segment = segment
        self.frames = 0
        self.connections = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def packet(self, data):
        seconds, microseconds = divmod(self.frames * 10, 1_000_000)
        self.frames += 1
        self.file.write(pcap.PACKET_HEADER.pack(1_000_000_000 + seconds, microseconds, len(data),
                                                len(data)) + data)

    def connect(self, server_port):
        self.connections += 1
        return Connection(self, self.connections, server_port)


class Connection:
    """Each from a port of its own. Said is what is sent; a side's acknowledgements follow by
    themselves, one for two segments."""

    def __init__(self, capture, number, server_port):
        self.capture = capture
        client = socket.inet_aton(f"10.0.{number // len(PORTS) + 1}.1")
        server = socket.inet_aton("10.0.0.1")
        port = PORTS[number % len(PORTS)]
        self.addresses = {"client": client + server, "server": server + client}
        self.ports = {"client": (port, server_port), "server": (server_port, port)}
        self.sequence = {"client": 1000, "server": 5000}
        self.unacknowledged = 0
        self.send("client", SYN)
        self.send("server", SYN | ACK)
        self.send("client", ACK)

    def send(self, side, flags, data=b""):
        other = "server" if side == "client" else "client"
        tcp = struct.pack(">HHIIBBHHH", *self.ports[side], self.sequence[side],
                          self.sequence[other] if flags & ACK else 0, 5 << 4, flags, 65535, 0, 0)
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp) + len(data), 0, 0, 64, 6, 0)
        self.capture.packet(bytes(12) + b"\x08\x00" + ip + self.addresses[side] + tcp + data)
        length = len(data) + bool(flags & (SYN | FIN))
        self.sequence[side] = self.sequence[side] + length & 0xffffffff
        if data:
            self.unacknowledged += 1
        if self.unacknowledged == 2:
            self.unacknowledged = 0
            self.send(other, ACK)

    def say(self, side, writes):
        """What a side writes. A receiver that keeps up gets a segment for each write that fits into
        one; longer ones are a stream of full segments."""
        pending = bytearray()
        for write in writes:
            pending += write
            while len(pending) >= self.capture.segment:
                self.send(side, ACK, bytes(pending[:self.capture.segment]))
                del pending[:self.capture.segment]
            if pending and len(write) <= self.capture.segment:
                self.send(side, ACK | PSH, bytes(pending))
                pending.clear()
        if pending:
            self.send(side, ACK | PSH, bytes(pending))

    def close(self):
        self.send("client", FIN | ACK)
        self.send("server", FIN | ACK)
        self.send("client", ACK)
