"""Keys and certificates for the peers, made afresh for every run with the openssl tool.

Keys are small on purpose: captures stay small, and the old peers can read them.
"""

from pathlib import Path

from running import run


class Certificates:
    """A certificate authority and certificates of all kinds in one directory."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self._authority()
        for kind in ("rsa", "ecdsa", "dsa"):
            self._certificate(kind, kind, f"{kind}.peer.example")
        self._certificate("other", "rsa", "other.example")
        self._certificate("client", "rsa", "A Client")
        self._certificate("misused", "rsa", "A Server", "extendedKeyUsage=serverAuth")
        self._self_signed("stranger", "rsa", "A Stranger")
        self._self_signed("impostor", "rsa", "Test CA")
        self._self_signed("ecdsa-own", "ecdsa", "ecdsa.peer.example")

    def file(self, name):
        """The file that holds both the certificate and its key."""
        return self.directory / f"{name}.pem"

    def key(self, name):
        return self.directory / f"{name}.key"

    def _authority(self):
        self._make_key("authority", "rsa")
        self._openssl("req", "-x509", "-sha1", "-new", "-key", self.key("authority"), "-days", 7300,
                      "-subj", "/CN=Test CA", "-out", self.file("authority"))

    def _make_key(self, name, kind):
        if kind == "rsa":
            self._openssl("genrsa", "-traditional", "-out", self.key(name), 1024)
        elif kind == "ecdsa":
            self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.key(name))
        else:
            parameters = self.directory / "dsa.parameters"
            self._openssl("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024",
                          "-pkeyopt", "dsa_paramgen_q_bits:160", "-out", parameters)
            self._openssl("gendsa", "-out", self.key(name), parameters)

    def _certificate(self, name, kind, subject, extension="basicConstraints=CA:false"):
        self._make_key(name, kind)
        wish, extensions = self.directory / "request", self.directory / "extensions"
        extensions.write_text(extension + "\n")
        self._openssl("req", "-new", "-sha1", "-key", self.key(name), "-subj", f"/CN={subject}", "-out", wish)
        self._openssl("x509", "-req", "-sha1", "-in", wish, "-CA", self.file("authority"),
                      "-CAkey", self.key("authority"), "-CAcreateserial", "-days", 7300,
                      "-extfile", extensions, "-out", self.directory / f"{name}.crt")
        self._join(name)

    def _self_signed(self, name, kind, subject):
        self._make_key(name, kind)
        self._openssl("req", "-x509", "-sha1", "-new", "-key", self.key(name), "-days", 7300,
                      "-subj", f"/CN={subject}", "-out", self.directory / f"{name}.crt")
        self._join(name)

    def _join(self, name):
        parts = [(self.directory / f"{name}.crt").read_text(), self.key(name).read_text()]
        self.file(name).write_text("".join(parts))

    @staticmethod
    def _openssl(*words):
        run(("openssl", *words))
