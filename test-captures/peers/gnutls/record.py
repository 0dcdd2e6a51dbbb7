"""GnuTLS speaks TLS 1.0 with itself: gnutls-cli asks, gnutls-serv answers."""

import os
import sys
import tempfile
from pathlib import Path

import web
from certificates import Certificates
from recording import Recording
from relay import Relay
from running import Program, await_listener, run

ABOUT = {"peer": "GnuTLS 3.7, both sides", "recorded_by": "peers/gnutls/record.sh"}
BEHIND_RELAY = 18443
BAD_CERTIFICATE, DECODE_ERROR = 42, 50
PLAINTEXT_ALERT = bytes.fromhex("15030100020228")
# What GnuTLS's name of a suite says, in the words of its priority strings.
KEY_EXCHANGES = {"DH_ANON": "ANON-DH", "ECDH_ANON": "ANON-ECDH", "SRP_SHA": "SRP", "SRP_SHA_RSA": "SRP-RSA",
                 "SRP_SHA_DSS": "SRP-DSS"}
CIPHERS = {"NULL": "NULL", "ARCFOUR_128": "ARCFOUR-128", "3DES_EDE_CBC": "3DES-CBC", "AES_128_CBC": "AES-128-CBC",
           "AES_256_CBC": "AES-256-CBC", "CAMELLIA_128_CBC": "CAMELLIA-128-CBC", "CAMELLIA_256_CBC": "CAMELLIA-256-CBC"}
ANY_CERTIFICATE = "+SIGN-ALL:+SIGN-DSA-SHA1:+SIGN-RSA-SHA1:+GROUP-ALL:+CTYPE-ALL:%VERIFY_ALLOW_BROKEN"
# Commands to gnutls-cli, and one that gnutls-serv takes from a line of its client.
RENEGOTIATE, RESUME, HEARTBEAT = b"^renegotiate^\n", b"^resume^\n", b"**HEARTBEAT**\n"
HEARTBEAT_DONE = b"Successfully executed command\n"
ORDINARY = "+AES-128-CBC:+SHA1:+RSA"


def tls10_suites():
    """GnuTLS's names of its suites that TLS 1.0 knows, with the priority words that choose each.

    Not DHE_PSK and ECDHE_PSK: gnutls-cli 3.7 crashes when it describes such a handshake.
    """
    for line in run(["gnutls-cli", "--list"]).splitlines():
        words = line.split()
        if words and words[0].startswith("TLS_") and words[-1] == "TLS1.0" and "DHE_PSK" not in words[0]:
            name = words[0].removeprefix("TLS_")
            cipher = next(part for part in CIPHERS if f"_{part}_" in name)
            exchange, mac = name.split(f"_{cipher}_")
            exchange = KEY_EXCHANGES.get(exchange, exchange.replace("_", "-"))
            yield words[0], f"+{CIPHERS[cipher]}:+{mac}:+{exchange}"


def priority(words, version="1.0", extra=""):
    return f"NONE:+VERS-TLS{version}:{words}:{ANY_CERTIFICATE}{extra}"


def answer(body):
    """What gnutls-serv sends in HTTP mode."""
    head = f"HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body.encode()


