"""Attacks are named by a filter of their own, with keys and without, and never where there is none."""
import pytest

import beside
import captures
import dissection
import forged
import generated  # noqa: F401  (the folders of the peers)
import cases
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


TLS = {
    "poodle": [forged.poodle()],
    "early_change_cipher_spec": [forged.early_change(forged.CLIENT)],
    "early_change_cipher_spec, by the server": [forged.early_change(forged.SERVER)],
    "heartbleed": [forged.heartbleed_in_the_clear()],
    "heartbleed, 255 bytes": [forged.heartbleed_in_the_clear(b"\1\0\xff")],
    "heartbleed, inside": [forged.heartbleed_inside()],
    "bleichenbacher": [forged.refused() for _ in range(10)],
    "bleichenbacher, without ChangeCipherSpec": [forged.refused(with_change=False) for _ in range(10)],
    "beast": [forged.beast()],
    "renegotiation": [forged.renegotiation()],
    "downgrade": [forged.downgrade(offered=forged.TLS12)],
    "downgrade, fallback": [forged.downgrade(suites=(forged.AES_128, forged.FALLBACK))],
    "export_key": [forged.export_key(forged.AES_128, 512)],
    "export_key, DHE": [forged.export_key(forged.DHE_AES_128, 512)],
}
HONEST = {
    "session": forged.Tls().hellos().finished().data().data(forged.SERVER).said,
    "SSL 3.0": forged.Tls(forged.SSL3).hellos().finished().data().said,
    "heartbeat": forged.Tls().hellos().say(forged.CLIENT, forged.HEARTBEAT, b"\1\0\4ping" + bytes(16)).said,
    "refused": forged.refused(),
    "sentinel of a server that is asked for no more": forged.downgrade(),
    "records behind a short one": forged.beast(split=True),
    "few records": forged.beast(records=20),
    "DHE with 1024 bits": forged.export_key(forged.DHE_AES_128, 1024),
    "RFC 5746": forged.renegotiation(extensions=bytes.fromhex("ff01000100")),
}


@pytest.mark.parametrize("name", TLS)
@pytest.mark.parametrize("port", (443, 14443))
def test_tls(name, port):
    check(forged.capture(*TLS[name], server_port=port), name)


@pytest.mark.parametrize("name", HONEST)
def test_honest_tls(name):
    """Without keys it is drawn as without the plugin."""
    packets = forged.capture(HONEST[name])
    path = wireshark.write("forged.pcap", pcap.build(packets))
    assert beside.without(wireshark.pdml(path), beside.FAILED) == wireshark.pdml(path, plugin=False)
    assert not by_sharkd(packets, USELESS)


def test_later_versions_are_left_alone():
    said = [(side, data.replace(b"\3\1", b"\3\3", 1)) for side, data in forged.heartbleed_in_the_clear()]
    said[0] = said[0][0], said[0][1].replace(b"\3\1", b"\3\3", 2)
    said[1] = said[1][0], said[1][1].replace(b"\3\1", b"\3\3", 2)
    path = wireshark.write("forged.pcap", pcap.build(forged.capture(said)))
    assert wireshark.pdml(path) == wireshark.pdml(path, plugin=False)


def with_and_without(said, keylog, name):
    packets = forged.capture(said)
    found = by_sharkd(packets)
    assert set(found) == {name}
    assert by_sharkd(packets, keylog) == found


@pytest.mark.parametrize("suite", ("TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"))
def test_poodle_in_a_session_that_is_open(suite):
    peer, said, keylog = forged.sealed(cases.tls("SSL 3.0", suite))
    block = peer.senders["client"].bulk.iv
    record = peer.sealed("client", forged.DATA, b"GET / HTTP/1.0\r\nCookie: " + b"x" * 15 * block)
    said.append((forged.CLIENT, record[:-block] + record[5 + 3 * block:5 + 4 * block]))
    with_and_without(said, keylog, "poodle")


@pytest.mark.parametrize("suite", ("TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_RC4_128_MD5"))
def test_heartbleed_in_a_session_that_is_open(suite):
    """With keys the request tells, without them the answer."""
    peer, said, keylog = forged.sealed(cases.tls("TLS 1.0", suite))
    said.append((forged.CLIENT, peer.sealed("client", forged.HEARTBEAT, forged.HEARTBEAT_REQUEST)))
    packets = forged.capture(said)
    assert not by_sharkd(packets) and set(by_sharkd(packets, keylog)) == {"heartbleed"}
    said.append((forged.SERVER, peer.sealed("server", forged.HEARTBEAT, b"\2\x40\0" + bytes(16000))))
    with_frames = by_sharkd(forged.capture(said), keylog)
    assert set(by_sharkd(forged.capture(said))) == set(with_frames) == {"heartbleed"}


def test_version_rollback():
    """ClientHello was lowered on its way; the premaster secret says what the client has."""
    said = forged.Tls(forged.SSL3).hellos(suite=forged.RC4).said
    premaster = bytes.fromhex("0301") + bytes(46)
    encrypted = bytes(range(128))
    said += forged.Tls(forged.SSL3).say(forged.CLIENT, forged.HANDSHAKE, forged.message(16, encrypted)).change(
        forged.CLIENT).said
    keylog = b"RSA " + encrypted[:8].hex().encode() + b" " + premaster.hex().encode() + b"\n"
    assert set(by_sharkd(forged.capture(said), keylog)) == {"version_rollback"}


def test_ssl2_rollback():
    """Only by another connection does the capture tell that the server has more."""
    rolled = forged.ssl2(version=0x0301)
    modern = forged.Tls().hellos().said
    assert not by_sharkd(forged.capture(rolled))
    check(forged.capture(modern, rolled), "ssl2_rollback")


SSL2_ERROR, PCT_ERROR, TLS_ALERT = b"\x80\x03\0\0\1", b"\x80\x05\x05\0\3\0\0", b"\x15\3\0\0\2\2\x28"
PCT_SERVER = next(data for is_server, data in pcap.talk(pcap.read(captures.named("pct1/rc4-md5").pcap),
                  captures.named("pct1/rc4-md5").connections[0]["server_port"]) if is_server)


def test_pct_hello():
    check(forged.capture(forged.ms04_011()), "pct_hello")


@pytest.mark.parametrize("answer", (PCT_ERROR, PCT_SERVER, TLS_ALERT), ids=("PCT ERROR", "PCT SERVER_HELLO", "alert"))
def test_pct_hello_is_named_by_its_answer(answer):
    check(forged.capture(forged.ms04_011(answer), server_port=14443), "pct_hello")


def test_pct_hello_between_equal_ports():
    check(pcap.with_equal_ports(forged.capture(forged.ms04_011(PCT_ERROR), server_port=14443), 14443), "pct_hello")


def test_pct_hello_ends_with_its_segment():
    """The byte behind it is Ethernet's."""
    *packets, hello = forged.capture(forged.ms04_011())[:4]
    hello = pcap.shortened(hello, 13)
    hello.data += forged.MS04_011[13:]
    hello.size = len(hello.data)
    assert not by_sharkd([*packets, hello])


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
