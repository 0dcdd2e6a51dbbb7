"""Attacks are named by a filter of their own, with keys and without, and never where there is none."""
import pytest

import captures
import dissection
import forged
import pcap
import runs
import wireshark

USELESS = b"CLIENT_RANDOM " + b"5a" * 32 + b" " + b"a5" * 48 + b"\n"
PREFIX = "legacyssl.attack."

SSL2 = {
    "key_arg": [forged.ssl2(chosen=forged.DES_192, key_arg=56)],
    "session_id": [forged.ssl2(key_arg=280, closed=(33, 129))],
    "challenge": [forged.ssl2(challenge=33)],
    "clear_key": [forged.ssl2(clear=1)],
    "key_length": [forged.ssl2(chosen=forged.RC4_40, clear=200)],
    "key_length, nothing encrypted": [forged.ssl2(encrypted=0)],
    "cipher_not_offered": [forged.ssl2(chosen=forged.RC4_40, served=[forged.DES_192])],
    "drown": [forged.ssl2(chosen=forged.RC4_40, key=bytes(range(128))) for _ in range(3)],
}
ALSO = {"session_id": {"key_arg"}}


def named(packets):
    """{filter name: frames} of a list of packets, as Wireshark's test helper takes them."""
    found = {}
    for number, name in packets:
        if name.startswith(PREFIX):
            found.setdefault(name.removeprefix(PREFIX), []).append(number)
    return found


def by_sharkd(packets, keylog=None):
    return named(runs.of_packets(packets, keylog).expert_items())


def by_tshark(packets, passes):
    path = wireshark.write("forged.pcap", pcap.build(packets))
    return named(dissection.Dissection(dissection.from_pdml(wireshark.pdml(path, passes))).expert_items())


def check(packets, name):
    wanted = {name.partition(",")[0]} | ALSO.get(name, set())
    found = by_sharkd(packets)
    assert set(found) == wanted, f"{name}: {found}"
    assert all(len(frames) == 1 for frames in found.values()), f"{name} is said more than once: {found}"
    assert by_sharkd(packets, USELESS) == found, f"{name}: other with a key log"
    for passes in (1, 2):
        assert by_tshark(packets, passes) == found, f"{name}: other in {passes} passes of tshark"


@pytest.mark.parametrize("name", SSL2)
@pytest.mark.parametrize("port", (443, 14443))
def test_ssl2(name, port):
    check(forged.capture(*SSL2[name], server_port=port), name)


def test_honest_ssl2():
    for chosen in (forged.RC4_128, forged.RC4_40, forged.DES_192):
        assert not by_sharkd(forged.capture(forged.ssl2(chosen=chosen)))


def test_a_connection_captured_twice_is_no_series():
    said = forged.ssl2(chosen=forged.RC4_40)
    assert not by_sharkd(forged.capture(said, said, said, said))


SSL2_ERROR, PCT_ERROR, TLS_ALERT = b"\x80\x03\0\0\1", b"\x80\x05\x05\0\3\0\0", b"\x15\3\0\0\2\2\x28"
PCT_SERVER = next(data for is_server, data in pcap.talk(pcap.read(captures.named("pct1/rc4-md5").pcap),
                  captures.named("pct1/rc4-md5").connections[0]["server_port"]) if is_server)


def test_pct_hello():
    check(forged.capture(forged.ms04_011()), "pct_hello")


@pytest.mark.parametrize("answer", (PCT_ERROR, PCT_SERVER, TLS_ALERT), ids=("PCT ERROR", "PCT SERVER_HELLO", "alert"))
def test_pct_hello_is_named_by_its_answer(answer):
    check(forged.capture(forged.ms04_011(answer), server_port=14443), "pct_hello")


@pytest.mark.parametrize("answer", ((), (b"220 ready\r\n",)))
def test_pct_hello_that_nobody_answers_as_such(answer):
    """On a port of nobody's: the packets are as they are without the plugin."""
    path = wireshark.write("forged.pcap", pcap.build(forged.capture(forged.ms04_011(*answer), server_port=14443)))
    assert wireshark.pdml(path) == wireshark.pdml(path, plugin=False)


@pytest.mark.parametrize("capture", captures.shipped(), ids=repr)
def test_no_capture_of_real_peers_is_named(capture):
    path = wireshark.stage(capture.pcap)
    for keylog in (None, wireshark.stage(capture.keylog) if capture.keylog.exists() else None):
        found = named(runs.of_file(path, keylog).expert_items())
        assert not found, f"{capture}: {found}"


def test_statistics_count_them():
    path = wireshark.write("forged.pcap", pcap.build(forged.capture(*SSL2["key_arg"], *SSL2["challenge"])))
    text = wireshark.tshark(path, "-q", "-z", "legacyssl,tree").decode()
    branch = text.partition("Attacks and violations")[2]
    assert branch.split()[0] == "2" and "CVE-2002-0656" in branch and "CVE-2004-0826" in branch, text
