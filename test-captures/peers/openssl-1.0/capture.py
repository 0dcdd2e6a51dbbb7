"""One capture of the old OpenSSL talking with itself: runs a script of commands, writes pcap, key log and expectations."""

import json
import signal
import subprocess
import time
from pathlib import Path

import keylog
import wire
from running import PATIENCE, Program

HERE = Path(__file__).resolve().parent
CAPTURES = HERE.parents[1]
UNSEEN_PORT = 4499    # what happens here is not captured
LONGEST_FRAME = 65600
BUFFER_KIB = 131072
VERSIONS = {0x0002: "SSL 2.0", **wire.VERSIONS}
SSL2_NAMES = {
    "010080": "SSL_CK_RC4_128_WITH_MD5",
    "020080": "SSL_CK_RC4_128_EXPORT40_WITH_MD5",
    "030080": "SSL_CK_RC2_128_CBC_WITH_MD5",
    "040080": "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5",
    "050080": "SSL_CK_IDEA_128_CBC_WITH_MD5",
    "060040": "SSL_CK_DES_64_CBC_WITH_MD5",
    "0700c0": "SSL_CK_DES_192_EDE3_CBC_WITH_MD5",
    "080080": "SSL_CK_RC4_64_WITH_MD5",
}


class Peer:
    """An old OpenSSL with our shim, built and unpacked by record.sh."""

    def __init__(self, program, shim):
        version = subprocess.run([program, "-p", "process.versions.node + ' ' + process.versions.openssl"],
                                 capture_output=True, text=True, check=True).stdout.split()
        self.name = "OpenSSL {1} (node {0}), both sides".format(*version)
        self.program = program
        self.shim = shim

    def run(self, commands):
        """The connections that the commands make."""
        return [json.loads(line) for line in self.output(*commands).splitlines()]

    def output(self, *commands):
        done = subprocess.run([self.program], input="\n".join(commands) + "\n", capture_output=True, text=True,
                              env={"LD_PRELOAD": self.shim}, cwd=HERE, timeout=PATIENCE, check=False)
        if done.returncode:
            raise AssertionError(f"the peer stopped with {done.returncode}: {done.stderr}\nits commands were\n" + "\n".join(commands))
        return done.stdout


def record(peer, base, title, commands, form=keylog.client_random, more_forms=(), session_file=False, **more):
    """Records base.pcap and writes what belongs to it; `more` goes into the expectations of every connection."""
    base.parent.mkdir(parents=True, exist_ok=True)
    tcpdump = _start_tcpdump(f"{base}.pcap")
    connections = peer.run(commands)
    _stop_tcpdump(tcpdump)
    _write_keylogs(base, connections, form, more_forms)
    if session_file:
        _write_lines(f"{base}.session.pem", connections, keylog.session_pem)
    write_expectations(peer, base, title, _rows(connections, more), more_forms, session_file)
    return base


def _start_tcpdump(name):
    """In immediate mode the kernel keeps a fixed room per packet, so the buffer has to be large."""
    tcpdump = Program(["tcpdump", "-i", "lo", "-U", "--immediate-mode", "-s", LONGEST_FRAME, "-B", BUFFER_KIB, "-Z", "root",
                       "-w", name, f"tcp and not port {UNSEEN_PORT}"])
    tcpdump.expect(b"listening on", tcpdump.errors)
    return tcpdump


def _stop_tcpdump(tcpdump):
    time.sleep(0.3)
    tcpdump.process.send_signal(signal.SIGINT)
    tcpdump.wait()
    if b"\n0 packets dropped by kernel" not in tcpdump.errors:
        raise AssertionError(f"{tcpdump} lost packets")


def _write_keylogs(base, connections, form, more_forms):
    for name, write in [(f"{base}.keylog", form)] + [(keylog_file(base, form), form) for form in more_forms]:
        _write_lines(name, connections, write)


def _write_lines(name, connections, write):
    handshakes = [handshake for connection in connections for handshake in connection["handshakes"]]
    lines = filter(None, (write(handshake) for handshake in handshakes))
    Path(name).write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)))


def keylog_file(base, form):
    return f"{base}.{form.__name__.replace('_', '-')}.keylog"


def write_expectations(peer, base, title, rows, more_forms=(), session_file=False):
    about = {"title": title, "peer": peer.name, "recorded_by": "peers/openssl-1.0/record.sh"}
    if more_forms:
        about["other_keylogs"] = [Path(keylog_file(base, form)).name for form in more_forms]
    if session_file:
        about["session_file"] = f"{base.name}.session.pem"
    Path(f"{base}.json").write_text(json.dumps({**about, "connections": rows}, indent=1) + "\n")


def _rows(connections, more):
    seen = [connection for connection in connections if connection["server_port"] != UNSEEN_PORT]
    return [{"tcp_stream": stream, **_row(connection), **more} for stream, connection in enumerate(seen)]


def _row(connection):
    row = {"server_port": connection["server_port"], "protocol": VERSIONS[connection["version"]]}
    handshakes = [_handshake(handshake) for handshake in connection["handshakes"]]
    if handshakes:
        row.update(handshakes[0])
    if len(handshakes) > 1:
        row.update(handshakes=len(handshakes), renegotiations=handshakes[1:])
    cleartext = {side: connection[f"{side}_cleartext"] for side in ("client", "server")}
    if any(cleartext.values()):
        row["cleartext_bytes"] = cleartext
    if not connection["finished"]:
        row["finished"] = False
    for side in ("client", "server"):
        row[f"{side}_sent"] = connection[f"{side}_sent"]
        if connection[f"{side}_error"]:
            row[f"{side}_error"] = connection[f"{side}_error"]
        if connection[f"{side}_alert"] not in ("", CLOSE_NOTIFY):
            row.setdefault("alerts", []).append({"from": side, "description": int(connection[f"{side}_alert"][2:], 16)})
    if connection["first_request"]:
        row["first_request"] = connection["first_request"]
    return row


CLOSE_NOTIFY = "0100"


def _handshake(handshake):
    cipher = handshake["cipher"]
    row = {"cipher_suite": int(cipher, 16),
           "cipher_suite_name": SSL2_NAMES[cipher] if len(cipher) == 6 else wire.suite_names()[int(cipher, 16)],
           "resumed": handshake["resumed"]}
    if handshake["compressed"]:
        row["compression"] = "DEFLATE"
    for name in ("client_random", "server_random", "master_secret"):
        row[name] = handshake[name]
    row["keys"] = {name: value for name, value in handshake["keys"].items() if value}
    return row
