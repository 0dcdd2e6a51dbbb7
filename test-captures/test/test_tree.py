"""The tree: what stands in it is a field, with a name that can be asked for."""
import json
import re

import pytest

import captures
import dissection
import forged
import generated
import pcap
import runs
import wireshark

# a capture of each protocol, and the suite of its session
SUITES = {"ssl2/rc4-128": "SSL_CK_RC4_128_WITH_MD5", "pct1/rc4-md5": "RC4 128, MD5 128",
          "ssl3/openssl-1.0-big-body-rc4": "TLS_RSA_WITH_RC4_128_MD5",
          "tls10/openssl-1.0-big-body-rc4": "TLS_RSA_WITH_RC4_128_MD5"}


def tshark(name, *arguments):
    capture = captures.named(name)
    return wireshark.tshark(wireshark.stage(capture.pcap), *arguments,
                            keylog=wireshark.stage(capture.keylog)).decode()


@pytest.mark.parametrize("name", SUITES)
def test_a_suite_is_called_by_its_name(name):
    suite = SUITES[name]
    found = f'legacyssl.cipher_suite == "{suite}"'
    numbers = tshark(name, "-Y", found, "-T", "fields", "-e", "frame.number").split()
    assert numbers, f"{name}: no packet has the suite {suite}"
    columns = 'gui.column.format:"No.","%m","Suite","%Cus:legacyssl.cipher_suite"'
    for arguments in (["-T", "fields", "-e", "legacyssl.cipher_suite"], ["-o", columns]):
        for line in tshark(name, "-Y", found, *arguments).splitlines():
            assert suite in line, f"{name}, {arguments}: {line}"
    for packet in json.loads(tshark(name, "-Y", found, "-T", "json", "-e", "legacyssl.cipher_suite")):
        assert set(packet["_source"]["layers"]["legacyssl.cipher_suite"]) == {suite}


# what a record of each kind says while it is collapsed: packet by packet
TITLES = {
    "ssl2/rc4-128": [
        ["SSLv2 Record Layer: Client Hello"], ["SSLv2 Record Layer: Server Hello"],
        ["SSLv2 Record Layer: Client Master Key", "SSLv2 Record Layer: Client Finished"],
        ["SSLv2 Record Layer: Server Verify", "SSLv2 Record Layer: Server Finished"],
        ["SSLv2 Record Layer: Application Data Protocol: Hypertext Transfer Protocol"],
        ["SSLv2 Record Layer: Application Data Protocol: Hypertext Transfer Protocol"]],
    "ssl3/openssl-1.0-big-body-rc4": [
        ["SSLv3 Record Layer: Change Cipher Spec Protocol: Change Cipher Spec",
         "SSLv3 Record Layer: Handshake Protocol: Finished"]],
}


def titles(packet):
    return [field.label for field in packet.all("legacyssl.record")]


@pytest.mark.parametrize("passes", (1, 2))
@pytest.mark.parametrize("name", TITLES)
def test_a_collapsed_record_says_what_it_holds(name, passes):
    shown = runs.with_keys(captures.named(name), passes)
    assert [titles(packet) for packet in shown.packets][:len(TITLES[name])] == TITLES[name]


