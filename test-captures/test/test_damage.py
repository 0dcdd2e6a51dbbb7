"""Captures that are cut, have lost packets or changed bytes: no crash, and nothing wrong is called good."""
import pytest

import captures
import pcap
import runs
import wireshark

# One in six, so that a run stays short: mutate.sh takes all captures.
SMALL = [capture for capture in captures.ours() if capture.pcap.stat().st_size < 20_000][::6]


def assert_sound(capture, packets, how):
    """Where a record verifies, its plaintext can only be what was sent."""
    shown = runs.of_file(wireshark.write("damaged.pcap", pcap.build(packets)),
                         wireshark.stage(capture.keylog))
    invented = shown.verified() - runs.with_keys(capture).verified()
    assert not invented, f"{capture} {how}: nobody sent {invented}"


@pytest.mark.parametrize("capture", SMALL, ids=repr)
def test_cut_packets(capture):
    for length in (54, 66, 68, 80, 100, 150, 250, 600):
        assert_sound(capture, pcap.cut(pcap.read(capture.pcap), length), f"cut to {length} bytes")


@pytest.mark.parametrize("capture", SMALL, ids=repr)
def test_lost_packets(capture):
    for lost in range(0, 16):
        packets = pcap.read(capture.pcap)
        del packets[lost:lost + 1]
        assert_sound(capture, packets, f"without packet {lost + 1}")


@pytest.mark.parametrize("capture", SMALL, ids=repr)
def test_changed_bytes(capture):
    for seed in range(8):
        packets = pcap.with_changed_bytes(pcap.read(capture.pcap), seed)
        assert_sound(capture, packets, f"changed with seed {seed}")


def test_hello_in_a_syn_that_begins_another_connection():
    """On the same ports: TCP gives the packet to a conversation of its own."""
    capture = captures.named("tls10/gnutls-small-records")
    packets = pcap.read(capture.pcap)
    hello = next(packet for packet in pcap.read(capture.pcap) if packet.payload)
    hello.flags, hello.sequence = pcap.SYN, (hello.sequence + 2**28) % 2**32
    shown = runs.of_file(wireshark.write("syn.pcap", pcap.build([packets[0], hello, *packets])),
                         wireshark.stage(capture.keylog))
    assert shown.verified() == runs.with_keys(capture).verified()
