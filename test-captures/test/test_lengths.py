"""Every length field of every handshake message and record header: zero, one, one less, one more, the
most that it can hold. Nothing crashes, no dissector is called buggy, and nobody's bytes are invented.
"""
import pytest

import captures
import pcap
import runs
import wireshark

# Where lengths stand in a message, its type byte first: draft-hickman 5.5, 5.6; draft-benaloh 5.2.
SSL2_LENGTHS = {1: (3, 5, 7), 2: (4, 6, 8), 4: (5, 7, 9)}
PCT1_LENGTHS = {1: (68, 70, 72, 74, 76, 78), 2: (48, 50, 52, 54), 3: (6, 8, 10, 12, 14, 16), 4: (34,), 5: (3,)}
TLS_HANDSHAKE = 22
MESSAGE_HEADER = 4
RANDOM_END = MESSAGE_HEADER + 2 + 32  # of a hello's message
CLIENT_HELLO, SERVER_HELLO, SERVER_KEY_EXCHANGE = 1, 2, 12
# (offset, size) in NewSessionTicket, Certificate, CertificateRequest, CertificateVerify, ClientKeyExchange.
TLS_LENGTHS = {4: ((8, 2),), 11: ((4, 3), (7, 3)), 13: ((4, 1),), 15: ((4, 2),), 16: ((4, 2),)}


def number(data, at, size):
    return int.from_bytes(data[at:at + size], "big")


def in_ssl2_records(data, lengths):
    """Of SSL 2.0's and PCT's records in a segment, and of the first message. The first bit of a header is its kind."""
    at = 0
    while at + 3 <= len(data):
        yield at, 2, number(data, at, 2) & 0x8000
        if at == 0 and data[0] & 0x80:
            places = [place + 2 for place in lengths.get(data[2], ())]
            yield from ((place, 2, 0) for place in places if place + 2 <= len(data))
        at += pcap.ssl2_record_size(data[at:])


def in_hello(message):
    """Of a TLS hello: session id, cipher suites, compression methods, extensions and each of them."""
    at = RANDOM_END
    vectors = (1, 2, 1, 2) if message[0] == CLIENT_HELLO else (1,)
    for size in vectors:
        if at + size > len(message):
            return
        yield at, size
        at += size + number(message, at, size)
    if message[0] == SERVER_HELLO and at + 5 <= len(message):
        at += 3
        yield at, 2
        at += 2 + number(message, at, 2)
    end, at = at, at - number(message, at - 2, 2) if at > 2 else at
    while RANDOM_END < at <= end - 4:
        yield at + 2, 2
        at += 4 + number(message, at + 2, 2)


def in_vectors(message):
    """Of ServerKeyExchange: parameter after parameter, then the signature."""
    at = MESSAGE_HEADER
    while at + 2 <= len(message):
        yield at, 2
        at += 2 + number(message, at, 2)


def in_message(message):
    yield 1, 3
    if message[0] in (CLIENT_HELLO, SERVER_HELLO):
        yield from in_hello(message)
    elif message[0] == SERVER_KEY_EXCHANGE:
        yield from in_vectors(message)
    yield from TLS_LENGTHS.get(message[0], ())


def in_tls_messages(content):
    at = 0
    while at + MESSAGE_HEADER < len(content):
        size = MESSAGE_HEADER + number(content, at + 1, 3)
        for place, width in in_message(content[at:at + size]):
            if place + width <= len(content) - at:
                yield at + place, width
        at += size


def in_tls_records(data):
    at = 0
    while at + 9 <= len(data) and data[at] in range(20, 25) and data[at + 1] == 3:
        size = number(data, at + 3, 2)
        yield at + 3, 2
        if data[at] == TLS_HANDSHAKE:
            for place, width in in_tls_messages(data[at + 5:at + 5 + size]):
                yield at + 5 + place, width
        at += 5 + size


def length_fields(capture, data):
    """Offset and size of each, and those of its bits that are none of the length."""
    protocols = capture.protocols
    if "PCT 1.0" in protocols:
        return list(in_ssl2_records(data, PCT1_LENGTHS))
    if "SSL 2.0" in protocols or data[0] & 0x80:
        return list(in_ssl2_records(data, SSL2_LENGTHS))
    return [(at, size, 0) for at, size in in_tls_records(data)]


def with_values(data, at, size, kept):
    """The segment with each of the values in that length field."""
    most = (1 << 8 * size) - 1 if not kept else 0x7fff
    right = number(data, at, size) & most
    for value in {0, 1, right - 1, right + 1, most - 1, most} - {right, -1, most + 1}:
        yield data[:at] + (kept | value).to_bytes(size, "big") + data[at + size:]


def variants(capture):
    """What is said on the capture's first connection, with one length field changed each time."""
    packets = pcap.read(capture.pcap)
    ports = sorted(packets[0].ports)
    server_port = packets[0].ports[1]
    said = pcap.talk([packet for packet in packets if sorted(packet.ports) == ports], server_port)[:12]
    for i, (is_server, data) in enumerate(said):
        for field in length_fields(capture, data):
            for changed in with_values(data, *field):
                yield server_port, said[:i] + [(is_server, changed)] + said[i + 1:]


CHOSEN = [captures.named(name) for name in (
    "ssl2/rc4-128", "ssl2/des-192-ede3-cbc", "ssl2/resumption", "ssl2/client-certificate",
    "ssl2/no-common-cipher", "pct1/rc4-md5", "pct1/client-authentication", "pct1/unified-hello",
    "pct1/redo-handshake", "pct1/reconnect", "pct1/certificate-types",
    "ssl3/openssl-1.0-resumption", "ssl3/openssl-1.0-ssl2-format-hello", "ssl3/nss-client",
    "tls10/openssl-1.0-tickets", "tls10/mbedtls-truncated-hmac-etm", "tls10/gnutls-plain")]


@pytest.mark.parametrize("capture", CHOSEN, ids=repr)
def test_lengths(capture):
    merged, count = [], 0
    for count, (server_port, said) in enumerate(variants(capture), 1):
        merged += pcap.with_addresses_of(pcap.conversation(said, server_port), count)
    assert count >= 10, f"only {count} variants of {capture}: no length fields were found"
    shown = runs.of_file(wireshark.write("lengths.pcap", pcap.build(merged)),
                         wireshark.stage(capture.keylog))
    invented = shown.verified() - runs.with_keys(capture).verified()
    assert not invented, f"{capture}: nobody sent {invented}"
