"""A key log or RSA key that does not help says why, for all four protocols; with nothing set nothing is said of
SSL 3.0 and TLS 1.0."""
import pytest

import beside
import captures
import forged
import key_sources
import runs
import wireshark

NAMES = ("ssl2/rc4-128", "pct1/rc4-md5", "ssl3/openssl-1.0-big-body-rc4", "tls10/openssl-1.0-big-body-rc4",
         "tls10/gnutls-resume-session-id")
RELOAD = "View > Reload"
RSA = captures.FOLDER / "peers/openssl-1.0/rsa.pem"
KEY_LOGS = {"another session's": b"CLIENT_RANDOM " + b"5a" * 32 + b" " + b"a5" * 48 + b"\n", "empty": b"",
            "another protocol's": b"PCT1_MASTER_KEY " + b"5a" * 32 + b" " + b"a5" * 16 + b"\n"}


def notes(shown):
    return [field.label for _, field in shown.fields("legacyssl.no_secret")]


@pytest.mark.parametrize("content", KEY_LOGS.values(), ids=KEY_LOGS.keys())
@pytest.mark.parametrize("name", NAMES)
def test_a_key_log_that_lacks_the_session(name, content):
    path = wireshark.write("keys.log", content)
    capture = captures.named(name)
    said = notes(runs.of_file(wireshark.stage(capture.pcap), path))
    assert any(str(path) in text and RELOAD in text for text in said), said
    assert not any("this is" in text for text in said), "the protocols of sessions are told where there are some"


@pytest.mark.parametrize("name", NAMES[:4])
def test_advice_names_the_rsa_key(name):
    said = notes(runs.of_file(wireshark.stage(captures.named(name).pcap), wireshark.write("keys.log", b"")))
    assert any("RSA key" in text and RELOAD in text for text in said), said


@pytest.mark.parametrize("passes", (1, 2))
@pytest.mark.parametrize("name", NAMES[2:])
def test_the_note_is_all_that_differs(name, passes):
    path = wireshark.stage(captures.named(name).pcap)
    useless = wireshark.write("keys.log", KEY_LOGS["another session's"])
    plain = wireshark.pdml(path, passes, plugin=False)
    shown = wireshark.pdml(path, passes, keylog=useless)
    assert shown != plain and beside.without(shown, beside.NO_SECRET) == plain


def test_a_key_that_opens_another_exchange():
    """An RSA key was entered, nothing else: the note is there for Diffie-Hellman, too."""
    packets = forged.capture(forged.Tls().hellos(suite=forged.DHE_AES_128).finished().said)
    path = wireshark.write("forged.pcap", forged.pcap.build(packets))
    shown = key_sources.shown(path, "-o", f'uat:rsa_keys:"{wireshark.stage(RSA)}",""')
    assert shown.expert_items()


def test_nothing_was_encrypted():
    said = notes(runs.of_packets(forged.capture(forged.ssl2(encrypted=0)), b""))
    assert any("what the client encrypted for it is not in the capture" in text for text in said), said
    assert not any("does not open" in text for text in said), said


@pytest.mark.parametrize("name", NAMES[:4])
def test_an_unreadable_key_file_is_told_once_and_by_us(name):
    path = wireshark.stage(captures.named(name).pcap)
    arguments = ("-o", "legacyssl.keylog_file:/nowhere/keys.log")
    text = wireshark.tshark(path, *arguments, "-q", "-z", "expert").decode()
    told = [line for line in text.splitlines() if "can't be read" in line]
    assert len(told) == 1 and "LegacySSL" in told[0], text
