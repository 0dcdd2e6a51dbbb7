"""With the right key log everything is decrypted, verified, and the same in any order of visiting packets."""
import random

import pytest

import captures
import dissection
import expectations
import runs
import wireshark

# What HTTP and IMAP can say of a message only when they have seen those that follow.
LATER_PASSES = ("Request in frame", "Response in frame", "Response In", "Next request", "Next response",
                "Prev request", "Prev response", "HTTP request ", "HTTP response ", "Time since",
                "Request URI: ", "Full request URI: ", "Reassembled PDU in frame")

EVERY = pytest.mark.parametrize("capture", captures.ours(), ids=repr)
SOME = pytest.mark.parametrize("capture", captures.one_in(3, captures.ours()), ids=repr)


@EVERY
def test_everything_verifies(capture):
    expectations.assert_as_expected(capture, runs.with_keys(capture))


@SOME
def test_everything_verifies_in_two_passes(capture):
    expectations.assert_as_expected(capture, runs.with_keys(capture, 2))


@SOME
def test_other_forms_of_the_key_log(capture):
    for keylog in capture.other_keylogs:
        shown = runs.with_other_keys(capture, keylog)
        expectations.assert_as_expected(capture, shown, [connection for connection in capture.connections
                                                         if captures.has_secret_for(keylog, connection)])


def our_layers(packet):
    """Our protocol and what stands above it, or what an end of the connection completed; or what we say beside
    the drawing of others."""
    first = "legacyssl" if "legacyssl" in packet.protocols else "http"
    if first not in packet.protocols:
        return {"_ws.expert", "legacyssl"}
    begin = packet.protocols.index(first)
    above = packet.protocols[begin:]
    return {"_ws.expert", *above} - set(packet.protocols[:begin])   # what stands before us is others'


def lines(packet, layers):
    return [label for label in dissection.layer_labels(packet, layers)
            if label and not label.startswith(LATER_PASSES)]


def assert_same(capture, packet, first, how):
    """A layer that only a later visit shows is passed over: then HTTP knows who talks, and knows one byte alone."""
    layers = our_layers(first)
    found, expected = lines(packet, layers), lines(first, layers)
    for i, (line, other) in enumerate(zip(found + [None], expected + [None])):
        assert line == other, (f"{capture}, frame {packet.number}, line {i}: {how} shows\n"
                               f"{line}\nnot\n{other}")


@SOME
def test_two_passes_show_what_one_shows(capture):
    once, twice = runs.with_keys(capture, 1), runs.with_keys(capture, 2)
    assert [packet.number for packet in once.packets] == [packet.number for packet in twice.packets]
    for one, two in zip(once.packets, twice.packets):
        assert_same(capture, two, one, "the second pass")


@SOME
def test_random_visits_show_what_one_pass_shows(capture):
    def order(numbers):
        twice = [*numbers, *numbers]
        random.Random(capture.name).shuffle(twice)
        return twice

    shown = {packet.number: packet for packet in runs.with_keys(capture, 1).packets}
    visited = runs.visit(wireshark.stage(capture.pcap), wireshark.stage(capture.keylog), order)
    numbers = [packet.number for packet in visited]
    assert set(numbers) == set(shown), f"{capture}: other packets are ours"
    for packet in visited:
        assert_same(capture, packet, shown[packet.number],
                    f"a visit in the order {numbers[:20]}")
