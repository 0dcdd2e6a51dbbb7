"""A fixed selection of mutated captures: mutate.sh runs thousands, with sanitizers."""
import pathlib
import random
import sys

import pytest

import captures
import pcap
import wireshark

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "fuzz"))

import mutations  # noqa: E402

FOUND = sorted((pathlib.Path(__file__).resolve().parents[1] / "fuzz/found").glob("*.pcap"))
BYTES = 10_000
OUR_BUG = "Dissector bug, protocol LegacySSL"


def assert_no_bug(path):
    keys = wireshark.write("all.keylog", b"\n".join(
        capture.keylog.read_bytes() for capture in captures.shipped()))
    for passes in ((), ("-2",)):
        text = wireshark.tshark(path, "-V", *passes, keylog=keys)
        assert OUR_BUG.encode() not in text


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_once(path):
    assert_no_bug(wireshark.stage(path))


@pytest.mark.parametrize("mutation", mutations.ALL, ids=lambda mutation: mutation.__name__)
def test_no_dissector_bug(mutation):
    merged, number = [], 0
    for capture in captures.shipped():
        if capture.pcap.stat().st_size < BYTES:
            number += 1
            source = random.Random(f"{mutation.__name__} {capture.name}")
            merged += pcap.with_addresses_of(mutation(pcap.read(capture.pcap), source), number)
    assert number >= 20, f"{number} captures of less than {BYTES} bytes are too few"
    assert_no_bug(wireshark.write("mutated.pcap", pcap.build(merged)))
