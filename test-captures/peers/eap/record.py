"""EAP with TLS inside, carried by RADIUS: wpa_supplicant's eapol_test asks, hostapd's RADIUS server answers."""
import sys
import tempfile
from pathlib import Path

import carried
from certificates import Certificates
from openssl_sides import logging_secrets, weak_openssl
from recording import CAPTURES, captured
from running import Program, run

HERE = Path(__file__).resolve().parent
PORT = 1812
# What only the key log can show of each method (Wireshark 4.4 takes it for data), and what eapol_test is told of it.
METHODS = {
    "eap-tls": ([], 'eap=TLS', 'identity="card"', 'client_cert="@directory@/client.crt"',
                'private_key="@directory@/client.key"'),
    "peap": (['eap.identity == "inner" or data contains "inner"', 'eap.ms_chap_v2.name == "hostapd" or data contains "hostapd"'],
             'eap=PEAP', 'identity="inner"', 'anonymous_identity="outer"', 'password="secret"', 'phase2="auth=MSCHAPV2"'),
    "eap-ttls": (['diameter.User-Name == "inner" or data contains "inner"',
                  'diameter.User-Password contains "secret" or data contains "secret"'],
                 'eap=TTLS', 'identity="inner"', 'anonymous_identity="outer"', 'password="secret"', 'phase2="auth=PAP"'),
}


class Recorder:
    def __init__(self, scratch):
        self.scratch = Path(scratch)
        Certificates(scratch)
        for name in ("users", "radius-clients"):
            self.configuration(name)
        self.server = Program(["hostapd", self.configuration("hostapd.conf")], env=weak_openssl())
        self.server.expect(b"AP-ENABLED")

    def configuration(self, name, method=""):
        """The configuration file with the method and the scratch directory in their places."""
        place = self.scratch / name
        text = (HERE / name).read_text().replace("@method@", method)
        place.write_text(text.replace("@directory@", str(self.scratch)))
        return place

    def record(self, name):
        inside, *settings = METHODS[name]
        secrets, base = self.scratch / f"{name}.secrets", CAPTURES / "carried" / name
        network = self.configuration("network.conf", "\n".join(f"\t{line}" for line in settings))
        with captured(base.with_suffix(".pcap"), [PORT], "udp"):
            said = run(["eapol_test", "-c", network, "-a", "127.0.0.1", "-p", PORT, "-s", "radius"],
                       env=logging_secrets(self.scratch, secrets))
        if not said.endswith("\nSUCCESS\n"):
            raise AssertionError(f"{name}: {said[-2000:]}")
        carried.note(base, secrets.read_text(), PORT, inside, title=f"TLS inside EAP inside RADIUS, {name}",
                     peer="wpa_supplicant's eapol_test 2.10 and hostapd 2.10, both with OpenSSL 3.0",
                     recorded_by="peers/eap/record.sh")


if __name__ == "__main__":
    (CAPTURES / "carried").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(folder)
        for wanted in sys.argv[1:] or METHODS:
            recorder.record(wanted)
        recorder.server.stop()
