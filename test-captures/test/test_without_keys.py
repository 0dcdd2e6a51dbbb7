"""Without a secret nothing is believed; Wireshark's own dissector keeps what it knows."""
import pytest

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


def assert_identical(capture, passes, settings):
    path = wireshark.stage(capture.pcap)
    with_plugin = wireshark.pdml(path, passes, settings=settings)
    without = wireshark.pdml(path, passes, plugin=False, settings=settings)
    assert with_plugin == without, f"{capture}: {line_difference(with_plugin, without)}"


@pytest.mark.parametrize("capture", LEFT_ALONE, ids=repr)
@both_passes
def test_the_plugin_is_not_in_the_way(capture, passes):
    assert_identical(capture, passes, {})


@pytest.mark.parametrize("capture", NEVER_OURS, ids=repr)
@both_passes
def test_the_plugin_is_not_in_the_way_with_keys(capture, passes):
    assert_identical(capture, passes, {"tls.keylog_file": wireshark.stage(capture.keylog)})
