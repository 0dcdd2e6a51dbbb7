"""Traffic that is not ours looks as it does without the plugin, from the first packet on."""
import struct

import pytest

import captures
import pcap
import wireshark

SYN, ACK, PSH = pcap.SYN, pcap.ACK, pcap.PSH

# What a server or a client of something else says first, in segments: (is_server, bytes).
OPENINGS = {
    "telnet, Cisco IOS": [(True, bytes.fromhex("fffb01fffb03fffd18fffd1f")), (False, b"\xff\xfd\x01\xff\xfd\x03"),
                          (True, b"\r\nUser Access Verification\r\n\r\nPassword: ")],
    "telnet, BusyBox": [(True, bytes.fromhex("fffd01fffd1ffffb01fffb03")), (False, b"\xff\xfc\x01"),
                        (True, b"box login: "), (False, b"root\r\n")],
    "telnet, one command": [(True, bytes.fromhex("fffb01")), (False, bytes.fromhex("fffd01")), (True, b"login: ")],
    "C37.118": [(True, bytes.fromhex("aa3101e40064000000000000")), (False, bytes.fromhex("aa41001200")),
                (True, bytes(range(64)))],
    "MQTT, pings": [(False, b"\xc0\x00"), (True, b"\xd0\x00"), (False, b"\xc0\x00"), (True, b"\xd0\x00")],
    "WebSocket, ping": [(False, b"\x89\x00"), (True, b"\x8a\x00"), (True, b"\x81\x02hi")],
    "WebSocket, in the middle": [(True, bytes.fromhex("817e0180") + b"x" * 384)],
    "one byte": [(False, b"\xfc"), (False, b"\xfc"), (True, b"\x80")],
    "Cassandra": [(True, bytes.fromhex("8400018500000003") + b"abc"), (False, bytes.fromhex("0400018500000000"))],
    "RTP over TCP": [(True, bytes.fromhex("806001800000000012345678") + bytes(160))],
    "ONC-RPC": [(False, bytes.fromhex("80000028") + bytes(40)), (True, bytes.fromhex("80010018") + bytes(24))],
    "PCT's type and version only": [(False, bytes.fromhex("8050018001") + bytes(77)), (True, b"no such thing\r\n")],
    "SSL 2.0's type only": [(False, bytes.fromhex("802e01fffb")), (True, b"hello\r\n")],
    "the hello of MS04-011": [(False, bytes.fromhex("806201bd0200010001001600008f8201000000") + b"\x90" * 81),
                              (True, b"220 ready\r\n")],
}
PORTS = (23, 443, 4712, 12345)


def show(packets, plugin, passes, *arguments):
    capture = wireshark.write("stream.pcap", pcap.build(packets))
    return (wireshark.pdml(capture, passes, *arguments, plugin=plugin),
            wireshark.tshark(capture, *(["-2"] if passes == 2 else []), *arguments, plugin=plugin))


def fields(packets, plugin, field, *arguments):
    capture = wireshark.write("stream.pcap", pcap.build(packets))
    return wireshark.tshark(capture, "-T", "fields", "-e", field, *arguments, plugin=plugin)


def assert_untouched(packets, *arguments):
    for passes in (1, 2):
        assert show(packets, True, passes, *arguments) == show(packets, False, passes, *arguments)


def many(said, segment=1400, without_syn=False):
    """The same dialogue on each of the ports."""
    packets = []
    for number, port in enumerate(PORTS):
        talk = pcap.conversation(said, port, segment)
        for packet in talk:
            packet.ports = tuple(40000 + number if end == 40000 else end for end in packet.ports)
        packets += talk[3:] if without_syn else talk
    return packets


@pytest.mark.parametrize("said", OPENINGS.values(), ids=OPENINGS)
def test_openings_of_others(said):
    assert_untouched(many(said))
    assert_untouched(many(said, segment=1))
    assert_untouched(many(said, without_syn=True))


def test_decode_as_brings_telnet_back():
    packets = pcap.conversation(OPENINGS["telnet, Cisco IOS"], 12345)
    arguments = ("-d", "tcp.port==12345,telnet")
    assert_untouched(packets, *arguments)
    assert b"Password" in fields(packets, True, "telnet.data", *arguments)


def ssl2():
    capture = captures.named("ssl2/rc4-128")
    port = capture.connections[0]["server_port"]
    return capture, pcap.talk(pcap.read(capture.pcap), port)


