"""EAP with TLS inside, carried by RADIUS: wpa_supplicant's eapol_test asks, hostapd's RADIUS server answers."""
import json
import sys
import tempfile
from pathlib import Path

import wire
from certificates import Certificates
from openssl_sides import logging_secrets, weak_openssl
from recording import CAPTURES, agreed_extensions, captured
from running import Program, run

HERE = Path(__file__).resolve().parent
PORT = 1812
# What eapol_test is told of each method, and the fields that only the key log can show.
METHODS = {
    "eap-tls": ('eap=TLS', {}, 'identity="card"', 'client_cert="@directory@/client.crt"',
                'private_key="@directory@/client.key"'),
    "peap": ('eap=PEAP', {"eap.identity": "inner", "eap.ms_chap_v2.name": "inner"}, 'identity="inner"',
             'anonymous_identity="outer"', 'password="secret"', 'phase2="auth=MSCHAPV2"'),
    "eap-ttls": ('eap=TTLS', {"diameter.User-Name": "inner", "diameter.User-Password": b"secret".ljust(16, b"\0").hex()},
                 'identity="inner"', 'anonymous_identity="outer"', 'password="secret"', 'phase2="auth=PAP"'),
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
        method, inside, *settings = METHODS[name]
        secrets = self.scratch / f"{name}.secrets"
        base = CAPTURES / "eap" / name
        network = self.configuration("network.conf", "\n".join(f"\t{line}" for line in (method, *settings)))
        with captured(base.with_suffix(".pcap"), [PORT], "udp"):
            said = run(["eapol_test", "-c", network, "-a", "127.0.0.1", "-p", PORT, "-s", "radius"],
                       env=logging_secrets(self.scratch, secrets))
        if not said.endswith("\nSUCCESS\n"):
            raise AssertionError(f"{name}: {said[-2000:]}")
        base.with_suffix(".keylog").write_text(secrets.read_text())
        base.with_suffix(".json").write_text(json.dumps(about(base, name, inside), indent=1) + "\n")
        check(base, inside)
        print(name)


def about(base, name, inside):
    hello = wire.hellos(base.with_suffix(".pcap"), transport="udp")[0][0]
    _, random, master = base.with_suffix(".keylog").read_text().split()
    if random != hello["client_random"]:
        raise AssertionError(f"{base.name}: the secret of another session")
    connection = {"udp_stream": 0, "server_port": PORT, "protocol": hello["protocol"],
                  "cipher_suite": hello["cipher_suite"], "cipher_suite_name": wire.suite_names()[hello["cipher_suite"]],
                  "resumed": False, "client_random": random, "server_random": hello["server_random"],
                  "master_secret": master, **agreed_extensions(hello["extensions"]), "inside": inside}
    return {"title": f"TLS inside EAP inside RADIUS, {name}", "peer": "wpa_supplicant's eapol_test 2.10 and hostapd 2.10, "
            "both with OpenSSL 3.0", "recorded_by": "peers/eap/record.sh", "connections": [connection]}


def check(base, inside):
    """tshark's own decryption must show what was said inside."""
    keylog = ["-o", f"tls.keylog_file:{base.with_suffix('.keylog')}"]
    for name, value in inside.items():
        rows = wire.fields(base.with_suffix(".pcap"), [name], name, keylog)
        if [value] not in rows:
            raise AssertionError(f"{base.name}: no {name} {value} among {rows}")


if __name__ == "__main__":
    (CAPTURES / "eap").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(folder)
        for wanted in sys.argv[1:] or METHODS:
            recorder.record(wanted)
        recorder.server.stop()
