"""The same dialogues in the clear and decrypted, and what tools that nobody here wrote find in both."""
import hashlib
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(FOLDER / "test"))

import generated  # noqa: E402  (they stand in the folder above)
import pcap  # noqa: E402
import plain  # noqa: E402
import wireshark  # noqa: E402

PORT = 80
BODY = b"".join(b"%06d a line of the file\n" % number for number in range(3000))
SAID = [
    ("client", b"GET /manual/page.html HTTP/1.1\r\nHost: old.example\r\nUser-Agent: Mozilla/3.0\r\n\r\n"),
    ("server", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(BODY)),
    *(("server", BODY[at:at + 10000]) for at in range(0, len(BODY), 10000)),
    ("client", b"POST /cgi-bin/phf?Qalias=x HTTP/1.1\r\nHost: old.example\r\nContent-Length: 9\r\n\r\ncount=123"),
    ("server", b"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno\n"),
]
RULE = ('alert http any any -> any any (msg:"phf"; http.uri; content:"/cgi-bin/phf"; sid:1000001; rev:1;)\n'
        'alert http any any -> any any (msg:"file"; file.data; content:"002999 a line"; sid:1000002; rev:1;)\n')
SPEAKERS = {
    "SSL 2.0": generated.SSL2,
    "PCT 1.0": generated.PCT1,
    "SSL 3.0": generated.cases.tls("SSL 3.0", "TLS_RSA_WITH_RC4_128_MD5"),
    "TLS 1.0": generated.TLS10,
}


class Tools:
    """Programs, in a chroot or none, that work in a folder of their own."""

    def __init__(self, root):
        self.root = root
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="export-tools-", dir=root / "tmp"))

    def run(self, *command):
        where = "/" + str(self.folder.relative_to(self.root))
        line = ["chroot", str(self.root)] if self.root != pathlib.Path("/") else []
        return subprocess.run([*line, "sh", "-c", f'cd {where} && exec "$@"', "sh", *command], check=True,
                              capture_output=True).stdout

    def new(self, capture):
        """An empty folder but for the capture, as classic pcap: not all tools read pcapng."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        subprocess.run(["editcap", "-F", "pcap", capture, self.folder / "in.pcap"], check=True, capture_output=True)


def tcpflow(tools):
    """The bytes of each direction, by port."""
    tools.run("tcpflow", "-r", "in.pcap", "-o", "out")
    return sorted((path.name.split("-")[0].rpartition(".")[2] == "%05d" % PORT, path.read_bytes())
                  for path in (tools.folder / "out").iterdir() if re.match(r"[\d.]+-[\d.]+$", path.name))


def chaosreader(tools):
    """The files that it carves: names without its own numbers, and contents."""
    tools.run("chaosreader", "-q", "in.pcap")
    return sorted((path.suffix, hashlib.sha256(path.read_bytes()).hexdigest()) for path in tools.folder.iterdir()
                  if ".part_" in path.name or path.suffix == ".data")


def ngrep(tools):
    """What it says of packets that have the words: the packets are cut otherwise, the words are the same."""
    text = tools.run("ngrep", "-q", "-I", "in.pcap", "-W", "byline", "phf|Not Found|page.html").decode(errors="replace")
    return re.findall(r"(?:GET|POST) \S+|HTTP/1.1 404 Not Found", text)


def suricata(tools):
    """Requests, files and alerts."""
    (tools.folder / "rules").write_text(RULE)
    tools.run("suricata", "-r", "in.pcap", "-S", "rules", "-l", ".", "-k", "all", "--set",
              "outputs.1.eve-log.types.0.alert.enabled=yes")
    events = [json.loads(line) for line in (tools.folder / "eve.json").read_text().splitlines()]
    kept = [{key: event.get(key) for key in ("event_type", "http", "fileinfo")}
            | {"alert": event.get("alert", {}).get("signature")}
            for event in events if event["event_type"] in ("http", "fileinfo", "alert")]
    return sorted(json.dumps(event, sort_keys=True) for event in kept)


def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total > 0xffff:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def with_checksums(path):
    """The file, with the checksums that the generated peers leave out."""
    packets = pcap.read(path)
    for packet in packets:
        ip, tcp = pcap.ETHERNET, pcap.ETHERNET + 20
        struct.pack_into(">H", packet.data, ip + 10, 0)
        struct.pack_into(">H", packet.data, ip + 10, checksum(bytes(packet.data[ip:tcp])))
        struct.pack_into(">H", packet.data, tcp + 16, 0)
        segment = bytes(packet.data[tcp:])
        pseudo = bytes(packet.data[ip + 12:tcp]) + struct.pack(">HH", 6, len(segment))
        struct.pack_into(">H", packet.data, tcp + 16, checksum(pseudo + segment + bytes(len(segment) % 2)))
    return wireshark.write("clear.pcap", pcap.build(packets))


class Clear:
    """A peer that says what it is told."""
    keylog = ""

    def __init__(self, connection):
        self.connection = connection

    def say(self, side, data):
        self.connection.say(side, [data])


def found_by(tools, tool, capture):
    tools.new(capture)
    return tool(tools)


def main(root):
    tools, failed = Tools(pathlib.Path(root)), False
    clear = with_checksums(generated.Generated(Clear, PORT, SAID, segment=1460).pcap)
    for tool in (tcpflow, chaosreader, ngrep, suricata):
        expected = found_by(tools, tool, clear)
        for name, speak in SPEAKERS.items():
            made = generated.Generated(speak, 443, SAID)
            found = found_by(tools, tool, plain.write(made.pcap, made.keylog, f"port={PORT},"))
            is_same = bool(expected) and found == expected
            failed |= not is_same
            print(f"{tool.__name__:12} {name}  {len(expected)} found in the clear, "
                  f"{'the same' if is_same else f'NOT THE SAME: {found} instead of {expected}'[:2000]} decrypted")
    shutil.rmtree(tools.folder)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
