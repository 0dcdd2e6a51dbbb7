"""Handshakes of SSL 3.0 and TLS 1.0 with holes, and streams longer than TCP counts."""
import struct

import pytest

import captures
import generated
import pcap
import wireshark

NAMES = ("ssl3/openssl-1.0-big-body-cbc", "tls10/openssl-1.0-big-body-cbc", "tls10/openssl-3-large")


def dialogue(name):
    capture = captures.named(name)
    connection = capture.connections[0]
    packets = pcap.of_connection(pcap.read(capture.pcap), 0)
    return capture, connection, pcap.talk(packets, connection["server_port"])


def fast_open(packets):
    """The first segment of data in the SYN (RFC 7413)."""
    first = next(packet for packet in packets if packet.payload)
    syn = packets[0]
    syn.data += first.payload
    struct.pack_into(">H", syn.data, pcap.ETHERNET + 2, len(syn.data) - pcap.ETHERNET)
    syn.size = len(syn.data)
    packets.remove(first)
    return packets


def opened(packets, keylog, *arguments):
    """How many records verify, and the requests that were seen."""
    path = wireshark.write("holes.pcap", pcap.build(packets))
    good = wireshark.tshark(path, *arguments, "-Y", "legacyssl.record.mac.status == 1", keylog=keylog)
    requests = wireshark.tshark(path, *arguments, "-Y", "http.request", "-T", "fields", "-e", "http.request.uri",
                                keylog=keylog)
    return len(good.splitlines()), requests.split()


@pytest.mark.parametrize("passes", ((), ("-2",)), ids=("one", "two"))
@pytest.mark.parametrize("name", NAMES)
def test_fast_open(name, passes):
    capture, _, said = dialogue(name)
    keylog = wireshark.stage(capture.keylog)
    assert opened(fast_open(pcap.conversation(said)), keylog, *passes) == opened(pcap.conversation(said), keylog,
                                                                                 *passes)


def server_flight(packets):
    """The segment with ServerHello, and how far into it that message reaches."""
    packet = next(packet for packet in packets if packet.ports[0] == 443 and packet.payload)
    assert packet.payload[0] == 22 and packet.payload[5] == 2
    return packet, 5 + 4 + int.from_bytes(packet.payload[6:9], "big")


def one_record(said):
    """The server's first flight as one record, as OpenSSL's older and other servers send it."""
    records = pcap.records_of_tls(said)
    rows, joined = [], b""
    for is_server, record in records:
        if is_server and record[0] == 22 and len(rows) == 1:
            joined += record[5:]
        else:
            if joined:
                rows.append((True, b"\x16" + records[1][1][1:3] + len(joined).to_bytes(2, "big") + joined))
                joined = b""
            rows.append((is_server, record))
    return rows


@pytest.mark.parametrize("name", ("tls10/openssl-1.0-big-body-cbc", "ssl3/openssl-1.0-big-body-cbc"))
@pytest.mark.parametrize("how", ("lost", "cut"))
def test_server_hello_is_there_and_the_rest_of_its_record_is_not(name, how):
    capture, _, said = dialogue(name)
    keylog = wireshark.stage(capture.keylog)
    packets = pcap.conversation(one_record(said))
    packet, end = server_flight(packets)
    if how == "cut":
        del packet.data[len(packet.data) - len(packet.payload) + end + 20:]
    else:
        whole, rest = packets.index(packet), packet.payload[end + 20:]
        packets[whole:whole + 1] = [pcap.shortened(packet, end + 20)]
        assert rest
    good, requests = opened(packets, keylog)
    assert good and requests, "the session stays closed"


def test_the_end_of_four_gibibytes():
    """The sequence number comes again to where ChangeCipherSpec was: those bytes are ours all the same."""
    made = generated.Generated(generated.TLS10, 443, [("client", b"GET / HTTP/1.1\r\n\r\n")] * 6, closes=False)
    packets = pcap.read(made.pcap)
    data = [packet for packet in packets if packet.payload and packet.ports[1] == 443][-5:]
    start = data[0].sequence
    for packet, place in zip(data, (0x20000000, 0x60000000, 0xa0000000, 0xe0000000, 0xfffffe00)):
        packet.sequence = (start + place) & 0xffffffff
    path = wireshark.write("wrapped.pcap", pcap.build(packets))
    layers = wireshark.tshark(path, "-Y", "tcp.dstport == 443 && tcp.len > 0", "-T", "fields", "-e",
                              "frame.protocols", keylog=made.keylog,
                              settings={"tcp.analyze_sequence_numbers": "FALSE"}).decode().splitlines()
    assert all("legacyssl" in line for line in layers[-5:]), layers
