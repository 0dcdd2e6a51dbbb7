"""One key log, named in either preference, serves us and the built-in dissector."""
import os
import threading
import time

import pytest

import captures
import wireshark

# What the built-in opens by itself with the key log that is shipped with the capture.
FOREIGN = [capture for capture in captures.shipped() if capture.name.startswith("other/") and capture.keylog.exists()]


def requests(capture, settings, *arguments):
    text = wireshark.tshark(wireshark.stage(capture.pcap), *arguments, "-T", "fields", "-e", "http.request.uri", "-e",
                            "http.response.code", "-e", "smtp.req.command", "-e", "imap.request", "-e", "pop.request",
                            "-e", "ftp.request.command", settings=settings)
    return text


@pytest.mark.parametrize("passes", ((), ("-2",)), ids=("one", "two"))
@pytest.mark.parametrize("capture", FOREIGN, ids=repr)
def test_later_versions(capture, passes):
    keylog = wireshark.stage(capture.keylog)
    theirs = requests(capture, {"tls.keylog_file": keylog}, *passes)
    ours = requests(capture, {"legacyssl.keylog_file": keylog}, *passes)
    assert theirs == ours


@pytest.mark.parametrize("name", ("tls10/openssl-3-large", "ssl3/openssl-1.0-key-logs"))
def test_switched_off(name):
    """With legacyssl.ssl3_tls10 off the built-in opens them, with our key log."""
    capture = captures.named(name)
    keylog = wireshark.stage(capture.keylog)
    off = {"legacyssl.ssl3_tls10": "FALSE"}
    theirs = requests(capture, {**off, "tls.keylog_file": keylog})
    ours = requests(capture, {**off, "legacyssl.keylog_file": keylog})
    assert theirs == ours and theirs.strip()


def test_lines_that_are_appended():
    """The key log is empty when the capture is begun."""
    capture = captures.named("other/openssl-3-tls13")
    lines = capture.keylog.read_bytes().splitlines(keepends=True)
    log = wireshark.write("growing.keylog", b"# nothing yet\n")
    pipe = wireshark.new_path("pipe")
    os.mkfifo(pipe)
    os.chmod(pipe, 0o644)
    content = capture.pcap.read_bytes()

    def feed():
        with open(pipe, "wb") as file:
            file.write(content[:24])
            file.flush()
            time.sleep(0.5)
            with log.open("ab") as growing:
                growing.writelines(lines)
            file.write(content[24:])

    feeder = threading.Thread(target=feed)
    feeder.start()
    shown = wireshark.tshark(pipe, "-Y", "http.request", keylog=log)
    feeder.join()
    assert shown.strip()


def test_a_key_log_that_is_named_later():
    """Between two files: the second one is opened by it."""
    capture = captures.named("other/openssl-3-tls13")
    path = wireshark.stage(capture.pcap)
    server = wireshark.Sharkd()

    def opened(settings):
        return any(b"http.request.uri" in server.frame(number) for number in server.load(path, settings))

    assert not opened({})
    assert opened({"legacyssl.keylog_file": wireshark.stage(capture.keylog)})
    server.close()
