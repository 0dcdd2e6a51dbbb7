"""What Wireshark shows of captures, as Dissections.

Sharkd is the fast way: one process dissects file after file. Tshark is run where its way of reading
matters, once for all tests of a worker that look at the same capture.
"""
import base64
import functools

import dissection
import pcap
import wireshark

# Our records, and what the end of a connection completed above them.
OURS = "legacyssl or (http and tcp.flags.fin == 1)"


@functools.lru_cache(maxsize=4)
def pdml_with_keys(capture, passes=1):
    """Of every packet, by tshark, with the capture's key log."""
    return wireshark.pdml(wireshark.stage(capture.pcap), passes, keylog=wireshark.stage(capture.keylog))


@functools.lru_cache(maxsize=4)
def with_keys(capture, passes=1):
    """Our packets. In one pass a display filter changes nothing; before a second one it is why trees are built."""
    if passes == 1:
        text = b"".join(filter(dissection.is_ours, dissection.packets_of(pdml_with_keys(capture))))
    else:
        text = wireshark.pdml(wireshark.stage(capture.pcap), passes, "-Y", OURS,
                              keylog=wireshark.stage(capture.keylog))
    return dissection.Dissection(dissection.from_pdml(text))


class Worker:
    """This worker's sharkd. It never closes a file, plugin or not: it is changed now and then."""
    LOADS = 400

    def __init__(self):
        self.process = None
        self.loads = 0

    def get(self):
        if self.process is None or self.loads == self.LOADS:
            self.close()
            self.process = wireshark.Sharkd()
            self.loads = 0
        self.loads += 1
        return self.process

    def close(self):
        process, self.process = self.process, None
        if process is not None:
            process.close()


worker = Worker()


def visit(path, keylog=None, order=list, **settings):
    """By sharkd: its packets in the order that `order` makes of their numbers, as far as they are ours."""
    sharkd = worker.get()
    try:
        numbers = sharkd.load(path, {"legacyssl.keylog_file": keylog or "", "tls.keylog_file": "",
                                     **settings})
        answers = ((number, sharkd.frame(number)) for number in order(numbers))
        packets = [dissection.from_sharkd(number, wireshark.result(answer)) for number, answer in answers
                   if dissection.is_worth_parsing(answer)]
    except Exception:
        worker.process = None
        raise
    for packet in packets:
        for field in packet.fields:
            if wireshark.is_dissector_bug(field.label):
                raise wireshark.Failure(f"{path}, frame {packet.number}: {field.label}")
    return [packet for packet in packets if packet.is_ours]


def follow(path, filter, keylog=None, protocol="LegacySSL"):
    """What client and server sent, by sharkd's Follow."""
    sharkd = worker.get()
    sharkd.load(path, {"legacyssl.keylog_file": keylog or "", "tls.keylog_file": ""})
    answer = sharkd.ask("follow", follow=protocol, filter=filter)
    return [b"".join(base64.b64decode(part["d"]) for part in answer.get("payloads", [])
                     if part.get("s", 0) == side) for side in (0, 1)]


def of_file(path, keylog=None, **settings):
    return dissection.Dissection(visit(path, keylog, **settings))


@functools.lru_cache(maxsize=4)
def with_other_keys(capture, keylog):
    """By sharkd, with one of the capture's other key logs."""
    return of_file(wireshark.stage(capture.pcap), wireshark.stage(keylog))


def of_packets(packets, keylog=None):
    """Of packets as pcap.build takes them, with a key log given as bytes."""
    log = wireshark.write("keys.log", keylog) if keylog is not None else None
    return of_file(wireshark.write("made.pcap", pcap.build(packets)), log)
