"""-z legacyssl,pcap writes what was decrypted as TCP in the clear: other tools read what was said.

What it writes is read by tshark without the plugin.
"""
import functools
import re
import struct

import pytest

import captures
import expectations
import generated
import pcap
import plain
import runs
import wireshark

OUT_OF_BAND = "pct1/out-of-band"  # where not all data are part of the stream
HERE = [capture for capture in captures.ours() if capture.name != OUT_OF_BAND]
SOME = pytest.mark.parametrize("capture", captures.one_in(7, HERE), ids=repr)


@functools.lru_cache(maxsize=4)
def written(capture, *arguments):
    return plain.Plain(plain.write(wireshark.stage(capture.pcap), wireshark.stage(capture.keylog), "", *arguments))


def numbers(capture):
    """{TCP stream: legacyssl.stream} of what was opened."""
    return {packet.stream: packet.number_of("legacyssl.stream") for packet in runs.with_keys(capture).packets
            if packet.all("legacyssl.app_data")}


GAP = re.compile(rb"\[\d+ bytes missing in capture file\]\0?")  # Wireshark's own words


class Said:
    """As a Dissection: what the file says that was said."""

    def __init__(self, capture):
        self.plain = written(capture)
        self.numbers = numbers(capture)

    def app_data(self, stream, from_port=None, to_port=None):
        client, server = self.plain.sent(self.numbers.get(stream))
        return GAP.sub(b"", client if to_port is not None else server)


@pytest.mark.parametrize("capture", captures.one_in(3, HERE), ids=repr)
def test_what_was_said(capture):
    said, shown = Said(capture), runs.with_keys(capture)
    for connection in capture.connections:
        for side in expectations.SIDES:
            data = expectations.data_sent(shown, connection, side)
            assert expectations.data_sent(said, connection, side) == data, f"{side} of {connection['tcp_stream']}"
        misbehaves = capture.misbehaviour and capture.misbehaviour["tcp_stream"] == connection["tcp_stream"]
        if captures.is_protected(connection) and not misbehaves:
            assert not list(expectations.check_data(said, connection))


def test_out_of_band_data_are_not_in_the_stream():
    """As in Follow."""
    capture = captures.named(OUT_OF_BAND)
    for number in numbers(capture).values():
        assert list(written(capture).sent(number)) == runs.follow(
            wireshark.stage(capture.pcap), f"legacyssl.stream == {number}", wireshark.stage(capture.keylog))


def is_whole(capture):
    """Nothing is left out of the streams: no record is bad."""
    return not capture.misbehaviour and not any("bad_records" in connection for connection in capture.connections)


@SOME
def test_tcp_has_nothing_to_complain(capture):
    for packet in written(capture).packets:
        assert packet["tcp.checksum.status"] == "1", packet
        assert packet["ip.checksum.status"] in ("1", ""), packet
        assert int(packet["frame.len"]) <= 14 + 1500, packet
        is_gap = packet["tcp.analysis.lost_segment"] or packet["tcp.analysis.ack_lost_segment"]
        assert not packet["tcp.analysis.flags"] or is_gap and not is_whole(capture), packet


@SOME
def test_both_ends_of_each_connection(capture):
    """SYN, SYN-ACK, ACK; and it ends if the original ended."""
    ends = wireshark.tshark(wireshark.stage(capture.pcap), "-T", "fields", "-e", "tcp.stream", "-Y",
                            "tcp.flags.fin == 1 || tcp.flags.reset == 1", plugin=False).decode().split()
    of = numbers(capture)
    file = written(capture)
    for stream, number in of.items():
        packets = file.of_stream(file.comments[number][0])
        assert [packet["flags"] for packet in packets[:3]] == [plain.SYN, plain.SYN | plain.ACK, plain.ACK]
        ending = any(packet["flags"] & (plain.FIN | plain.RST) for packet in packets)
        assert ending == (str(stream) in ends)


LATER = 0.01  # seconds: segments come one after the other, those of a thousand records of one byte, too


@SOME
def test_times_are_those_of_the_records(capture):
    times = wireshark.tshark(wireshark.stage(capture.pcap), "-T", "fields", "-e", "frame.time_epoch", "-Y",
                             "legacyssl.app_data", keylog=wireshark.stage(capture.keylog)).decode().split()
    found = [float(packet["frame.time_epoch"]) for packet in written(capture).packets if packet["tcp.payload"]]
    times = [float(time) for time in times]
    assert not [time for time in found if not any(0 <= time - record < LATER for record in times)]
    assert not [record for record in times if not any(0 <= time - record < LATER for time in found)]


