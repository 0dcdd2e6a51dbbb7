"""The server's private RSA key, entered in Wireshark's own preferences, opens what was encrypted for it."""
import subprocess

import pytest

import captures
import dissection
import key_sources
import pcap
import wireshark

RSA = captures.FOLDER / "peers/openssl-1.0/rsa.pem"
SHORT = captures.FOLDER / "peers/openssl-1.0/rsa512.pem"
OTHER = captures.FOLDER / "peers/openssl-1.0/client.pem"
PCT = captures.FOLDER / "pct1/server-key.pem"
CERTIFICATE = captures.FOLDER / "peers/openssl-1.0/rsa.crt"
SOURCE = "RSA key of the server"

OPENED = [
    *((f"ssl2/{name}", RSA) for name in (
        "all-ciphers", "rc4-128-export40", "rc2-128-cbc-export40", "resumption", "resumption-export40",
        "client-certificate", "starttls", "hello-of-all-versions", "without-syn", "small-segments")),
    *((f"pct1/{name}", PCT) for name in (
        "ciphers-hashes", "ciphers-hashes-40", "certificate-types", "clear-key-lengths", "reconnect", "redo-handshake",
        "unified-hello")),
    *((f"{folder}/openssl-1.0-{name}", RSA) for folder in ("ssl3", "tls10") for name in (
        "big-body-cbc", "resumption", "renegotiation-by-client", "renegotiation-by-server", "ssl2-format-hello",
        "small-records", "small-segments", "deflate-rc4", "starttls")),
]


def shown_with(path, *keys, password=""):
    """With private keys and no key log."""
    entries = [word for key in keys for word in ("-o", f'uat:rsa_keys:"{wireshark.stage(key)}","{password}"')]
    return key_sources.shown(path, *entries)


def reasons(shown, name="legacyssl.no_secret"):
    return [field.label for _, field in shown.fields(name)]


@pytest.mark.parametrize("name, key", OPENED)
def test_opens(name, key):
    capture = captures.named(name)
    shown = shown_with(wireshark.stage(capture.pcap), key)
    key_sources.assert_opened(capture, shown, SOURCE)


@pytest.mark.parametrize("folder", ("ssl3", "tls10"))
def test_opens_exactly_the_suites_with_rsa_exchange(folder):
    capture = captures.named(f"{folder}/openssl-1.0-all-suites")
    shown = shown_with(wireshark.stage(capture.pcap), RSA)
    for connection in capture.connections:
        name, stream = connection["cipher_suite_name"], connection["tcp_stream"]
        is_rsa = name.startswith("TLS_RSA_WITH_")
        assert bool(key_sources.named(shown, stream)) == is_rsa, f"{capture}, {name}: opened {not is_rsa}"
        is_ephemeral = "_RSA_" in name and "ECDH_RSA" not in name and not is_rsa
        said = {item for _, item in shown.expert_items(stream)}
        why = "legacyssl.ephemeral_key" if is_ephemeral else "legacyssl.no_secret"
        assert said == (set() if is_rsa else {why}), f"{capture}, {name}: {said}"


@pytest.mark.parametrize("folder", ("ssl3", "tls10"))
def test_ephemeral_export_keys(folder):
    """The certificate of 1024 bits only signs a short key; one of 512 bits is short enough itself."""
    capture = captures.named(f"{folder}/openssl-1.0-export-rsa")
    shown = shown_with(wireshark.stage(capture.pcap), RSA, SHORT)
    for connection in capture.connections:
        stream = connection["tcp_stream"]
        is_ephemeral = "ephemeral" in connection["first_request"]
        assert bool(key_sources.named(shown, stream)) != is_ephemeral
        said = {item for _, item in shown.expert_items(stream)}
        assert said == ({"legacyssl.ephemeral_key"} if is_ephemeral else set())


