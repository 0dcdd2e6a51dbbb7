"""Telnet, MQTT, WebSocket, and TLS in the SYN (TCP Fast Open), each with programs of others."""
import asyncio
import contextlib
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

from recording import captured
from running import Program, await_that

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "foreign"


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def server(command, port):
    program = Program(command)
    await_that(lambda: is_open(port), lambda: f"{program} does not listen")
    yield program
    program.stop()


def telnet_inetutils():
    """From inetd's place: one connection on a socket given as standard input."""
    with socket.create_server(("127.0.0.1", 2323)) as listener:
        client = Program(["telnet", "-E", "127.0.0.1", "2323"])
        connection, _ = listener.accept()
        daemon = subprocess.Popen(["/usr/sbin/telnetd", "-h", "-E", "/bin/echo welcome"], stdin=connection,
                                  stdout=connection, stderr=subprocess.DEVNULL)
        connection.close()
        time.sleep(1)
        client.close_input()
        client.stop()
        daemon.terminate()
        daemon.wait()


def mqtt():
    with server(["mosquitto", "-p", "1883"], 1883):
        subscriber = Program(["mosquitto_sub", "-p", "1883", "-t", "weather", "-k", "5", "-W", "14"])
        time.sleep(1)
        subprocess.run(["mosquitto_pub", "-p", "1883", "-t", "weather", "-m", "rain"], check=True)
        subscriber.wait(30)


def websocket():
    import websockets

    async def serve(connection, *_):
        await connection.ping()
        async for message in connection:
            await connection.send(message * 200)

    async def talk():
        async with websockets.serve(serve, "127.0.0.1", 8080):
            async with websockets.connect("ws://127.0.0.1:8080") as client:
                await client.send("hi")
                await client.recv()
                await (await client.ping())
    asyncio.run(talk())


def certificate():
    path = pathlib.Path(tempfile.mkdtemp()) / "both.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=fast.example", "-keyout", path,
                    "-out", path.with_suffix(".crt")], check=True, stderr=subprocess.DEVNULL)
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path


def context(purpose, version):
    made = ssl.SSLContext(purpose)
    made.minimum_version = made.maximum_version = version
    made.set_ciphers("DEFAULT@SECLEVEL=0")
    return made


def answer_one(listener, settings):
    connection, _ = listener.accept()
    with settings.wrap_socket(connection, server_side=True) as secured:
        secured.recv(4096)
        secured.sendall(b"HTTP/1.0 200 OK\r\n\r\nfast")


def tls_in_the_syn(version):
    """OpenSSL's ClientHello, sent with the SYN."""
    pathlib.Path("/proc/sys/net/ipv4/tcp_fastopen").write_text("1543")   # both sides, without a cookie
    server_settings = context(ssl.PROTOCOL_TLS_SERVER, version)
    server_settings.load_cert_chain(certificate())
    client_settings = context(ssl.PROTOCOL_TLS_CLIENT, version)
    client_settings.check_hostname, client_settings.verify_mode = False, ssl.CERT_NONE
    with socket.create_server(("127.0.0.1", 443)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 5)
        server_side = threading.Thread(target=answer_one, args=(listener, server_settings))
        server_side.start()
        talk_from_the_syn_on(client_settings)
        server_side.join()


def talk_from_the_syn_on(settings):
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    secured = settings.wrap_bio(incoming, outgoing)
    with socket.socket() as client, contextlib.suppress(ssl.SSLEOFError):
        with contextlib.suppress(ssl.SSLWantReadError):
            secured.do_handshake()
        client.sendto(outgoing.read(), socket.MSG_FASTOPEN, ("127.0.0.1", 443))
        steps = [secured.do_handshake, lambda: secured.write(b"GET / HTTP/1.0\r\n\r\n"), lambda: secured.read(4096)]
        while steps:
            try:
                steps[0]()
                steps.pop(0)
            except ssl.SSLWantReadError:
                heard = client.recv(65536) if not outgoing.pending else b""
                incoming.write(heard)
                if not heard and not outgoing.pending:
                    incoming.write_eof()
            if outgoing.pending:
                client.sendall(outgoing.read())


RECORDINGS = {
    "telnet-inetutils": (2323, telnet_inetutils),
    "mqtt-pings": (1883, mqtt),
    "websocket": (8080, websocket),
    "fast-open-tls10": (443, lambda: tls_in_the_syn(ssl.TLSVersion.TLSv1)),
    "fast-open-tls12": (443, lambda: tls_in_the_syn(ssl.TLSVersion.TLSv1_2)),
    "fast-open-tls13": (443, lambda: tls_in_the_syn(ssl.TLSVersion.TLSv1_3)),
}


def main():
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or RECORDINGS:
        port, make = RECORDINGS[name]
        with captured(FOLDER / f"{name}.pcap", [port]):
            make()
        print(name)


main()
