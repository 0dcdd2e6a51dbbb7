"""NSS speaks SSL 3.0 and TLS 1.0 with OpenJDK 17, from either side, and with OpenSSL 3.0."""

import sys
import tempfile
from pathlib import Path

import web
from jdk_sides import Jdk
from openssl_sides import server as openssl_server
from recording import Recording
from running import Program, await_listener, run
from telling import note

RECORDED_BY = "peers/nss/record.sh"
NSS_ASKS, NSS_ANSWERS = "NSS 3.87 as client, OpenJDK 17 as server", "OpenJDK 17 as client, NSS 3.87 as server"
NSS_ASKS_OPENSSL = "NSS 3.87 as client, OpenSSL 3.0 as server"
VERSIONS = {"SSL 3.0": ("ssl3", "ssl3:ssl3", "SSLv3"), "TLS 1.0": ("tls10", "tls1.0:tls1.0", "TLSv1")}
# Suites that both NSS and Java know: the number for tstclnt, the name for Java.
SUITES = {
    "0004": "SSL_RSA_WITH_RC4_128_MD5",
    "0005": "SSL_RSA_WITH_RC4_128_SHA",
    "0009": "SSL_RSA_WITH_DES_CBC_SHA",
    "000a": "SSL_RSA_WITH_3DES_EDE_CBC_SHA",
    "002f": "TLS_RSA_WITH_AES_128_CBC_SHA",
    "0035": "TLS_RSA_WITH_AES_256_CBC_SHA",
    "0001": "SSL_RSA_WITH_NULL_MD5",
    "0002": "SSL_RSA_WITH_NULL_SHA",
    "0012": "SSL_DHE_DSS_WITH_DES_CBC_SHA",
    "0013": "SSL_DHE_DSS_WITH_3DES_EDE_CBC_SHA",
    "0032": "TLS_DHE_DSS_WITH_AES_128_CBC_SHA",
    "0038": "TLS_DHE_DSS_WITH_AES_256_CBC_SHA",
    "0015": "SSL_DHE_RSA_WITH_DES_CBC_SHA",
    "0016": "SSL_DHE_RSA_WITH_3DES_EDE_CBC_SHA",
    "0033": "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
    "0039": "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
}
EC_SUITES = {
    "c007": "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
    "c008": "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA",
    "c009": "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "c00a": "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "c011": "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
    "c012": "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
    "c013": "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "c014": "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
}
# What Java lacks and OpenSSL has: OpenSSL's name and its certificate.
CAMELLIA_AND_SEED = {
    "0041": "CAMELLIA128-SHA", "0084": "CAMELLIA256-SHA", "0045": "DHE-RSA-CAMELLIA128-SHA",
    "0088": "DHE-RSA-CAMELLIA256-SHA", "0096": "SEED-SHA",
}


def suites(version):
    """SSL 3.0 has no extensions to agree on a curve with."""
    return SUITES if version == "SSL 3.0" else {**SUITES, **EC_SUITES}


