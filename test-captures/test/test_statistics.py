"""-z legacyssl,tree counts sessions and records; -z legacyssl,keys lists every handshake's six values."""
import collections
import functools
import re

import pytest

import captures
import dissection
import runs
import wireshark

COUNTED = ("ssl2/all-ciphers", "ssl2/resumption", "pct1/reconnect", "pct1/bad-mac-client",
           "ssl3/nss-renegotiation", "tls10/openssl-1.0-resumption",
           "tls10/openssl-1.0-renegotiation-by-client")
COLUMNS = ["stream", "frame", "client", "server", "protocol", "cipher_suite", "handshake", "verified",
           "key_source", "client_write_MAC_secret", "server_write_MAC_secret", "client_write_key",
           "server_write_key", "client_write_IV", "server_write_IV"]

pytestmark = pytest.mark.parametrize(
    "capture", [captures.named(name) for name in COUNTED], ids=repr)


@functools.cache
def statistics(capture, keylog, *options):
    """Both, from one run."""
    return wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z", "legacyssl,tree", "-z",
                            "legacyssl,keys", *options,
                            keylog=wireshark.stage(keylog) if keylog else None).decode()


def tree(capture, with_keys=True):
    """{branch: {item: count}}"""
    text = statistics(capture, capture.keylog if with_keys else None)
    branches, items = {}, {}
    for line in text.split("\n"):
        row = re.match(r"( ?)(\S.*?) {2,}(\d+) ", line)
        if row and not row[1]:
            items = branches[row[2]] = {}
        elif row:
            items[row[2]] = int(row[3])
    return branches


def sessions(capture):
    """(protocol, whether resumed) of every handshake that came to keys."""
    return [(connection["protocol"], handshake.get("resumed", False))
            for connection in capture.connections if captures.is_protected(connection)
            for handshake in captures.handshakes(connection)]


def test_tree_counts_what_the_capture_has(capture):
    counted = tree(capture)
    expected = sessions(capture)
    assert counted["Sessions by protocol"] == collections.Counter(name for name, _ in expected)
    assert counted["Sessions by handshake"] == collections.Counter(
        "resumed" if resumed else "full" for _, resumed in expected)
    assert sum(counted["Opened sessions by key source"].values()) == len(expected)
    assert not counted["Closed sessions by reason"]


def test_tree_counts_verdicts(capture):
    verdicts = collections.Counter(
        verdict for _, verdict in runs.with_keys(capture).statuses("legacyssl.record.mac.status"))
    counted = tree(capture)["Records by verdict"]
    assert counted.get("MAC good", 0) == verdicts[dissection.GOOD]
    assert counted.get("MAC bad", 0) == verdicts[dissection.BAD]


def test_tree_tells_why_sessions_stay_closed(capture):
    counted = tree(capture, with_keys=False)
    closed = sum(counted["Closed sessions by reason"].values())
    assert closed == sum(counted["Sessions by protocol"].values()) > 0
    assert not counted["Opened sessions by key source"]


def table(capture, *options, keylog=None):
    text = statistics(capture, keylog or capture.keylog, *options)
    head, *rows = [line.split("\t") for line in text.splitlines() if "\t" in line]
    assert head == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    return [dict(zip(COLUMNS, row)) for row in rows]


@pytest.mark.parametrize("options", ((), ("-2",)), ids=("one pass", "two passes"))
def test_table_has_the_keys_that_the_peer_held(capture, options):
    rows = table(capture, *options)
    expected = [(stream, connection, i)
                for stream, connection in enumerate(capture.connections)
                for i, _ in enumerate(captures.handshakes(connection))]
    assert len(rows) == len(expected)
    for row, (stream, connection, i) in zip(rows, expected):
        assert row["stream"] == str(stream)
        assert row["server"] == f"127.0.0.1:{connection['server_port']}"
        assert row["protocol"] == connection["protocol"]
        assert row["verified"] == "yes"
        for name in captures.KEY_NAMES:
            value = captures.expected_keys(connection, name)[i]
            column = name.replace("_mac_", "_MAC_").replace("_iv", "_IV")
            assert value in (None, row[column]), f"{name} of stream {stream}"


def test_table_says_what_is_not_verified(capture):
    wrong = wireshark.write("wrong.keylog", captures.with_wrong_secrets(capture.keylog.read_bytes()))
    assert not [row for row in table(capture, keylog=wrong) if row["verified"] != "no"]
