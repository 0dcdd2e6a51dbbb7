"""-z legacyssl,keylog writes a key log of all four protocols: it opens the capture again."""

import pytest

import captures
import expectations
import runs
import test_rsa_keys
import test_session_files
import wireshark

LABELS = {"SSL 2.0": b"SSL2_MASTER_KEY", "PCT 1.0": b"PCT1_MASTER_KEY", "SSL 3.0": b"CLIENT_RANDOM",
          "TLS 1.0": b"CLIENT_RANDOM"}


def exported(capture, *arguments, **options):
    """The key log's path, as Wireshark can read it."""
    path = wireshark.new_folder() / "out.keylog"
    wireshark.tshark(wireshark.stage(capture.pcap), "-q", *arguments, "-z", f"legacyssl,keylog,{path}", **options)
    assert wireshark.is_private(path)
    return path


# The peers gave up before a record that verifies.
NOTHING_PROVED = [f"pct1/{name}" for name in ("bad-verify-prelude", "bad-response", "bad-client-certificate",
                                              "bad-client-response", "no-whole-blocks", "padding-too-long",
                                              "cut-record")]


PROVED = [capture for capture in captures.ours() if capture.name not in NOTHING_PROVED]


@pytest.mark.parametrize("capture", captures.one_in(4, PROVED), ids=repr)
def test_opens_again(capture):
    keylog = exported(capture, keylog=wireshark.stage(capture.keylog))
    labels = {line.split()[0] for line in keylog.read_bytes().splitlines()}
    assert labels <= {LABELS[protocol] for protocol in capture.protocols}
    expectations.assert_as_expected(capture, runs.of_file(wireshark.stage(capture.pcap), keylog))


@pytest.mark.parametrize("name, key", (("ssl2/all-ciphers", test_rsa_keys.RSA), ("pct1/reconnect", test_rsa_keys.PCT),
                                       ("tls10/openssl-1.0-resumption", test_rsa_keys.RSA)))
def test_of_an_rsa_key(name, key):
    capture = captures.named(name)
    keylog = exported(capture, "-o", f'uat:rsa_keys:"{wireshark.stage(key)}",""')
    expectations.assert_as_expected(capture, runs.of_file(wireshark.stage(capture.pcap), keylog))


@pytest.mark.parametrize("name", test_session_files.NAMES)
def test_of_a_session_file(name):
    capture = captures.named(name)
    session = wireshark.write("session.pem", test_session_files.session_file(capture))
    keylog = exported(capture, settings={"legacyssl.session_file": session})
    expectations.assert_as_expected(capture, runs.of_file(wireshark.stage(capture.pcap), keylog))


@pytest.mark.parametrize("name", NOTHING_PROVED)
def test_nothing_where_no_record_verifies(name):
    capture = captures.named(name)
    assert len(exported(capture, keylog=wireshark.stage(capture.keylog)).read_bytes().splitlines()) < len(
        capture.keylog.read_bytes().splitlines())


@pytest.mark.parametrize("name", ("ssl2/all-ciphers", "pct1/rc4-md5", "tls10/openssl-1.0-resumption"))
def test_only_what_is_proved(name):
    capture = captures.named(name)
    wrong = wireshark.write("wrong.keylog", captures.with_wrong_secrets(capture.keylog.read_bytes()))
    assert exported(capture, keylog=wrong).read_bytes() == b""


def test_once_for_each_handshake():
    capture = captures.named("tls10/openssl-1.0-renegotiation-by-client")
    keylog = exported(capture, "-2", keylog=wireshark.stage(capture.keylog)).read_bytes().splitlines()
    assert len(keylog) == sum(len(captures.handshakes(connection)) for connection in capture.connections)


@pytest.mark.parametrize("path", ("/nowhere/out.keylog", "", "/dev/full"))
def test_a_file_that_cannot_be_written_is_told_once(path):
    capture = captures.named("ssl2/all-ciphers")
    said = wireshark.complaints(["tshark", "-r", wireshark.stage(capture.pcap), "-q", "-o",
                                 f"legacyssl.keylog_file:{wireshark.stage(capture.keylog)}", "-z",
                                 f"legacyssl,keylog,{path}"])
    assert said.count("can't be written") == 1 and f'"{path}"' in said