class Recorder:
    def __init__(self, directory):
        self.directory = Path(directory)
        self.jdk = Jdk(self.directory)
        self.database = f"sql:{self.directory / 'nss'}"
        (self.directory / "nss").mkdir()
        run(["certutil", "-N", "-d", self.database, "--empty-password"])
        for name in ("rsa", "ecdsa", "dsa"):
            run(["openssl", "pkcs12", "-export", "-in", self.directory / f"{name}.pem", "-name", name,
                 "-passout", "pass:secret", "-out", self.directory / "for-nss.p12"])
            run(["pk12util", "-i", self.directory / "for-nss.p12", "-d", self.database, "-K", "", "-W", "secret"])

    def tstclnt(self, port, versions, suite, *options):
        """Without a suite it offers all: a tstclnt told which to offer crashes at the end of its first connection."""
        only = ["-c", f":{suite.upper()}"] if suite else []
        return Program(["tstclnt", "-h", "127.0.0.1", "-p", port, "-d", self.database, "-o", "-V", versions,
                        *only, *options])

    def ask(self, port, versions, suite, path, *options):
        """tstclnt asks for the path, hears the answer and ends."""
        asking = self.tstclnt(port, versions, suite, "-A", self.request_file(web.request(path)), *options)
        asking.expect(b"answer 0\n")
        asking.finish()

    def request_file(self, request):
        """tstclnt only ends by itself when it reads its request from a file."""
        name = self.directory / "request"
        name.write_bytes(request)
        return name

    def client(self, version):
        folder, nss_version, java_version = VERSIONS[version]
        with Recording(folder, "nss-client", f"{version}, every suite of an NSS client that OpenJDK knows too",
                       NSS_ASKS, RECORDED_BY) as recording:
            answering = self.jdk.serve(java_version, 443, len(suites(version)))
            for suite, name in suites(version).items():
                self.ask(443, nss_version, suite, f"/{name}")
            answering.wait()
            note(recording, answering.output.decode())

    def selfserv(self, versions, asked):
        program = Program(["selfserv", "-d", self.database, "-p", 8443, "-n", "rsa", "-e", "ecdsa", "-V", versions,
                           "-H", 1, "-W", 1, "-c", "".join(f":{suite.upper()}" for suite in asked)])
        await_listener(8443)
        return program

    def server(self, version):
        folder, nss_version, java_version = VERSIONS[version]
        # selfserv takes a DSA certificate, but NSS 3.87 no longer serves its suites.
        asked = {suite: name for suite, name in suites(version).items() if "_DSS_" not in name}
        with Recording(folder, "nss-server", f"{version}, every suite of an NSS server that OpenJDK knows too",
                       NSS_ANSWERS, RECORDED_BY, ports=(8443,)) as recording:
            answering = self.selfserv(nss_version, asked)
            asking = self.jdk.start("ask", java_version, 8443, detail=",".join(asked.values()))
            asking.wait()
            answering.stop()
            note(recording, asking.output.decode())

    def resumption_by_session_id(self, version):
        folder, nss_version, java_version = VERSIONS[version]
        with Recording(folder, "nss-resume-session-id", f"{version}, an NSS server resumes by session id", NSS_ANSWERS,
                       RECORDED_BY, ports=(8443,)) as recording:
            answering = self.selfserv(nss_version, ["002f"])
            # Sessions without extended master secret, all that SSL 3.0 has, are resumed only if it is switched off.
            asking = self.jdk.start("ask", java_version, 8443, "-Djdk.tls.useExtendedMasterSecret=false",
                                    detail=",".join([SUITES["002f"]] * 3))
            asking.wait()
            answering.stop()
            note(recording, asking.output.decode(), {}, {"resumed": True}, {"resumed": True})

    def resumption_by_ticket(self, version):
        if version == "SSL 3.0":
            return
        with Recording("tls10", "nss-resume-ticket", "TLS 1.0, an NSS client resumes by ticket", NSS_ASKS_OPENSSL,
                       RECORDED_BY, ports=(4433,)) as recording:
            self.ask_openssl(recording, "/ticket", None, "-u", "-L", 2, connections=2)

    def renegotiation(self, version):
        folder, nss_version, java_version = VERSIONS[version]
        with Recording(folder, "nss-renegotiation", f"{version}, NSS as client begins a renegotiation", NSS_ASKS,
                       RECORDED_BY) as recording:
            answering = self.jdk.serve(java_version, 443, 1)
            self.ask(443, nss_version, "002f", "/renegotiated", "-r", 1)
            answering.wait()
            note(recording, answering.output.decode())

    def client_with_openssl(self, version):
        if version == "SSL 3.0":
            return
        with Recording("tls10", "nss-client-camellia-seed", "TLS 1.0, an NSS client with Camellia and SEED",
                       NSS_ASKS_OPENSSL, RECORDED_BY, ports=(4433,)) as recording:
            for suite, name in CAMELLIA_AND_SEED.items():
                self.ask_openssl(recording, f"/{name}", suite)

    def ask_openssl(self, recording, path, suite, *options, connections=1):
        """One client that asks the same over one connection or more, which resume the first."""
        request, response = web.request(path), web.response(f"This is {path}.\n")
        (self.directory / path.strip("/")).write_bytes(response)
        answering = openssl_server(4433, self.directory / "rsa.pem", "-tls1", "-keylogfile", recording.secrets,
                                   "-HTTP", connections=connections, cwd=self.directory)
        asking = self.tstclnt(4433, "tls1.0:tls1.0", suite, "-A", self.request_file(request), *options)
        asking.expect(response * connections)
        asking.finish()
        answering.wait()
        for number in range(connections):
            recording.connection(request, response, resumed=number > 0)


CAPTURES = ("client", "server", "resumption_by_session_id", "resumption_by_ticket", "renegotiation", "client_with_openssl")

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        recorder = Recorder(scratch)
        for capture in sys.argv[1:] or CAPTURES:
            for spoken in VERSIONS:
                getattr(recorder, capture)(spoken)