TLS_HEADER = ["record", "record.content_type", "record.version", "record.length"]
OPENED = ["record.sequence_number", "keys_in", "record.encrypted", "record.mac", "record.mac.status"]
FINISHED = ["handshake", "handshake.type", "handshake.verify_data", "handshake.verify.status"]
HELLO = ["record", "record.length", "record.sequence_number", "handshake", "handshake.type", "handshake.version"]
# what stands in a packet of each kind, in this order: (number among ours, names)
FIELDS = {
    "ssl2/rc4-128": (0, HELLO + [
        "handshake.cipher_specs_length", "handshake.session_id_length", "handshake.challenge_length",
        "handshake.cipher_specs", "handshake.cipher_spec", "handshake.challenge"]),
    "pct1/rc4-md5": (0, HELLO + [
        "handshake.pad", "handshake.session_id", "handshake.challenge", "handshake.offset",
        "handshake.cipher_specs_length", "handshake.hash_specs_length", "handshake.cert_specs_length",
        "handshake.exch_specs_length", "handshake.key_arg_length", "handshake.cipher_specs", "handshake.cipher_spec",
        "handshake.cipher", "handshake.encryption_bits", "handshake.mac_bits", "handshake.hash_specs", "handshake.hash",
        "handshake.cert_specs", "handshake.certificate_type", "handshake.exch_specs", "handshake.exchange"]),
    "ssl3/openssl-1.0-big-body-rc4": (1, TLS_HEADER + ["change_cipher_spec"] + TLS_HEADER + OPENED + FINISHED),
    "tls10/openssl-1.0-big-body-rc4": (1, TLS_HEADER + ["change_cipher_spec"] + TLS_HEADER + OPENED + FINISHED),
}


@pytest.mark.parametrize("name", FIELDS)
def test_what_stands_in_a_packet(name):
    number, wanted = FIELDS[name]
    packet = runs.with_keys(captures.named(name)).packets[number]
    ours = [field.name.removeprefix("legacyssl.") for field in packet.fields if field.layer == "legacyssl"]
    assert ours == ["legacyssl", "stream", "version", *wanted]


@pytest.mark.parametrize("name", SUITES)
def test_the_suite_of_the_keys_stands_in_brackets(name):
    """No byte of the packet says it, but for CLIENT-MASTER-KEY of SSL 2.0: there it stands once more."""
    lines = re.findall(r"^ *(.?Cipher suite.*)$", tshark(name, "-V", "-Y", "legacyssl.keys.master_secret"), re.MULTILINE)
    assert {line.partition(":")[0] for line in lines if line.startswith("[") and line.endswith("]")} == {
        "[Cipher suite", "[Cipher suite number"}
    assert {line.partition(":")[0] for line in lines if not line.startswith("[")} == (
        {"Cipher suite", "Cipher suite number"} if name.startswith("ssl2") else set())


def test_kinds_that_nobody_knows():
    """Those of SSL 3.0 and TLS have two bytes, and a zero before them."""
    offered = (0x000004, 0x00ffff, 0x010000, forged.RC4_128)
    shown = runs.of_packets(forged.capture(forged.ssl2(offered, chosen=0x00ffff, clear=0, key_arg=0)))
    names = ["TLS_RSA_WITH_RC4_128_MD5 (0x0004)", "unknown (0xffff)", "unknown (0x010000)",
             "SSL_CK_RC4_128_WITH_MD5 (0x010080)"]
    for field, wanted in (("handshake.cipher_spec", 2 * names), ("cipher_suite", ["unknown (0xffff)"])):
        assert [field.label.partition(": ")[2] for _, field in shown.fields(f"legacyssl.{field}")] == wanted


def test_alerts_and_closed_records_say_so():
    def all_titles(keylog):
        shown = dissection.from_pdml(wireshark.pdml(wireshark.stage(captures.named(name).pcap), keylog=keylog))
        return {title for packet in shown for title in titles(packet)}

    name = "tls10/openssl-1.0-small-records"
    alert = "TLSv1 Record Layer: Alert (Level: Warning, Description: Close Notify)"
    assert alert in all_titles(wireshark.stage(captures.named(name).keylog))
    name = "ssl2/rc4-128"
    assert "SSLv2 Record Layer: Encrypted Record" in all_titles(None)


