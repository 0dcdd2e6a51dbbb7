"""-z legacyssl,servers: a line for each server, with what it agreed to; no key is needed."""
import collections
import datetime
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import captures
import forged
import pcap
import wireshark

HEAD = ["server", "sessions", "resumed", "opened", "protocols", "cipher_suites", "weak", "closed",
        "refused", "certificates", "offered_suites", "offered_weak"]
NAMES = ("ssl2/all-ciphers", "ssl2/resumption", "pct1/reconnect", "ssl3/nss-renegotiation",
         "tls10/openssl-1.0-resumption", "tls10/openssl-1.0-all-suites")

EVERY = pytest.mark.parametrize("capture", [captures.named(name) for name in NAMES], ids=repr)


def table(path, *arguments, keylog=None, option="legacyssl,servers"):
    text = wireshark.tshark(path, "-q", *arguments, "-z", option, keylog=keylog).decode()
    head, *rows = [line.split("\t") for line in text.splitlines()]
    assert head == HEAD and all(len(row) == len(HEAD) for row in rows)
    return [dict(zip(HEAD, row)) for row in rows]


def tally(text):
    """{name: count}"""
    return {part.rpartition(" (")[0]: int(part.rpartition(" (")[2][:-1]) for part in text.split("; ") if part}


def protected(capture):
    return [(connection, handshake) for connection in capture.connections if captures.is_protected(connection)
            for handshake in captures.handshakes(connection)]


@EVERY
@pytest.mark.parametrize("arguments", ((), ("-2",)), ids=("one pass", "two passes"))
def test_with_keys(capture, arguments):
    sessions = protected(capture)
    row, = table(wireshark.stage(capture.pcap), *arguments, keylog=wireshark.stage(capture.keylog))
    assert row["server"] == f"127.0.0.1:{capture.connections[0]['server_port']}"
    assert int(row["sessions"]) == len(sessions) and row["opened"] == row["sessions"] and row["closed"] == ""
    assert int(row["resumed"]) == sum(handshake.get("resumed", False) for _, handshake in sessions)
    assert tally(row["protocols"]) == collections.Counter(connection["protocol"] for connection, _ in sessions)
    assert sum(tally(row["cipher_suites"]).values()) == len(sessions)


@EVERY
def test_without_keys(capture):
    row, = table(wireshark.stage(capture.pcap))
    assert row["opened"] == "0" and int(row["sessions"]) >= len(capture.connections) > 0
    assert sum(tally(row["closed"]).values()) == int(row["sessions"])
    assert set(tally(row["protocols"])) == capture.protocols


def test_what_is_weak():
    row, = table(wireshark.stage(captures.named("tls10/openssl-1.0-all-suites").pcap))
    suites, weak = tally(row["cipher_suites"]), tally(row["weak"])
    for word, name in (("EXPORT", "export"), ("RC4", "RC4"), ("anon", "no authentication"), ("_DES_", "single DES")):
        assert weak.get(name, 0) == sum(number for suite, number in suites.items() if word in suite)
    assert weak["export"] and weak["RC4"]


REFUSING = [captures.named(name) for name in ("ssl2/no-common-cipher", "tls10/openssl-1.0-refusals")]


@pytest.mark.parametrize("capture", REFUSING, ids=repr)
@pytest.mark.parametrize("arguments", ((), ("-2",)), ids=("one pass", "two passes"))
def test_refused_handshakes(capture, arguments):
    path = wireshark.stage(capture.pcap)
    rows = table(path, *arguments)
    failed = wireshark.tshark(path, "-Y", "legacyssl.handshake.failed", "-T", "fields", "-e", "frame.number").split()
    refused = sum((collections.Counter(tally(row["refused"])) for row in rows), collections.Counter())
    assert sum(refused.values()) == len(failed) > 0
    assert all("offers" not in text for text in refused)


def crt_text(path):
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    name = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    return (f"CN={name}, RSA {certificate.public_key().key_size}, {certificate.not_valid_before:%Y-%m-%d} to "
            f"{certificate.not_valid_after:%Y-%m-%d}")


@pytest.mark.parametrize("name", ("ssl2/all-ciphers", "tls10/openssl-1.0-resumption"))
def test_certificates(name):
    """With the dates of the recording: the file's may have been made anew since."""
    row, = table(wireshark.stage(captures.named(name).pcap))
    certificate, = tally(row["certificates"])
    known = crt_text(captures.FOLDER / "peers/openssl-1.0/rsa.crt")
    assert certificate.partition(", 20")[0] == known.partition(", 20")[0]
    assert re.search(r", 20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d$", certificate)


def certificate_with(attributes):
    key = rsa.generate_private_key(65537, 1024)
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])
    begin = datetime.datetime(2000, 1, 1)
    return (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(begin).not_valid_after(begin.replace(year=2001))
            .sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


def test_a_long_name_is_cut(monkeypatch):
    of_organisation = x509.NameOID.ORGANIZATIONAL_UNIT_NAME
    monkeypatch.setattr(forged.cases, "CERTIFICATE", certificate_with([(of_organisation, c * 64) for c in "abcd"]))
    path = wireshark.write("named.pcap", pcap.build(forged.capture(forged.Tls().hellos().finished().said)))
    row, = table(path)
    name, _, rest = row["certificates"].partition(", RSA ")
    assert name.startswith(", ".join(f"OU={c * 64}" for c in "ab")) and len(name) == 200
    assert rest.startswith("1024, 2000-01-01 to 2001-01-01")


def test_what_clients_offer():
    path = wireshark.stage(captures.named("tls10/openssl-1.0-resumption").pcap)
    offered = collections.Counter()
    for row in table(path):
        offered += collections.Counter(tally(row["offered_suites"]))
    shown = wireshark.tshark(path, "-Y", "tls.handshake.type == 1", "-T", "fields", "-e", "tls.handshake.ciphersuite",
                             plugin=False).decode()
    codes = collections.Counter(code for line in shown.split() for code in line.split(","))
    assert sorted(offered.values()) == sorted(codes.values()) and offered


def test_kinds_of_ssl2_that_stay_closed():
    """CLIENT-MASTER-KEY says the kind in the clear."""
    row, = table(wireshark.stage(captures.named("ssl2/all-ciphers").pcap))
    assert "not known" not in tally(row["cipher_suites"]) and tally(row["weak"])["export"] == 2
    assert set(tally(row["offered_suites"])) == set(tally(row["cipher_suites"]))


def test_a_line_for_each_server_and_a_filter():
    first, second = captures.named("tls10/openssl-1.0-resumption"), captures.named("ssl2/resumption")
    packets = pcap.read(first.pcap) + pcap.with_addresses_of(pcap.read(second.pcap), 7)
    made = wireshark.write("both.pcap", pcap.build(packets))
    port = second.connections[0]["server_port"]
    assert [row["server"] for row in table(made)] == ["127.0.0.1:443", f"127.0.7.1:{port}"]
    assert len(table(made, option="legacyssl,servers,ip.addr == 127.0.7.1")) == 1


def test_nothing_of_tls_12():
    assert not table(wireshark.stage(captures.named("other/openssl-3-tls12-gcm").pcap))
