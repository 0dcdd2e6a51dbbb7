"""Captures that lack segments: what is before, in and behind the gap has an honest verdict.

What was said on a real connection is cut into segments anew, and some are left out. All records that
are there from header to end must verify, with their number and plaintext; with a block cipher the
first one behind a gap only if the ciphertext before it is there.
"""
import re

import pytest

import captures
import dissection
import forged
import pcap
import runs
import wireshark
from dissection import BAD, GOOD, UNVERIFIED

CLIENT, SERVER = False, True
TYPE_CHANGE_CIPHER_SPEC = 20
BLOCK, MAC = 16, 20  # of the largest kind here: what has to be there before a record


class Sent:
    """What was said on one connection of a capture."""

    def __init__(self, name, connection):
        self.capture = captures.named(name)
        self.json = self.capture.connections[connection]
        self.port = self.json["server_port"]
        packets = pcap.of_connection(pcap.read(self.capture.pcap), connection)
        said = pcap.talk(packets, self.port)
        self.is_tls = self.json["protocol"] in captures.SHARED
        self.said = [(side, data) for side, data in
                     (pcap.records_of_tls(said) if self.is_tls else pcap.records_of_ssl2(said))]

    def segments(self, size):
        """Packets; what a side says before the other one answers is one stream of bytes."""
        joined = []
        for side, record in self.said:
            if joined and joined[-1][0] == side:
                joined[-1][1] += record
            else:
                joined.append([side, bytearray(record)])
        return pcap.conversation(joined, self.port, size)

    def records(self, side):
        """(sequence number, begin, end) of the encrypted records, as offsets in the side's stream."""
        at, number, found = 0, None if self.is_tls else 0, []
        for sender, record in self.said:
            if sender != side:
                continue
            if number is not None:
                found.append((number, at, at + len(record)))
                number += 1
            elif record[0] == TYPE_CHANGE_CIPHER_SPEC:
                number = 0
            at += len(record)
        return found


def side_of(packet, sent):
    return packet.ports[0] == sent.port


def with_payload(packets, sent, side):
    return [packet for packet in packets if packet.payload and side_of(packet, sent) == side]


def without(packets, sent, lost):
    gone = [packet for side, numbers in lost.items() for i, packet in
            enumerate(with_payload(packets, sent, side)) if i in numbers]
    return [packet for packet in packets if packet not in gone]


def kept_bytes(packets, sent, side, total):
    """Whether each byte of a side's stream is in the capture."""
    first = (1001, 5001)[side]
    kept = bytearray(total)
    for packet in with_payload(packets, sent, side):
        begin = packet.sequence - first
        kept[begin:begin + len(packet.payload)] = b"\1" * len(packet.payload)
    return kept


def shown_records(shown, port):
    """{side: [(number, verdict, application data)]}, in the order of the packets."""
    found = {CLIENT: [], SERVER: []}
    for packet in shown.packets:
        numbers, rows = None, found[packet.number_of("tcp.srcport") == port]
        for field in packet.fields:
            if field.name == "legacyssl.record.sequence_number":
                numbers = int(field.show)
            elif field.name == "legacyssl.record.mac.status":
                rows.append([numbers, field.label.rpartition(": ")[2], b""])
                numbers = None
            elif field.name == "legacyssl.app_data":
                rows[-1][2] = dissection.field_bytes(field)
    return found


def by_number(rows):
    return {number: data for number, verdict, data in rows if verdict == GOOD}


def expected_numbers(sent, side, kept):
    """Numbers of the records that must verify, and of those that may."""
    sure, possible = set(), set()
    is_block = "RC4" not in sent.json["cipher_suite_name"]
    is_etm = sent.json.get("encrypt_then_mac", False)
    last_end = None
    for number, begin, end in sent.records(side):
        if not all(kept[begin:end]):
            continue
        before = kept[max(0, begin - BLOCK - MAC):begin]
        is_first = last_end != begin and last_end is not None
        last_end = end
        if is_etm and is_first:
            continue
        (possible if is_block and not all(before) else sure).add(number)
    return sure, possible


