"""Which conversations of a capture truly are SSL 2.0 or PCT, told without the plugin's help.

By draft-hickman 5.5.1, 5.6.1 and draft-benaloh 5.2 alone: type, version, and lengths that add up.
"""
import wireshark


def number(data, offset):
    return int.from_bytes(data[offset:offset + 2], "big")


def is_ssl2_client_hello(body):
    return (len(body) >= 9 and body[0] == 1 and number(body, 1) == 2 and number(body, 3) % 3 == 0
            and number(body, 5) in (0, 16) and 9 + sum(number(body, at) for at in (3, 5, 7)) == len(body))


def is_ssl2_server_hello(body):
    return (len(body) >= 11 and body[0] == 4 and number(body, 3) == 2 and number(body, 7) % 3 == 0
            and 11 + sum(number(body, at) for at in (5, 7, 9)) == len(body))


def is_pct_hello(body):
    client = len(body) >= 80 and body[0] == 1 and body[1] == 0x80
    if client:
        return 70 + number(body, 68) + sum(number(body, at) for at in range(70, 80, 2)) == len(body)
    return (len(body) >= 56 and body[0] == 2 and number(body, 2) == 0x8001
            and 56 + sum(number(body, at) for at in range(48, 56, 2)) == len(body))


def is_hello(payload):
    length = number(payload, 0) & 0x7fff
    body = payload[2:2 + length]
    return (len(payload) > 2 and payload[0] & 0x80 and len(body) == length
            and (is_ssl2_client_hello(body) or is_ssl2_server_hello(body) or is_pct_hello(body)))


def streams(capture, limit):
    """TCP's numbers of them."""
    lines = wireshark.tshark(capture, "-c", str(limit), "-Y", "tcp.len > 10 and tcp.payload[0] & 80", "-T", "fields", "-e",
                             "tcp.stream", "-e", "tcp.payload", plugin=False).decode().splitlines()
    rows = (line.split("\t") for line in lines)
    return {stream.split(",")[0] for stream, payload in rows if is_hello(bytes.fromhex(payload.split(",")[0]))}
