"""A server that speaks TDS as SQL Server does, with OpenSSL's TLS in memory (MS-TDS 2.2.6.5, 3.3.5)."""
import ssl
import struct

import messages


class Server:
    """One connection; `client_sent` and `server_sent` are what went through TLS."""

    def __init__(self, connection, context, whole, cities):
        self.connection, self.cities, self.whole = connection, cities, whole
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.waiting, self.is_protected = b"", False
        self.client_sent = self.server_sent = b""

    def serve(self):
        self._prelogin()
        self._handshake()
        self.is_protected = True
        kind, login = self._message()
        if kind != messages.LOGIN7:
            raise AssertionError(f"a message of kind {kind} where the login belongs")
        version = messages.login_version(login)
        self.is_protected = self.whole    # else only the login was encrypted
        self._send(messages.login_answer(version))
        while message := self._message():
            self._send(self._answer(version, *message))
        self.connection.close()

    def _answer(self, version, kind, data):
        if kind != messages.SQL_BATCH:
            return messages.done(version)
        if "FROM cities" not in messages.batch_text(version, data):
            return messages.done(version)
        return messages.rows(version, "city", self.cities)

    def _prelogin(self):
        _, data = self._message()
        asked = messages.encryption_wished(data)
        expected = messages.ENCRYPT_ON if self.whole else messages.ENCRYPT_OFF
        if asked != expected:
            raise AssertionError(f"the client asks for encryption {asked}")
        self._send(messages.prelogin(asked))

    def _handshake(self):
        """TLS inside of PRELOGIN packets."""
        while True:
            try:
                self.tls.do_handshake()
                is_done = True
            except ssl.SSLWantReadError:
                is_done = False
            if self.outgoing.pending:
                self.connection.sendall(messages.packet(messages.PRELOGIN, self.outgoing.read()))
            if is_done:
                return
            self.incoming.write(self._message()[1])

    def _send(self, data):
        whole = messages.packet(messages.TABULAR, data)
        if self.is_protected:
            self.tls.write(whole)
            self.server_sent += whole
            whole = self.outgoing.read()
        self.connection.sendall(whole)

    def _message(self):
        """The next message's kind and data, over as many packets as it takes; None at the end."""
        data = b""
        while True:
            header = self._take(messages.HEADER_LENGTH)
            if not header:
                return None
            kind, status, length = struct.unpack_from(">BBH", header)
            data += self._take(length - messages.HEADER_LENGTH)
            if status & messages.END_OF_MESSAGE:
                return kind, data

    def _take(self, length):
        while len(self.waiting) < length:
            heard = self._read_protected() if self.is_protected else self.connection.recv(65536)
            if not heard:
                return b""
            self.waiting += heard
        taken, self.waiting = self.waiting[:length], self.waiting[length:]
        return taken

    def _read_protected(self):
        while True:
            try:
                heard = self.tls.read(65536)
                self.client_sent += heard
                return heard
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""
            except ssl.SSLWantReadError:
                heard = self.connection.recv(65536)
                if not heard:
                    return b""
                self.incoming.write(heard)
