"""Without a secret nothing is believed; Wireshark's own dissector keeps what it knows."""
import re

import pytest

import beside
import captures
import dissection
import runs
import wireshark

OURS_ALONE = [capture for capture in captures.ours() if capture.protocols.isdisjoint(captures.SHARED)]
LEFT_ALONE = [capture for capture in captures.shipped()
              if capture.protocols.isdisjoint({"SSL 2.0", "PCT 1.0"})]
NEVER_OURS = [capture for capture in LEFT_ALONE if capture.protocols.isdisjoint(captures.SHARED)]

both_passes = pytest.mark.parametrize("passes", (1, 2))


def line_difference(one, other):
    """The first lines that differ in two texts."""
    for i, (line, wanted) in enumerate(zip(one.splitlines(), other.splitlines())):
        if line != wanted:
            return f"line {i}:\n{line.decode()}\nnot\n{wanted.decode()}"
    return f"{len(one)} bytes, not {len(other)}"


@pytest.mark.parametrize("capture", OURS_ALONE, ids=repr)
def test_nothing_verifies_and_the_packets_say_so(capture):
    shown = runs.of_file(wireshark.stage(capture.pcap))
    good = [number for number, status in shown.statuses("legacyssl.record.mac.status")
            if status == dissection.GOOD]
    assert not good, f"{capture}: without a key log the MACs of frames {good} are good"
    assert not shown.fields("legacyssl.app_data"), f"{capture}: application data without a key log"
    for connection in filter(captures.is_protected, capture.connections):
        stream = connection["tcp_stream"]
        names = [name for _, name in shown.expert_items(stream)]
        assert "legacyssl.no_secret" in names, f"{capture}, stream {stream}: only {names} is said"


def assert_same(found, wanted, what):
    assert found == wanted, f"{what}: {line_difference(found, wanted)}"


@pytest.mark.parametrize("capture", captures.one_in(3, LEFT_ALONE), ids=repr)
@both_passes
def test_the_plugin_is_not_in_the_way(capture, passes):
    path = wireshark.stage(capture.pcap)
    without = wireshark.pdml(path, passes, plugin=False)
    shown = beside.without(wireshark.pdml(path, passes), beside.FAILED)
    assert_same(shown, without, f"{capture} without keys")
    if capture not in NEVER_OURS and HANDSHAKE_SHOWN_BY_HTTP not in capture.name:
        assert_others_same(capture, passes, without)


@pytest.mark.parametrize("capture", NEVER_OURS, ids=repr)
@both_passes
def test_the_plugin_is_not_in_the_way_with_keys(capture, passes):
    path = wireshark.stage(capture.pcap)
    settings = {"tls.keylog_file": wireshark.stage(capture.keylog)}
    without = wireshark.pdml(path, passes, plugin=False, settings=settings)
    assert_same(wireshark.pdml(path, passes, settings=settings), without, f"{capture} with keys")


# On a port where HTTP is the port's dissector, HTTP is given the handshake, too. What it makes of
# that on a second pass depends on the decrypted HTTP that it has seen in the same conversation.
HANDSHAKE_SHOWN_BY_HTTP = "openssl-1.0-ssl2-format-hello"


def is_ours(packet):
    """Or a segment that holds only part of a record: the built-in has an empty layer there in one pass."""
    return dissection.is_ours(packet) or b'name="tcp.segment_data"' in packet


def assert_others_same(capture, passes, without):
    """With keys, packets that hold nothing of ours are as they were."""
    packets = dissection.packets_of(runs.pdml_with_keys(capture, passes))
    plain = dissection.packets_of(without)
    assert len(packets) == len(plain)
    for number, (packet, wanted) in enumerate(zip(packets, plain), 1):
        if not is_ours(packet):
            assert_same(without_whims(packet), without_whims(wanted),
                        f"{capture} with keys, frame {number}")


# HTTP links and numbers what a proxy is asked together with what is asked through it. TCP of Wireshark 4.6
# now and then shows a segment of nothing behind whole records.
WHIMS = re.compile(rb'"http\.(request_number|response_number|\w+_in)"|"TCP segment data \(0 bytes\)"')


def without_whims(packet):
    return b"\n".join(line for line in packet.splitlines() if not WHIMS.search(line))


@pytest.mark.parametrize("capture", [capture for capture in OURS_ALONE
                                     if "starttls" in capture.name or "connect" in capture.name], ids=repr)
@both_passes
def test_what_goes_before_is_as_it_was(capture, passes):
    path = wireshark.stage(capture.pcap)
    packets = dissection.packets_of(runs.pdml_with_keys(capture, passes))
    plain = dissection.packets_of(wireshark.pdml(path, passes, plugin=False))
    ours = [number for number, packet in enumerate(packets) if is_ours(packet)]
    for number in range(ours[0]):
        assert_same(without_whims(packets[number]), without_whims(plain[number]),
                    f"{capture} with keys, frame {number + 1}")
