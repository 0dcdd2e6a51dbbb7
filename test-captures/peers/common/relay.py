"""A relay between client and server that can disturb the records it carries."""

import socket
import threading

from running import await_listener

HEADER_LENGTH = 5


class Relay:
    """Carries one connection from `port` to `target`, record by record."""

    def __init__(self, port, target):
        self.target = target
        self.from_server = lambda record: record
        self.listener = socket.create_server(("127.0.0.1", port))
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()
        await_listener(port)

    def change_from_server(self, change):
        """From now on every record of the server goes through `change`."""
        self.from_server = change

    def slip_to_client(self, data):
        """Sends the client bytes that the server never sent."""
        self.client.sendall(data)

    def wait(self):
        self.thread.join(20)

    def _carry(self):
        self.client, _ = self.listener.accept()
        self.listener.close()
        server = socket.create_connection(("127.0.0.1", self.target))
        there = threading.Thread(target=one_way, args=(self.client, server, lambda record: record), daemon=True)
        there.start()
        one_way(server, self.client, lambda record: self.from_server(record))
        there.join()
        self.client.close()
        server.close()


def one_way(source, sink, change):
    try:
        while record := read_record(source):
            sink.sendall(change(record))
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        # The other side has gone: so does this one.
        source.close()


def flip_first_byte(record):
    """The record with one bit of its first ciphertext byte flipped."""
    return record[:HEADER_LENGTH] + bytes([record[HEADER_LENGTH] ^ 1]) + record[HEADER_LENGTH + 1:]


def read_record(source):
    header = read_exactly(source, HEADER_LENGTH)
    return header and header + read_exactly(source, int.from_bytes(header[3:5], "big"))


def read_exactly(source, length):
    data = b""
    while len(data) < length:
        chunk = source.recv(length - len(data))
        if not chunk:
            return b""
        data += chunk
    return data