@SOME
def test_two_passes_write_the_same(capture):
    assert written(capture).path.read_bytes() == written(capture, "-2").path.read_bytes()


def test_the_first_packet_says_where_it_is_from():
    capture = captures.named("tls10/openssl-1.0-resumption")
    texts = [comment for _, comment in written(capture).comments.values()]
    assert len(texts) == len(capture.connections)
    assert "TLS 1.0, TLS_RSA_WITH_AES_256_CBC_SHA, full handshake, first MAC: Good, secret from: " in texts[0]
    assert texts[0].endswith("openssl-1.0-resumption.keylog, line 1") and ", resumed, " in texts[1]


def test_nothing_without_the_secret():
    capture = captures.named("ssl2/all-ciphers")
    assert not plain.Plain(plain.write(wireshark.stage(capture.pcap), None)).packets


# ---- options -------------------------------------------------------------------------------------

@pytest.mark.parametrize("options, port", (("port=80,", 80), ("port=443:8080,", 8080), ("port=444:8080,", 443),
                                           ("port=80,port=443:81,", 81)))
def test_the_servers_port(options, port):
    capture = captures.named("tls10/openssl-1.0-resumption")
    path = plain.write(wireshark.stage(capture.pcap), wireshark.stage(capture.keylog), options)
    file = plain.Plain(path)
    servers = {packet["tcp.dstport"] for packet in file.packets if packet["flags"] == plain.SYN}
    assert servers == {str(port)}


def test_others_are_copied():
    """A mixed capture: what is not opened stays as it is, byte by byte."""
    ours = captures.named("tls10/openssl-1.0-resumption")
    other = captures.named("other/openssl-3-tls13")
    mixed = pcap.read(ours.pcap) + pcap.with_addresses_of(pcap.read(other.pcap), 7)
    made = wireshark.write("mixed.pcap", pcap.build(mixed))
    path = plain.write(made, wireshark.stage(ours.keylog), "others,", "-2")
    copied = wireshark.tshark(path, "-Y", "ip.addr == 127.0.7.1", "-x", plugin=False)
    assert copied.partition(b"\n")[2] and copied == wireshark.tshark(
        wireshark.write("other.pcap", pcap.build(pcap.with_addresses_of(pcap.read(other.pcap), 7))), "-x", plugin=False)
    file = plain.Plain(path)
    assert len(file.comments) == len(ours.connections)


def complaint(capture, option, *arguments):
    return wireshark.complaints(["tshark", "-r", wireshark.stage(capture.pcap), "-q", "-o",
                                 f"legacyssl.keylog_file:{wireshark.stage(capture.keylog)}", "-z", option, *arguments])


def test_others_need_two_passes():
    capture = captures.named("tls10/openssl-1.0-resumption")
    said = complaint(capture, f"legacyssl,pcap,others,{wireshark.new_folder()}/plain.pcapng")
    assert said.count("Add -2") == 1


@pytest.mark.parametrize("option, words", (
    ("legacyssl,pcap,/nowhere/plain.pcapng", "/nowhere/plain.pcapng"),
    ("legacyssl,pcap", "is no file"),
    ("legacyssl,pcap,", "is no file"),
    ("legacyssl,pcap,port=99999,plain.pcapng", "or no port"),
    ("legacyssl,pcap,port=80", "or no port"),
))
def test_a_file_that_cannot_be_written_is_refused(option, words):
    assert words in complaint(captures.named("ssl2/all-ciphers"), option)


def test_a_file_that_was_written_is_no_complaint():
    assert "plain.pcapng" not in complaint(captures.named("ssl2/all-ciphers"),
                                           f"legacyssl,pcap,{wireshark.new_folder()}/plain.pcapng")


def test_a_full_disk_is_told_once():
    assert complaint(captures.named("pct1/large"), "legacyssl,pcap,/dev/full").count("/dev/full") == 1


# ---- what captures lack --------------------------------------------------------------------------

def test_records_that_are_bad_leave_a_gap():
    capture = captures.named("pct1/bad-mac-server")
    stream = capture.misbehaviour["tcp_stream"]
    keys = wireshark.stage(capture.keylog)
    good = written(capture)
    assert any(packet["tcp.analysis.lost_segment"] for packet in good.packets)
    handed_on = plain.Plain(plain.write(wireshark.stage(capture.pcap), keys,
                                        settings={"legacyssl.hand_on_unverified": "TRUE"}))
    assert not any(packet["tcp.analysis.flags"] for packet in handed_on.packets)
    number = numbers(capture)[stream]
    assert len(handed_on.sent(number)[1]) > len(good.sent(number)[1])


