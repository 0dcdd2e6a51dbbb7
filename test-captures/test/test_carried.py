"""TLS inside other protocols (EAP in RADIUS, OpenVPN; TDS from TLS 1.1 on) is the built-in's to open, with our key log, and as with its own."""
import json

import pytest

import captures
import wireshark

RECORDED = [path for folder, names in (("tds", "*tls12.json"), ("carried", "*.json"))
            for path in sorted((captures.FOLDER / folder).glob(names))]
FINISHED = "tls.handshake.type == 20"

pytestmark = pytest.mark.parametrize("about", RECORDED, ids=lambda path: f"{path.parent.name}/{path.stem}")


def staged(about):
    return wireshark.stage(about.with_suffix(".pcap")), wireshark.stage(about.with_suffix(".keylog"))


@pytest.mark.parametrize("passes", (1, 2), ids=("one", "two"))
def test_opened_with_our_key_log(about, passes):
    pcap, keylog = staged(about)
    theirs = wireshark.pdml(pcap, passes, plugin=False, settings={"tls.keylog_file": keylog})
    ours = wireshark.pdml(pcap, passes, keylog=keylog)
    assert theirs == ours


@pytest.mark.parametrize("passes", (1, 2), ids=("one", "two"))
def test_without_a_secret(about, passes):
    pcap, _ = staged(about)
    assert wireshark.pdml(pcap, passes, plugin=False) == wireshark.pdml(pcap, passes)


def frames_with(filter, pcap, **settings):
    """How many; with Wireshark's own data, of which the dictionary of Diameter names what TTLS carries."""
    command = ["tshark", "-r", pcap, *wireshark.preferences(settings), "-Y", filter]
    return wireshark.run(command).count(b"\n")


def test_what_is_inside(about):
    """Finished of both sides, and what else was said, is seen with the secret only."""
    pcap, keylog = staged(about)
    opening = {"legacyssl.keylog_file": keylog}
    assert (frames_with(FINISHED, pcap), frames_with(FINISHED, pcap, **opening)) == (0, 2)
    for shown in json.loads(about.read_text()).get("inside", ()):
        assert not frames_with(shown, pcap) and frames_with(shown, pcap, **opening), shown
