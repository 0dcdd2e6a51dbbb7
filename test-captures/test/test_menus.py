"""What else a user does with the built-in's TLS streams goes with ours: exports, Decode As, coloring rules."""
import captures
import pcap
import runs
import wireshark


def test_follow_and_statistics_are_in_the_menus():
    """Sharkd lists what the menus of Wireshark's window are made of."""
    listed = runs.worker.get().ask("info")
    assert "Follow/LegacySSL" in [entry["name"] for entry in listed["follow"]]
    assert {"name": "LegacySSL", "tap": "stat:legacyssl"} in listed["stats"]


def files_of(name):
    capture = captures.named(name)
    return wireshark.stage(capture.pcap), wireshark.stage(capture.keylog)


def info(path, *options, **more):
    text = wireshark.tshark(path, *options, "-T", "fields", "-e", "_ws.col.Protocol", "-e",
                            "_ws.col.Info", **more)
    return [line.split("\t") for line in text.decode().splitlines()]


def test_exported_objects():
    path, keylog = files_of("ssl2/rc4-128")
    folder = wireshark.new_folder()
    wireshark.tshark(path, "-Q", "--export-objects", f"http,{folder}", keylog=keylog)
    assert [file.name for file in folder.iterdir()] == ["rc4-128"]
    assert (folder / "rc4-128").read_bytes().startswith(b"Line 1 of /rc4-128, all of it in plain")


def test_exported_pdus():
    path, keylog = files_of("tls10/openssl-1.0-small-records")
    pdus = wireshark.new_folder() / "pdus.pcapng"
    wireshark.tshark(path, "-Q", "-U", "OSI layer 7", "-w", pdus, keylog=keylog)
    rows = info(pdus)
    assert {protocol for protocol, _ in rows} == {"HTTP"} and len(rows) == len(set(map(tuple, rows)))
    assert [row for row in rows if row[1].startswith("POST /small ")]
    assert [row for row in rows if row[1].startswith("HTTP/1.0 200 OK")]


def test_exported_session_keys():
    """From the server's RSA key to a key log that opens the same capture: it can be given away."""
    entry = ("-o", f'uat:rsa_keys:"{wireshark.stage(captures.FOLDER / "peers/openssl-1.0/rsa.pem")}",""')
    for name in ("ssl2/rc4-128-export40", "tls10/openssl-1.0-big-body-rc4", "ssl3/openssl-1.0-renegotiation-by-client"):
        path = wireshark.stage(captures.named(name).pcap)
        exported = wireshark.new_folder() / "keys.log"
        wireshark.tshark(path, *entry, "--export-tls-session-keys", exported)
        assert any(line.startswith(b"CLIENT_RANDOM ") for line in exported.read_bytes().splitlines())
        opened = info(path, keylog=exported)
        assert [row for row in opened if "HTTP/1.0 200 OK" in row[1]] and opened == info(path, *entry)


def test_decode_as_for_a_stream_from_the_middle_on():
    packets = pcap.read(captures.named("ssl2/rc4-128").pcap)
    middle = wireshark.write("middle.pcap", pcap.build(packets[8:11]))
    assert {protocol for protocol, _ in info(middle)}.isdisjoint({"SSLv2"})
    assert info(middle, "-d", "tcp.port==443,legacyssl") == [
        ["SSLv2", "Encrypted Record, Encrypted Record"], ["SSLv2", "Encrypted Record"],
        ["SSLv2", "Encrypted Record"]]
    why = wireshark.tshark(middle, "-d", "tcp.port==443,legacyssl", "-Y", "legacyssl.no_secret",
                           "-T", "fields", "-e", "_ws.expert.message").decode()
    assert why.strip().endswith("the capture does not have the CLIENT-HELLO")


def without_layers(text):
    """Decode As puts a layer of ours below what the built-in draws: only the list of layers has it."""
    return [line for line in text.splitlines() if b'name="frame.protocols"' not in line]


def test_decode_as_changes_nothing_where_the_hello_is_there():
    for name in ("ssl2/rc4-128", "tls10/openssl-1.0-resumption"):
        path, keylog = files_of(name)
        for settings in ({"keylog": keylog}, {}):
            decoded_as = wireshark.pdml(path, 1, "-d", "tcp.port==443,legacyssl", **settings)
            plain = wireshark.pdml(path, 1, **settings)
            assert without_layers(decoded_as) == without_layers(plain)


def test_decode_as_for_what_is_inside():
    path, keylog = files_of("ssl2/odd-port")
    nobody = ("--disable-heuristic", "http_tls")
    http = ("-d", "tls.port==20443,http")
    assert not [row for row in info(path, *nobody, keylog=keylog) if row[0] == "HTTP"]
    assert len([row for row in info(path, *nobody, *http, keylog=keylog) if row[0] == "HTTP"]) == 2


def test_coloring_rules():
    path, keylog = files_of("pct1/bad-mac-client")
    rules = wireshark.folder() / "config" / "colorfilters"
    rules.write_text("@Bad MAC@legacyssl.record.mac.status == 0@[65535,0,0][0,0,0]\n"
                     "@Ours@legacyssl@[0,65535,0][0,0,0]\n")
    try:
        text = wireshark.tshark(path, "--color", "-T", "fields", "-e", "frame.coloring_rule.name",
                                keylog=keylog).decode()
    finally:
        rules.unlink()
    assert text.split().count("Ours") > 3 and "Bad MAC" in text.splitlines()