@pytest.mark.parametrize("name, are_all_numbered", (("ssl2/rc4-128", True), ("tls10/openssl-3-large", False)))
def test_records_have_sequence_numbers(name, are_all_numbered):
    """Of SSL 2.0 all, of TLS those under encryption."""
    numbers = {}
    for line in tshark(name, "-Y", "legacyssl.record and tcp.stream == 0", "-T", "fields", "-e", "tcp.srcport", "-e",
                       "legacyssl.record.sequence_number", "-e", "legacyssl.record.mac.status").splitlines():
        port, shown, statuses = line.split("\t")
        if are_all_numbered or statuses:
            numbers.setdefault(port, []).extend(map(int, shown.split(",")))
        else:
            assert not shown
    assert len(numbers) == 2 and all(side == list(range(len(side))) for side in numbers.values())


def test_kinds_of_pct_in_a_hello_of_ssl2_have_its_names():
    shown = tshark("pct1/unified-hello", "-O", "legacyssl")
    for kind in ("PCT 1.0 (0x8f8001)", "PCT_CERT_X509 (0x800001)", "PCT_HASH_MD5 (0x810001)"):
        assert f"CIPHER-KIND: {kind}\n" in shown


@pytest.mark.parametrize("side", (False, True), ids=("client", "server"))
def test_a_redo_is_one_whichever_side_is_captured(side):
    """PCT leaves open which sequence numbers come behind it."""
    def numbers(packets):
        made = wireshark.write("sides.pcap", pcap.build(packets))
        lines = wireshark.tshark(made, "-T", "fields", "-e", "tcp.srcport", "-e", "legacyssl.record.sequence_number")
        return [line for line in lines.decode().splitlines() if (line.split("\t")[0] == "443") == side]

    capture = captures.named("pct1/redo-mismatch")
    both = pcap.conversation(pcap.talk(pcap.read(capture.pcap), capture.connections[0]["server_port"]))
    assert numbers(both) == numbers([packet for packet in both if (packet.ports[0] == 443) == side])


def names_in(pairs):
    """Every name of a JSON object, but for what the built-in draws inside."""
    for name, value in pairs:
        yield name
        if isinstance(value, list) and name != "tls":
            yield from names_in(pair for pair in value if isinstance(pair, tuple))


@pytest.mark.parametrize("name", [*SUITES, "ssl2/rc4-128-export40", "ssl2/client-certificate",
                                  "pct1/client-authentication",
                                  "tls10/openssl-1.0-renegotiation-by-client"])
def test_json_has_no_names_without_a_field(name):
    names = set()
    for packet in json.loads(tshark(name, "-T", "json", "-Y", "legacyssl"), object_pairs_hook=list):
        layers = dict(dict(packet)["_source"])["layers"]
        for layer, fields in layers:
            if layer == "legacyssl":
                names.update(names_in(fields))
    assert {"legacyssl.record", "legacyssl.handshake", "legacyssl.keys"} <= names
    odd = {word for word in names if " " in word}
    assert not odd, f"{name}: {odd}"


def expert_items():
    """What the sources register as one: its name is a sentence, and Wireshark gives it no description."""
    sources = "".join(path.read_text() for path in (wireshark.ROOT / "plugin").rglob("*.c"))
    return {f"legacyssl.{name}" for name in re.findall(r'EXPERT\(\s*\S+,\s*"([^"]+)"', sources)}


def test_every_field_has_a_description():
    lines = [line.split("\t") for line in
             wireshark.run(["tshark", "-G", "fields"]).decode().splitlines()]
    ours = [line for line in lines if line[0] == "F" and line[4] == "legacyssl"]
    assert len(ours) > 100
    without = {line[2] for line in ours if line[-1].strip() == ""
               and not line[2].startswith("legacyssl.attack.")} - expert_items()
    assert not without, f"no description: {without}"


def frames(packet, name):
    return [int(field.show) for field in packet.all(name)]


@pytest.mark.parametrize("passes", (1, 2))
@pytest.mark.parametrize("name", [*SUITES, "ssl2/resumption", "pct1/reconnect", "pct1/redo-handshake",
                                  "tls10/openssl-1.0-renegotiation-by-client"])
