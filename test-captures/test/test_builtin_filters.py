"""Every tls.* filter that finds a packet with the built-in dissector finds it with us, too."""
import xml.etree.ElementTree
from collections import Counter

import pytest

import captures
import wireshark

OF_BUILTIN = {"SSL 2.0", "SSL 3.0", "TLS 1.0"}
ALL = [capture for capture in captures.ours() if capture.protocols <= OF_BUILTIN]

# All of them with LEGACYSSL_ALL_CAPTURES=1, which takes some minutes; else what differs from the others.
SOME = {"ssl2/rc4-128", "ssl2/big-body-cbc", "ssl2/client-certificate", "ssl3/jdk17-large",
        "ssl3/jdk17-renegotiation-client", "ssl3/openssl-1.0-connect", "ssl3/openssl-1.0-starttls",
        "ssl3/openssl-1.0-renegotiation-by-client", "tls10/gnutls-plaintext-alert", "tls10/openssl-3-large",
        "tls10/openssl-1.0-resumption", "tls10/openssl-1.0-deflate-cbc", "tls10/openssl-3-tampered",
        "tls10/mail-imap-starttls"}
CHOSEN = ALL if captures.TAKE_ALL else [capture for capture in ALL if capture.name in SOME]


def is_builtins(name):
    return name is not None and (name == "tls" or name.startswith("tls."))


def fields(packet):
    """What a filter can find of the built-in's in a packet: how often a field has which value."""
    return Counter((item.get("name"), item.get("show") if item.get("name") != "tls" else "")
                   for item in packet.iter() if is_builtins(item.get("name")))


def packets(capture, plugin):
    keylog = wireshark.stage(capture.keylog)
    options = {"keylog": keylog} if plugin else {"plugin": False, "settings": {"tls.keylog_file": keylog}}
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-T", "pdml", **options)
    return [fields(packet) for packet in xml.etree.ElementTree.fromstring(text).iter("packet")]


@pytest.mark.parametrize("capture", CHOSEN, ids=repr)
def test_no_filter_finds_less(capture):
    for number, (theirs, ours) in enumerate(zip(packets(capture, False), packets(capture, True)), 1):
        lost = [field for field in theirs if field not in ours]
        assert not lost, f"{capture}, packet {number}: not found any more: {lost}"


def test_no_hidden_field_is_in_the_visible_tree():
    capture = captures.named("tls10/openssl-3-large")
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-V", "-Y", "http.request",
                            keylog=wireshark.stage(capture.keylog)).decode()
    assert "Legacy SSL" in text and "Transport Layer Security" not in text


@pytest.mark.parametrize("name, frames", (("tls10/openssl-1.0-resumption", 1), ("ssl2/resumption", 1)))
def test_resumed_sessions_say_so(name, frames):
    capture = captures.named(name)
    for field in ("tls.resumed", "legacyssl.resumed"):
        found = wireshark.tshark(wireshark.stage(capture.pcap), "-Y", field, "-T", "fields", "-e", "frame.number",
                                 keylog=wireshark.stage(capture.keylog)).split()
        resumed = sum(connection["resumed"] for connection in capture.connections)
        assert len(found) == resumed and resumed >= frames
