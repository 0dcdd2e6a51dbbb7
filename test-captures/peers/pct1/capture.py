"""tcpdump around a group of connections, and a check that nothing is missing from the file."""

import struct
import subprocess
import time


class Capture:
    """Records TCP on the loopback device, each packet at once."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.process = subprocess.Popen(
            ["tcpdump", "-i", "lo", "-U", "-s", "0", "--immediate-mode", "-Z", "root",
             "-w", str(self.path), "tcp"],
            stderr=subprocess.PIPE, text=True)
        while "listening on" not in self.process.stderr.readline():
            if self.process.poll() is not None:
                raise RuntimeError("tcpdump does not start")
        return self

    def __exit__(self, *error):
        time.sleep(0.3)
        self.process.terminate()
        self.process.communicate()


def packets(data):
    """The packets of a classic pcap file."""
    order = "<" if data[:4] == b"\xd4\xc3\xb2\xa1" else ">"
    at = 24
    while at < len(data):
        size = struct.unpack(order + "I", data[at + 8:at + 12])[0]
        yield data[at + 16:at + 16 + size]
        at += 16 + size


def streams(path):
    """[(server port, client's bytes, server's bytes)] of each TCP connection, in order."""
    found = {}
    for packet in packets(path.read_bytes()):
        ip = packet[14:]
        tcp = ip[(ip[0] & 15) * 4:struct.unpack(">H", ip[2:4])[0]]
        source, target, sequence = struct.unpack(">HHI", tcp[:8])
        payload = tcp[(tcp[12] >> 4) * 4:]
        if tcp[13] & 0x02:          # SYN: the first byte's number
            found[source, target] = [sequence + 1, {}]
        elif payload:
            start, parts = found[source, target]
            parts[(sequence - start) & 0xFFFFFFFF] = payload
    pairs = list(found)
    return [(there, joined(found[here, there]), joined(found[there, here]))
            for here, there in pairs[::2]]


def joined(half):
    data = b""
    for at, payload in sorted(half[1].items()):
        data = data[:at] + payload
    return data