CASES = [
    # capture, connection, size of segments, those that are lost of client and server
    ("ssl2/big-body-rc4", 0, 1400, {CLIENT: [5, 10, *range(26, 34)], SERVER: [10, *range(20, 26)]}),
    ("ssl2/big-body-cbc", 0, 1400, {CLIENT: [5, 10, *range(26, 34)], SERVER: [10, *range(20, 26)]}),
    ("ssl2/many-records-in-one-segment", 0, 100, {CLIENT: [5, 8], SERVER: [9, 14, 15]}),
    ("pct1/large", 0, 1400, {CLIENT: [10, 46, 55], SERVER: [15]}),
    ("pct1/large", 1, 1400, {CLIENT: [5, 15], SERVER: [5, 20]}),
    ("pct1/segments", 0, 64, {CLIENT: [6]}),
    ("pct1/segments", 1, 64, {CLIENT: [10, 11]}),
    ("ssl3/openssl-1.0-big-body-rc4", 0, 1400, {CLIENT: [5, *range(20, 30)], SERVER: [10, 40]}),
    ("ssl3/openssl-1.0-big-body-cbc", 0, 1400, {CLIENT: [5, *range(20, 30)], SERVER: [10, 40]}),
    ("tls10/openssl-1.0-big-body-rc4", 0, 1400, {CLIENT: [5, *range(20, 30)], SERVER: [10, 11, 40]}),
    ("tls10/jdk17-large", 0, 1400, {SERVER: [6, *range(16, 21)]}),
    ("tls10/openssl-1.0-small-records", 0, 100, {CLIENT: [15, 16], SERVER: [10, 17]}),
    ("tls10/openssl-3-large", 1, 300, {SERVER: [8, 9, 13]}),
    ("tls10/gnutls-small-records", 0, 7, {SERVER: [300, 500, 501, 502]}),
    ("tls10/openssl-1.0-many-records-in-one-segment", 0, 20, {CLIENT: [40, 50], SERVER: [60, 61]}),
]


