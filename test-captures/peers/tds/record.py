"""FreeTDS as client of a server written from MS-TDS: login-only and whole-connection encryption."""
import json
import os
import pathlib
import socket
import ssl
import sys
import tempfile
import threading

import wire
from certificates import Certificates
from recording import agreed_extensions, captured, summary
from running import run
from server import Server

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tds"
CITIES = ("Oslo", "Quito", "Sapporo")
QUERY = "SELECT city FROM cities"
# What FreeTDS calls it, its TDS version, whether the whole connection is encrypted; TLS of the server.
RECORDINGS = {
    "login-only": ("request", "7.1", False, ssl.TLSVersion.TLSv1, "AES128-SHA"),
    "whole-connection": ("require", "7.3", True, ssl.TLSVersion.TLSv1, "AES256-SHA"),
    "whole-connection-tls12": ("require", "7.4", True, ssl.TLSVersion.TLSv1_2, "AES128-GCM-SHA256"),
}


def context(scratch, version, suite):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = made.maximum_version = version
    made.set_ciphers(f"{suite}:@SECLEVEL=0")
    made.load_cert_chain(Certificates(scratch).file("rsa"))
    made.keylog_filename = scratch / "secrets"
    return made


def ask(scratch, encryption, version):
    """One run of bsqldb, with a freetds.conf of its own; what it printed."""
    configuration = scratch / "freetds.conf"
    configuration.write_text(f"[made]\nhost = 127.0.0.1\nport = 1433\ntds version = {version}\n"
                             f"encryption = {encryption}\nenable tls v1 = yes\n")
    (scratch / "query.sql").write_text(QUERY + "\n")
    os.environ.update(FREETDSCONF=str(configuration), GNUTLS_SYSTEM_PRIORITY_FILE="/dev/null")
    return run(["bsqldb", "-S", "made", "-U", "somebody", "-P", "secret", "-i", scratch / "query.sql"])


def record(name):
    encryption, tds, whole, version, suite = RECORDINGS[name]
    scratch = pathlib.Path(tempfile.mkdtemp())
    settings = context(scratch, version, suite)
    base = FOLDER / name
    with captured(base.with_suffix(".pcap"), [1433]), socket.create_server(("127.0.0.1", 1433)) as listener:
        served = []

        def serve():
            served.append(Server(listener.accept()[0], settings, whole, CITIES))
            served[0].serve()
        side = threading.Thread(target=serve, daemon=True)
        side.start()
        printed = ask(scratch, encryption, tds)
        side.join(10)
    if not all(city in printed for city in CITIES):
        raise AssertionError(f"{name}: bsqldb printed {printed!r}")
    secrets = (scratch / "secrets").read_text()
    base.with_suffix(".keylog").write_text(secrets)
    hello = wire.hellos(base.with_suffix(".pcap"), [])[0][0]
    about = {"title": f"TLS inside TDS, {name}", "peer": "FreeTDS 1.3 (GnuTLS 3.7) as client, a server from MS-TDS "
             "with OpenSSL 3.0", "recorded_by": "peers/tds/record.sh",
             "connections": [{"tcp_stream": 0, "server_port": 1433, "protocol": hello["protocol"],
                              "cipher_suite": hello["cipher_suite"],
                              "cipher_suite_name": wire.suite_names()[hello["cipher_suite"]], "resumed": False,
                              "client_random": hello["client_random"], "server_random": hello["server_random"],
                              "master_secret": secrets.split()[-1], **agreed_extensions(hello["extensions"]),
                              "whole_connection": whole, "query": QUERY,
                              "client_sent": summary(served[0].client_sent),
                              "server_sent": summary(served[0].server_sent)}]}
    base.with_suffix(".json").write_text(json.dumps(about, indent=1) + "\n")
    print(name)


def main():
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or RECORDINGS:
        record(name)


main()
