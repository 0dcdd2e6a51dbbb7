"""Everything that can be wrong is said with a filter name of its own, and the rest stays dissected.

Inputs are made from a real SSL 2.0 capture by changing bytes; where a changed record must verify,
it is encrypted again, by the draft's sections 1.2 and 5.2.
"""
import hashlib

import pytest

import captures
import forged
import generated
import pcap
import runs
import wireshark
from dissection import BAD, GOOD, UNVERIFIED

RC4 = captures.named("ssl2/rc4-128")
DES3 = captures.named("ssl2/des-192-ede3-cbc")
CLIENT, SERVER = False, True

# Types of messages, draft-hickman C.1; offsets are those in the record, header included.
TYPE = 2
CIPHER_KIND = 3
ENCRYPTED_KEY_LENGTH = 8
KINDS_LENGTH, KINDS = 5, 11


class Talk:
    """The records of a capture's only connection, to be changed."""

    def __init__(self, capture):
        self.keylog = capture.keylog.read_bytes()
        self.connection = capture.connections[0]
        port = self.connection["server_port"]
        self.records = pcap.records_of_ssl2(pcap.talk(pcap.read(capture.pcap), port))

    def index(self, side, number):
        """Of the side's record of that number, from 0."""
        return [i for i, (is_server, _) in enumerate(self.records) if is_server == side][number]

    def change(self, side, number, offset, data):
        i = self.index(side, number)
        record = bytearray(self.records[i][1])
        record[offset:offset + len(data)] = data
        self.replace(side, number, bytes(record))

    def replace(self, side, number, record):
        self.records[self.index(side, number)] = side, record

    def record(self, side, number):
        return self.records[self.index(side, number)][1]

    def shown(self, keylog=None):
        return runs.of_packets(pcap.conversation(self.records),
                               self.keylog if keylog is None else keylog)


def statuses(shown):
    return [status for _, status in shown.statuses("legacyssl.record.mac.status")]


def items(shown):
    return {name for _, name in shown.expert_items()}


def labels(shown):
    return [field.label for packet in shown.packets for field in packet.fields]


def test_an_unchanged_talk_verifies():
    for capture in (RC4, DES3):
        shown = Talk(capture).shown()
        assert statuses(shown) == [GOOD] * 5 and not items(shown), f"{capture}: {items(shown)}"


def test_unknown_cipher():
    talk = Talk(RC4)
    talk.change(CLIENT, 1, CIPHER_KIND, b"\x0b\xad\x00")
    shown = talk.shown()
    assert "legacyssl.unknown_cipher" in items(shown)
    assert not statuses(shown)


def test_unknown_kind_is_offered_last():
    """Without CLIENT-MASTER-KEY all kinds offered are tried; with a wrong secret none verifies."""
    talk = Talk(RC4)
    hello = bytearray(talk.record(CLIENT, 0))
    end = KINDS + int.from_bytes(hello[KINDS_LENGTH:KINDS_LENGTH + 2], "big")
    hello[end:end] = b"\x0b\xad\x00"
    hello[KINDS_LENGTH:KINDS_LENGTH + 2] = (end + 3 - KINDS).to_bytes(2, "big")
    hello[:2] = (0x8000 | len(hello) - 2).to_bytes(2, "big")
    talk.replace(CLIENT, 0, bytes(hello))
    for _ in ("CLIENT-MASTER-KEY", "CLIENT-FINISHED"):
        del talk.records[talk.index(CLIENT, 1)]
    shown = talk.shown(b"SSL2_MASTER_KEY " + talk.connection["client_random"].encode()
                       + b" " + b"5a" * 16 + b"\n")
    assert statuses(shown) and GOOD not in statuses(shown)


@pytest.mark.parametrize("size", (1, 3, 15, 17, 32))
def test_secret_length(size):
    talk = Talk(RC4)
    challenge = talk.connection["client_random"].encode()
    shown = talk.shown(b"SSL2_MASTER_KEY " + challenge + b" " + b"5a" * size + b"\n")
    assert items(shown) == {"legacyssl.secret_length"}
    assert GOOD not in statuses(shown)


def test_no_secret():
    shown = Talk(RC4).shown(b"# nothing\n")
    assert items(shown) == {"legacyssl.no_secret"}


