"""What becomes of application data: who gets them, how often, and what the packet list says of it."""
import re

import pytest

import captures
import forged
import generated
import pcap
import wireshark

HTTP_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2000\r\n\r\n" + b"x" * 2000
IMAP_ANSWER = b"* OK IMAP4rev1 ready\r\n" + b"* 1 EXISTS\r\n" * 180


def info(capture, keylog, *arguments, **options):
    text = wireshark.tshark(capture, "-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info", *arguments,
                            keylog=keylog, **options)
    return [line.split("\t") for line in text.decode().splitlines()]


# ---- layers --------------------------------------------------------------------------------------

@pytest.mark.parametrize("speak", (generated.TLS10, generated.SSL2, generated.PCT1), ids=("tls", "ssl2", "pct"))
@pytest.mark.parametrize("port, said, shown", (
    (443, HTTP_ANSWER, b"http.response.code == 200"),
    (993, IMAP_ANSWER, b"imap"),
    (12345, IMAP_ANSWER, b"data"),
), ids=("http", "imap", "data"))
def test_a_segment_full_of_one_byte_records(speak, port, said, shown):
    """Wireshark stops at 500 layers a packet."""
    made = generated.Generated(generated.in_records_of(1, speak), port, [("server", said)])
    for passes in ((), ("-2",)):
        good = wireshark.tshark(made.pcap, *passes, "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=/s", "-e",
                                "legacyssl.app_data", "-Y", "legacyssl.app_data", keylog=made.keylog)
        assert bytes.fromhex(good.decode().replace(" ", "").strip()) == said
        assert wireshark.tshark(made.pcap, *passes, "-Y", shown.decode(), keylog=made.keylog)


def test_a_go_server_that_writes_byte_by_byte():
    capture = captures.named("tls10/go-small-records")
    rows = info(wireshark.stage(capture.pcap), wireshark.stage(capture.keylog))
    assert ["HTTP", "HTTP/1.0 200 OK  (text/plain)"] in rows


# ---- the columns ---------------------------------------------------------------------------------

@pytest.mark.parametrize("capture", captures.ours(), ids=repr)
def test_no_text_of_a_message_that_was_not_whole(capture):
    """A dissector that asks for more has written into Info already; the same answer is not there twice."""
    for protocol, text in info(wireshark.stage(capture.pcap), wireshark.stage(capture.keylog)):
        for first in set(re.findall(r"HTTP/1\.\d \d+ \w+ , ", text)):
            assert text.count(first.rstrip(" ,")) <= 1 or "Continue" in first, f"{capture}: {text}"
        assert not (protocol.startswith(("SSL", "TLS", "PCT")) and re.match(r"(GET|POST) ", text)), (
            f"{capture}: {protocol} says {text}")


def test_a_part_of_a_message_says_so():
    made = generated.Generated(generated.TLS10, 443, [("client", b"GET / HTTP/1.1\r\nHost: a"), ("client", b".b\r\n\r\n")])
    rows = [row for row in info(made.pcap, made.keylog, "-Y", "legacyssl.app_data")]
    assert rows == [["TLSv1", "[TLS 1.0 segment of a reassembled PDU]"], ["HTTP", "GET / HTTP/1.1 "]]
    parts = wireshark.tshark(made.pcap, "-2", "-T", "fields", "-e", "legacyssl.segment", "-e",
                             "legacyssl.reassembled_in", "-e", "legacyssl.reassembled.length", "-Y",
                             "legacyssl.app_data", keylog=made.keylog)
    first, second = (line.split("\t") for line in parts.decode().splitlines())
    number = second[0].split(",")
    assert first == ["", number[1], ""] and second == [",".join(number), "", "29"] and len(number) == 2