def test_lost_segments_leave_a_gap():
    made = generated.Generated(generated.TLS10, 443, [("client", b"GET / HTTP/1.0\r\n\r\n"),
                                                      ("server", b"a" * 20000), ("server", b"b" * 20000)], segment=1400)
    packets = pcap.read(made.pcap)
    server = [packet for packet in packets if packet.ports[0] == 443 and len(packet.payload) == 1400]
    packets.remove(server[3])
    file = plain.Plain(plain.write(wireshark.write("lost.pcap", pcap.build(packets)), made.keylog))
    assert any(packet["tcp.analysis.lost_segment"] for packet in file.packets)
    data = b"".join(bytes.fromhex(packet["tcp.payload"]) for packet in file.packets if packet["tcp.srcport"] == "443")
    assert data.endswith(b"b" * 20000) and len(data) < 40000


def test_a_fin_before_what_is_sent_again():
    """The last data come behind the FIN. Wireshark 4.4 takes them for others' and hands nothing on."""
    made = generated.Generated(generated.TLS10, 443, [("client", b"GET / HTTP/1.0\r\n\r\n"), ("server", b"late" * 50)])
    packets = pcap.read(made.pcap)
    last = [i for i, packet in enumerate(packets) if packet.payload and packet.ports[0] == 443][-1]
    fin = next(i for i, packet in enumerate(packets) if packet.flags & pcap.FIN and packet.ports[0] == 443)
    packets.insert(last, packets.pop(fin))
    late = wireshark.write("late.pcap", pcap.build(packets))
    shown = wireshark.tshark(late, "-Y", "tcp.srcport == 443", "-T", "fields", "-e", "legacyssl.app_data",
                             keylog=made.keylog)
    file = plain.Plain(plain.write(late, made.keylog))
    assert file.sent(0)[1] == bytes.fromhex(shown.decode().strip())
    assert not any(packet["tcp.analysis.flags"] for packet in file.packets)


@pytest.mark.parametrize("side", (True, False), ids=("server", "client"))
def test_who_closes_first_closes_first(side):
    made = generated.Generated(generated.TLS10, 443, [("client", b"GET / HTTP/1.0\r\n\r\n"), ("server", b"ok")])
    packets = pcap.read(made.pcap)
    data = [packet for packet in packets if not packet.flags & pcap.FIN]
    ends = sorted((packet for packet in packets if packet.flags & pcap.FIN),
                  key=lambda packet: (packet.ports[0] == 443) != side)
    assert len(ends) == 2
    for number, packet in enumerate(data + ends):
        packet.time = 1_000_000_000 + number, 0
    file = plain.Plain(plain.write(wireshark.write("ends.pcap", pcap.build(data + ends)), made.keylog))
    written_ends = [packet["tcp.srcport"] == "443" for packet in file.packets if packet["flags"] & plain.FIN]
    assert written_ends == [side, not side]


# ---- other networks ------------------------------------------------------------------------------

def with_ipv6(packets):
    for packet in packets:
        segment = bytes(packet.data[pcap.ETHERNET + 20:])
        ends = (bytes.fromhex("20010db8") + bytes(11) + packet.data[at + 3:at + 4] + bytes([])
                for at in (pcap.ETHERNET + 12, pcap.ETHERNET + 16))
        source, destination = ends
        header = struct.pack(">IHBB", 0x60000000, len(segment), 6, 64)
        packet.data[12:] = b"\x86\xdd" + header + source + destination + segment
        packet.size = len(packet.data)
    return packets


def test_ipv6():
    capture = captures.named("tls10/openssl-1.0-resumption")
    made = wireshark.write("six.pcap", pcap.build(with_ipv6(pcap.read(capture.pcap))))
    file = plain.Plain(plain.write(made, wireshark.stage(capture.keylog)))
    assert [file.sent(number) for number in file.comments] == [written(capture).sent(number)
                                                               for number in written(capture).comments]
    for packet in file.packets:
        assert packet["tcp.checksum.status"] == "1" and packet["ipv6.src"].startswith("2001:db8::")
        assert int(packet["frame.len"]) <= 1514 and not packet["tcp.analysis.flags"]


def test_more_records_in_a_segment_than_wireshark_queues():
    said = b"x" * 6000
    made = generated.Generated(generated.in_records_of(1, generated.SSL2), 443, [("server", said)])
    assert plain.Plain(plain.write(made.pcap, made.keylog)).sent(0)[1] == said
