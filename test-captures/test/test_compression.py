"""Compression methods, known and not: what is in a record is one thing, its MAC another."""
import struct
import zlib

import pytest

import generated
import wireshark

DEFLATE, LZS, RLE = 1, 64, 224
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nyes"


class Compressing(generated.cases.peers.Tls):
    """A peer whose records are compressed: `compress` is called for each, with the sender's side."""

    def __init__(self, connection, method, compress):
        self.method, self.compress = method, compress
        super().__init__(connection, "TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5", generated.cases.CERTIFICATE)

    def server_hello(self):
        return self.clear(2, struct.pack(">H", self.version) + self.randoms["server"] + generated.cases.peers.vector(
            self.session) + struct.pack(">HB", self.suite, self.method))

    def sealed(self, side, kind, data):
        return super().sealed(side, kind, self.compress(side, data))


def deflate():
    states = {side: zlib.compressobj() for side in ("client", "server")}
    return lambda side, data: states[side].compress(data) + states[side].flush(zlib.Z_SYNC_FLUSH)


def damaged():
    well, count = deflate(), {"client": 0, "server": 0}

    def compress(side, data):
        count[side] += 1
        return well(side, data) if count[side] < 2 else b"\xff" * 30
    return compress


def shown(method, compress):
    made = generated.Generated(lambda connection: Compressing(connection, method, compress), 443,
                               [("client", b"GET /a HTTP/1.0\r\n\r\n"), ("server", ANSWER)])

    def fields(name, *arguments):
        text = wireshark.tshark(made.pcap, *arguments, "-T", "fields", "-e", name, keylog=made.keylog)
        return [value for line in text.decode().splitlines() for value in line.split(",") if value]
    return fields


def good_macs(fields):
    return fields("legacyssl.record.mac.status")


@pytest.mark.parametrize("method, compress", ((DEFLATE, deflate()), (RLE, lambda side, data: b"\0" + data)),
                         ids=("deflate", "rle"))
def test_known_methods(method, compress):
    fields = shown(method, compress)
    assert good_macs(fields) == ["1"] * 4
    assert fields("http.request.uri", "-Y", "http.request") == ["/a"] and fields("http.response.code") == ["200"]
    assert fields("legacyssl.handshake.verify.status") == ["1", "1"]


@pytest.mark.parametrize("method, compress, said", (
    (LZS, lambda side, data: data, "method 64 (LZS), and can't be decompressed: this method is not known here"),
    (77, lambda side, data: data, "method 77 (unknown)"),
    (RLE, lambda side, data: b"\1" + data, "method 224 (OpenSSL's run length encoding), and can't be decompressed: the data"),
    (DEFLATE, damaged(), "method 1 (DEFLATE), and can't be decompressed: the data"),
), ids=("lzs", "unknown", "rle-damaged", "deflate-damaged"))
@pytest.mark.parametrize("passes", ((), ("-2",)), ids=("one", "two"))
def test_what_can_not_be_decompressed_has_a_good_mac_all_the_same(method, compress, said, passes):
    fields = shown(method, compress)
    assert good_macs(fields) == ["1"] * 4
    messages = fields("_ws.expert.message", *passes, "-Y", "legacyssl.record.not_decompressed", "-E", "aggregator=;")
    assert messages and all("short to hold" not in message for message in messages)
    assert any(said in message for message in " ".join(messages).split(";")) or said in ",".join(messages)
