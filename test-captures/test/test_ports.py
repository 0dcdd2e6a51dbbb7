"""Our protocols are recognised on any TCP port, those of other protocols among them."""
import pytest

import captures
import dissection
import expectations
import pcap
import runs
import wireshark

PORTS = (25, 80, 443, 8080, 12345)

# Captures whose packets leave open on which port the client listens would not do: one connection each.
SINGLE = [capture for capture in captures.ours()
          if len(capture.connections) == 1 and captures.is_protected(capture.connections[0])
          and capture.name.split("/")[1] in {"rc4-128", "des-192-ede3-cbc", "without-syn", "small-segments",
                                             "rc4-md5", "segments", "openssl-1.0-small-segments",
                                             "openssl-1.0-http-until-close"}]


# HTTP is what the application data are, on whatever port: only its recognition depends on the port.
CHECKS = [check for check in expectations.CHECKS if check is not expectations.check_request]


@pytest.mark.parametrize("capture", SINGLE, ids=repr)
@pytest.mark.parametrize("port", PORTS)
def test_any_port(capture, port):
    old = capture.connections[0]["server_port"]
    moved = pcap.with_ports(pcap.read(capture.pcap), {old: port})
    shown = runs.of_file(wireshark.write("moved.pcap", pcap.build(moved)),
                         wireshark.stage(capture.keylog))
    connection = {**capture.connections[0], "server_port": port}
    expectations.assert_as_expected(capture, shown, [connection], CHECKS)


@pytest.mark.parametrize("capture", [capture for capture in SINGLE if "small-segments" not in capture.name], ids=repr)
def test_equal_ports(capture):
    """Who sends is told by the address then."""
    packets = pcap.read(capture.pcap)
    keylog = wireshark.stage(capture.keylog)
    changed = pcap.with_equal_ports(pcap.read(capture.pcap), capture.connections[0]["server_port"])
    shown = []
    for rows in (packets, changed):
        found = runs.of_file(wireshark.write("ports.pcap", pcap.build(rows)), keylog)
        shown.append((found.statuses("legacyssl.record.mac.status"),
                      [(number, dissection.field_bytes(field)) for number, field in found.fields("legacyssl.app_data")]))
    assert shown[0] == shown[1] and all(shown[0])
