"""What -z legacyssl,pcap writes, as tshark reads it without the plugin."""
import collections
import functools
import re

import wireshark

FIELDS = ("frame.time_epoch", "frame.len", "frame.comment", "tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.flags",
          "tcp.seq", "tcp.ack", "tcp.payload", "ip.src", "ipv6.src", "ip.checksum.status", "tcp.checksum.status",
          "tcp.analysis.flags", "tcp.analysis.lost_segment", "tcp.analysis.ack_lost_segment", "frame.protocols")
CHECKS = {"tcp.check_checksum": "TRUE", "ip.check_checksum": "TRUE"}
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10


def write(capture, keylog, options="", *arguments, settings=None):
    """The file."""
    path = wireshark.new_folder() / "plain.pcapng"
    wireshark.tshark(capture, "-q", *arguments, "-z", f"legacyssl,pcap,{options}{path}", keylog=keylog,
                     settings=settings)
    return path


class Plain:
    """The packets of such a file, and the bytes of its TCP streams as Wireshark puts them together."""

    def __init__(self, path):
        self.path = path
        words = [word for field in FIELDS for word in ("-e", field)]
        text = wireshark.tshark(path, "-T", "fields", "-E", "separator=|", *words, plugin=False, settings=CHECKS)
        self.packets = []
        for line in text.decode().splitlines():
            values = line.split("|")
            self.packets.append(dict(zip(FIELDS, values[:len(FIELDS)])))
        for packet in self.packets:
            packet["flags"] = int(packet["tcp.flags"] or "0", 0)

    def of_stream(self, stream):
        return [packet for packet in self.packets if packet["tcp.stream"] == str(stream)]

    @functools.cached_property
    def comments(self):
        """{legacyssl.stream: (TCP stream in the file, comment)}"""
        found = {}
        for packet in self.packets:
            number = re.match(r"Decrypted by LegacySSL, stream (\d+): ", packet["frame.comment"])
            if number:
                found[int(number[1])] = int(packet["tcp.stream"]), packet["frame.comment"]
        return found

    @functools.cached_property
    def _followed(self):
        """{TCP stream: (what the client sent, what the server sent)}"""
        streams = [stream for stream, _ in self.comments.values()]
        words = [word for stream in streams for word in ("-z", f"follow,tcp,raw,{stream}")]
        text = wireshark.tshark(self.path, "-q", *words, plugin=False).decode()
        found = collections.defaultdict(lambda: (b"", b""))
        for section in re.split(r"^=+\n", text, flags=re.M)[1::2]:
            stream = int(re.search(r"^Filter: tcp.stream eq (\d+)$", section, re.M)[1])
            lines = [line for line in section.splitlines()[4:] if line]
            sides = [bytes.fromhex("".join(line.strip() for line in lines if (line[0] == "\t") == is_second))
                     for is_second in (False, True)]
            begin = re.search(r"^Node 0: (.*):(\d+)$", section, re.M)[2]
            is_from_client = begin == self.of_stream(stream)[0]["tcp.srcport"]
            found[stream] = tuple(sides if is_from_client else sides[::-1])
        return found

    def sent(self, number):
        """What client and server sent on stream `number` of legacyssl.stream."""
        return self._followed[self.comments[number][0]] if number in self.comments else (b"", b"")
