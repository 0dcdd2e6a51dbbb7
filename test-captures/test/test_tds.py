"""TLS inside TDS: FreeTDS with a server of MS-TDS, the login encrypted or the whole connection."""
import hashlib
import json

import pytest

import captures
import dissection
import pcap
import runs
import wireshark

RECORDED = sorted((captures.FOLDER / "tds").glob("*.json"))
SQL_BATCH, RESPONSE, LOGIN7 = 0x01, 0x04, 0x10

pytestmark = pytest.mark.parametrize("about", RECORDED, ids=lambda path: path.stem)


def staged(about):
    return wireshark.stage(about.with_suffix(".pcap")), wireshark.stage(about.with_suffix(".keylog"))


def followed(text):
    """What each side sent: the lines of the server are indented."""
    sides = {"client_sent": b"", "server_sent": b""}
    for line in text.split(b"\n"):
        word = line.strip()
        if word and len(word) % 2 == 0 and not word.strip(b"0123456789abcdef"):
            sides["server_sent" if line.startswith(b"\t") else "client_sent"] += bytes.fromhex(word.decode())
    return sides


def test_what_went_through_tls(about):
    """Login-only encryption ends with the login."""
    pcap, keylog = staged(about)
    sides = followed(wireshark.tshark(pcap, "-q", "-z", "follow,tls,raw,0", keylog=keylog))
    connection, = json.loads(about.read_text())["connections"]
    for side, sent in sides.items():
        assert {"length": len(sent), "sha256": hashlib.sha256(sent).hexdigest()} == connection[side], side


def test_query(about):
    """In the clear behind a login that alone was encrypted, else seen with the secret only."""
    pcap, keylog = staged(about)
    connection, = json.loads(about.read_text())["connections"]
    query = connection["query"].encode("utf-16-le").hex()
    seen = wireshark.tshark(pcap, "-q", "-z", "follow,tcp,raw,0").replace(b"\n", b"").decode()
    assert (query in seen) == (not connection["whole_connection"])


@pytest.mark.parametrize("passes", ((), ("-2",)), ids=("one", "two"))
def test_what_is_inside_is_tds(about, passes):
    """By Decode As; Wireshark's tds is on no list of what TLS can carry."""
    pcap, keylog = staged(about)
    kinds = wireshark.tshark(pcap, *passes, "-d", "tls.port==1433,tds", "-T", "fields", "-e", "tds.type", "-Y",
                             "tds.type and not tls.handshake", keylog=keylog)
    assert [int(kind, 0) for kind in kinds.split()[2:]] == [LOGIN7, RESPONSE, SQL_BATCH, RESPONSE]


def opened(about, packets):
    """Verdicts of MACs and proofs, and what experts say."""
    shown = runs.of_packets(packets, about.with_suffix(".keylog").read_bytes())
    return ([status for _, status in shown.statuses("legacyssl.record.mac.status")],
            [status for _, status in shown.statuses("legacyssl.handshake.verify.status")],
            {name for _, name in shown.expert_items()})


def said_in(about):
    return pcap.talk(pcap.read(about.with_suffix(".pcap")), 1433)


def is_ours(about):
    return "tls12" not in about.stem


def test_in_small_segments(about):
    """Packets that TCP puts together, and records in pieces."""
    whole, small = (opened(about, pcap.conversation(said_in(about), 1433, segment=length)) for length in (1400, 20))
    assert whole == small and bool(whole[0]) == is_ours(about)
    assert set(whole[0] + whole[1]) <= {dissection.GOOD} and not whole[2]


def test_lost_packets(about):
    """Nothing is called bad, nor an attack, whichever is missing; what comes before PRELOGIN's hello never matters."""
    packets = pcap.conversation(said_in(about), 1433)
    for number in [number for number, packet in enumerate(packets) if packet.payload]:
        macs, proofs, said = opened(about, packets[:number] + packets[number + 1:])
        assert dissection.BAD not in macs + proofs and said <= {"legacyssl.lost_segments"}, number


@pytest.mark.parametrize("passes", (1, 2), ids=("one", "two"))
def test_without_a_secret(about, passes):
    """All is as it is without us."""
    for packets in (pcap.conversation(said_in(about), 1433, segment=length) for length in (20, 1400)):
        path = wireshark.write("made.pcap", pcap.build(packets))
        assert wireshark.pdml(path, passes, plugin=False) == wireshark.pdml(path, passes)


def test_login_and_query_in_one_segment(about):
    """Where only the login is encrypted, the clear text behind it stays others'."""
    said = said_in(about)
    login, query = said[6], said[8]
    joined = [*said[:6], (False, login[1] + query[1]), *said[7:8], *said[9:]]
    path = wireshark.write("made.pcap", pcap.build(pcap.conversation(joined, 1433)))
    kinds = wireshark.tshark(path, "-d", "tls.port==1433,tds", "-T", "fields", "-e", "tds.type", "-Y",
                             "tds.type and not tls.handshake", keylog=staged(about)[1])
    assert [int(kind, 0) for kind in kinds.replace(b",", b" ").split()[2:]] == [LOGIN7, SQL_BATCH, RESPONSE, RESPONSE]
