"""TLS inside TDS: FreeTDS with a server of MS-TDS, the login encrypted or the whole connection."""
import hashlib
import json

import pytest

import captures
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
