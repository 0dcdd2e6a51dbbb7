"""TLS inside a tunnel that a real HTTP proxy opens: the same records are seen before and behind it."""

import tempfile
from pathlib import Path

import web
from certificates import Certificates
from openssl_sides import client, converse, server
from recording import Recording
from running import Program, await_listener

PEER = "OpenSSL 3.0, both sides, tinyproxy 1.11 between them"
PROXY = 8080
CASES = (("tls10", "proxy-connect", "TLS 1.0", "-tls1", 443), ("tls10", "proxy-connect-other-port", "TLS 1.0", "-tls1", 4433),
         ("other", "proxy-connect-tls12", "TLS 1.2", "-tls1_2", 443), ("other", "proxy-connect-tls13", "TLS 1.3", "-tls1_3", 443))


def record(certificates, folder, name, version, option, port):
    with Recording(folder, name, f"{version} through an HTTP proxy to port {port}, both hops", PEER, "peers/proxy/record.sh",
                   ports=(PROXY, port), starttls=True) as recording:
        request, response = web.request(f"/{name}"), web.response("Through the tunnel.\n")
        answering = server(port, certificates.file("rsa"), option)
        asking = client(port, recording.secrets, option, "-proxy", f"127.0.0.1:{PROXY}")
        converse(asking, answering, request, response)
        recording.connection(request, response)
        recording.connection(request, response)


if __name__ == "__main__":
    proxy = Program(["tinyproxy", "-d", "-c", Path(__file__).with_name("tinyproxy.conf")])
    await_listener(PROXY)
    with tempfile.TemporaryDirectory() as scratch:
        ours = Certificates(scratch)
        for case in CASES:
            record(ours, *case)
    proxy.stop()