def test_a_frame_is_one_part_however_many_records_it_has():
    """As the built-in does, a message in one record has no parts."""
    made = generated.Generated(generated.in_records_of(10, generated.TLS10), 443, [
        ("client", b"GET / HTTP/1.1\r\nHost: a"), ("client", b".b.c.d\r\n\r\n")])
    whole = generated.Generated(generated.TLS10, 443, [("client", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                                                       ("server", b"HTTP/1.0 200 OK\r\n\r\nuntil the end")])
    fields = ("legacyssl.segment.count", "tls.segment.count", "legacyssl.segment")
    words = [word for field in fields for word in ("-e", field)]
    rows = [wireshark.tshark(one.pcap, "-T", "fields", *words, "-Y", "http", keylog=one.keylog).decode().strip("\n")
            for one in (made, whole)]
    parts = rows[0].split("\t")
    assert parts[:2] == ["2", "4"] and len(set(parts[2].split(","))) == len(parts[2].split(",")) == 2
    assert rows[1].splitlines() == ["\t\t"] * 2


def test_both_requests_of_a_segment_are_in_info():
    peer, said, keylog = forged.sealed(generated.TLS10)
    requests = [peer.sealed("client", forged.DATA, b"GET /%s HTTP/1.1\r\n\r\n" % name) for name in (b"one", b"two")]
    path = wireshark.write("two.pcap", pcap.build(pcap.conversation([*said, (False, b"".join(requests))])))
    rows = info(path, wireshark.write("keys.log", keylog), "-Y", "legacyssl.app_data")
    assert rows == [["HTTP", "GET /one HTTP/1.1 , GET /two HTTP/1.1 "]]


def test_a_message_of_one_record_that_close_notify_ends_has_no_parts():
    peer, said, keylog = forged.sealed(generated.TLS10)
    peer.say("server", b"HTTP/1.0 200 OK\r\n\r\nuntil the end")
    said.append((True, peer.sealed("server", forged.ALERT, b"\1\0")))
    path = wireshark.write("ended.pcap", pcap.build(pcap.conversation(said)))
    parts = wireshark.tshark(path, "-Y", "http", "-T", "fields", "-e", "tls.segment.count", "-e", "tls.segment",
                             keylog=wireshark.write("keys.log", keylog)).decode()
    assert parts == "\t\n"


# ---- the end -------------------------------------------------------------------------------------

def close_with_data(packets):
    """close_notify and FIN in one segment: the last payload of the server gets the flag."""
    last = [packet for packet in packets if packet.payload and packet.ports[0] < packet.ports[1]][-1]
    last.flags |= pcap.FIN
    return packets


@pytest.mark.parametrize("name", ("tls10/openssl-1.0-http-until-close", "ssl3/openssl-1.0-http-until-close"))
@pytest.mark.parametrize("passes", ((), ("-2",)), ids=("one", "two"))
def test_close_notify_and_fin_in_one_segment(name, passes):
    capture = captures.named(name)
    port = capture.connections[0]["server_port"]
    packets = pcap.of_connection(pcap.read(capture.pcap), 0)
    said = pcap.talk(packets, port)
    joined = close_with_data(pcap.conversation(said, port, closes=False))
    path = wireshark.write("closing.pcap", pcap.build(joined))
    keylog = wireshark.stage(capture.keylog)
    tree = wireshark.tshark(path, *passes, "-q", "-z", "http,tree", keylog=keylog).decode()
    assert re.search(r"200 OK +1 ", tree), tree
    folder = wireshark.new_folder()
    wireshark.tshark(path, *passes, "-q", "--export-objects", f"http,{folder}", keylog=keylog)
    assert len(list(folder.iterdir())) == 1


# ---- in a proxy's tunnel ---------------------------------------------------------------------------

def test_behind_connect_the_port_of_its_target_decides():
    peer, said, keylog = forged.sealed(generated.TLS10)
    peer.say("server", IMAP_ANSWER)
    tunnel = [(False, b"CONNECT mail.example:993 HTTP/1.1\r\n\r\n"), (True, b"HTTP/1.1 200 OK\r\n\r\n")]
    path = wireshark.write("tunnel.pcap", pcap.build(pcap.conversation([*tunnel, *said], 3128)))
    assert info(path, wireshark.write("keys.log", keylog), "-Y", "legacyssl.app_data")[0][0] == "IMAP"


# ---- whose protocols are switched off --------------------------------------------------------------

@pytest.mark.parametrize("name", ("ssl2/rc4-128", "pct1/rc4-md5"))
def test_without_tls_ssl2_and_pct_keep_their_application_data(name):
    capture = captures.named(name)
    path, keylog = wireshark.stage(capture.pcap), wireshark.stage(capture.keylog)
    answers = [wireshark.tshark(path, *arguments, "-T", "fields", "-e", "http.request.uri", "-e",
                                "http.response.code", keylog=keylog)
               for arguments in ((), ("--disable-protocol", "tls"))]
    assert answers[0] == answers[1] and answers[0].strip()


# ---- Follow > TLS Stream ---------------------------------------------------------------------------

def followed(capture, keylog, stream, **options):
    text = wireshark.tshark(capture, "-q", "-z", f"follow,tls,ascii,{stream}", **options,
                            **({"keylog": keylog} if keylog else {})).decode()
    return re.findall(r"^Node [01]: .*", text, re.MULTILINE)


@pytest.mark.parametrize("name", ("tls10/mail-imap-starttls", "tls10/mail-smtp-starttls", "tls10/ftp-starttls",
                                  "ssl3/openssl-1.0-starttls", "tls10/openssl-3-large"))
def test_follow_tls_names_the_client_as_the_built_in_does(name):
    capture = captures.named(name)
    path, keylog = wireshark.stage(capture.pcap), wireshark.stage(capture.keylog)
    for connection in capture.connections:
        stream = connection["tcp_stream"]
        ours = followed(path, keylog, stream)
        builtin = followed(path, None, stream, plugin=False, settings={"tls.keylog_file": keylog})
        assert ours == builtin and len(ours) == 2
        assert not ours[0].endswith(f":{connection['server_port']}")


@pytest.mark.parametrize("speak", (generated.TLS10, generated.SSL2, generated.PCT1), ids=("tls", "ssl2", "pct"))
def test_follow_tls_knows_the_client_when_the_server_speaks_first(speak):
    made = generated.Generated(speak, 993, [("server", b"* OK ready\r\n"), ("client", b"a1 LOGOUT\r\n")])
    assert not followed(made.pcap, made.keylog, 0)[0].endswith(":993")


@pytest.mark.parametrize("name", ("ssl2/rc4-128", "pct1/rc4-md5", "tls10/openssl-3-large"))
def test_every_packet_of_ours_has_the_layer_tls(name):
    """The window offers Follow > TLS Stream where it is. What the built-in draws for us is not one more."""
    capture = captures.named(name)
    layers = wireshark.tshark(wireshark.stage(capture.pcap), "-Y", "legacyssl", "-T", "fields", "-e",
                              "frame.protocols", keylog=wireshark.stage(capture.keylog))
    for line in layers.decode().splitlines():
        assert "tls" in line.split(":") and "tls:tls" not in line
