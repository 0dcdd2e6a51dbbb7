"""Follow: the application bytes of each stream, from both sides, in every mode; in tshark and in sharkd."""
import base64
import hashlib
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


def follow(capture, mode, stream):
    """tshark's lines between the two rules, without the head of four."""
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z",
                            f"follow,legacyssl,{mode},{stream}",
                            keylog=wireshark.stage(capture.keylog)).decode()
    return re.split(r"^=+\n", text, flags=re.M)[1].split("\n")


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
        assert lines[1] == f"Filter: legacyssl.stream eq {stream}"
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


def test_sharkd(capture):
    sharkd = runs.shared_sharkd()
    sharkd.load(wireshark.stage(capture.pcap), wireshark.stage(capture.keylog))
    for stream, connection in enumerate(capture.connections):
        answer = sharkd.ask("follow", follow="LegacySSL", filter=f"legacyssl.stream == {stream}")
        sent = {side: b"".join(base64.b64decode(part["d"]) for part in answer.get("payloads", [])
                               if part.get("s", 0) == side) for side in (0, 1)}
        assert_sent(connection, sent[0], sent[1])


def test_nothing_without_the_secret(capture):
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z", "follow,legacyssl,raw,0")
    lines = text.decode().split("\n")
    assert not [line for line in lines if re.fullmatch(r"\t?[0-9a-f]+", line)]
