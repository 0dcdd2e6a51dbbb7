"""Capturing on the loopback interface while TLS 1.0 connections are made and their key log grows."""
import contextlib
import selectors
import socket
import ssl
import subprocess
import threading
import time
import warnings

import pytest

import captures
import wireshark

PATIENCE = 60
CONNECTIONS = 3
CERTIFICATE = captures.FOLDER / "peers/openssl-1.0/rsa.crt"
KEY = captures.FOLDER / "peers/openssl-1.0/rsa.pem"
FIELDS = ("tcp.stream", "http.request.uri", "legacyssl.version", "legacyssl.record.mac.status", "legacyssl.key_source")


def tls10(purpose):
    """A context that speaks TLS 1.0 and nothing else."""
    context = ssl.SSLContext(purpose)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("AES128-SHA:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context


def may_capture():
    with contextlib.suppress(OSError):
        return subprocess.run(["dumpcap", "-L", "-i", "lo"], capture_output=True, check=False).returncode == 0
    return False


pytestmark = pytest.mark.skipif(not may_capture(), reason="no right to capture on the loopback interface")


class Server:
    """Answers one request a connection, in a thread."""

    def __init__(self):
        self.context = tls10(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERTIFICATE, KEY)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                with self.context.wrap_socket(connection, server_side=True) as tls:
                    tls.recv(4096)
                    tls.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nseen")


def request(port, path, keylog):
    """The client appends its secret to the key log before it sends anything that is encrypted."""
    context = tls10(ssl.PROTOCOL_TLS_CLIENT)
    context.keylog_filename = str(keylog)
    with socket.create_connection(("127.0.0.1", port)) as connection, context.wrap_socket(connection) as tls:
        tls.sendall(f"GET {path} HTTP/1.0\r\nHost: peer.example\r\n\r\n".encode())
        assert tls.recv(4096).startswith(b"HTTP/1.0 200 OK")


class LiveTshark:
    """Dumpcap captures, with the right to; tshark shows, as a user."""

    def __init__(self, port, keylog):
        self.dumpcap = subprocess.Popen(["dumpcap", "-q", "-i", "lo", "-f", f"port {port}", "-w", "-"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        settings = wireshark.preferences({"legacyssl.keylog_file": keylog})
        fields = [word for field in FIELDS for word in ("-e", field)]
        self.tshark = subprocess.Popen(
            wireshark.as_user(["tshark", "-i", "-", "-l", "-T", "fields", *fields, *map(str, settings)]),
            env=wireshark.environment(), cwd=wireshark.folder(), stdin=self.dumpcap.stdout,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self.dumpcap.stdout.close()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.tshark.stdout, selectors.EVENT_READ)

    def line(self, patience):
        """The fields of the next packet, None if there is none."""
        if not self.selector.select(patience):
            return None
        line = self.tshark.stdout.readline().decode()
        assert line, "tshark has ended"
        return line.rstrip("\n").split("\t")

    def wait_until_it_captures(self, port):
        """Datagrams are sent until one is shown."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            for _ in range(PATIENCE * 4):
                assert self.dumpcap.poll() is None, "dumpcap has ended"
                probe.sendto(b"probe", ("127.0.0.1", port))
                if self.line(0.25):
                    return
        raise AssertionError("tshark shows nothing")

    def lines_until(self, is_last):
        lines, end = [], time.monotonic() + PATIENCE
        while time.monotonic() < end:
            line = self.line(end - time.monotonic())
            lines += [line] if line else []
            if line and is_last(line):
                return lines
        raise AssertionError(f"not shown: {lines}")

    def close(self):
        for process in (self.dumpcap, self.tshark):
            process.terminate()
            process.wait()


@pytest.fixture
def server():
    try:
        server = Server()
    except ssl.SSLError as error:
        pytest.skip(f"this OpenSSL has no TLS 1.0: {error}")
    yield server
    server.socket.close()


@pytest.fixture
def keylog():
    return wireshark.write("keys.log", b"")


@pytest.fixture
def live(server, keylog):
    live = LiveTshark(server.port, keylog)
    yield live
    live.close()


def test_connections_are_opened_as_they_come(server, live, keylog):
    live.wait_until_it_captures(server.port)
    for number in range(1, CONNECTIONS + 1):
        path = f"/while-capturing/{number}"
        request(server.port, path, keylog)
        lines = live.lines_until(lambda line: path in line[1])
        assert {line[2] for line in lines if line[2]} == {"0x0301"}, lines
        verdicts = {verdict for line in lines for verdict in line[3].split(",") if verdict}
        assert verdicts == {"1"}, lines
        assert any(f"{keylog}, line " in line[4] for line in lines), lines
