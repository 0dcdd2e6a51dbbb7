"""OpenSSL 3.0 speaks TLS 1.0 with itself, and newer versions for the captures that are not ours to open."""

import sys
import tempfile
from pathlib import Path

import web
from certificates import Certificates
from openssl_sides import PSK, ask, client, converse, server, tls10_suites
from recording import Recording
from relay import Relay, flip_first_byte
from running import run

ABOUT = {"peer": "OpenSSL 3.0, both sides", "recorded_by": "peers/openssl-3/record.sh"}
TLS10 = ("-tls1",)
BEHIND_RELAY = 18443
BAD_RECORD_MAC, UNSUPPORTED_CERTIFICATE, UNKNOWN_CA, DECODE_ERROR, UNRECOGNIZED_NAME = 20, 43, 48, 50, 112
PLAINTEXT_ALERT = bytes.fromhex("15030100020228")


class Recorder:
    def __init__(self, directory):
        self.directory = Path(directory)
        self.certificates = Certificates(directory)

    def server(self, port, *options, certificate="rsa", **more):
        return server(port, self.certificates.file(certificate), *options, **more)

    def one_connection(self, recording, port, path, server_options, client_options, *, cipher="ALL", text="Hello.\n",
                       certificate="rsa", **more):
        """A fresh server and client, one HTTP exchange."""
        request, response = web.request(path), web.response(text)
        answering = self.server(port, *server_options, certificate=certificate, cipher=cipher)
        asking = client(port, recording.secrets, *client_options, cipher=cipher)
        converse(asking, answering, request, response)
        recording.connection(request, response, **more)

    def suite(self, recording, port, suite, *options):
        """One connection with the one cipher suite, given by OpenSSL's name."""
        server_side, client_side = [*TLS10, *options], [*TLS10, *options]
        if "PSK" in suite:
            server_side += PSK
            client_side += PSK
        certificate = "ecdsa" if "ECDSA" in suite else "dsa" if "DSS" in suite else "rsa"
        self.one_connection(recording, port, f"/{suite}", server_side, client_side, cipher=suite,
                            text=f"This is {suite}.\n", certificate=certificate)

    def suites(self):
        with Recording("tls10", "openssl-3-suites", "TLS 1.0, every suite of OpenSSL 3.0, with encrypt-then-MAC "
                       "and extended master secret", **ABOUT) as recording:
            for suite in tls10_suites():
                self.suite(recording, 443, suite)

    def suites_without_encrypt_then_mac(self):
        with Recording("tls10", "openssl-3-suites-no-etm", "TLS 1.0, every block cipher and MAC of OpenSSL 3.0 "
                       "without encrypt-then-MAC", ports=(4433,), **ABOUT) as recording:
            for suite in tls10_suites():
                if suite.startswith(("AES", "CAMELLIA", "SEED", "PSK-AES", "PSK-CAMELLIA")):
                    self.suite(recording, 4433, suite, "-no_etm")

    def resumption(self, name, title, *options, **more):
        """A full handshake and two that resume it, on one server."""
        with Recording("tls10", name, title, **ABOUT, **more) as recording:
            answering = self.server(443, *TLS10, *options, connections=3)
            session = self.directory / "session"
            for number, saved in enumerate(([], ["-sess_in", session], ["-sess_in", session])):
                request, response = web.request(f"/visit/{number}"), web.response(f"Visit number {number}.\n")
                asking = client(443, recording.secrets, *TLS10, *options, *saved, "-sess_out", session)
                ask(asking, answering, request, response)
                recording.connection(request, response, resumed=bool(saved))
            answering.wait()

    def resumption_by_ticket(self):
        self.resumption("openssl-3-resume-ticket", "TLS 1.0, session resumed by ticket")

    def resumption_by_session_id(self):
        self.resumption("openssl-3-resume-session-id", "TLS 1.0, session resumed by session id", "-no_ticket")

    def session_block(self):
        session = self.directory / "session"

        def block(*_):
            return run(["openssl", "sess_id", "-in", session, "-noout", "-text"])
        self.resumption("openssl-3-session-block", "TLS 1.0, resumed by session id, the secret given as "
                        "OpenSSL's printed SSL-Session block", "-no_ticket", keylog=block)

    def renegotiation(self, begun_by):
        title = f"TLS 1.0, renegotiation begun by the {begun_by}"
        with Recording("tls10", f"openssl-3-renegotiation-{begun_by}", title, ports=(4433,), **ABOUT) as recording:
            answering = self.server(4433, *TLS10, "-client_renegotiation", quiet=begun_by == "client")
            asking = client(4433, recording.secrets, *TLS10, quiet=begun_by == "server")
            first = web.request("/before"), web.response("Before the renegotiation.\n")
            second = web.request("/after"), web.response("After the renegotiation.\n")
            asking.send(first[0])
            answering.expect(first[0])
            answering.send(first[1])
            asking.expect(first[1])
            if begun_by == "client":
                asking.send(b"R\n")
            else:
                answering.send(b"r\n")
            recording.await_secrets(2)
            converse(asking, answering, *second)
            recording.connection(first[0] + second[0], first[1] + second[1], handshakes=2)

    def renegotiation_by_client(self):
        self.renegotiation("client")

    def renegotiation_by_server(self):
        self.renegotiation("server")

    def client_certificate(self):
        """A good client certificate, then one of an unknown authority and one not meant for clients."""
        wanting = [*TLS10, "-Verify", 1, "-verify_return_error", "-CAfile", self.certificates.file("authority")]
        with Recording("tls10", "openssl-3-client-certificate", "TLS 1.0, client certificate: a good one, one of an "
                       "unknown authority, one not meant for clients", **ABOUT) as recording:
            self.one_connection(recording, 443, "/certified", wanting, [*TLS10, "-cert", self.certificates.file("client")])
            self.refused(recording, wanting, [*TLS10, "-cert", self.certificates.file("stranger")], "server", UNKNOWN_CA)
            self.refused(recording, wanting, [*TLS10, "-cert", self.certificates.file("misused")], "server",
                         UNSUPPORTED_CERTIFICATE)

    def refused(self, recording, server_options, client_options, by, alert):
        """A handshake that one side ends with an alert."""
        answering = self.server(443, *server_options)
        asking = client(443, recording.secrets, *client_options)
        asking.wait()
        answering.wait()
        recording.connection(alerts=[{"from": by, "description": alert}], finished=False)

    def refused_server(self):
        with Recording("tls10", "openssl-3-unknown-authority", "TLS 1.0, the client refuses the server's certificate "
                       "with an alert in the clear", **ABOUT) as recording:
            strict = [*TLS10, "-verify_return_error", "-CAfile", self.certificates.file("other")]
            self.refused(recording, TLS10, strict, "client", UNKNOWN_CA)

    def unrecognized_name(self):
        with Recording("tls10", "openssl-3-unrecognized-name", "TLS 1.0, a warning alert about the server name ahead "
                       "of the ServerHello", **ABOUT) as recording:
            picky = [*TLS10, "-servername", "peer.example", "-cert2", self.certificates.file("other")]
            self.one_connection(recording, 443, "/known-name", picky, [*TLS10, "-servername", "peer.example"])
            self.one_connection(recording, 443, "/unknown-name", picky, [*TLS10, "-servername", "elsewhere.example"],
                                alerts=[{"from": "server", "description": UNRECOGNIZED_NAME}])

    def large(self):
        with Recording("tls10", "openssl-3-large", "TLS 1.0, 40,000 bytes in full records and 5,000 in small ones",
                       **ABOUT) as recording:
            self.one_connection(recording, 443, "/large", TLS10, TLS10, text=web.long_text(40000))
            self.one_connection(recording, 443, "/small-records", [*TLS10, "-max_send_frag", 512], TLS10,
                                text=web.long_text(5000))

    def disturbed(self, name, title, disturb, *options, **more):
        """After one good answer of the server something is disturbed on the way; the client ends with an alert."""
        with Recording("tls10", name, title, **ABOUT) as recording:
            request, response = web.request("/disturbed"), web.response("This part arrives.\n")
            answering = self.server(BEHIND_RELAY, *TLS10, *options, cipher="AES128-SHA")
            relay = Relay(443, BEHIND_RELAY)
            asking = client(443, recording.secrets, *TLS10, *options, cipher="AES128-SHA")
            asking.send(request)
            answering.expect(request)
            answering.send(response)
            asking.expect(response)
            disturb(relay, answering)
            asking.wait()
            answering.stop()
            relay.wait()
            recording.connection(request, response, **more)

    def tampered(self):
        bad_records = {"server": 0}

        def flip(record):
            bad_records["server"] += 1
            return flip_first_byte(record)

        def disturb(relay, answering):
            relay.change_from_server(flip)
            answering.send(b"This part does not.\n")
        self.disturbed("openssl-3-tampered", "TLS 1.0, one bit in every server record after the first answer changed "
                       "on the way", disturb, "-no_etm", bad_records=bad_records,
                       alerts=[{"from": "client", "description": BAD_RECORD_MAC}])

    def plaintext_alert(self):
        self.disturbed("openssl-3-plaintext-alert", "TLS 1.0, an alert in the clear slipped into an encrypted "
                       "connection", lambda relay, _: relay.slip_to_client(PLAINTEXT_ALERT),
                       bad_records={"server": 1}, alerts=[{"from": "client", "description": DECODE_ERROR}])

    def newer(self, name, title, *options, **more):
        """The same exchange on 443 and on a port of no meaning."""
        with Recording("other", name, title, ports=(443, 14443), **ABOUT) as recording:
            for port in recording.ports:
                self.one_connection(recording, port, f"/{name}/{port}", options, options, **more)

    def newer_versions(self):
        self.newer("openssl-3-tls11", "TLS 1.1, CBC", "-tls1_1", cipher="AES128-SHA")
        self.newer("openssl-3-tls12-cbc", "TLS 1.2, CBC", "-tls1_2", cipher="AES128-SHA256")
        self.newer("openssl-3-tls12-gcm", "TLS 1.2, GCM", "-tls1_2", cipher="ECDHE-RSA-AES128-GCM-SHA256")
        self.newer("openssl-3-tls12-chacha", "TLS 1.2, ChaCha20", "-tls1_2", cipher="ECDHE-RSA-CHACHA20-POLY1305")
        self.newer("openssl-3-tls13", "TLS 1.3", "-tls1_3")


CAPTURES = ("suites", "suites_without_encrypt_then_mac", "resumption_by_ticket", "resumption_by_session_id",
            "session_block", "renegotiation_by_client", "renegotiation_by_server", "client_certificate",
            "refused_server", "unrecognized_name", "large", "tampered", "plaintext_alert", "newer_versions")

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        recorder = Recorder(scratch)
        for capture in sys.argv[1:] or CAPTURES:
            getattr(recorder, capture)()
