"""Capturing while the key log changes: tshark gets packets from a pipe, as its capture process gives them."""
import select
import subprocess
import time

import pytest

import captures
import pcap
import wireshark

PATIENCE = 60
NAMES = ("ssl2/rc4-128", "ssl2/rc2-128-cbc", "ssl2/idea-128-cbc")
FIELDS = ("tcp.stream", "legacyssl.record.mac.status", "legacyssl.key_source", "_ws.expert.message")


class Connection:
    def __init__(self, name, client_port):
        capture = captures.named(name)
        self.line = capture.keylog.read_bytes().splitlines()[-1] + b"\n"
        self.packets = pcap.read(capture.pcap)
        for packet in self.packets:
            source, destination = packet.ports
            packet.ports = (client_port, destination) if destination < source else (source, client_port)


class Live:
    """A tshark that captures from its standard input."""

    def __init__(self, keylog):
        settings = wireshark.preferences({"legacyssl.keylog_file": keylog})
        fields = [word for field in FIELDS for word in ("-e", field)]
        self.process = subprocess.Popen(
            wireshark.as_user(["tshark", "-i", "-", "-l", "-T", "fields", *fields, *map(str, settings)]),
            env=wireshark.environment(), cwd=wireshark.folder(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, bufsize=0)  # what select can't see must not be read
        self.process.stdin.write(pcap.build([]))

    def show(self, connection):
        """The lines that are shown of a connection's packets."""
        self.process.stdin.write(pcap.build(connection.packets)[pcap.FILE_HEADER.size:])
        return b"".join(self.line() for _ in connection.packets).decode()

    def line(self):
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, "tshark shows nothing"
        return self.process.stdout.readline()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        assert self.process.wait(timeout=PATIENCE) in (0, 1)


@pytest.fixture
def keylog():
    return wireshark.write("keys.log", b"")


@pytest.fixture
def live(keylog):
    process = Live(keylog)
    yield process
    process.close()


@pytest.fixture
def connections():
    return [Connection(name, 50001 + i) for i, name in enumerate(NAMES)]


def is_opened(shown):
    verdicts = [line.split("\t")[1] for line in shown.splitlines()]
    return any("1" in verdict for verdict in verdicts)


def padded(line, size):
    return b"#" * (size - len(line) - 1) + b"\n" + line


def test_lines_are_appended(live, keylog, connections):
    for number, connection in enumerate(connections, 1):
        with keylog.open("ab") as log:
            log.write(connection.line)
        shown = live.show(connection)
        assert is_opened(shown) and f"{keylog}, line {number}" in shown, shown


def test_a_line_is_appended_in_two_parts(live, keylog, connections):
    first, second, _ = connections
    with keylog.open("ab", buffering=0) as log:
        log.write(first.line[:50])
        assert not is_opened(live.show(second))
        log.write(first.line[50:])
        assert is_opened(live.show(first))


def test_another_file_takes_its_place(live, keylog, connections):
    for connection in connections:
        other = wireshark.write("other.log", padded(connection.line, 200))
        other.replace(keylog)
        shown = live.show(connection)
        assert is_opened(shown) and f"{keylog}, line 2" in shown, shown


@pytest.mark.parametrize("sizes", ((200, 200, 200), (200, 300, 400), (400, 300, 200)),
                         ids=("with the same size", "longer", "shorter"))
def test_it_is_written_anew(live, keylog, connections, sizes):
    for connection, size in zip(connections, sizes):
        time.sleep(0.02)  # the file system's clock
        keylog.write_bytes(padded(connection.line, size))
        assert is_opened(live.show(connection)), size


def test_it_is_removed_and_comes_back(live, keylog, connections):
    first, second, third = connections
    keylog.write_bytes(first.line + second.line)
    assert is_opened(live.show(first))
    keylog.unlink()
    shown = live.show(second)
    assert not is_opened(shown) and "No such file" in shown
    wireshark.write("other.log", third.line).replace(keylog)
    assert is_opened(live.show(third))


def test_what_is_wrong_with_a_new_file_is_told(live, keylog, connections):
    for number, connection in enumerate(connections):
        other = wireshark.write("other.log", b"rubbish %d\n" % number + connection.line)
        other.replace(keylog)
        shown = live.show(connection)
        assert is_opened(shown) and f"{keylog}, line 1 can't be used" in shown, shown


def test_a_session_is_appended_line_by_line(live, keylog):
    """The block counts as soon as its END line is there."""
    session = captures.named("ssl2/session-file")
    pem = session.pcap.with_name(session.json["session_file"]).read_bytes()
    lines = pem.splitlines(keepends=True)
    others = [Connection(name, 50001 + i) for i, name in enumerate(NAMES)]
    for part, connection in zip((lines[:1], lines[1:5], lines[5:-1]), others):
        with keylog.open("ab") as log:
            log.writelines(part)
        live.show(connection)
    with keylog.open("ab") as log:
        log.writelines(lines[-1:])
    shown = live.show(Connection("ssl2/session-file", 50009))
    assert "session in line 1" in shown, shown
