"""Scapy speaks SSL 2.0 with itself. Each capture is opened again with the steps that check OpenSSL's."""

import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from scapy.all import load_layer
from scapy.layers.tls.handshake_sslv2 import SSLv2ClientHello, SSLv2ClientMasterKey

from certificates import Certificates
from recording import CAPTURES, captured, summary
from running import await_listener

sys.path.append(str(Path(__file__).resolve().parents[1] / "openssl-1.0"))
import check_ssl2
from capture import SSL2_NAMES
from plain import connections

load_layer("tls")
from sides import Client, Server

ABOUT = {"peer": "scapy 2.5, both sides", "recorded_by": "peers/scapy/record.sh"}
AS_DRAFTED = 0x060040
# Not the EXPORT40 kinds, which scapy's client does in its own way, and not IDEA, which Debian's OpenSSL lacks.
CIPHERS = (0x010080, 0x030080, 0x0700C0)
REQUEST = b"GET / HTTP/1.1\r\nHost: peer.example\r\n\r\n"


def serve(scratch, port):
    """A server for one client after the other; it waits for the next one until the program ends."""
    server = Server(server="127.0.0.1", sport=port, mycert=f"{scratch}/rsa.crt", mykey=f"{scratch}/rsa.key", verbose=False)
    server.runbg()
    await_listener(port)
    return server


def exchange(server, port, cipher):
    """One connection; returns what the client knows of it."""
    server.sent = b""
    client = Client(server="127.0.0.1", dport=port, version="sslv2", data=[REQUEST], verbose=False)
    # A hello given to the constructor is forgotten.
    client.client_hello = SSLv2ClientHello(challenge=os.urandom(16), ciphers=[cipher])
    client.run()
    time.sleep(0.5)
    return facts(port, client, server)


def facts(port, client, server):
    session = client.cur_session
    cipher = session.wcs.ciphersuite.val
    master_key = next(message for message in session.handshake_messages_parsed if isinstance(message, SSLv2ClientMasterKey))
    keys = {"client_write_key": session.wcs.cipher.key.hex(), "server_write_key": session.rcs.cipher.key.hex()}
    if master_key.keyarg:
        keys.update(client_write_iv=master_key.keyarg.hex(), server_write_iv=master_key.keyarg.hex())
    return {"server_port": port, "protocol": "SSL 2.0", "cipher_suite": cipher, "cipher_suite_name": SSL2_NAMES[f"{cipher:06x}"],
            "resumed": False, "client_random": session.sslv2_challenge.hex(), "server_random": session.sslv2_connection_id.hex(),
            "master_secret": session.master_secret.hex(), "keys": keys, "client_sent": summary(client.sent),
            "server_sent": summary(server.sent), "first_request": REQUEST.decode().split("\r\n")[0]}


def record(scratch, name, title, port, ciphers):
    base = CAPTURES / "ssl2" / name
    with captured(f"{base}.pcap", [port]):
        server = serve(scratch, port)
        rows = [{"tcp_stream": stream, **exchange(server, port, cipher)} for stream, cipher in enumerate(ciphers)]
    Path(f"{base}.keylog").write_text("".join(f"SSL2_MASTER_KEY {row['client_random']} {row['master_secret']}\n" for row in rows))
    Path(f"{base}.json").write_text(json.dumps({"title": title, **ABOUT, "connections": rows}, indent=1) + "\n")


def drafted_keys(row):
    """DES_64_CBC's keys by the letter of the draft: both from one hash, without a digit."""
    material = hashlib.md5(b"".join(bytes.fromhex(row[name]) for name in ("master_secret", "client_random", "server_random")))
    return material.digest()[:8], material.digest()[8:]


def check(name, derived_keys):
    check_ssl2.derived_keys = derived_keys
    verified = [check_ssl2.check_connection(row, stream, None) for row, stream in connections(CAPTURES / "ssl2" / name)]
    print(f"ssl2/{name}: {sum(verified)} encrypted records, every MAC good", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        Certificates(directory)
        record(directory, "scapy-ciphers", "SSL 2.0, scapy with RC4, RC2 and triple DES", 443, CIPHERS)
        record(directory, "scapy-des-64-as-drafted", "SSL 2.0, scapy with DES_64, keys derived as the draft says, without "
               "the digit", 4433, [AS_DRAFTED])
    check("scapy-ciphers", check_ssl2.derived_keys)
    check("scapy-des-64-as-drafted", drafted_keys)
    sys.stdout.flush()
    # The servers wait for clients in threads that nothing else ends.
    os._exit(0)