def test_frames_that_stay_with_tls_lose_nothing():
    """An item of ours in front, then what Wireshark shows without us."""
    path = wireshark.stage(captures.named("tls10/openssl-1.0-export-rsa").pcap)
    entry = ("-o", f'uat:rsa_keys:"{wireshark.stage(RSA)}",""')
    ours = dissection.from_pdml(wireshark.pdml(path, 1, *entry))
    without = dissection.from_pdml(wireshark.pdml(path, 1, *entry, plugin=False))
    for packet, plain in zip(ours, without, strict=True):
        theirs = [field for field in packet.fields if field.layer not in ("legacyssl", "_ws.expert")]
        assert theirs == [field for field in plain.fields if field.layer != "_ws.expert"], packet.number


KEY_OF_ANOTHER = [("ssl2/rc4-128", OTHER), ("pct1/rc4-md5", OTHER), ("ssl3/openssl-1.0-big-body-rc4", OTHER),
                  ("tls10/openssl-1.0-big-body-rc4", OTHER)]


@pytest.mark.parametrize("name, key", KEY_OF_ANOTHER)
def test_a_key_that_does_not_fit_the_certificate(name, key):
    shown = shown_with(wireshark.stage(captures.named(name).pcap), key)
    assert [text for text in reasons(shown) if "no RSA key that was entered is the server's" in text]
    assert not shown.fields("legacyssl.key_source")


def packed_key():
    path = wireshark.new_path("key.p12")
    subprocess.run(["openssl", "pkcs12", "-export", "-in", CERTIFICATE, "-inkey", RSA, "-passout", "pass:right",
                    "-out", path], check=True, capture_output=True)
    return path


@pytest.mark.parametrize("password", ("right", "wrong"))
def test_a_password(password):
    shown = shown_with(wireshark.stage(captures.named("ssl2/rc4-128").pcap), packed_key(), password=password)
    said = [text for text in reasons(shown) if "key.p12" in text and "ecrypt" in text]
    assert bool(shown.fields("legacyssl.key_source")) == (password == "right")
    assert bool(said) == (password == "wrong"), reasons(shown)


@pytest.mark.parametrize("password", ("", "right"))
def test_an_encrypted_key_in_pem(password):
    """Wireshark takes none, whatever password is entered: it is said what it does take."""
    path = wireshark.new_path("encrypted.pem")
    subprocess.run(["openssl", "rsa", "-in", RSA, "-aes128", "-passout", "pass:right", "-out", path], check=True,
                   capture_output=True)
    said = reasons(shown_with(wireshark.stage(captures.named("ssl2/rc4-128").pcap), path, password=password))
    assert [text for text in said if "encrypted.pem" in text and "PEM file must not be encrypted" in text], said


def test_a_key_file_that_is_not_there():
    entry = ("-o", 'uat:rsa_keys:"/nowhere/server.pem",""')
    said = reasons(key_sources.shown(wireshark.stage(captures.named("ssl2/rc4-128").pcap), *entry))
    assert [text for text in said if "/nowhere/server.pem can't be read: No such file" in text], said


def test_a_truncated_key_costs_nothing_else():
    cut = wireshark.write("cut.pem", RSA.read_bytes()[:300])
    pct, ssl2 = (captures.named(name) for name in ("pct1/rc4-md5", "ssl2/rc4-128"))
    said = reasons(shown_with(wireshark.stage(pct.pcap), cut, RSA))
    assert [text for text in said if "cut.pem" in text], said
    assert key_sources.named(shown_with(wireshark.stage(ssl2.pcap), cut, RSA), 0)


def client_hello(packet):
    """Where client_version stands in a segment with a ClientHello, or None."""
    record = bytes(packet.payload)
    return 9 if record[:1] == b"\x16" and record[5:6] == b"\x01" else None


