"""The application data of most captures: a small HTTP exchange."""


def request(path, host="peer.example", extra=""):
    return (f"GET {path} HTTP/1.0\r\nHost: {host}\r\nUser-Agent: recorder\r\n{extra}\r\n").encode()


def response(text):
    body = text.encode()
    head = f"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def long_text(length, line="All work and no play makes a dull capture, line %06d.\n"):
    """Text of the given length in which every line differs."""
    return "".join(line % number for number in range(length // len(line % 0) + 1))[:length]
