"""What is left of secrets in Wireshark's memory: while a capture is open none but those in use, and once it is closed
none at all. The memory is sharkd's, read from outside.
"""
import re

import pytest

import captures
import wireshark

SHORTEST = 8  # bytes: shorter values are anywhere
CHOSEN = ("ssl2/rc4-128", "ssl2/des-192-ede3-cbc", "ssl2/session-file", "pct1/rc4-md5", "pct1/reconnect-one-secret",
          "ssl3/openssl-1.0-resumption", "tls10/openssl-1.0-tickets", "tls10/openssl-1.0-session-file")
OTHER = captures.FOLDER / "foreign/telnet-inetutils.pcap"  # none that the built-in opens with our key log


def values(capture):
    """Raw: master secrets and keys, of all handshakes of a capture. IVs are no secrets."""
    found = set()
    for connection in capture.connections:
        for handshake in captures.handshakes(connection):
            keys = handshake.get("keys", {}).items()
            found |= {handshake.get("master_secret", ""),
                      *(value for name, value in keys if not name.endswith("_iv"))}
    return {bytes.fromhex(value) for value in found if len(value) >= 2 * SHORTEST}


def as_text(secrets):
    """As key logs have them; but for the first digits, on which a buffer may have put others."""
    return {text[8:] for secret in secrets for text in (secret.hex().encode(), secret.hex().upper().encode())
            if len(secret) >= 16}


def memory(process):
    """All that it could write to."""
    with open(f"/proc/{process.pid}/maps") as maps, open(f"/proc/{process.pid}/mem", "rb", 0) as content:
        for line in maps:
            start, end, rights = re.match(r"(\w+)-(\w+) (\S+)", line).groups()
            if "w" not in rights:
                continue
            content.seek(int(start, 16))
            yield content.read(int(end, 16) - int(start, 16))


def remains(process, wanted):
    return {value for part in memory(process) for value in wanted if value in part}


def settings(capture, preference):
    """Its secrets from its key log or from its session file."""
    path = capture.keylog
    if preference == "legacyssl.session_file":
        path = capture.pcap.with_name(capture.json["session_file"])
    return {"legacyssl.keylog_file": "", "legacyssl.session_file": "", preference: wireshark.stage(path)}


def preferences(capture):
    yield "legacyssl.keylog_file"
    if "session_file" in capture.json:
        yield "legacyssl.session_file"


@pytest.fixture(scope="module")
def sharkd():
    process = wireshark.Sharkd()
    yield process
    process.close()


@pytest.mark.parametrize("name", CHOSEN)
def test_nothing_is_left(name, sharkd):
    capture = captures.named(name)
    for preference in preferences(capture):
        sharkd.load(wireshark.stage(capture.pcap), settings(capture, preference))
        keys = values(capture)
        assert remains(sharkd.process, keys), "this test would find nothing at all"
        assert not remains(sharkd.process, as_text(keys)), "a line of the key log stays in memory"
        sharkd.load(wireshark.stage(OTHER), {})
        left = remains(sharkd.process, keys | as_text(keys))
        assert not left, f"{capture}, {preference}: {[value.hex() for value in left]}"


@pytest.mark.parametrize("name", ("pct1/rc4-md5", "ssl3/openssl-1.0-resumption"))
def test_nothing_gets_out(name):
    """Packets in a line each, statistics, a file written anew, decrypted PDUs: no keys, and no other files."""
    capture = captures.named(name)
    folder, temporary = wireshark.new_folder(), wireshark.new_folder()
    arguments = ("-r", wireshark.stage(capture.pcap), "-o", f"legacyssl.keylog_file:{wireshark.stage(capture.keylog)}")
    said = b"".join(wireshark.run(["tshark", *arguments, *more], TMPDIR=str(temporary)) for more in (
        ("-z", "legacyssl,tree"), ("-w", folder / "copy.pcapng"), ("-U", "OSI layer 7", "-w", folder / "pdus.pcapng")))
    assert not list(temporary.iterdir())
    said += b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"GET /" in said, "nothing was decrypted"
    keys = values(capture)
    out = {value for value in keys | {text for key in keys for text in (key.hex().encode(), key.hex().upper().encode())}
           if value in said}
    assert not out
