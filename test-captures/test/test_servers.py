"""-z legacyssl,servers: a line for each server, with what it agreed to; no key is needed."""
import collections

import pytest

import captures
import pcap
import wireshark

HEAD = ["server", "sessions", "resumed", "opened", "protocols", "cipher_suites", "weak", "closed"]
NAMES = ("ssl2/all-ciphers", "ssl2/resumption", "pct1/reconnect", "ssl3/nss-renegotiation",
         "tls10/openssl-1.0-resumption", "tls10/openssl-1.0-all-suites")

EVERY = pytest.mark.parametrize("capture", [captures.named(name) for name in NAMES], ids=repr)


def table(path, *arguments, keylog=None, option="legacyssl,servers"):
    text = wireshark.tshark(path, "-q", *arguments, "-z", option, keylog=keylog).decode()
    head, *rows = [line.split("\t") for line in text.splitlines()]
    assert head == HEAD and all(len(row) == len(HEAD) for row in rows)
    return [dict(zip(HEAD, row)) for row in rows]


def tally(text):
    """{name: count}"""
    return {part.rpartition(" (")[0]: int(part.rpartition(" (")[2][:-1]) for part in text.split("; ") if part}


def protected(capture):
    return [(connection, handshake) for connection in capture.connections if captures.is_protected(connection)
            for handshake in captures.handshakes(connection)]


@EVERY
@pytest.mark.parametrize("arguments", ((), ("-2",)), ids=("one pass", "two passes"))
def test_with_keys(capture, arguments):
    sessions = protected(capture)
    row, = table(wireshark.stage(capture.pcap), *arguments, keylog=wireshark.stage(capture.keylog))
    assert row["server"] == f"127.0.0.1:{capture.connections[0]['server_port']}"
    assert int(row["sessions"]) == len(sessions) and row["opened"] == row["sessions"] and row["closed"] == ""
    assert int(row["resumed"]) == sum(handshake.get("resumed", False) for _, handshake in sessions)
    assert tally(row["protocols"]) == collections.Counter(connection["protocol"] for connection, _ in sessions)
    assert sum(tally(row["cipher_suites"]).values()) == len(sessions)


@EVERY
def test_without_keys(capture):
    row, = table(wireshark.stage(capture.pcap))
    assert row["opened"] == "0" and int(row["sessions"]) >= len(capture.connections) > 0
    assert sum(tally(row["closed"]).values()) == int(row["sessions"])
    assert set(tally(row["protocols"])) == capture.protocols


def test_what_is_weak():
    row, = table(wireshark.stage(captures.named("tls10/openssl-1.0-all-suites").pcap))
    suites, weak = tally(row["cipher_suites"]), tally(row["weak"])
    for word, name in (("EXPORT", "export"), ("RC4", "RC4"), ("anon", "no authentication"), ("_DES_", "single DES")):
        assert weak.get(name, 0) == sum(number for suite, number in suites.items() if word in suite)
    assert weak["export"] and weak["RC4"]


def test_a_line_for_each_server_and_a_filter():
    first, second = captures.named("tls10/openssl-1.0-resumption"), captures.named("ssl2/resumption")
    packets = pcap.read(first.pcap) + pcap.with_addresses_of(pcap.read(second.pcap), 7)
    made = wireshark.write("both.pcap", pcap.build(packets))
    port = second.connections[0]["server_port"]
    assert [row["server"] for row in table(made)] == ["127.0.0.1:443", f"127.0.7.1:{port}"]
    assert len(table(made, option="legacyssl,servers,ip.addr == 127.0.7.1")) == 1


def test_nothing_of_tls_12():
    assert not table(wireshark.stage(captures.named("other/openssl-3-tls12-gcm").pcap))
