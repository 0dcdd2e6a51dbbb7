"""A wrong MAC is explained: what would make it right tells what was done to the record.

The records of a real capture are sent again, sent back, left out or changed.
"""
import pytest

import captures
import forged
import pcap
import runs
from dissection import BAD, GOOD, UNVERIFIED

CLIENT, SERVER = False, True
RC4_OF_SSL2 = captures.named("ssl2/many-records-in-one-segment")
CBC_OF_TLS = captures.named("tls10/openssl-1.0-many-records-in-one-segment")
ENCRYPT_THEN_MAC = captures.named("tls10/gnutls-small-records")


class Records:
    """The records of a capture's only connection, to be tampered with."""

    def __init__(self, capture):
        self.keylog = capture.keylog.read_bytes()
        said = pcap.talk(pcap.read(capture.pcap), capture.connections[0]["server_port"])
        is_ssl2 = capture.connections[0]["protocol"] == "SSL 2.0"
        self.records = pcap.records_of_ssl2(said) if is_ssl2 else pcap.records_of_tls(said)

    def from_end(self, side, number):
        """The index of a record with application data; those behind it are enough to go on."""
        return [i for i, (sender, _) in enumerate(self.records) if sender == side][-number]

    def shown(self, keylog=None):
        return runs.of_packets(pcap.conversation(self.records),
                               self.keylog if keylog is None else keylog)


def diagnoses(shown):
    return [field.label for _, field in shown.fields("legacyssl.record.mac.bad")]


def verdicts(shown):
    return [status for _, status in shown.statuses("legacyssl.record.mac.status")]


def expect(shown, text, bad=1):
    labels = diagnoses(shown)
    assert any(text in label for label in labels), f"{text!r} is not among {labels}"
    assert verdicts(shown).count(BAD) == bad, verdicts(shown)
    assert verdicts(shown)[-1] == GOOD, "what follows does not verify any more"


@pytest.fixture(params=[RC4_OF_SSL2, CBC_OF_TLS], ids=str)
def records(request):
    return Records(request.param)


def test_replayed(records):
    i = records.from_end(CLIENT, 3)
    records.records.insert(i + 1, (CLIENT, records.records[i][1]))
    expect(records.shown(), "replayed")


def test_reflected(records):
    i = records.from_end(CLIENT, 3)
    records.records.insert(i + 1, (SERVER, records.records[i][1]))
    expect(records.shown(), "reflected")


def test_damaged(records):
    i = records.from_end(CLIENT, 3)
    side, record = records.records[i]
    records.records[i] = side, record[:-1] + bytes([record[-1] ^ 1])
    shown = records.shown()
    assert any("damaged" in label for label in diagnoses(shown)), diagnoses(shown)
    assert 1 <= verdicts(shown).count(BAD) <= 2, verdicts(shown)
    assert verdicts(shown)[-1] == GOOD, "what follows does not verify any more"


def test_header_changed():
    records = Records(CBC_OF_TLS)
    i = records.from_end(CLIENT, 3)
    side, record = records.records[i]
    records.records[i] = side, bytes([record[0] ^ 1]) + record[1:]
    expect(records.shown(), "another record header")


def test_records_missing():
    """With CBC the first record behind the gap has lost its IV; the second tells the number."""
    records = Records(CBC_OF_TLS)
    del records.records[records.from_end(CLIENT, 5)]
    expect(records.shown(), "later sequence number", bad=2)


@pytest.mark.parametrize("missing,is_found", ((1, True), (16, True), (17, False)))
def test_so_many_records_are_looked_over(missing, is_found):
    peer, said, keylog = forged.sealed(forged.cases.tls("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA"))
    begin = len(said) + 1
    for number in range(missing + 4):
        peer.say("client", b"record %d" % number)
    del said[begin:begin + missing]
    shown = runs.of_packets(pcap.conversation(said), keylog)
    assert any("later sequence number" in label for label in diagnoses(shown)) == is_found, diagnoses(shown)
    assert (verdicts(shown)[-1] == GOOD) == is_found


def test_encrypt_then_mac_does_not_cover_the_iv():
    """RFC 7366 3: behind a record that is bad, the next one's first block may be, too."""
    records = Records(ENCRYPT_THEN_MAC)
    i = records.from_end(SERVER, 3)
    side, record = records.records[i]
    honest = verdicts(records.shown())
    records.records[i] = side, record[:-1] + bytes([record[-1] ^ 1])
    shown = verdicts(records.shown())
    at = shown.index(BAD)
    assert set(honest) == {GOOD} and shown.count(BAD) == 1
    assert shown.count(UNVERIFIED) == 1 and UNVERIFIED in shown[at:at + 3] and shown[-1] == GOOD, shown


def test_wrong_secret(records):
    keylog = records.keylog.rstrip()
    last = keylog[-1:]
    labels = diagnoses(records.shown(keylog[:-1] + (b"1" if last == b"0" else b"0")))
    assert labels and all("another session's" in label for label in labels), labels


def test_a_secret_that_has_opened_the_other_side_is_right():
    labels = diagnoses(runs.with_keys(captures.named("pct1/bad-mac-server")))
    assert labels and all("damaged or forged" in label for label in labels), labels
