"""OpenVPN with OpenVPN: TLS of the control channel, in which the client logs in and is answered; nothing goes through."""
import tempfile
from pathlib import Path

import carried
from certificates import Certificates
from openssl_sides import logging_secrets, weak_openssl
from recording import CAPTURES, captured
from running import Program

PORT = 1194
NAME, PASSWORD = "somebody", "secret"
INSIDE = [f'data contains "{NAME}"', f'data contains "{PASSWORD}"', 'data contains "PUSH_REPLY"']


def side(scratch, *options, env):
    return Program(["openvpn", "--dev", "null", "--ifconfig-noexec", "--proto", "udp4", "--tls-version-min", "1.0",
                    "--tls-version-max", "1.0", "--tls-cipher", "ALL:@SECLEVEL=0", "--ca", scratch / "authority.pem",
                    "--cert", scratch / "ecdsa.crt", "--key", scratch / "ecdsa.key", *options], env=env)


def record(scratch):
    Certificates(scratch)
    secrets, login = scratch / "secrets", scratch / "login"
    login.write_text(f"{NAME}\n{PASSWORD}\n")
    login.chmod(0o600)
    base = CAPTURES / "carried" / "openvpn"
    base.parent.mkdir(exist_ok=True)
    with captured(base.with_suffix(".pcap"), [PORT], "udp"):
        server = side(scratch, "--tls-server", "--dh", "none", "--local", "127.0.0.1", env=weak_openssl())
        server.expect(b"UDPv4 link remote")
        client = side(scratch, "--tls-client", "--pull", "--auth-user-pass", login, "--remote", "127.0.0.1", "--nobind",
                      env=logging_secrets(scratch, secrets))
        client.expect(b"Initialization Sequence Completed")
        client.stop()
        server.stop()
    carried.note(base, secrets.read_text(), PORT, INSIDE, title="TLS 1.0 of OpenVPN's control channel",
                 peer="OpenVPN 2.6 with OpenSSL 3.0, both sides", recorded_by="peers/openvpn/record.sh")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        record(Path(folder))
