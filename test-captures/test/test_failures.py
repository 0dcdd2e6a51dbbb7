"""A handshake that fails says why, with keys and without, once."""
import re

import pytest

import captures
import dissection
import forged
import generated  # noqa: F401  (the folders of the peers)
import pcap
import runs
import wireshark

NAME = "legacyssl.handshake.failed"

# {capture: {stream: what is said}}; shared between the protocols where the peers are the same
CERTIFICATES = {1: "ends the handshake with", 2: "the server has asked for a certificate"}
REFUSALS = {0: "client ends the handshake with bad_certificate", 1: "the client offers TLS_RSA_WITH_RC4_128_SHA",
            2: "the server has asked for a certificate"}
REAL = {
    "ssl2/no-common-cipher": {0: "No common cipher: the client offers SSL_CK_RC4_128_WITH_MD5"},
    "ssl3/openssl-1.0-refusals": REFUSALS,
    "tls10/openssl-1.0-refusals": REFUSALS,
    "ssl3/jdk17-client-certificate": CERTIFICATES,
    "tls10/jdk17-client-certificate": CERTIFICATES,
    "tls10/gnutls-client-certificate": CERTIFICATES,
    "tls10/openssl-3-client-certificate": {1: "unknown_ca", 2: "unsupported_certificate"},
    "tls10/openssl-3-unknown-authority": {0: "nobody trusts who has issued it"},
    "pct1/bad-certificate": {0: "the certificate is refused"},
    "pct1/bad-client-certificate": {0: "the certificate is refused"},
    "pct1/bad-client-response": {0: "does not prove who it is"},
    "pct1/bad-verify-prelude": {0: "did not verify"},
    "pct1/illegal-first-message": {0: "a message is not as the protocol wants it"},
    "pct1/offset-too-large": {0: "a message is not as the protocol wants it"},
    "pct1/exchanges": {7: "no common key exchange", 8: "no common key exchange", 9: "no common key exchange"},
    "pct1/redo-mismatch": {0: "no common cipher (the client offers PCT_CIPHER_DES 56)",
                           1: "no common hash (the client offers PCT_HASH_SHA)"},
    "pct1/specs-mismatch": {i: "no common " for i in range(9)},
}
# What only keys tell.
WITH_KEYS = {"ssl2/no-client-certificate": {0: "the client has none"}}


def said(shown):
    """{stream: [texts]}"""
    found = {}
    for packet in shown.packets:
        for field in packet.all(NAME):
            found.setdefault(packet.stream, []).append(field.label)
    return found


def check(shown, wanted, what):
    found = said(shown)
    assert set(found) == set(wanted), f"{what}: {found}"
    for stream, text in wanted.items():
        assert len(found[stream]) == 1 and text in found[stream][0], f"{what}, stream {stream}: {found[stream]}"


@pytest.mark.parametrize("capture", captures.shipped(), ids=repr)
def test_real_peers(capture):
    path = wireshark.stage(capture.pcap)
    wanted = REAL.get(capture.name, {})
    check(runs.of_file(path), wanted, capture)
    if capture.keylog.exists():
        check(runs.of_file(path, wireshark.stage(capture.keylog)), {**wanted, **WITH_KEYS.get(capture.name, {})},
              f"{capture} with keys")


@pytest.mark.parametrize("name", ("ssl2/no-common-cipher", "pct1/specs-mismatch", "tls10/openssl-1.0-refusals"))
@pytest.mark.parametrize("passes", (1, 2))
def test_every_pass_says_the_same(name, passes):
    path = wireshark.stage(captures.named(name).pcap)
    check(dissection.Dissection(dissection.from_pdml(wireshark.pdml(path, passes))), REAL[name], name)


LISTS = ("cipher", "hash", "certificate type", "key exchange", "client certificate type", "client signature type")


