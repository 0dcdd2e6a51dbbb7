"""Records the captures: record.py FOLDER [NAME ...]"""

import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import report
from capture import Capture, streams
from certificates import Authority, private_pem
from run import connect
from scenarios import scenarios
from server import ServerPolicy


def server_key(path):
    """The server's RSA key: made once, so that it opens captures recorded at different times."""
    if not path.exists():
        path.write_bytes(private_pem(rsa.generate_private_key(65537, 1024)))
    return serialization.load_pem_private_key(path.read_bytes(), None)


class Recorder:
    """Runs scenarios; every scenario starts without any session in a cache."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = Authority()
        self.server = self.authority.issue("pct.example", server_key(folder / "server-key.pem"))
        self.dh_server = self.authority.issue_dh("pct.example")

    def run(self, plan, client_sessions, server_sessions):
        policy = ServerPolicy(self.server, self.dh_server,
                              **{"sessions": server_sessions, **plan.server})
        if plan.reconnect:
            plan.client.reconnect = client_sessions[plan.reconnect]
        client, server = connect(plan, self.authority, policy)
        if plan.save_as:
            client_sessions[plan.save_as] = client.handshakes[-1].session
        return plan, client, server

    def record(self, scenario):
        client_sessions, server_sessions = {}, {}
        before = [plan for plan in scenario.connections if not plan.recorded]
        recorded = [plan for plan in scenario.connections if plan.recorded]
        for plan in before:
            self.run(plan, client_sessions, server_sessions)
        path = self.folder / f"{scenario.name}.pcap"
        with Capture(path):
            done = [self.run(plan, client_sessions, server_sessions) for plan in recorded]
        self.check(path, done)
        report.write(self.folder, scenario.name, scenario.title, done, scenario.key_log(done))

    def check(self, path, done):
        """Every byte either side sent is in the file, connection by connection."""
        sent = [(plan.port, bytes(client.wire), bytes(server.wire))
                for plan, client, server in done]
        if streams(path) != sent:
            raise AssertionError(f"{path.name} does not hold what was sent")


def main():
    folder = Path(sys.argv[1])
    recorder = Recorder(folder)
    for scenario in scenarios(recorder.authority):
        if not sys.argv[2:] or scenario.name in sys.argv[2:]:
            recorder.record(scenario)
            print(f"{scenario.name}: {len(scenario.connections)} connections")


main()
