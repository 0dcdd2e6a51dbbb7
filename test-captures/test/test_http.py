"""HTTP above our protocols: bodies put together over records, and files to export."""
import hashlib

import pytest

import captures
import forged
import pcap
import runs
import wireshark

WITH_HTTP = [capture for capture in captures.ours()
             if all(connection.get("first_request", "").split(" ")[-1].startswith("HTTP/1")
                    for connection in capture.connections)]


def body(message):
    return message.partition(b"\r\n\r\n")[2]


def exported(capture):
    folder = wireshark.new_folder()
    wireshark.tshark(wireshark.stage(capture.pcap), "-q", "--export-objects", f"http,{folder}",
                     keylog=wireshark.stage(capture.keylog))
    return [path.read_bytes() for path in folder.iterdir()]


def responses(shown, connection):
    """Bodies of the responses, taken from the decrypted bytes by their Content-Length."""
    data = shown.app_data(connection["tcp_stream"], from_port=connection["server_port"])
    bodies = []
    while data.startswith(b"HTTP/1."):
        head, _, data = data.partition(b"\r\n\r\n")
        lengths = [int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
                   if line.startswith(b"content-length:")]
        if b"100 continue" in head.lower().split(b"\r\n")[0]:
            continue
        size = lengths[0] if lengths else len(data)
        bodies.append(data[:size])
        data = data[size:]
    return bodies


@pytest.mark.parametrize("capture", WITH_HTTP[::4], ids=repr)
def test_exported_objects(capture):
    shown = runs.with_keys(capture)
    objects = {hashlib.sha256(content).hexdigest() for content in exported(capture)}
    for connection in capture.connections:
        for content in responses(shown, connection):
            if content:
                assert hashlib.sha256(content).hexdigest() in objects, (
                    f"{capture}, stream {connection['tcp_stream']}: a body of {len(content)} bytes "
                    f"is not among {len(objects)} exported objects")


@pytest.mark.parametrize("capture", [capture for capture in WITH_HTTP if "until-close" in capture.name],
                         ids=repr)
@pytest.mark.parametrize("passes", (1, 2))
def test_a_response_that_ends_with_the_connection(capture, passes):
    shown = runs.with_keys(capture, passes)
    codes = [(number, field.show) for number, field in shown.fields("http.response.code")]
    assert [code for _, code in codes] == ["200"] * len(capture.connections), f"{capture}: {codes}"


@pytest.mark.parametrize("speak", [forged.cases.tls("TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5"),
                                   forged.cases.ssl2("SSL_CK_RC4_128_WITH_MD5")], ids=("tls", "ssl2"))
@pytest.mark.parametrize("side", ("client", "server"))
def test_a_response_that_ends_with_a_reset(speak, side):
    """Whoever sends it: it ends what both say."""
    peer, said, keylog = forged.sealed(speak)
    peer.say("client", b"GET / HTTP/1.0\r\n\r\n")
    peer.say("server", b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end")
    packets = pcap.conversation([*said, (side == "server", b"-")], closes=False)
    packets[-1] = pcap.shortened(packets[-1], 0)
    packets[-1].flags = pcap.RST
    path = wireshark.write("reset.pcap", pcap.build(packets))
    for passes in ((), ("-2",)):
        shown = wireshark.tshark(path, *passes, "-Y", "http.response", "-T", "fields", "-e", "frame.number",
                                 keylog=wireshark.write("reset.keylog", keylog))
        assert shown.split() == [str(len(packets)).encode()]


@pytest.mark.parametrize("capture", [capture for capture in captures.ours() if "big-body" in capture.name],
                         ids=repr)
@pytest.mark.parametrize("passes", (1, 2))
def test_a_big_body_is_put_together(capture, passes):
    shown = runs.with_keys(capture, passes)
    lengths = [int(field.show) for _, field in shown.fields("http.content_length")]
    assert len(lengths) == 2 and min(lengths) > 100_000, f"{capture}: content lengths {lengths}"
    assert len(shown.fields("http.file_data")) == 2, f"{capture}: bodies are missing"
    parts = shown.fields("legacyssl.segment")
    counts = [int(field.show) for _, field in shown.fields("legacyssl.segment.count")]
    assert len(counts) == 2 and sum(counts) == len(parts), f"{capture}: {counts} of {len(parts)} parts"
    assert all(int(field.show) <= number for number, field in parts)


@pytest.mark.parametrize("capture", [captures.named("ssl2/rc4-128")], ids=repr)
def test_follow(capture):
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z", "follow,http,ascii,0",
                            keylog=wireshark.stage(capture.keylog)).decode()
    assert capture.connections[0]["first_request"] in text