def test_pct_says_which_lists_have_nothing_in_common():
    """Of six bytes those that are not zero name a list each (draft-benaloh 5.4): in the tree, and as what failed."""
    capture = captures.named("pct1/specs-mismatch")
    shown = runs.of_file(wireshark.stage(capture.pcap))
    for connection in capture.connections:
        stream, info = connection["tcp_stream"], bytes.fromhex(connection["error_message"]["info"])
        drawn = [int(field.show) for packet in shown.of_stream(stream) for field in packet.fields
                 if ".mismatch." in field.name]
        assert bytes(drawn) == info, f"stream {stream}"
        (text,) = said(shown)[stream]
        assert [name.strip() for name in re.findall("no common ([a-z ]+)", text)] == [
            name for name, byte in zip(LISTS, info) if byte], f"stream {stream}"


RSA_EXPORT = 0x0003


def ends(talk, side, *alert):
    return talk.say(side, forged.ALERT, bytes(alert)).said


FORGED = {
    "no common version, before ServerHello":
        (ends(forged.Tls().say(forged.CLIENT, forged.HANDSHAKE, forged.client_hello()), forged.SERVER, 2, 70),
         "no common version: the client offers up to TLS 1.0"),
    "no common version, the client's word":
        (ends(forged.Tls(forged.SSL3).hellos(offered=forged.TLS12), forged.CLIENT, 2, 70),
         "the client offers up to TLS 1.2, the server has chosen SSL 3.0"),
    "no common version, and an extension has the latest":
        (ends(forged.Tls(forged.SSL3).hellos(offered=forged.TLS12, client_extensions=forged.versions(0x7a7a, 0x0304)),
              forged.CLIENT, 2, 70), "the client offers up to TLS 1.3, the server has chosen SSL 3.0"),
    "export, and the key is too long":
        (ends(forged.Tls().hellos(suite=RSA_EXPORT), forged.CLIENT, 2, 47),
         "TLS_RSA_EXPORT_WITH_RC4_40_MD5 is refused: the server's key has 1024 bits, export allows 512"),
    "many ciphers":
        (ends(forged.Tls().say(forged.CLIENT, forged.HANDSHAKE, forged.client_hello(suites=range(1, 0x39))),
              forged.SERVER, 2, 40), "TLS_RSA_WITH_NULL_SHA, TLS_RSA_EXPORT_WITH_RC4_40_MD5"),
    "an alert that nobody knows": (ends(forged.Tls().hellos(), forged.SERVER, 2, 250), "with alert 250"),
    "SSL 2.0, the client finds nothing":
        (forged.ssl2(offered=[forged.RC4_128], served=[forged.DES_192])[:2],
         "the client offers SSL_CK_RC4_128_WITH_MD5; the server has SSL_CK_DES_192_EDE3_CBC_WITH_MD5"),
    "SSL 2.0, a certificate is refused":
        ([*forged.ssl2()[:2], (forged.CLIENT, b"\x80\x03\0\0\4")], "refuses the server's certificate"),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged(name):
    talk, text = FORGED[name]
    check(runs.of_packets(forged.capture(talk)), {0: text}, name)


def test_the_server_closes_without_a_word():
    packets = [packet for packet in forged.capture(forged.ssl2()[:1]) if packet.ports[0] == 443
               or not packet.flags & pcap.FIN]
    check(runs.of_packets(packets), {0: "The server closes without an answer"}, "closed")


QUIET = {
    "a warning": ends(forged.Tls().hellos(), forged.SERVER, 1, 112),
    "a later version is on offer": ends(forged.Tls().say(forged.CLIENT, forged.HANDSHAKE, forged.client_hello(
        offered=forged.TLS12)), forged.SERVER, 2, 40),
    "behind the handshake": ends(forged.Tls().hellos().finished(), forged.SERVER, 2, 40),
}


@pytest.mark.parametrize("name", QUIET)
def test_what_is_no_failure(name):
    path = wireshark.write("forged.pcap", pcap.build(forged.capture(QUIET[name])))
    assert wireshark.pdml(path) == wireshark.pdml(path, plugin=False)