def test_every_opened_record_points_to_its_keys(name, passes):
    shown = runs.with_keys(captures.named(name), passes)
    with_keys = {packet.number for packet in shown.packets if packet.all("legacyssl.keys.master_secret")}
    pointing = 0
    for packet in shown.packets:
        found = frames(packet, "legacyssl.keys_in")
        assert set(found) <= with_keys, f"{name}, frame {packet.number}: {found}, not in {with_keys}"
        here = len(packet.all("legacyssl.keys"))
        encrypted = len(packet.all("legacyssl.record.encrypted"))
        assert encrypted - here <= len(found) <= encrypted, f"{name}, frame {packet.number}"
        pointing += len(found)
    assert pointing


@pytest.mark.parametrize("name", [name for name in SUITES if name.startswith(("ssl2", "pct1"))])
def test_every_closed_record_points_to_the_reason(name):
    shown = dissection.from_pdml(wireshark.pdml(wireshark.stage(captures.named(name).pcap)))
    reasons = {packet.number for packet in shown if "legacyssl.no_secret" in packet.expert_items}
    closed = [packet for packet in shown if packet.all("legacyssl.record.encrypted")]
    assert len(reasons) == 1 and closed
    for packet in closed:
        pointing = frames(packet, "legacyssl.closed_in")
        assert set(pointing) <= reasons, f"{name}, frame {packet.number}"
        assert len(pointing) + len(packet.all("legacyssl.keys")) == len(packet.all("legacyssl.record.encrypted"))


def info_of_keys(name):
    """What the packets say that show keys."""
    return tshark(name, "-Y", "legacyssl.keys.master_secret", "-T", "fields", "-e", "_ws.col.Info").splitlines()


def test_keys_of_pct_stand_where_they_come_into_force():
    assert info_of_keys("pct1/rc4-md5") == ["Server Verify"]
    assert set(info_of_keys("pct1/ciphers-hashes")) == {"Server Verify"}


@pytest.mark.parametrize("name, resumed", [("ssl2/resumption", {9}), ("tls10/gnutls-resume-ticket", {9})])
def test_a_resumed_session_says_which_it_resumes(name, resumed):
    shown = runs.with_keys(captures.named(name))
    found = [packet for packet in shown.packets if packet.all("legacyssl.keys.resumes")]
    assert len(found) == len([item for item in shown.expert_items() if item[1] == "legacyssl.resumed"])
    assert found and {frame for packet in found for frame in frames(packet, "legacyssl.keys.resumes")} == resumed


def sequence(size):
    """DER: SEQUENCE, of `size` bytes together."""
    return b"\x30\x82" + (size - 4).to_bytes(2, "big") + bytes(size - 4)


@pytest.mark.parametrize("before", (b"", b"\0\x64", b"\0\0\x64"), ids=("bare", "two bytes of length", "three"))
def test_a_chain_of_pct_is_drawn_certificate_by_certificate(before):
    """Nobody has said how Microsoft put them together: one after the other, or each behind its length."""
    _, said, keylog = forged.sealed(generated.PCT1)
    hello = bytearray(said[1][1])
    at = hello.index(forged.cases.CERTIFICATE)
    room = len(forged.cases.CERTIFICATE) - 100 - 2 * len(before)
    second = before and room.to_bytes(len(before), "big")
    hello[at:at + len(forged.cases.CERTIFICATE)] = before + sequence(100) + second + sequence(room)
    kind = 2 + 12  # behind the record's header: SH_CERT_SPECS_DATA
    assert hello[kind:kind + 2] == b"\0\1"
    hello[kind:kind + 2] = b"\0\3"
    shown = runs.of_packets(pcap.conversation([said[0], (True, bytes(hello))], closes=False), keylog)
    sizes = [len(dissection.field_bytes(field)) for _, field in shown.fields("legacyssl.handshake.certificate")]
    assert sizes == [100, room]
