"""OpenJDK 17 as client and as server: peers/jdk17's Java, compiled and run."""

from pathlib import Path

from certificates import Certificates
from running import Program, await_listener, run

SOURCES = Path(__file__).resolve().parents[1] / "jdk17"
JAVA_HOME = next(Path("/usr/lib/jvm").glob("java-17-openjdk-*"))
INTERNALS = ("--add-exports", "java.base/sun.security.internal.spec=ALL-UNNAMED")
# A whole matrix of suites in one run.
MATRIX_PATIENCE = 120


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

    def exchange(self, *words, detail):
        """Runs connections to their end and gives back what the JDK tells of them."""
        program = self.start(*words, detail=detail)
        program.wait(MATRIX_PATIENCE)
        if program.process.returncode:
            raise AssertionError(f"{program} failed")
        return program.output.decode()
