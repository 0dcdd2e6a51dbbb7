"""One capture with its key log and its expectations, checked with tshark as soon as it is finished."""

import contextlib
import hashlib
import json
import signal
import tempfile
import time
from pathlib import Path

import wire
from running import Program, await_that

CAPTURES = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def captured(name, ports, transport="tcp"):
    """Writes what goes over the loopback interface from or to these ports."""
    only = " or ".join(f"port {port}" for port in ports)
    tcpdump = Program(["tcpdump", "-i", "lo", "-U", "--immediate-mode", "-s", "0", "-Z", "root", "-w", name,
                       f"{transport} and ({only})"])
    tcpdump.expect(b"listening on", tcpdump.errors)
    yield
    time.sleep(0.3)
    tcpdump.process.send_signal(signal.SIGINT)
    tcpdump.wait()
    if b"\n0 packets dropped by kernel" not in tcpdump.errors:
        raise AssertionError(f"{tcpdump} lost packets")


class Recording:
    """Records what happens inside its `with` block on the given ports of the loopback interface."""

    def __init__(self, folder, name, title, peer, recorded_by, ports=(443,), decode_as=(), keylog=None,
                 starttls=False):
        self.base = CAPTURES / folder / name
        self.about = {"title": title, "peer": peer, "recorded_by": recorded_by}
        self.ports = ports
        self.options = [word for rule in decode_as for word in ("-d", rule)]
        self.published_keylog = keylog
        self.starttls = starttls
        self.scratch = tempfile.TemporaryDirectory()
        self.secrets = Path(self.scratch.name) / "secrets"
        self.connections = []

    def file(self, ending):
        return self.base.with_name(f"{self.base.name}.{ending}")

    def connection(self, client_sent=b"", server_sent=b"", **more):
        """Says what the applications really sent over the next connection, and what else is to be known of it."""
        self.connections.append((client_sent, server_sent, more))

    def await_secrets(self, count):
        """Waits until that many handshakes have logged their secrets."""
        def logged():
            return self.secrets.exists() and self.secrets.read_text().count("CLIENT_RANDOM ") >= count
        await_that(logged, lambda: f"{self.base.name}: fewer than {count} secrets logged")

    def __enter__(self):
        self.base.parent.mkdir(parents=True, exist_ok=True)
        self.capture = captured(self.file("pcap"), self.ports)
        self.capture.__enter__()
        return self

    def __exit__(self, failure, *_):
        self.capture.__exit__(None, None, None)
        if not failure:
            self._write()
            self._check()

    def _write(self):
        secrets = self.secrets.read_text() if self.secrets.exists() else ""
        streams = wire.hellos(self.file("pcap"), self.options)
        if sorted(streams) != list(range(len(self.connections))):
            raise AssertionError(f"{self.base.name}: {len(self.connections)} connections, tshark sees {sorted(streams)}")
        published = self.published_keylog(secrets, streams) if self.published_keylog else secrets
        self.file("keylog").write_text(published)
        masters = dict(line.split()[1:] for line in secrets.splitlines() if line.startswith("CLIENT_RANDOM "))
        rows = [self._row(stream, streams[stream], masters) for stream in sorted(streams)]
        if self.starttls:
            for stream, before in wire.cleartext_bytes(self.file("pcap"), self.ports).items():
                rows[stream]["cleartext_bytes"] = before
        self.file("json").write_text(json.dumps({**self.about, "connections": rows}, indent=1) + "\n")

    def _row(self, stream, pairs, masters):
        client_sent, server_sent, more = self.connections[stream]
        # After a HelloRetryRequest the second pair of hellos counts; a renegotiation is encrypted and not seen here.
        hello = pairs[-1]
        row = {"tcp_stream": stream, "server_port": hello["server_port"]}
        if "cipher_suite" in hello:
            row.update(protocol=hello["protocol"], cipher_suite=hello["cipher_suite"],
                       cipher_suite_name=wire.suite_names()[hello["cipher_suite"]])
        row["resumed"] = False
        row["client_random"] = hello["client_random"]
        if "server_random" in hello:
            row["server_random"] = hello["server_random"]
        if hello["client_random"] in masters:
            row["master_secret"] = masters[hello["client_random"]].lower()
        row.update(agreed_extensions(hello.get("extensions", ())))
        row.update(client_sent=summary(client_sent), server_sent=summary(server_sent))
        first_line = client_sent.split(b"\r\n")[0]
        if first_line:
            row["first_request"] = first_line.decode("latin-1")
        row.update(more)
        if row.get("handshakes", 1) > 1 and "renegotiations" not in row:
            row["renegotiations"] = self._renegotiations(stream, masters)
        # A resumed handshake has no ServerHelloDone; TLS 1.3 never shows one.
        if "server_random" in row and row["protocol"] != "TLS 1.3" and row["resumed"] == hello["full_handshake"]:
            raise AssertionError(f"{self.base.name}: stream {stream} should{' not' * row['resumed']} be a full handshake")
        return row

    def _renegotiations(self, stream, masters):
        """The handshakes inside the connection, as tshark decrypts them."""
        pairs = wire.hellos(self.file("pcap"), [*self.options, "-o", f"tls.keylog_file:{self.secrets}"])[stream]
        return [{"resumed": not pair["full_handshake"], "client_random": pair["client_random"],
                 "server_random": pair["server_random"], "master_secret": masters[pair["client_random"]].lower()}
                for pair in pairs[1:]]

    def _check(self):
        """tshark's own decryption must give what the applications sent, and the alerts that were expected."""
        with tempfile.NamedTemporaryFile() as keylog:
            keylog.write(self.secrets.read_bytes() if self.secrets.exists() else b"")
            keylog.flush()
            streams = range(len(self.connections))
            found = wire.opened(self.file("pcap"), keylog.name, streams, self.ports, self.options)
            alerts = wire.alerts(self.file("pcap"), keylog.name, self.ports, self.options)
        good = 0
        for stream, (client_sent, server_sent, more) in enumerate(self.connections):
            same = found.get(stream, {}) == {"client": client_sent, "server": server_sent}
            good += same
            if not same and not more.get("tshark_cannot"):
                raise AssertionError(f"{self.base.name}: stream {stream}: tshark does not see what was sent: "
                                     f"{differing(found.get(stream, {}), client_sent, server_sent)}")
            for alert in more.get("alerts", ()):
                if (alert["from"], alert["description"]) not in alerts.get(stream, ()):
                    raise AssertionError(f"{self.base.name}: stream {stream}: no {alert} among {alerts.get(stream)}")
        print(f"{self.base.parent.name}/{self.base.name}: {len(self.connections)} connections, "
              f"tshark opens {good} as they were sent", flush=True)


def differing(found, client_sent, server_sent):
    """Where the two sides' bytes part, short enough to read."""
    sent = {"client": client_sent, "server": server_sent}
    return [(side, len(sent[side]), len(found.get(side, b"")), found.get(side, b"")[:100]) for side in sent]


def agreed_extensions(extensions):
    """Extensions of the ServerHello that change keys or records."""
    known = {wire.ENCRYPT_THEN_MAC: "encrypt_then_mac", wire.EXTENDED_MASTER_SECRET: "extended_master_secret",
             wire.TRUNCATED_HMAC: "truncated_hmac"}
    return {known[number]: True for number in extensions if number in known}


def summary(data):
    return {"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}
