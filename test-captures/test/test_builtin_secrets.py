"""Secrets inside a pcapng file (Decryption Secrets Block), which only the built-in parses, serve for SSL 3.0 and TLS 1.0."""
import subprocess

import pytest

import captures
import expectations
import key_sources
import pcap
import wireshark

SOURCE = "Decryption Secrets Block"
NAMES = [f"{folder}/openssl-1.0-{name}" for folder in ("ssl3", "tls10")
         for name in ("key-logs", "resumption", "renegotiation-by-client", "big-body-cbc")]


def with_secrets(capture, keylog):
    """The capture as pcapng, the key log inside."""
    path = wireshark.new_path("secrets.pcapng")
    subprocess.run(["editcap", "--inject-secrets", f"tls,{keylog}", capture.pcap, path], check=True)
    path.chmod(0o644)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_by_client_random(name):
    capture = captures.named(name)
    shown = key_sources.shown(with_secrets(capture, capture.keylog))
    key_sources.assert_opened(capture, shown, SOURCE)


@pytest.mark.parametrize("folder", ("ssl3", "tls10"))
def test_by_session_id(folder):
    capture = captures.named(f"{folder}/openssl-1.0-resumption-only")
    shown = key_sources.shown(with_secrets(capture, capture.keylog))
    key_sources.assert_opened(capture, shown, SOURCE)


def test_a_key_log_goes_first():
    capture = captures.named("tls10/openssl-1.0-big-body-cbc")
    shown = key_sources.shown(with_secrets(capture, capture.keylog), keylog=wireshark.stage(capture.keylog))
    expectations.assert_as_expected(capture, shown)
    assert key_sources.named(shown) and not any(SOURCE in source for source in key_sources.named(shown))


def test_a_key_log_of_others_hides_nothing():
    capture, other = captures.named("tls10/openssl-1.0-big-body-cbc"), captures.named("ssl3/openssl-1.0-big-body-cbc")
    shown = key_sources.shown(with_secrets(capture, capture.keylog), keylog=wireshark.stage(other.keylog))
    expectations.assert_as_expected(capture, shown)


def test_the_key_log_of_tls_beside_another_of_ours():
    capture, other = captures.named("tls10/openssl-1.0-big-body-cbc"), captures.named("ssl3/openssl-1.0-big-body-cbc")
    keylog = wireshark.stage(capture.keylog)
    shown = key_sources.shown(wireshark.stage(capture.pcap), keylog=wireshark.stage(other.keylog),
                           settings={"tls.keylog_file": keylog})
    expectations.assert_as_expected(capture, shown)
    assert key_sources.named(shown) == [f"{keylog}, line 1"]


# ---- what we know, for the built-in -----------------------------------------------------------------------------

RSA = captures.FOLDER / "peers/openssl-1.0/rsa.pem"


def resumed_over_sctp(capture):
    """The full handshake over TCP, and connections that resume its session over SCTP."""
    packets = pcap.read(capture.pcap)
    numbers = {connection["resumed"]: connection["tcp_stream"] for connection in reversed(capture.connections)}
    assert set(numbers) == {False, True}
    full, resumed = (pcap.of_connection(packets, numbers[is_resumed]) for is_resumed in (False, True))
    return wireshark.write("sctp.pcap", pcap.build([*full, *pcap.over_sctp(resumed)]))


@pytest.mark.parametrize("passes", ((), ("-2",)), ids=("one", "two"))
@pytest.mark.parametrize("where", ("rsa_keys", "keylog_file"))
@pytest.mark.parametrize("folder", ("ssl3", "tls10"))
def test_resumed_on_another_carrier(folder, where, passes):
    """The secret of the full handshake is known to us alone: the built-in is given it."""
    capture = captures.named(f"{folder}/openssl-1.0-resumption")
    log = capture.keylog.read_text().splitlines()
    known = {"rsa_keys": wireshark.stage(RSA), "keylog_file": wireshark.write("first", log[0].encode() + b"\n")}
    arguments = ("-d", "sctp.port==443,tls", "-Y", "sctp and tls.handshake.type == 20")
    path = resumed_over_sctp(capture)
    finished = [wireshark.tshark(path, *passes, *arguments, settings=settings).count(b"\n")
                for settings in ({}, {f"legacyssl.{where}": known[where]})]
    assert finished == [0, 2]
