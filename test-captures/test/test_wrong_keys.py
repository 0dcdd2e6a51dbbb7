"""With a changed secret nothing verifies, and the packets say so."""
import pytest

import captures
import dissection
import runs
import wireshark

# What a record may say in place of a bad MAC: it can't even be taken apart.
NOT_OPENED = {"legacyssl.no_secret", "legacyssl.record.padding_too_long", "legacyssl.record.damaged"}


@pytest.mark.parametrize("capture", captures.one_in(2, captures.ours()), ids=repr)
def test_nothing_verifies(capture):
    right = {capture.keylog: runs.with_keys(capture),
             **{keylog: runs.with_other_keys(capture, keylog) for keylog in capture.other_keylogs}}
    for keylog, shown in right.items():
        wrong = wireshark.write("wrong.keylog", captures.with_wrong_secrets(keylog.read_bytes()))
        assert_nothing_verifies(capture, runs.of_file(wireshark.stage(capture.pcap), wrong),
                                keylog.name, opened_streams(shown))


def opened_streams(shown):
    """Those in which a record verifies: not every key log has a secret for every connection."""
    return {packet.stream for packet in shown.packets
            for field in packet.all("legacyssl.record.mac.status")
            if field.label.endswith(dissection.GOOD)}


def assert_nothing_verifies(capture, shown, keylog, opened):
    where = f"{capture} with changed secrets of {keylog}"
    for name in ("legacyssl.record.mac.status", "legacyssl.handshake.verify.status"):
        good = [number for number, status in shown.statuses(name) if status == dissection.GOOD]
        assert not good, f"{where}: {name} is good in frames {good}"
    above = {protocol for packet in shown.packets if "legacyssl" in packet.protocols
             for protocol in packet.protocols[packet.protocols.index("legacyssl") + 1:]}
    assert "http" not in above, f"{where}: HTTP was given what did not verify"
    assert not shown.fields("legacyssl.app_data"), f"{where}: application data that did not verify"
    for stream in opened:
        bad = [number for number, status in shown.statuses("legacyssl.record.mac.status", stream)
               if status == dissection.BAD]
        said = {name for _, name in shown.expert_items(stream)} & NOT_OPENED
        assert bad or said, f"{where}, stream {stream}: no record says that it does not verify"


def secret_positions(keylog):
    """Where the secret of a key log with one line stands: (first byte, number of bytes)."""
    secret = keylog.split()[-1]
    return keylog.rindex(secret), len(secret) // 2


@pytest.mark.parametrize("capture", [captures.named(f"ssl2/{name}") for name in
                                     ("rc4-128", "rc4-64", "rc4-128-export40", "des-192-ede3-cbc")],
                         ids=repr)
def test_every_byte_of_the_secret_counts(capture):
    keylog = capture.keylog.read_bytes()
    start, count = secret_positions(keylog)
    for i in range(count):
        at = start + 2 * i
        changed = keylog[:at] + b"%02x" % (int(keylog[at:at + 2], 16) ^ 0xff) + keylog[at + 2:]
        shown = runs.of_file(wireshark.stage(capture.pcap), wireshark.write("wrong.keylog", changed))
        good = [number for number, status in shown.statuses("legacyssl.record.mac.status")
                if status == dissection.GOOD]
        assert not good, f"{capture}: byte {i} of the secret is changed and frames {good} verify"
