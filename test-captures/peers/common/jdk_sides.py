"""OpenJDK 17 as client and as server: peers/jdk17's Java, compiled and run."""

from pathlib import Path

from certificates import Certificates
from running import Program, await_listener, run

SOURCES = Path(__file__).resolve().parents[1] / "jdk17"
JAVA_HOME = next(Path("/usr/lib/jvm").glob("java-17-openjdk-*"))
INTERNALS = ("--add-exports", "java.base/sun.security.internal.spec=ALL-UNNAMED")
# A whole matrix of suites in one run.
MATRIX_PATIENCE = 120
KEYS = ("client_write_key", "server_write_key", "client_write_mac_secret", "server_write_mac_secret",
        "client_write_iv", "server_write_iv")


class Jdk:
    """The compiled peer with its key stores."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.stores = self.directory / "stores"
        self.stores.mkdir()
        run([JAVA_HOME / "bin/javac", "-nowarn", *INTERNALS, "-d", self.directory, *sorted(SOURCES.glob("*.java"))])
        certificates = Certificates(self.directory)
        for name in ("rsa", "ecdsa", "ecdsa-own", "dsa", "client", "impostor", "stranger"):
            run(["openssl", "pkcs12", "-export", "-in", certificates.file(name), "-passout", "pass:secret",
                 "-out", self.stores / f"{name}.p12"])
        run([JAVA_HOME / "bin/keytool", "-importcert", "-noprompt", "-alias", "authority", "-storepass", "secret",
             "-keystore", self.stores / "authority.p12", "-file", certificates.file("authority")])

        for name in ("rsa", "ecdsa", "dsa"):
            run([JAVA_HOME / "bin/keytool", "-importkeystore", "-srckeystore", self.stores / f"{name}.p12", "-srcalias", "1",
                 "-destkeystore", self.stores / "all.p12", "-destalias", name, "-srcstorepass", "secret",
                 "-deststorepass", "secret"])

    def start(self, scenario, protocols, port, *options, detail):
        return Program([JAVA_HOME / "bin/java", f"-Djava.security.properties={SOURCES / 'weak.security'}",
                        "-Djdk.tls.ephemeralDHKeySize=1024", *INTERNALS, *options, "-cp", self.directory,
                        "Exchange", scenario, protocols, port, self.stores, detail])

    def serve(self, protocols, port, clients, *options):
        """The server's side of that many connections."""
        program = self.start("serve", protocols, port, *options, detail=clients)
        await_listener(port)
        return program

    def exchange(self, *words, detail, **more):
        """Runs connections to their end and yields for each what `told` makes of it."""
        program = self.start(*words, detail=detail, **more)
        program.wait(MATRIX_PATIENCE)
        if program.process.returncode:
            raise AssertionError(f"{program} failed")
        return told(program)


def told(program):
    """For each connection what was sent, the handshakes that it took, and what failed."""
    handshakes = {}
    for line in program.output.decode().splitlines():
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
