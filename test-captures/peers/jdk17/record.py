"""OpenJDK 17 speaks SSL 3.0 and TLS 1.0 with itself; it tells its own keys through KeyMaterialLog."""

import sys
import tempfile
from pathlib import Path

from certificates import Certificates
from recording import Recording
from running import run

HERE = Path(__file__).resolve().parent
ABOUT = {"peer": "OpenJDK 17, both sides", "recorded_by": "peers/jdk17/record.sh"}
JAVA_HOME = next(Path("/usr/lib/jvm").glob("java-17-openjdk-*"))
INTERNALS = ("--add-exports", "java.base/sun.security.internal.spec=ALL-UNNAMED")
NO_TICKETS = ("-Djdk.tls.client.enableSessionTicketExtension=false",
              "-Djdk.tls.server.enableSessionTicketExtension=false")
KEYS = ("client_write_key", "server_write_key", "client_write_mac_secret", "server_write_mac_secret",
        "client_write_iv", "server_write_iv")
HANDSHAKE_FAILURE, NO_CERTIFICATE, BAD_CERTIFICATE, CERTIFICATE_UNKNOWN = 40, 41, 42, 46
NO_CLIENT = {"SSL 3.0": HANDSHAKE_FAILURE, "TLS 1.0": BAD_CERTIFICATE}
FOLDERS = {"SSL 3.0": ("ssl3", "SSLv3"), "TLS 1.0": ("tls10", "TLSv1")}


class Jdk:
    """The compiled peer with its key stores."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.stores = self.directory / "stores"
        self.stores.mkdir()
        run([JAVA_HOME / "bin/javac", "-nowarn", *INTERNALS, "-d", self.directory, *sorted(HERE.glob("*.java"))])
        certificates = Certificates(self.directory)
        for name in ("rsa", "ecdsa", "ecdsa-own", "dsa", "client", "impostor", "stranger"):
            run(["openssl", "pkcs12", "-export", "-in", certificates.file(name), "-passout", "pass:secret",
                 "-out", self.stores / f"{name}.p12"])
        run([JAVA_HOME / "bin/keytool", "-importcert", "-noprompt", "-alias", "authority", "-storepass", "secret",
             "-keystore", self.stores / "authority.p12", "-file", certificates.file("authority")])

    def exchange(self, scenario, protocols, port, *options, length=0):
        """Runs connections and yields for each what was sent and the handshakes that it took."""
        printed = run([JAVA_HOME / "bin/java", f"-Djava.security.properties={HERE / 'weak.security'}",
                       "-Djdk.tls.ephemeralDHKeySize=1024", *INTERNALS, *options, "-cp", self.directory,
                       "Exchange", scenario, protocols, port, self.stores, length])
        handshakes = {}
        for line in printed.splitlines():
            kind, *words = line.split(" ")
            facts = dict(word.split("=", 1) for word in words)
            if kind == "handshake":
                # Each side derives, and so prints, the same keys.
                handshakes[facts["client_random"]] = facts
            else:
                yield (bytes.fromhex(facts["client_sent"]), bytes.fromhex(facts["server_sent"]),
                       list(handshakes.values()), facts["failures"])
                handshakes = {}


def secrets(handshakes):
    return "".join(f"CLIENT_RANDOM {facts['client_random']} {facts['master_secret']}\n" for facts in handshakes)


def keys(facts):
    return {name: facts[name] for name in KEYS if name in facts}


def session_id_lines(logged, streams):
    """The secrets by session id, as key log agents for Java write them."""
    masters = dict(line.split()[1:] for line in logged.splitlines())
    lines = {f"RSA Session-ID:{pair['session_id']} Master-Key:{masters[pair['client_random']]}"
             for pairs in streams.values() for pair in pairs}
    return "".join(line + "\n" for line in sorted(lines))


def record(jdk, version, scenario, title, *options, name=None, port=443, hello="", keylog=None, facts=(), length=0):
    """One run of the peer; `facts` are further things to know of its connections, by number."""
    folder, protocol = FOLDERS[version]
    protocols = f"{hello},{protocol}" if hello else protocol
    with Recording(folder, f"jdk17-{name or scenario}", f"{version}, {title}", ports=(port,), keylog=keylog,
                   **ABOUT) as recording:
        for number, (client_sent, server_sent, handshakes, failures) in enumerate(
                jdk.exchange(scenario, protocols, port, *options, length=length)):
            with open(recording.secrets, "a", encoding="ascii") as log:
                log.write(secrets(handshakes))
            more = dict(facts[number]) if number < len(facts) else {}
            if handshakes:
                more["keys"] = keys(handshakes[0])
            if len(handshakes) > 1:
                more.update(handshakes=len(handshakes), renegotiated=[renegotiated(facts, handshakes[0]) for facts in handshakes[1:]])
            if bool(failures) != ("alerts" in more):
                raise AssertionError(f"{recording.base.name}, connection {number}: {failures or 'nothing failed'}")
            recording.connection(client_sent, server_sent, **more)


def renegotiated(facts, first):
    secret = {name: facts[name] for name in ("client_random", "server_random", "master_secret")}
    return {"resumed": facts["master_secret"] == first["master_secret"], **secret, "keys": keys(facts)}


def suites(jdk, version):
    record(jdk, version, "suites", "every suite of OpenJDK 17")


def resumption_by_session_id(jdk, version):
    # Sessions without extended master secret, all that SSL 3.0 has, are resumed only if it is switched off.
    plain = ["-Djdk.tls.useExtendedMasterSecret=false"] if version == "SSL 3.0" else []
    record(jdk, version, "resume", "resumed by session id, the secret given by session id", *NO_TICKETS, *plain,
           name="resume-session-id", keylog=session_id_lines, facts=[{}, {"resumed": True}, {"resumed": True}])


def resumption_by_ticket(jdk, version):
    # SSL 3.0 has no extensions, and so no tickets.
    if version == "TLS 1.0":
        record(jdk, version, "resume", "resumed by ticket", name="resume-ticket",
               facts=[{}, {"resumed": True}, {"resumed": True}])


def renegotiation(jdk, version):
    for side in ("client", "server"):
        record(jdk, version, f"renegotiate-{side}", f"renegotiation begun by the {side}",
               name=f"renegotiation-{side}", port=4443)


def client_certificate(jdk, version):
    """A good certificate, one that only names the right issuer, and one that the client can't offer."""
    def refused(*alerts):
        return {"handshake_complete": False,
                "alerts": [{"from": side, "description": description} for side, description in alerts]}
    none = [("client", NO_CERTIFICATE)] if version == "SSL 3.0" else []
    record(jdk, version, "client-certificate", "client certificate: a good one, a forged one, none at all",
           facts=[{}, refused(("server", CERTIFICATE_UNKNOWN)), refused(*none, ("server", NO_CLIENT[version]))])


def old_hello(jdk, version):
    record(jdk, version, "one", "begun with a hello in SSL 2.0 format", name="sslv2-hello", hello="SSLv2Hello")


def large(jdk, version):
    record(jdk, version, "one", "an answer of 40,000 bytes", name="large", length=40000)


CAPTURES = {function.__name__: function for function in (
    suites, resumption_by_session_id, resumption_by_ticket, renegotiation, client_certificate, old_hello, large)}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        peer = Jdk(scratch)
        for capture in sys.argv[1:] or CAPTURES:
            for spoken in FOLDERS:
                CAPTURES[capture](peer, spoken)
