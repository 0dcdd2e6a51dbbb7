"""Follow: the application bytes of each stream, from both sides, in every mode; in tshark and in sharkd."""
import functools
import hashlib
import itertools
import re

import pytest

import captures
import runs
import wireshark

FOLLOWED = ("ssl2/all-ciphers", "ssl2/http-until-close", "pct1/large", "pct1/rc4-md5",
            "ssl3/openssl-1.0-deflate-cbc", "tls10/openssl-1.0-renegotiation-by-client",
            "tls10/mail-imap-starttls")

pytestmark = pytest.mark.parametrize(
    "capture", [captures.named(name) for name in FOLLOWED], ids=repr)


@functools.cache
def all_streams(capture):
    """{(mode, stream): tshark's lines between the two rules}, from one run."""
    streams = [(mode, stream) for mode in ("raw", "hex", "ascii")
               for stream in range(len(capture.connections))]
    options = itertools.chain.from_iterable(
        ("-z", f"follow,legacyssl,{mode},{stream}") for mode, stream in streams)
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-q", *options,
                            keylog=wireshark.stage(capture.keylog)).decode()
    sections = re.split(r"^=+\n", text, flags=re.M)[1::2]
    found = {}
    for section in sections:
        mode = re.match(r"Follow: legacyssl,(\w+)\n", section)[1]
        stream = re.search(r"^Filter: legacyssl.stream eq (\d+)$", section, re.M)[1]
        found[mode, int(stream)] = section.splitlines()
    return found


def follow(capture, mode, stream):
    return all_streams(capture)[mode, stream]


def complaint(sent, expected):
    if (len(sent), hashlib.sha256(sent).hexdigest()) != (expected["length"], expected["sha256"]):
        return f"{len(sent)} bytes that begin with {sent[:40]} should be {expected}"
    return None


def assert_sent(connection, client, server):
    assert not complaint(client, connection["client_sent"]), "what the client sent"
    assert not complaint(server, connection["server_sent"]), "what the server sent"


def test_raw(capture):
    for stream, connection in enumerate(capture.connections):
        lines = follow(capture, "raw", stream)
        assert lines[3] == f"Node 1: 127.0.0.1:{connection['server_port']}"
        data = [line for line in lines[4:] if line]
        assert_sent(connection,
                    b"".join(bytes.fromhex(line) for line in data if line[0] != "\t"),
                    b"".join(bytes.fromhex(line) for line in data if line[0] == "\t"))


def from_hex_dump(lines):
    return b"".join(bytes.fromhex(line.lstrip("\t")[10:58].replace(" ", "")) for line in lines)


def test_hex(capture):
    connection = capture.connections[0]
    data = [line for line in follow(capture, "hex", 0)[4:] if line]
    assert_sent(connection, from_hex_dump([line for line in data if line[0] != "\t"]),
                from_hex_dump([line for line in data if line[0] == "\t"]))


def test_ascii(capture):
    request = capture.connections[0].get("first_request")
    assert request is None or request in map(str.strip, follow(capture, "ascii", 0))


def test_the_builtin_follows_too(capture):
    """Follow > TLS Stream: the window of Wireshark 4.0 offers no others."""
    for connection in capture.connections:
        sent = runs.follow(wireshark.stage(capture.pcap), f"tcp.stream == {connection['tcp_stream']}",
                           wireshark.stage(capture.keylog), "TLS")
        assert_sent(connection, *sent)


def test_sharkd(capture):
    for stream, connection in enumerate(capture.connections):
        assert_sent(connection, *runs.follow(wireshark.stage(capture.pcap),
                                             f"legacyssl.stream == {stream}",
                                             wireshark.stage(capture.keylog)))


def test_nothing_without_the_secret(capture):
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z", "follow,legacyssl,raw,0")
    lines = text.decode().split("\n")
    assert not [line for line in lines if re.fullmatch(r"\t?[0-9a-f]+", line)]
