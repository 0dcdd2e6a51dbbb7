"""Sessions as OpenSSL writes them (-sess_out): in a file of their own or pasted into a key log."""
import base64
import re

import pytest

import captures
import expectations
import key_sources
import pcap
import wireshark

NAMES = ("ssl2/session-file", "ssl3/openssl-1.0-session-file", "tls10/openssl-1.0-session-file",
         "tls10/openssl-1.0-session-file-ticket")
BLOCK = re.compile(rb"-----BEGIN SSL SESSION PARAMETERS-----\n(.*?)-----END SSL SESSION PARAMETERS-----\n", re.DOTALL)
PREFERENCES = ("legacyssl.session_file", "legacyssl.keylog_file")


def session_file(capture):
    return (captures.FOLDER / capture.name).with_name(capture.json["session_file"]).read_bytes()


def shown_with(path, content, preference="legacyssl.session_file"):
    return key_sources.shown(path, settings={preference: wireshark.write("session.pem", content)})


def labels(shown, name="legacyssl.keylog.line"):
    return [field.label for _, field in shown.fields(name)]


def assert_closed(shown, reason, name="legacyssl.keylog.line"):
    said = labels(shown, name)
    assert [text for text in said if reason in text], f"{reason!r} should be said: {said}"
    assert not shown.fields("legacyssl.key_source")


@pytest.mark.parametrize("preference", PREFERENCES)
@pytest.mark.parametrize("name", NAMES)
def test_opens(name, preference):
    capture = captures.named(name)
    shown = shown_with(wireshark.stage(capture.pcap), session_file(capture), preference)
    key_sources.assert_opened(capture, shown, "session.pem, session in line 1")
    assert not labels(shown)


@pytest.mark.parametrize("name", NAMES[:3])
def test_opens_a_resumed_session_alone(name):
    capture = captures.named(name)
    resumed = next(connection for connection in capture.connections if connection["resumed"])
    client_ports = []
    for packet in pcap.read(capture.pcap):
        if packet.flags & pcap.SYN and not packet.flags & pcap.ACK:
            client_ports.append(packet.ports[0])
    port = client_ports[resumed["tcp_stream"]]
    packets = [packet for packet in pcap.read(capture.pcap) if port in packet.ports]
    shown = shown_with(wireshark.write("made.pcap", pcap.build(packets)), session_file(capture))
    key_sources.assert_opened(capture, shown, "session in line 1", [{**resumed, "tcp_stream": 0}])


@pytest.mark.parametrize("preference", PREFERENCES)
def test_among_other_things(preference):
    """Lines of a key log, a certificate and another session around it, no line end behind it."""
    capture, other = captures.named(NAMES[2]), captures.named(NAMES[0])
    certificate = (captures.FOLDER / "peers/openssl-1.0/rsa.crt").read_bytes()
    content = (b"# keys\r\n" + other.keylog.read_bytes() + certificate + session_file(other)
               + session_file(capture).rstrip(b"\n"))
    line = content.count(b"\n", 0, content.rindex(b"-----BEGIN")) + 1
    shown = shown_with(wireshark.stage(capture.pcap), content, preference)
    key_sources.assert_opened(capture, shown, f"session.pem, session in line {line}")
    assert not labels(shown)


@pytest.mark.parametrize("name", NAMES[:3])
def test_lines_that_end_as_on_windows(name):
    capture = captures.named(name)
    shown = shown_with(wireshark.stage(capture.pcap), session_file(capture).replace(b"\n", b"\r\n"))
    key_sources.assert_opened(capture, shown, "session in line 1")


def changed(content, change):
    """The session with its DER changed."""
    der = bytearray(base64.b64decode(BLOCK.search(content).group(1)))
    return (b"-----BEGIN SSL SESSION PARAMETERS-----\n" + base64.encodebytes(bytes(change(der)))
            + b"-----END SSL SESSION PARAMETERS-----\n")


def with_version(der, version):
    at = der.index(b"\x02\x02\x03\x01") + 2
    der[at:at + 2] = version.to_bytes(2, "big")
    return der


