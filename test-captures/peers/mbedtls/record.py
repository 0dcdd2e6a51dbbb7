"""mbed TLS speaks TLS 1.0 with itself; it tells its keys through its own key export."""

import tempfile
from pathlib import Path

from certificates import Certificates
from recording import Recording
from running import run
from telling import note

HERE = Path(__file__).resolve().parent
ABOUT = {"peer": "mbed TLS 2.28, both sides", "recorded_by": "peers/mbedtls/record.sh"}
SUITES = {
    "0004": "RSA-RC4-MD5", "0005": "RSA-RC4-SHA", "000a": "RSA-3DES-SHA", "0016": "DHE-RSA-3DES-SHA",
    "002f": "RSA-AES128-SHA", "0035": "RSA-AES256-SHA", "0033": "DHE-RSA-AES128-SHA", "0039": "DHE-RSA-AES256-SHA",
    "0041": "RSA-CAMELLIA128-SHA", "0084": "RSA-CAMELLIA256-SHA", "c011": "ECDHE-RSA-RC4-SHA",
    "c012": "ECDHE-RSA-3DES-SHA", "c013": "ECDHE-RSA-AES128-SHA", "c014": "ECDHE-RSA-AES256-SHA",
    "008a": "PSK-RC4-SHA", "008b": "PSK-3DES-SHA", "008e": "DHE-PSK-RC4-SHA", "008f": "DHE-PSK-3DES-SHA",
    "0090": "DHE-PSK-AES128-SHA", "0091": "DHE-PSK-AES256-SHA", "0092": "RSA-PSK-RC4-SHA", "0093": "RSA-PSK-3DES-SHA",
    "c033": "ECDHE-PSK-RC4-SHA", "c034": "ECDHE-PSK-3DES-SHA", "c035": "ECDHE-PSK-AES128-SHA",
    "c036": "ECDHE-PSK-AES256-SHA",
}
TRUNCATED_BLOCKS = ("000a", "002f", "0035", "0041")
TRUNCATED = ("0004", "0005", *TRUNCATED_BLOCKS)
UNKNOWN_TO_TSHARK = {"tshark_cannot": "truncated HMAC"}


class Recorder:
    def __init__(self, directory):
        self.directory = Path(directory)
        Certificates(directory)
        self.program = self.directory / "exchange"
        run(["gcc", "-O1", "-Wall", "-Wextra", "-o", self.program, HERE / "exchange.c",
             "-lmbedtls", "-lmbedx509", "-lmbedcrypto"])

    def connection(self, suite, *wishes):
        return run([self.program, 443, suite, self.directory / "rsa.crt", self.directory / "rsa.key",
                    f"/{SUITES[suite]}", *wishes])

    def suites(self):
        with Recording("tls10", "mbedtls-suites", "TLS 1.0, suites of mbed TLS, DHE_PSK and ECDHE_PSK with RC4 and 3DES "
                       "among them, records split", **ABOUT) as recording:
            note(recording, "".join(self.connection(suite, "split") for suite in SUITES))

    def truncated_hmac(self):
        with Recording("tls10", "mbedtls-truncated-hmac", "TLS 1.0 with truncated HMAC", **ABOUT) as recording:
            note(recording, "".join(self.connection(suite, "truncated-hmac") for suite in TRUNCATED),
                 *[UNKNOWN_TO_TSHARK] * len(TRUNCATED))

    def truncated_hmac_encrypt_then_mac(self):
        with Recording("tls10", "mbedtls-truncated-hmac-etm", "TLS 1.0 with truncated HMAC, encrypt-then-MAC and extended "
                       "master secret", **ABOUT) as recording:
            note(recording, "".join(self.connection(suite, "truncated-hmac", "encrypt-then-mac", "extended-master-secret")
                                    for suite in TRUNCATED_BLOCKS), *[UNKNOWN_TO_TSHARK] * len(TRUNCATED_BLOCKS))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        recorder = Recorder(scratch)
        recorder.suites()
        recorder.truncated_hmac()
        recorder.truncated_hmac_encrypt_then_mac()