def ours(packets, *arguments):
    capture = wireshark.write("ours.pcap", pcap.build(packets))
    shown = wireshark.tshark(capture, "-Y", "legacyssl", "-T", "fields", "-e", "frame.number", *arguments)
    return [int(number) for number in shown.split()]


def test_decode_as_wins_over_a_hello_of_ours():
    _, said = ssl2()
    packets = pcap.conversation(said, 12345)
    assert ours(packets)
    assert not ours(packets, "-d", "tcp.port==12345,telnet")
    assert ours(packets, "-d", "tcp.port==12345,tls")


def test_behind_the_word_of_another_protocol_decode_as_is_none_on_us():
    """It is about what a stream begins with: STARTTLS leads from there to us."""
    _, said = ssl2()
    packets = pcap.conversation([(True, b"220 ready\r\n"), (False, b"STARTTLS\r\n"), (True, b"220 go on\r\n"), *said],
                                12345)
    assert ours(packets) and ours(packets, "-d", "tcp.port==12345,telnet") == ours(packets)


def test_decode_as_ours_leaves_tls_to_the_built_in():
    packets = pcap.conversation(tls("other/openssl-3-tls12-gcm"), 12345)
    for passes in (1, 2):
        one, other = (show(packets, True, passes, "-d", f"tcp.port==12345,{name}") for name in ("legacyssl", "tls"))
        assert [text.replace(b":legacyssl:", b":") for text in one] == list(other)


@pytest.mark.parametrize("side", (False, True), ids=("client", "server"))
def test_one_side_of_pct_is_enough(side):
    capture = captures.named("pct1/rc4-md5")
    said = pcap.talk(pcap.read(capture.pcap), capture.connections[0]["server_port"])
    one = [packet for packet in pcap.conversation(said, 12345) if (packet.ports[0] == 12345) == side]
    for packets in (one, [packet for packet in one if packet.payload]):
        assert ours(packets) == [number for number, packet in enumerate(packets, 1) if packet.payload]


def test_an_answer_to_no_hello_names_none():
    """Of the client's there is only what is too short to be one."""
    capture = captures.named("pct1/rc4-md5")
    packets = pcap.conversation(pcap.talk(pcap.read(capture.pcap), capture.connections[0]["server_port"]), 12345)
    hello = next(number for number, packet in enumerate(packets) if packet.payload)
    packets[hello] = pcap.shortened(packets[hello], 3)
    assert len(ours(packets)) > 2
    assert not fields(packets, True, "legacyssl.answered_hello", "-Y", "legacyssl.answered_hello")


@pytest.mark.parametrize("segment", (1, 2, 3, 7, 10, 11, 12))
@pytest.mark.parametrize("port", (443, 12345))
def test_a_hello_in_pieces_is_ours(segment, port):
    """The first segments are too short to tell: they stay others'. All records are shown all the same."""
    capture, said = ssl2()
    whole = wireshark.write("whole.pcap", pcap.build(pcap.conversation(said, port)))
    pieces = wireshark.write("pieces.pcap", pcap.build(pcap.conversation(said, port, segment)))
    for passes in ((), ("-2",)):
        lines = [wireshark.tshark(path, *passes, "-T", "fields", "-e", "legacyssl.handshake.type", "-e",
                                  "legacyssl.record.mac.status", "-E", "occurrence=a",
                                  "-Y", "legacyssl.record.length", keylog=wireshark.stage(capture.keylog))
                 for path in (whole, pieces)]
        one, other = (sorted("".join(line.decode().replace(",", " ").split())) for line in lines)
        assert one == other


def retransmitted(packets):
    """Each segment with payload twice."""
    return [again for packet in packets for again in ([packet, packet] if packet.payload else [packet])]


def test_a_hello_in_pieces_sent_twice_is_ours():
    _, said = ssl2()
    assert ours(retransmitted(pcap.conversation(said, 12345, 4)))


# ---- TCP's own facts ----------------------------------------------------------------------------

def tls(name):
    capture = captures.named(name)
    return pcap.talk(pcap.read(capture.pcap), capture.connections[0]["server_port"])


def fast_open(packets):
    """The first segment of data in the SYN (RFC 7413)."""
    first = next(packet for packet in packets if packet.payload)
    data = first.payload
    syn = packets[0]
    syn.data = bytearray(bytes(syn.data) + data)
    struct.pack_into(">H", syn.data, pcap.ETHERNET + 2, len(syn.data) - pcap.ETHERNET)
    syn.size = len(syn.data)
    packets.remove(first)
    return packets


HELLOS = ("tls10/openssl-3-large", "other/openssl-3-tls11", "other/openssl-3-tls12-gcm", "other/openssl-3-tls13")