def test_a_session_of_tls_1_2():
    capture = captures.named(NAMES[2])
    content = changed(session_file(capture), lambda der: with_version(der, 0x0303))
    assert_closed(shown_with(wireshark.stage(capture.pcap), content), "another protocol")


def test_a_session_of_another_of_our_protocols():
    """Its session id fits, yet it can't be this connection's."""
    capture = captures.named(NAMES[2])
    content = changed(session_file(capture), lambda der: with_version(der, 0x0300))
    assert_closed(shown_with(wireshark.stage(capture.pcap), content),
                  "its sessions are of SSL 3.0, this is TLS 1.0", "legacyssl.no_secret")


def test_a_session_file_of_tls_for_ssl2():
    ssl2, tls = captures.named(NAMES[0]), captures.named(NAMES[2])
    shown = shown_with(wireshark.stage(ssl2.pcap), session_file(tls))
    for reason in ("its sessions are of TLS 1.0, this is SSL 2.0", "has none for the CHALLENGE"):
        assert_closed(shown, reason, "legacyssl.no_secret")


DAMAGED = {
    "no END line": (lambda content: content[:400], "cut short"),
    "END line cut": (lambda content: content[:-10], None),
    "BEGIN line only": (lambda content: content[:40], "cut short"),
    "two lines lost": (lambda content: b"\n".join(line for i, line in enumerate(content.split(b"\n")) if i not in (2, 3)),
                       "ASN.1"),
    "not base64": (lambda content: content.replace(b"\n", b"\n!!", 3), "cut short"),
    "not base64 from the first character on": (lambda content: content.replace(b"\n", b"\n!", 3), "cut short"),
    "another session follows": (lambda content: content[:400] + b"\n" + content, "cut short"),
    "empty": (lambda content: b"-----BEGIN SSL SESSION PARAMETERS-----\n-----END SSL SESSION PARAMETERS-----\n", "cut short"),
    "no master key": (lambda content: changed(content, lambda der: bytes.fromhex("300f 020101 02020301 0402002f 0400 0400")),
                      "no master key"),
}


@pytest.mark.parametrize("name", ("ssl2/session-file", "tls10/openssl-1.0-session-file"))
@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged(name, damage):
    """What is wrong is said, with file and line, and a key log beside it serves all the same."""
    capture = captures.named(name)
    change, reason = DAMAGED[damage]
    session = wireshark.write("session.pem", change(session_file(capture)))
    shown = key_sources.shown(wireshark.stage(capture.pcap), settings={"legacyssl.session_file": session})
    said = [text for text in labels(shown) if reason and f"{session}, line 1" in text and reason in text]
    assert said or reason is None, f"{reason!r} should be said: {labels(shown)}"
    shown = key_sources.shown(wireshark.stage(capture.pcap), keylog=wireshark.stage(capture.keylog),
                           settings={"legacyssl.session_file": session})
    expectations.assert_as_expected(capture, shown)


def test_every_byte_changed_and_every_length():
    """None of them does harm; with one byte of the master key changed, nothing verifies."""
    capture = captures.named(NAMES[0])
    content = session_file(capture)
    der = base64.b64decode(BLOCK.search(content).group(1))[:80]
    whole = b"".join(changed(content, lambda d, i=i: d[:i] + bytes([d[i] ^ 0xff]) + d[i + 1:]) for i in range(len(der)))
    cut = b"".join(changed(content, lambda d, i=i: d[:i]) for i in range(len(der)))
    shown_with(wireshark.stage(capture.pcap), whole + cut)
    key = bytes.fromhex(capture.connections[0]["master_secret"])
    for i in (0, len(key) - 1):
        wrong = key[:i] + bytes([key[i] ^ 1]) + key[i + 1:]
        shown = shown_with(wireshark.stage(capture.pcap), changed(content, lambda d: bytes(d).replace(key, wrong)))
        assert "Good" not in {status for _, status in shown.statuses("legacyssl.record.mac.status")}