class Recorder:
    def __init__(self, directory):
        self.directory = Path(directory)
        self.certificates = Certificates(directory)
        self.body = self.directory / "body"
        self.psk = self.directory / "psk"
        self.psk.write_text("user:00112233445566778899aabbccddeeff\n")
        self.srp = self.directory / "srp", self.directory / "srp.conf"
        run(["srptool", "--create-conf", self.srp[1]])
        run(["srptool", "--passwd", self.srp[0], "--passwd-conf", self.srp[1], "-u", "user"], input="secret\n")

    def server(self, port, words, *options, certificate="rsa"):
        program = Program(["gnutls-serv", "-p", port, "--priority", words,
                           "--x509certfile", self.directory / f"{certificate}.crt",
                           "--x509keyfile", self.certificates.key(certificate),
                           "--srppasswd", self.srp[0], "--srppasswdconf", self.srp[1], "--pskpasswd", self.psk,
                           "--pskhint", "recorder", *options])
        await_listener(port)
        return program

    def client(self, recording, port, words, *options):
        return Program(["gnutls-cli", "-p", port, "--insecure", "--priority", words, "--srpusername", "user",
                        "--srppasswd", "secret", "--pskusername", "user", "--pskkey", "00112233445566778899aabbccddeeff",
                        *options, "127.0.0.1"], env={**os.environ, "SSLKEYLOGFILE": str(recording.secrets)})

    def one_connection(self, recording, port, path, words, body, certificate="rsa", server_options=(), client_options=(),
                       **more):
        self.body.write_text(body)
        answering = self.server(port, words, "--http", "--httpdata", self.body, *(server_options or ["-a"]),
                                certificate=certificate)
        request = web.request(path)
        asking = self.client(recording, port, words, *client_options)
        asking.send(request)
        asking.expect(answer(body))
        asking.wait()
        answering.stop()
        recording.connection(request, answer(body), **more)

    def suites(self):
        with Recording("tls10", "gnutls-suites", "TLS 1.0, every suite of GnuTLS, SRP and DSS with RC4 among them",
                       **ABOUT) as recording:
            for name, words in tls10_suites():
                self.suite(recording, 443, name, priority(words))

    def suite(self, recording, port, name, words):
        certificate = "ecdsa" if "_ECDSA_" in name else "dsa" if "_DSS_" in name else "rsa"
        self.one_connection(recording, port, f"/{name}", words, f"This is {name}.\n", certificate)

    def without_extensions(self):
        with Recording("tls10", "gnutls-plain", "TLS 1.0, GnuTLS without encrypt-then-MAC and extended master "
                       "secret", ports=(4433,), **ABOUT) as recording:
            for name, words in tls10_suites():
                if name.startswith(("TLS_RSA_", "TLS_SRP_SHA_")) and "PSK" not in name:
                    self.suite(recording, 4433, name, priority(words, extra=":%NO_ETM:%NO_SESSION_HASH"))

    def echo(self, recording, lines, *, client_options=(), server_options=("-a",), port=443, connections=({},)):
        """Lines that the server sends back; those between "^" are commands for gnutls-cli itself."""
        answering = self.server(port, priority(ORDINARY), "--echo", *server_options)
        asking = self.client(recording, port, priority(ORDINARY), "--inline-commands", *client_options)
        asked, echoed, handshakes = [b""], [b""], 1
        for line in lines:
            asking.send(line)
            if line == RENEGOTIATE:
                handshakes += 1
                recording.await_secrets(handshakes)
            elif line == RESUME:
                asked.append(b"")
                echoed.append(b"")
                asking.expect(b"Resume", start=0)
            elif line == HEARTBEAT:
                asking.expect(HEARTBEAT_DONE)
                asked[-1] += line
                echoed[-1] += HEARTBEAT_DONE
            else:
                asking.expect(line)
                asked[-1] += line
                echoed[-1] += line
        asking.finish()
        answering.stop()
        for client_sent, server_sent, more in zip(asked, echoed, connections, strict=True):
            recording.connection(client_sent, server_sent, **more)

    def resumption(self, name, title, *options):
        with Recording("tls10", f"gnutls-{name}", f"TLS 1.0, GnuTLS, resumed by {title}", **ABOUT) as recording:
            self.echo(recording, [b"A first line.\n", RESUME, b"A line after the resumption.\n"], client_options=options,
                      server_options=("-a", *options), connections=({}, {"resumed": True}))

    def resumption_by_ticket(self):
        self.resumption("resume-ticket", "ticket")

    def resumption_by_session_id(self):
        self.resumption("resume-session-id", "session id", "--noticket")

    def renegotiation(self):
        with Recording("tls10", "gnutls-renegotiation", "TLS 1.0, GnuTLS, renegotiation begun by the client", ports=(4433,),
                       **ABOUT) as recording:
            self.echo(recording, [b"Before.\n", RENEGOTIATE, b"After.\n"], port=4433, connections=({"handshakes": 2},))

    def heartbeat(self):
        with Recording("tls10", "gnutls-heartbeat", "TLS 1.0, GnuTLS, heartbeats among the data", **ABOUT) as recording:
            self.echo(recording, [b"A first line.\n", HEARTBEAT, b"A second line.\n"], client_options=("-b",),
                      server_options=("-a", "-b"), connections=({"heartbeats": 2},))

    def small_records(self):
        with Recording("tls10", "gnutls-small-records", "TLS 1.0, GnuTLS, the client asks for records of 512 bytes",
                       **ABOUT) as recording:
            self.one_connection(recording, 443, "/small-records", priority(ORDINARY), web.long_text(5000),
                                client_options=["--recordsize", 512])

    def client_certificate(self):
        with Recording("tls10", "gnutls-client-certificate", "TLS 1.0, GnuTLS, client certificate: a good one, one of an "
                       "unknown authority, none at all", **ABOUT) as recording:
            strict = ["--require-client-cert", "--verify-client-cert", "--x509cafile", self.certificates.file("authority")]
            words = priority(ORDINARY)
            self.one_connection(recording, 443, "/certified", words, "Welcome.\n", server_options=strict,
                                client_options=self.own("client"))
            for options, alert in ((self.own("stranger"), BAD_CERTIFICATE), ([], DECODE_ERROR)):
                answering = self.server(443, words, "--http", *strict)
                asking = self.client(recording, 443, words, *options)
                asking.wait()
                answering.stop()
                recording.connection(alerts=[{"from": "server", "description": alert}], finished=False)

    def own(self, name):
        return ["--x509certfile", self.directory / f"{name}.crt", "--x509keyfile", self.certificates.key(name)]

    def plaintext_alert(self):
        with Recording("tls10", "gnutls-plaintext-alert", "TLS 1.0, GnuTLS, an alert in the clear slipped into an encrypted "
                       "connection", **ABOUT) as recording:
            line = b"This line arrives.\n"
            answering = self.server(BEHIND_RELAY, priority(ORDINARY), "--echo", "-a")
            relay = Relay(443, BEHIND_RELAY)
            asking = self.client(recording, 443, priority(ORDINARY))
            asking.send(line)
            asking.expect(line)
            relay.slip_to_client(PLAINTEXT_ALERT)
            asking.wait()
            answering.stop()
            relay.wait()
            recording.connection(line, line, bad_records={"server": 1})

    def newer_versions(self):
        for name, title, words, version in (
                ("tls12-ccm", "TLS 1.2, CCM", "+AES-128-CCM:+AEAD:+RSA", "1.2"),
                ("tls12-cbc", "TLS 1.2, CBC with encrypt-then-MAC", ORDINARY, "1.2"),
                ("tls13", "TLS 1.3", "+AES-128-GCM:+AEAD:+ECDHE-RSA", "1.3")):
            with Recording("other", f"gnutls-{name}", f"{title}, GnuTLS", ports=(443, 14443), **ABOUT) as recording:
                for port in recording.ports:
                    self.one_connection(recording, port, f"/{name}/{port}", priority(words, version), "Hello.\n")


CAPTURES = ("suites", "without_extensions", "resumption_by_ticket", "resumption_by_session_id", "renegotiation",
            "heartbeat", "small_records", "client_certificate", "plaintext_alert", "newer_versions")

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        recorder = Recorder(scratch)
        for capture in sys.argv[1:] or CAPTURES:
            getattr(recorder, capture)()