@pytest.mark.parametrize("name", HELLOS)
def test_completeness(name):
    said = tls(name)
    for packets in (pcap.conversation(said), pcap.conversation(said)[3:], fast_open(pcap.conversation(said)),
                    pcap.conversation(said)[1:]):
        assert_untouched(packets)


def test_completeness_of_ssl2():
    _, said = ssl2()
    for packets in (pcap.conversation(said), pcap.conversation(said)[3:], fast_open(pcap.conversation(said))):
        one, other = (fields(packets, plugin, "tcp.completeness", "-2") for plugin in (True, False))
        assert one == other


def test_tcp_is_no_second_dissector_of_that_name():
    """And Decode As TCP is no way past us."""
    _, said = ssl2()
    capture = wireshark.write("ours.pcap", pcap.build(pcap.conversation(said)))
    command = ["tshark", "-r", capture, "-d", "ip.proto==6,tcp", "-Y", "legacyssl", "-T", "fields", "-e",
               "frame.number"]
    assert wireshark.run([*command], **wireshark.without_data()).split()
    assert not wireshark.complaints(command)


# ---- quoted by ICMP -----------------------------------------------------------------------------

def quote(packet, length=548):
    """An ICMP error, fragmentation needed, with the beginning of the packet."""
    quoted = bytes(packet.data[pcap.ETHERNET:pcap.ETHERNET + length])
    ip = struct.pack(">BBHHHBBHII", 0x45, 0, 28 + len(quoted), 0, 0, 64, 1, 0, 0x0a000001, 0x7f000001)
    frame = bytes(12) + b"\x08\x00" + ip + struct.pack(">BBHHH", 3, 4, 0, 0, 1400) + quoted
    return pcap.Packet(*packet.time, frame, len(frame))


@pytest.mark.parametrize("name", ("ssl2/rc4-128", "pct1/rc4-md5", "ssl3/openssl-1.0-key-logs",
                                  "tls10/openssl-3-large"))
@pytest.mark.parametrize("place", ("before", "after"))  # the built-in reads what is quoted: its Info is its own
def test_what_icmp_quotes_changes_nothing(name, place):
    capture = captures.named(name)
    packets = pcap.read(capture.pcap)
    with_errors, is_error = [], []
    for packet in packets:
        error = [quote(packet)] if packet.payload else []
        row = error + [packet] if place == "before" else [packet] + error
        with_errors += row
        is_error += [one is not packet for one in row]
    shown_fields = ("-T", "fields", "-e", "frame.number", "-e", "legacyssl.app_data", "-e", "legacyssl.record.mac.status",
              "-e", "_ws.expert.message")
    keylog = wireshark.stage(capture.keylog)
    for passes in ((), ("-2",)):
        shown = [wireshark.tshark(wireshark.write("icmp.pcap", pcap.build(list_of)), *passes, *shown_fields, keylog=keylog)
                 .decode().splitlines() for list_of in (packets, with_errors)]
        alone = [line.split("\t", 1)[1] for line in shown[0]]
        beside = [line.split("\t", 1)[1] for line, error in zip(shown[1], is_error) if not error]
        assert alone == beside


# ---- ports that are used again --------------------------------------------------------------------

@pytest.mark.parametrize("name", ("tls10/openssl-3-suites", "ssl3/openssl-1.0-all-suites", "ssl2/all-ciphers"))
@pytest.mark.parametrize("kept", ("tcp.stream == 1", "tcp.len > 0", "http"))
def test_a_read_filter_on_ports_that_are_used_again(name, kept):
    """tshark -2 -R numbers packets anew: TCP then takes the second connection for the first."""
    capture = captures.named(name)
    packets = []
    for number, connection in enumerate(capture.connections[:3]):
        again = pcap.of_connection(pcap.read(capture.pcap), number)
        packets += pcap.with_client_port(again, connection["server_port"], 40000)
    path = wireshark.write("again.pcap", pcap.build(packets))
    requests = [connection["first_request"].split()[1] for connection in capture.connections[:3]]
    if kept == "tcp.stream == 1":
        requests = requests[1:2]
    for kind, field, wanted in (("request", "uri", requests), ("response", "code", ["200"] * len(requests))):
        shown = wireshark.tshark(path, "-2", "-R", kept, "-Y", f"http.{kind}", "-T", "fields", "-e",
                                 f"http.{kind}.{field}", keylog=wireshark.stage(capture.keylog))
        assert shown.decode().split() == wanted
