"""What Debian's tshark says about a capture: the hellos in the clear, and what its own decryption gives."""

import functools
import re

from running import run

CLIENT_HELLO, SERVER_HELLO, SERVER_HELLO_DONE = "1", "2", "14"
ENCRYPT_THEN_MAC, EXTENDED_MASTER_SECRET, TRUNCATED_HMAC = "22", "23", "4"
HANDSHAKE_RECORD = b"\x16\x03"
VERSIONS = {0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0x0303: "TLS 1.2", 0x0304: "TLS 1.3"}


def fields(capture, names, shown, options=()):
    """Rows of field values, one per frame that the display filter shows."""
    command = ["tshark", "-n", "-r", capture, "-Y", shown, "-T", "fields", *options]
    for name in names:
        command += ["-e", name]
    return [line.split("\t") for line in run(command).splitlines()]


def hellos(capture, options=(), transport="tcp"):
    """The hellos of every stream of TCP or UDP, in order: a list of {'client': ..., 'server': ...} per stream number."""
    names = [f"{transport}.stream", f"{transport}.dstport", "tls.handshake.type", "tls.handshake.random",
             "tls.handshake.ciphersuite", "tls.handshake.version", "tls.handshake.extensions.supported_version",
             "tls.handshake.extension.type", "tls.handshake.session_id", "tls.handshake.challenge"]
    streams = {}
    shown = "tls.handshake.type in {1, 2, 14} || tls.handshake.challenge"
    for row in fields(capture, names, shown, options):
        stream, target, types, random, suites, version, supported, extensions, session, challenge = row
        pairs = streams.setdefault(int(stream), [])
        if CLIENT_HELLO in types.split(",") or challenge:
            pairs.append({"server_port": int(target), "client_random": (challenge or random).rjust(64, "0")})
        if SERVER_HELLO in types.split(","):
            number = int((supported or version).split(",")[0], 16)
            pairs[-1].update(server_random=random.split(",")[0], cipher_suite=int(suites.split(",")[0], 0),
                             protocol=VERSIONS[number], extensions=extensions.split(","), session_id=session.split(",")[0],
                             full_handshake=False)
        if SERVER_HELLO_DONE in types.split(","):
            pairs[-1]["full_handshake"] = True
    return streams


def cleartext_bytes(capture, server_ports):
    """How much each side says before its first TLS record: {stream: {'client': .., 'server': ..}}."""
    said = {}
    for stream, source, payload in fields(capture, ["tcp.stream", "tcp.srcport", "tcp.payload"], "tcp.len > 0"):
        side = "server" if int(source) in server_ports else "client"
        sides = said.setdefault(int(stream), {"client": bytearray(), "server": bytearray()})
        sides[side] += bytes.fromhex(payload)
    return {stream: {side: data.index(HANDSHAKE_RECORD) for side, data in sides.items()} for stream, sides in said.items()}


@functools.lru_cache
def suite_names():
    names = {}
    for line in run(["tshark", "-G", "values"]).splitlines():
        row = line.split("\t")
        if row[:2] == ["V", "tls.handshake.ciphersuite"]:
            names[int(row[2], 0)] = row[3]
    return names


def opened(capture, keylog, streams, server_ports, options=()):
    """The application data of each stream and side as tshark decrypts it: {stream: {'client': .., 'server': ..}}."""
    command = ["tshark", "-n", "-q", "-r", capture, "-o", f"tls.keylog_file:{keylog}", *options]
    for stream in streams:
        command += ["-z", f"follow,tls,raw,{stream}"]
    found = {}
    for part in run(command).split("Follow: tls,raw\n")[1:]:
        stream = int(re.search(r"tcp\.stream eq (\d+)", part)[1])
        found[stream] = _sides(part, server_ports)
    return found


def _sides(part, server_ports):
    """Lines with a tab are those of the side that is not "Node 0"."""
    node0 = int(re.search(r"^Node 0: .*:(\d+)$", part, re.M)[1])
    node0, other = ("server", "client") if node0 in server_ports else ("client", "server")
    sent = {"client": bytearray(), "server": bytearray()}
    for line in part.splitlines():
        if re.fullmatch(r"\t?[0-9a-f]+", line):
            sent[other if line.startswith("\t") else node0] += bytes.fromhex(line.strip())
    return {side: bytes(data) for side, data in sent.items()}


def alerts(capture, keylog, server_ports, options=()):
    """The alerts that tshark reads, per stream: {stream: [(side, description number), ...]}."""
    rows = fields(capture, ["tcp.stream", "tcp.srcport", "tls.alert_message.desc"],
                  "tls.alert_message.desc", ["-o", f"tls.keylog_file:{keylog}", *options])
    found = {}
    for stream, source, descriptions in rows:
        side = "server" if int(source) in server_ports else "client"
        found.setdefault(int(stream), []).extend((side, int(number)) for number in descriptions.split(","))
    return found
