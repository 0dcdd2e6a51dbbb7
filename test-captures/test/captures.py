"""The captures that are shipped, what their NAME.json says of them, and their key logs."""
import functools
import json
import os
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ("ssl2", "pct1", "ssl3", "tls10", "tds", "other")

# Protocols of the plugin, and the value of legacyssl.version.
PROTOCOLS = {"SSL 2.0": 0x0002, "PCT 1.0": 0x8001, "SSL 3.0": 0x0300, "TLS 1.0": 0x0301}

# Those that Wireshark's own dissector knows, too, and keeps where no secret is known.
SHARED = {"SSL 3.0", "TLS 1.0"}

KEY_NAMES = ("client_write_key", "server_write_key", "client_write_mac_secret",
             "server_write_mac_secret", "client_write_iv", "server_write_iv")


class Capture:
    def __init__(self, path):
        self.json = json.loads(path.read_text())
        self.pcap = path.with_suffix(".pcap")
        self.name = f"{path.parent.name}/{path.stem}"
        self.keylog = path.with_suffix(".keylog")
        self.other_keylogs = [path.parent / name for name in self.json.get("other_keylogs", [])]
        self.connections = self.json["connections"]
        self.misbehaviour = self.json.get("misbehaviour")

    def __repr__(self):
        return self.name

    @property
    def protocols(self):
        return {connection["protocol"] for connection in self.connections}


@functools.cache
def shipped():
    return [Capture(path) for folder in FOLDERS for path in sorted((FOLDER / folder).glob("*.json"))]


def ours():
    """Captures in which every connection speaks a protocol of the plugin."""
    return [capture for capture in shipped() if capture.protocols <= PROTOCOLS.keys()]


def shared():
    return [capture for capture in ours() if capture.protocols <= SHARED]


# Whether tests that take long and would find little more in all captures take all instead of a selection.
TAKE_ALL = bool(os.environ.get("LEGACYSSL_ALL_CAPTURES"))


def one_in(number, chosen):
    return chosen if TAKE_ALL else chosen[::number]


def named(name):
    return next(capture for capture in shipped() if capture.name == name)


def handshakes(connection):
    """All handshakes of a connection, the first one first: where keys changed."""
    later = connection.get("renegotiations", []) + connection.get("later_handshakes", [])
    return [connection, *later]


def is_protected(connection):
    """Whether its handshake came as far as having keys, and records under them."""
    records = connection.get("protected_records", {"client": 1})
    return "master_secret" in connection and connection.get("derivable", True) and any(records.values())


def is_finished(connection):
    """Whether the first handshake came to its end."""
    return connection.get("finished", connection.get("handshake_complete", True))


def expected_keys(connection, name):
    """The values of a key in the connection's handshakes, as far as the peer told them."""
    values = []
    for handshake in handshakes(connection):
        keys = handshake.get("keys", {})
        value = keys.get(name)
        if value is None and name.endswith("_mac_secret") and connection["protocol"] == "SSL 2.0":
            value = keys.get(name.replace("mac_secret", "key"))  # one key for both
        values.append(value)
    return values


def has_secret_for(keylog, connection):
    """An encrypted premaster secret is there only where RSA carries it."""
    return not (keylog.name.endswith("rsa-premaster.keylog") and "DHE" in connection["cipher_suite_name"])


LAST_SECRET = re.compile(rb"((?:^|\n)(?:CLIENT_RANDOM|PMS_CLIENT_RANDOM|SSL2_MASTER_KEY|PCT1_MASTER_KEY|RSA) "
                         rb"[^\n]*|(?:^|\n) *Master-Key *: *[0-9A-Fa-f]*)(?<=[0-9A-Fa-f]{2})")


def with_wrong_secrets(keylog):
    """The key log with the last byte of every secret changed."""
    def change(match):
        line = match.group(1)
        return line[:-2] + b"%02x" % (int(line[-2:], 16) ^ 0xff)
    return LAST_SECRET.sub(change, keylog)