def test_a_version_roll_back():
    """The premaster secret says what the client offered: nobody can lower it in ClientHello."""
    packets = pcap.read(captures.named("tls10/openssl-1.0-big-body-rc4").pcap)
    hello = next(packet for packet in packets if client_hello(packet))
    payload = bytearray(hello.payload)
    payload[10] = 2
    hello.payload = bytes(payload)
    shown = shown_with(wireshark.write("made.pcap", pcap.build(packets)), RSA)
    assert [text for text in reasons(shown, "legacyssl.premaster.version") if "3.1" in text and "3.2" in text]
    macs = [status for _, status in shown.statuses("legacyssl.record.mac.status")]
    assert macs and set(macs) == {dissection.GOOD}
    untouched = shown_with(wireshark.stage(captures.named("tls10/openssl-1.0-big-body-rc4").pcap), RSA)
    assert not untouched.fields("legacyssl.premaster.version")


# ---- many keys in one place -------------------------------------------------------------------------------------

CAPTURES_OF_TWO_SERVERS = (("ssl2/rc4-128", RSA), ("pct1/rc4-md5", PCT), ("tls10/openssl-1.0-big-body-rc4", RSA),
                           ("ssl3/openssl-1.0-starttls", RSA))


def collection():
    """Keys and what else lies about with them: in one file, and in a folder with folders in it."""
    noise = CERTIFICATE.read_bytes() + b"-----BEGIN RSA PRIVATE KEY-----\n!\n-----END RSA PRIVATE KEY-----\n\0\xff"
    together = b"".join(path.read_bytes() + noise for path in (OTHER, SHORT, PCT, RSA))
    folder = wireshark.new_folder()
    inner = folder / "vendor" / "device"
    inner.mkdir(parents=True)
    (folder / "first.pem").write_bytes(OTHER.read_bytes())
    (folder / "firmware.bin").write_bytes(noise)
    (folder / "none").write_bytes(b"")
    (inner / "both.pem").write_bytes(together)
    (inner / "again").symlink_to(folder)
    for path in folder.rglob("*"):
        path.chmod(0o755)
    return wireshark.write("together.pem", together), folder


def entered(where, path, password=""):
    return ("-o", {"RSA Keys": f'uat:rsa_keys:"{path}","{password}"',
                   "old table": f'uat:ssl_keys:"any","443","http","{path}","{password}"',
                   "legacyssl.rsa_keys": f"legacyssl.rsa_keys:{path}"}[where])


@pytest.mark.parametrize("is_folder", (False, True), ids=("file", "folder"))
@pytest.mark.parametrize("where", ("RSA Keys", "old table", "legacyssl.rsa_keys"))
@pytest.mark.parametrize("name, key", CAPTURES_OF_TWO_SERVERS)
def test_a_collection_of_keys(name, key, where, is_folder):
    capture = captures.named(name)
    shown = key_sources.shown(wireshark.stage(capture.pcap), *entered(where, collection()[is_folder]))
    key_sources.assert_opened(capture, shown, SOURCE)


def test_the_file_of_a_collection_is_named():
    shown = key_sources.shown(wireshark.stage(captures.named("pct1/rc4-md5").pcap),
                              *entered("legacyssl.rsa_keys", collection()[True]))
    assert any("both.pem" in source for source in key_sources.named(shown)), key_sources.named(shown)


@pytest.mark.parametrize("name, key", OPENED)
def test_the_old_table_opens(name, key):
    """All connections: none is left to the built-in, which knows that table."""
    capture = captures.named(name)
    shown = key_sources.shown(wireshark.stage(capture.pcap), *entered("old table", wireshark.stage(key)))
    key_sources.assert_opened(capture, shown, SOURCE)


def test_the_old_table_with_a_password():
    shown = key_sources.shown(wireshark.stage(captures.named("ssl2/rc4-128").pcap),
                              *entered("old table", wireshark.stage(packed_key()), "right"))
    assert key_sources.named(shown)


@pytest.mark.parametrize("path", ("/nowhere", None), ids=("missing", "empty"))
def test_a_collection_without_keys(path):
    folder = wireshark.new_folder()
    folder.chmod(0o755)
    said = reasons(key_sources.shown(wireshark.stage(captures.named("ssl2/rc4-128").pcap),
                                     *entered("legacyssl.rsa_keys", path or folder)))
    assert [text for text in said if f"{path or folder} has no private RSA key" in text], said