@pytest.mark.parametrize("capture", (RC4, DES3), ids=repr)
def test_mac_mismatch(capture):
    """One changed byte costs its own record, no other."""
    talk = Talk(capture)
    size = len(talk.record(CLIENT, 3))
    talk.change(CLIENT, 3, size // 2, bytes([talk.record(CLIENT, 3)[size // 2] ^ 1]))
    shown = talk.shown()
    assert sorted(statuses(shown)) == [BAD] + [GOOD] * 4, f"{capture}"
    assert items(shown) == {"legacyssl.record.mac.bad"}
    assert shown.fields("legacyssl.record.mac.expected"), f"{capture}: no expected MAC is shown"
    assert [label for label in labels(shown) if label.endswith("Record Layer: Bad MAC")], f"{capture}"
    requests = shown.fields("http.request.method")
    assert not requests, f"{capture}: HTTP was given the changed record"


def test_padding_longer_than_the_record():
    talk = Talk(DES3)
    talk.change(CLIENT, 3, 2, b"\xff")
    shown = talk.shown()
    assert "legacyssl.record.padding_too_long" in items(shown)
    assert statuses(shown).count(GOOD) == 4


def test_not_a_whole_number_of_blocks():
    talk = Talk(DES3)
    record = talk.record(CLIENT, 3)
    size = len(record) - 3 - 1
    talk.replace(CLIENT, 3, bytes([record[0] & 0xc0 | size >> 8, size & 255, record[2]]) + record[3:-1])
    shown = talk.shown()
    assert "legacyssl.record.damaged" in items(shown)
    assert statuses(shown).count(GOOD) == 4


def test_message_cut_short():
    talk = Talk(RC4)
    talk.change(CLIENT, 1, ENCRYPTED_KEY_LENGTH, b"\x7f\xff")
    assert "legacyssl.handshake.cut_short" in items(talk.shown())


def test_record_cut_short():
    talk = Talk(RC4)
    packets = pcap.cut(pcap.conversation(talk.records), 100)
    shown = runs.of_packets(packets, talk.keylog)
    assert "legacyssl.record.cut_short" in items(shown)
    assert GOOD not in statuses(shown)


def test_unknown_message_in_the_clear():
    talk = Talk(RC4)
    talk.records.insert(2, (SERVER, b"\x80\x03\x63\x00\x00"))
    assert "legacyssl.handshake.unknown_message" in items(talk.shown())


def rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) & 255])
    return bytes(out)


def encrypt_again(talk, side, first_sequence, messages, from_record):
    """Put records with these messages in place of the side's from that one on."""
    key = bytes.fromhex(talk.connection["keys"]["server_write_key" if side else "client_write_key"])
    macs = [hashlib.md5(key + message + (first_sequence + i).to_bytes(4, "big")).digest()
            for i, message in enumerate(messages)]
    stream = rc4(key, b"".join(mac + message for mac, message in zip(macs, messages)))
    position = talk.index(side, from_record)
    talk.records = [row for i, row in enumerate(talk.records) if row[0] != side or i < position]
    for i, message in enumerate(messages):
        size = 16 + len(message)
        header = bytes([0x80 | size >> 8, size & 255])
        talk.records.insert(position + i, (side, header + stream[:size]))
        stream = stream[size:]


def test_our_encryption_verifies():
    talk = Talk(RC4)
    server_random = bytes.fromhex(talk.connection["server_random"])
    encrypt_again(talk, CLIENT, 2, [b"\x03" + server_random, b"GET / HTTP/1.0\r\n\r\n"], 2)
    shown = talk.shown()
    assert statuses(shown) == [GOOD] * 5 and not items(shown)
    assert shown.statuses("legacyssl.handshake.verify.status")[0][1] == GOOD


def test_a_proof_that_proves_nothing():
    talk = Talk(RC4)
    encrypt_again(talk, CLIENT, 2, [b"\x03" + b"x" * 16, b"GET / HTTP/1.0\r\n\r\n"], 2)
    shown = talk.shown()
    assert items(shown) == {"legacyssl.handshake.verify.bad"}
    assert [status for _, status in shown.statuses("legacyssl.handshake.verify.status")].count(BAD) == 1
    assert statuses(shown) == [GOOD] * 5


def test_a_record_longer_than_allowed():
    """With padding, a record's body has at most 16383 bytes; without, 32767. More than its 16384 of data is too long."""
    talk = Talk(RC4)
    server_random = bytes.fromhex(talk.connection["server_random"])
    encrypt_again(talk, CLIENT, 2, [b"\x03" + server_random, b"x" * 32751], 2)
    shown = talk.shown()
    assert statuses(shown) == [GOOD] * 5


def with_bad_mac(record):
    return record[:-1] + bytes([record[-1] ^ 1])


