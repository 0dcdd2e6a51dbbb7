"""Runs over captures, each done once for all tests of a worker that look at it."""
import functools

import dissection
import pcap
import wireshark


@functools.cache
def shared_sharkd():
    return wireshark.Sharkd()


@functools.lru_cache(maxsize=8)
def with_keys(capture, passes=1, keylog=None):
    """With the capture's key log, or with another one."""
    return of_file(wireshark.stage(capture.pcap), wireshark.stage(keylog or capture.keylog), passes)


def of_file(path, keylog=None, passes=1, **options):
    """What is shown of the packets that hold something of ours."""
    text = wireshark.pdml(path, passes, "-Y", "legacyssl", keylog=keylog, **options)
    return dissection.Dissection(dissection.from_pdml(text))


def of_packets(packets, keylog=None, **options):
    """Of packets as pcap.build takes them, with a key log given as bytes."""
    log = wireshark.write("keys.log", keylog) if keylog is not None else None
    return of_file(wireshark.write("made.pcap", pcap.build(packets)), log, **options)
