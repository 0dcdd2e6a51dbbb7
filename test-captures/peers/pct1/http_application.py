"""The application over PCT: a little HTTP/1.1, so that the captures hold real requests."""

from errors import Closed

HOST = "pct.example"


def request(path="/", body=b""):
    method = "POST" if body else "GET"
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "User-Agent: pct-client"]
    if body:
        lines += ["Content-Type: text/plain", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines + ["", ""]).encode() + body


def response(text):
    body = text.encode()
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/plain", f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


class Inbox:
    """Bytes of a stream, taken off one whole HTTP message at a time."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.buffer = b""

    def complete(self):
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not found or len(rest) < length:
            return b""
        return self.buffer[:len(head) + 4 + length]

    def message(self):
        while not self.complete():
            self.buffer += self.endpoint.receive_data()
        message = self.complete()
        self.buffer = self.buffer[len(message):]
        return message


def fetch(client, inbox, path="/", body=b""):
    client.send_data(request(path, body))
    return inbox.message()


def lines_of_text(count):
    return "".join(f"line {n} of a long text\n" for n in range(count))


def serve(server, redo_after=0, out_of_band=b""):
    """Answer until the client closes; ask for a new handshake after one of the responses."""
    inbox = Inbox(server)
    answered = 0
    while True:
        try:
            message = inbox.message()
        except Closed:
            if inbox.buffer:
                raise
            return
        line = message.split(b"\r\n")[0].decode()
        text = lines_of_text(2000) if "/long" in line else f"You asked: {line}\n"
        server.hold()
        if out_of_band:
            server.send_out_of_band_mark()
            server.send_data(out_of_band)
        server.send_data(response(text))
        answered += 1
        if answered == redo_after:
            server.send_redo()
        server.release()