def counted_as(packets, keylog=None):
    """Whose our item is among Wireshark's Expert Information."""
    path = wireshark.write("made.pcap", pcap.build(packets))
    options = {} if keylog is None else {"keylog": wireshark.write("keys.log", keylog)}
    lines = wireshark.tshark(path, "-q", "-z", "expert", **options).decode().splitlines()
    assert [line for line in lines if "Malformed Packet (Exception occurred)" in line]
    return [line.split()[2] for line in lines if "The MAC does not match" in line or "No message of this" in line]


def test_behind_a_damaged_certificate_items_are_still_ours():
    said = forged.ssl2()
    hello = bytearray(said[1][1])
    hello[hello.index(forged.cases.CERTIFICATE) + 5] ^= 0x7f  # the length of what is signed
    said[1] = SERVER, bytes(hello) + b"\x80\x03\x63\0\0"
    assert counted_as(pcap.conversation(said)) == ["LegacySSL"]


@pytest.mark.parametrize("kind, body", ((forged.ALERT, b""), (forged.HANDSHAKE, forged.message(16, b""))),
                         ids=("an alert", "a handshake message"))
def test_behind_what_the_builtin_can_not_dissect_items_are_still_ours(kind, body):
    peer, said, keylog = forged.sealed(generated.TLS10)
    said.append((CLIENT, peer.sealed("client", kind, body) + with_bad_mac(generated.sealed(peer, "client", b"x"))))
    assert counted_as(pcap.conversation(said), keylog) == ["LegacySSL"]


def test_behind_half_a_message_items_are_still_ours():
    """Its end is lost: whose it is gets what there was, and makes an error of it."""
    peer, said, keylog = forged.sealed(generated.TLS10)
    half = (b"HTTP/1.0 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: 1000\r\n\r\n"
            b"\x30\x82\x03\x00\x0a\x01\x00\xa0")
    records = [generated.sealed(peer, "server", data) for data in (half, bytes(300), bytes(300), b"x")]
    said += [(SERVER, records[0]), (SERVER, records[1]), (SERVER, records[2] + with_bad_mac(records[3]))]
    packets = [packet for packet in pcap.conversation(said) if packet.payload != records[1]]
    assert counted_as(packets, keylog) == ["LegacySSL"]


@pytest.mark.parametrize("number, is_told", ((16, False), (17, True)))
def test_more_messages_than_any_record_has_are_told_and_not_drawn(number, is_told):
    peer, said, keylog = forged.sealed(generated.TLS10)
    said.append((SERVER, peer.sealed("server", forged.HANDSHAKE, forged.message(0, b"") * number)))
    shown = runs.of_packets(pcap.conversation(said, closes=False), keylog)
    assert ("legacyssl.handshake.too_many" in [name for _, name in shown.expert_items()]) is is_told
    assert len([label for label in labels(shown) if label == "Handshake Protocol: Hello Request"]) == 16


@pytest.mark.parametrize("length, is_told", ((37, True), (38, False)))
def test_a_hello_that_can_not_be_one(length, is_told):
    """The built-in draws those that can."""
    peer, said, keylog = forged.sealed(generated.TLS10)
    said.append((SERVER, peer.sealed("server", forged.HANDSHAKE, forged.message(2, bytes(length)))))
    shown = runs.of_packets(pcap.conversation(said, closes=False), keylog)
    assert ("legacyssl.handshake.cut_short" in [name for _, name in shown.expert_items()]) is is_told
    assert len([label for label in labels(shown) if label == "Handshake Protocol: Server Hello"]) == 1 - is_told


def test_a_finished_that_is_empty():
    """Its proof is none; the record is drawn to its end."""
    peer, said, keylog = forged.sealed(generated.TLS10)
    said.append((CLIENT, peer.sealed("client", forged.HANDSHAKE, forged.message(20, b""))))
    shown = runs.of_packets(pcap.conversation(said, closes=False), keylog)
    assert [status for _, status in shown.statuses("legacyssl.handshake.verify.status")] == [GOOD, GOOD, UNVERIFIED]
    assert [label for label in labels(shown) if "Handshake Protocol: Finished" in label]


def test_an_escape_that_is_too_long():
    """draft-benaloh-pct-00 5.5.4: one byte. It opens all the same."""
    peer, said, keylog = forged.sealed(generated.PCT1)
    said.append((False, peer.directions["client"].seal(b"\1\2\3", escape=True)))
    seen = runs.of_packets(pcap.conversation(said, closes=False), keylog)
    (_, field), = seen.fields("legacyssl.record.escape_type")
    assert "(0x01)" in field.label, field.label
    assert "legacyssl.record.unknown_escape" in [name for _, name in seen.expert_items()]
    assert [status for _, status in seen.statuses("legacyssl.record.mac.status")][-1] == GOOD