@pytest.mark.parametrize("name,connection,segment,lost", CASES,
                         ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_goes_on(name, connection, segment, lost):
    sent = Sent(name, connection)
    whole = sent.segments(segment)
    packets = without(whole, sent, lost)
    keylog = wireshark.stage(sent.capture.keylog)
    path = wireshark.write("lossy.pcap", pcap.build(packets))

    undamaged = shown_records(runs.of_packets(whole, sent.capture.keylog.read_bytes()), sent.port)
    in_order = runs.visit(path, keylog)
    shown = shown_records(dissection.Dissection(in_order), sent.port)
    for side, lost_numbers in lost.items():
        total = sum(len(record) for sender, record in sent.said if sender == side)
        kept = kept_bytes(packets, sent, side, total)
        assert not all(kept), "nothing was lost"
        verified, right = by_number(shown[side]), by_number(undamaged[side])
        assert BAD not in [verdict for _, verdict, _ in shown[side]], shown[side]
        assert verified.items() <= right.items(), "what verifies is not what was sent"
        sure, possible = expected_numbers(sent, side, kept)
        sure &= right.keys()
        assert max(sure) == max(right), "the last record is meant to be there"
        assert not sure - verified.keys(), f"{sure - verified.keys()} do not verify"
        assert not verified.keys() - sure - possible
    assert "legacyssl.lost_segments" in {item for packet in in_order for item in packet.expert_items}
    backwards = runs.visit(path, keylog, order=lambda numbers: list(reversed(numbers)))
    assert shown_records(dissection.Dissection(backwards[::-1]), sent.port) == shown
    for passes in (1, 2):
        text = wireshark.pdml(path, passes, "-Y", runs.OURS, keylog=keylog)
        again = dissection.Dissection(dissection.from_pdml(text))
        assert shown_records(again, sent.port) == shown, f"{passes} passes"


@pytest.mark.parametrize("speak,segment", ((forged.cases.ssl2("SSL_CK_RC4_128_WITH_MD5"), 1),
                                           (forged.cases.tls("TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5"), 2)),
                         ids=("ssl2", "tls"))
def test_goes_on_in_segments_shorter_than_a_header(speak, segment):
    """Behind the gap the header alone takes several, and they are waited for: one record is lost, no other."""
    peer, said, keylog = forged.sealed(speak)
    for number in range(6):
        peer.say("client", b"this is record %d" % number)
    packets = pcap.conversation(said, segment=segment, closes=False)
    begin = len(packets) - sum(-(-len(data) // segment) for _, data in said[-4:])
    del packets[begin + 5:begin + 15]
    shown = runs.of_packets(packets, keylog)
    assert [dissection.field_bytes(field)[-1:] for _, field in shown.fields("legacyssl.app_data")] == [
        b"0", b"1", b"3", b"4", b"5"]
    assert {status for _, status in shown.statuses("legacyssl.record.mac.status")} == {GOOD}


def test_a_gap_says_how_long_it_is():
    peer, said, keylog = forged.sealed(forged.cases.tls("TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5"))
    for number in range(4):
        peer.say("client", b"this is record %d" % number)
    packets = pcap.conversation(said, closes=False)
    lost = packets.pop(-2)
    shown = runs.of_packets(packets, keylog)
    assert [field.label.rpartition(" ")[2] for _, field in shown.fields("legacyssl.lost_segments.bytes")] == [
        str(len(lost.payload))]


@pytest.mark.parametrize("segment", (1, 2))
def test_goes_on_when_no_length_told_where_a_header_is(segment):
    """The gap has the header of a record, too: that of the next one comes in pieces, each too short to be one."""
    peer, said, keylog = forged.sealed(forged.cases.tls("TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5"))
    for number in range(6):
        peer.say("client", b"this is record %d" % number)
    packets = pcap.conversation(said, segment=segment, closes=False)
    of_a_record = -(-len(said[-1][1]) // segment)
    begin = len(packets) - 4 * of_a_record
    half = of_a_record // 2
    del packets[begin + half:begin + half + of_a_record]
    for number, packet in enumerate(packets[begin + half:begin + of_a_record]):
        may_be_header = number in (3, 7, 11)  # as many as may be waited for, and the one that is
        packet.payload = bytes(len(packet.payload) - 1) + (b"\x17" if may_be_header else b"\0")
    shown = runs.of_packets(packets, keylog)
    assert [dissection.field_bytes(field)[-1:] for _, field in shown.fields("legacyssl.app_data")] == [
        b"0", b"1", b"4", b"5"]
    assert {status for _, status in shown.statuses("legacyssl.record.mac.status")} == {GOOD}


@pytest.mark.parametrize("count,verdict", ((8192, GOOD), (8193, UNVERIFIED)))
def test_so_many_records_can_be_missing(count, verdict):
    """What stands behind more is not looked for. The first record behind them lacks its IV, and stays unverified."""
    peer, said, keylog = forged.sealed(forged.cases.tls("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA"))
    peer.say("client", b"before")
    before = list(said)
    for _ in range(count):
        peer.say("client", b".")
    gone = b"".join(data for _, data in said[len(before):])
    peer.say("client", b"first behind")
    peer.say("client", b"second behind")
    packets = pcap.conversation([*before, (CLIENT, gone), *said[-2:]], closes=False)
    del packets[-2 - -(-len(gone) // 1400):-2]
    shown = runs.of_packets(packets, keylog)
    assert [status for _, status in shown.statuses("legacyssl.record.mac.status")][-2:] == [UNVERIFIED, verdict]


@pytest.mark.parametrize("name,connection,segment,lost", [CASES[i] for i in (0, 3, 9, 10)],
                         ids=[CASES[i][0] for i in (0, 3, 9, 10)])
def test_follow_tells_what_is_missing(name, connection, segment, lost):
    """As Follow > TCP Stream does; the rest is what was said, in order."""
    sent = Sent(name, connection)
    whole = sent.segments(segment)
    packets = without(whole, sent, lost)
    keylog = wireshark.stage(sent.capture.keylog)
    whole_path = wireshark.write("whole.pcap", pcap.build(whole))
    path = wireshark.write("lossy.pcap", pcap.build(packets))
    for protocol, stream in (("LegacySSL", "legacyssl.stream == 0"), ("TLS", "tcp.stream == 0")):
        undamaged = runs.follow(whole_path, stream, keylog, protocol)
        for side, followed in enumerate(runs.follow(path, stream, keylog, protocol)):
            pieces = re.split(rb"\[(\d+) bytes missing in capture file\]", followed)
            gone = sum(len(packet.payload) for packet in whole
                       if packet not in packets and side_of(packet, sent) == side)
            assert sum(map(int, pieces[1::2])) == gone
            assert undamaged[side].startswith(pieces[0]) and undamaged[side].endswith(pieces[-1])
            at = 0
            for piece in pieces[0::2]:
                at = undamaged[side].index(piece, at) + len(piece)


def assert_goes_on(shown, undamaged, lost):
    """Nothing is called bad; what verifies is what was sent; the last records verify, and all but one."""
    bad = [field for _, field in shown.fields("legacyssl.handshake.verify.status") if "Bad" in field.label]
    assert not bad
    for side in (CLIENT, SERVER):
        rows, right = shown_records(shown, 443)[side], by_number(shown_records(undamaged, 443)[side])
        verified = by_number(rows)
        assert BAD not in [verdict for _, verdict, _ in rows]
        assert verified.items() <= right.items()
        assert max(verified) == max(right)
        assert [verdict for _, verdict, _ in rows].count(UNVERIFIED) <= (side in lost), rows


# The client's or the server's end of the handshake is lost, ChangeCipherSpec or the master key with it.
HANDSHAKES = [
    ("ssl2/many-records-in-one-segment", {CLIENT: [1]}),
    ("ssl2/many-records-in-one-segment", {SERVER: [1]}),
    ("pct1/segments", {CLIENT: [1]}),
    ("pct1/segments", {SERVER: [1]}),
    ("ssl3/openssl-1.0-big-body-rc4", {CLIENT: [1], SERVER: [1]}),
    ("tls10/openssl-1.0-big-body-rc4", {CLIENT: [1]}),
    ("tls10/openssl-1.0-many-records-in-one-segment", {CLIENT: [1], SERVER: [1]}),
]


@pytest.mark.parametrize("name,lost", HANDSHAKES)
def test_lost_handshake(name, lost):
    sent = Sent(name, 0)
    keylog = sent.capture.keylog.read_bytes()
    shown = runs.of_packets(without(sent.segments(1400), sent, lost), keylog)
    assert_goes_on(shown, runs.of_packets(sent.segments(1400), keylog), lost)


@pytest.mark.parametrize("name", ["tls10/openssl-1.0-key-logs", "ssl3/openssl-1.0-key-logs"])
@pytest.mark.parametrize("count", (1, 2, 3))
def test_lost_change_cipher_spec(name, count):
    """Alone, or with one or two of the records behind it; what stands behind them verifies, with its number."""
    capture = captures.named(name)
    number, connection = next((i, connection) for i, connection in enumerate(capture.connections)
                              if "RC4" in connection["cipher_suite_name"])
    sent = Sent(name, number)
    keylog = capture.keylog.read_bytes()
    packets = pcap.conversation(sent.said, sent.port)
    mine = with_payload(packets, sent, CLIENT)
    at = next(i for i, packet in enumerate(mine) if packet.payload[0] == TYPE_CHANGE_CIPHER_SPEC)
    lossy = without(packets, sent, {CLIENT: range(at, at + count)})
    right, shown = (shown_records(runs.of_packets(rows, keylog), sent.port) for rows in (packets, lossy))
    assert shown[CLIENT] == right[CLIENT][count - 1:] != []
    assert shown[SERVER] == right[SERVER]


@pytest.mark.parametrize("name", ["tls10/openssl-1.0-big-body-rc4", "ssl3/openssl-1.0-big-body-cbc"])
def test_lost_certificate(name):
    """The randoms are all that keys need; Finished can't be checked."""
    sent = Sent(name, 0)
    keylog = sent.capture.keylog.read_bytes()
    shown = runs.of_packets(without(sent.segments(150), sent, {SERVER: [2]}), keylog)
    assert_goes_on(shown, runs.of_packets(sent.segments(150), keylog), {})
    assert {status for _, status in shown.statuses("legacyssl.handshake.verify.status")} == {UNVERIFIED}


def test_lost_server_hello():
    sent = Sent("tls10/openssl-1.0-big-body-rc4", 0)
    packets = without(sent.segments(1400), sent, {SERVER: [0]})
    shown = runs.of_packets(packets, sent.capture.keylog.read_bytes())
    assert [name for _, name in shown.expert_items()] == ["legacyssl.lost_handshake"]
    assert not runs.of_packets(packets, b"").packets, "without a key it is not ours to say"


def test_lost_client_hello():
    """A key log can tell the secret by the session id of ServerHello."""
    sent = Sent("ssl3/openssl-1.0-big-body-rc4", 0)
    packets = without(sent.segments(1400), sent, {CLIENT: [0]})
    hello = next(record for side, record in sent.said if side == SERVER)
    session_id = hello[44:44 + hello[43]]
    keylog = f"RSA Session-ID:{session_id.hex()} Master-Key:{sent.json['master_secret']}\n".encode()
    shown = runs.of_packets(packets, keylog)
    assert [name for _, name in shown.expert_items()] == ["legacyssl.lost_handshake"]
    assert not runs.of_packets(packets, b"").packets, "without a key it is not ours to say"
    assert runs.of_packets(sent.segments(1400), keylog).verified()


@pytest.mark.parametrize("name", ["ssl2/big-body-rc4", "pct1/large", "tls10/openssl-1.0-big-body-rc4",
                                  "tls10/openssl-1.0-big-body-cbc"])
def test_snapshot_length(name):
    """Records that are cut in every packet, but their headers tell enough to go on."""
    sent = Sent(name, 0)
    keylog = sent.capture.keylog.read_bytes()
    undamaged = shown_records(runs.of_packets(sent.segments(1400), keylog), sent.port)
    shown = shown_records(runs.of_packets(pcap.cut(sent.segments(1400), 700), keylog), sent.port)
    for side in (CLIENT, SERVER):
        verified, right = by_number(shown[side]), by_number(undamaged[side])
        assert BAD not in [verdict for _, verdict, _ in shown[side]], shown[side]
        assert verified.items() <= right.items()
        assert not sent.is_tls or max(verified) == max(right), "close_notify is whole"


@pytest.mark.parametrize("name,segment", [("tls10/openssl-1.0-many-records-in-one-segment", 70),
                                          ("ssl2/many-records-in-one-segment", 70), ("pct1/segments", 70)])
def test_what_tcp_mends(name, segment):
    """A segment sent again changes nothing, nor does another order when TCP is told to mend it."""
    sent = Sent(name, 0)
    keylog = wireshark.stage(sent.capture.keylog)
    packets = sent.segments(segment)
    undamaged = shown_records(runs.of_packets(packets, sent.capture.keylog.read_bytes()), sent.port)
    sides = [with_payload(packets, sent, side) for side in (CLIENT, SERVER)]
    again, mixed = list(packets), list(packets)
    for mine in sides:
        again.insert(packets.index(mine[-2]), mine[-4])
        at = mixed.index(mine[-4])
        mixed[at], mixed[at + 1] = mixed[at + 1], mixed[at]

    def shown(changed, mends):
        for number, packet in enumerate(changed):
            packet.time = 1_000_000_000, number * 10
        path = wireshark.write("changed.pcap", pcap.build(changed))
        return shown_records(runs.of_file(path, keylog, **{"tcp.reassemble_out_of_order": mends}), sent.port)
    try:
        assert shown(mixed, "TRUE") == undamaged
    finally:
        assert shown(again, "FALSE") == undamaged


def from_sequence(packets, sent, side, sequence):
    """The same packets, with a side's first byte at `sequence`."""
    moved = pcap.parse(pcap.build(packets))
    more = sequence - (1001, 5001)[side]
    for packet in moved:
        if side_of(packet, sent) == side:
            packet.sequence = (packet.sequence + more) & 0xffffffff
        elif packet.flags & pcap.ACK:
            packet.acknowledged = (packet.acknowledged + more) & 0xffffffff
    return moved


@pytest.mark.parametrize("name,segment,side,turning,lost",
                         [("tls10/openssl-1.0-many-records-in-one-segment", 100, SERVER, 10, [10]),
                          ("ssl2/many-records-in-one-segment", 100, SERVER, 10, [10]),
                          ("ssl2/many-records-in-one-segment", 1400, CLIENT, -1, [])])
def test_sequence_numbers_begin_again_at_zero(name, segment, side, turning, lost):
    """In a segment that is lost, or between two records of one that is there."""
    sent = Sent(name, 0)
    keylog = wireshark.stage(sent.capture.keylog)
    whole = sent.segments(segment)
    packets = without(whole, sent, {side: lost})
    turn = with_payload(whole, sent, side)[turning]
    begin = turn.sequence - (1001, 5001)[side]
    expected = shown_records(runs.of_packets(packets, sent.capture.keylog.read_bytes()), sent.port)
    absolute = {"tcp.relative_sequence_numbers": "FALSE"}
    try:
        for place in (3, len(turn.payload) // 2, len(turn.payload) - 3):
            path = wireshark.write("turning.pcap", pcap.build(from_sequence(packets, sent, side,
                                                                            -(begin + place) & 0xffffffff)))
            assert shown_records(runs.of_file(path, keylog, **absolute), sent.port) == expected, place
    finally:
        runs.of_file(path, keylog, **{"tcp.relative_sequence_numbers": "TRUE"})
    text = wireshark.pdml(path, 2, "-Y", runs.OURS, keylog=keylog, settings=absolute)
    assert shown_records(dissection.Dissection(dissection.from_pdml(text)), sent.port) == expected


@pytest.mark.parametrize("name", ["tls10/openssl-1.0-deflate-cbc", "ssl3/openssl-1.0-deflate-rc4"])
def test_compression(name):
    """Behind the gap records verify and stay compressed; what waited for more is handed on as it is."""
    sent = Sent(name, 0)
    packets = without(sent.segments(300), sent, {SERVER: [11]})
    shown = runs.of_packets(packets, sent.capture.keylog.read_bytes())
    assert {status for _, status in shown.statuses("legacyssl.record.mac.status")} == {GOOD}
    behind = next(number for number, name in shown.expert_items() if name == "legacyssl.record.not_decompressed")
    packet = next(packet for packet in shown.packets if packet.number == behind)
    assert packet.all("http.response.code") and not packet.all("legacyssl.app_data")
