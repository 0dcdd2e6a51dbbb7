"""Key logs as users have them: every form of a line, lines that can't be used, files that are none."""
import os

import pytest

import captures
import dissection
import expectations
import runs
import wireshark

CAPTURE = captures.named("ssl2/rc4-128")
CHALLENGE = CAPTURE.connections[0]["client_random"].encode()
SECRET = CAPTURE.connections[0]["master_secret"].encode()
GOOD_LINE = b"SSL2_MASTER_KEY " + CHALLENGE + b" " + SECRET
OTHER_LINE = b"SSL2_MASTER_KEY " + b"00" * 16 + b" " + b"11" * 16


def others(count):
    return b"".join(b"SSL2_MASTER_KEY %032x %032x\n" % (number, number) for number in range(count))


USABLE = {
    "plain": GOOD_LINE + b"\n",
    "no line end": GOOD_LINE,
    "CRLF": b"# made elsewhere\r\n" + GOOD_LINE + b"\r\n",
    "upper case": b"SSL2_MASTER_KEY " + CHALLENGE.upper() + b" " + SECRET.upper() + b"\n",
    "comments and empty lines": b"# one\n\n   \n#two\n" + GOOD_LINE + b"\n\n# three",
    "blanks": b"  SSL2_MASTER_KEY\t" + CHALLENGE + b"   " + SECRET + b"  \n",
    "padded CLIENT_RANDOM": b"CLIENT_RANDOM " + b"00" * 16 + CHALLENGE + b" " + SECRET + b"\n",
    "a later line wins": b"SSL2_MASTER_KEY " + CHALLENGE + b" " + b"22" * 16 + b"\n" + GOOD_LINE + b"\n",
    "among those of other tools": b"CLIENT_TRAFFIC_SECRET_0 " + b"ab" * 32 + b" " + b"cd" * 32 + b"\n"
                                  + GOOD_LINE + b"\nEXPORTER_SECRET " + b"ab" * 32 + b" " + b"cd" * 32 + b"\n",
    "many lines": OTHER_LINE.join([b"", b"\n"]) * 20000 + GOOD_LINE + b"\n" + OTHER_LINE + b"\n",
    "the first of many": GOOD_LINE + b"\n" + others(20000),
    "the last of many": others(20000) + GOOD_LINE + b"\n",
    "more than the beginning lets expect": b"# comment\n" * 100_000 + GOOD_LINE + b"\n" + others(20000),
    "fewer than the beginning lets expect": others(5000) + GOOD_LINE + b"\n" + b"# comment\n" * 100_000,
}

# What stands on line 2, and a word of the reason that is given for it.
UNUSABLE = {
    "garbage": (b"what is this", "no key log line"),
    "not hexadecimal": (b"SSL2_MASTER_KEY xyz " + SECRET, "not hexadecimal"),
    "odd number of digits": (b"SSL2_MASTER_KEY " + CHALLENGE + b"a " + SECRET, "not hexadecimal"),
    "no secret": (b"SSL2_MASTER_KEY " + b"00" * 16, "secret"),
    "too long a secret": (b"SSL2_MASTER_KEY " + b"00" * 16 + b" " + b"11" * 49, "secret"),
    "too short a random": (b"CLIENT_RANDOM 00 " + SECRET, "wrong length"),
    "a third value": (OTHER_LINE + b" 33", "more on the line"),
    "binary": (bytes(range(128, 256)), "no key log line"),
    "NUL bytes": (b"\0" * 100, "no key log line"),
    "a line without end": (b"SSL2_MASTER_KEY " + b"0" * 300_000, "too long"),
    "half a session": (b"RSA Session-ID:" + b"00" * 16, "Master-Key"),
    "a key without a session": (b"    Master-Key: " + SECRET, "Session-ID"),
    "write keys without a random": (b"LEGACYSSL_KEYS xyz 010080" + b" 00" * 6, "first value"),
    "write keys of a random that is too long": (b"LEGACYSSL_KEYS " + b"00" * 33 + b" 010080" + b" 00" * 6,
        "first value"),
    "write keys without a suite": (b"LEGACYSSL_KEYS " + b"00" * 16, "cipher suite"),
    "write keys of a suite that is too long": (b"LEGACYSSL_KEYS " + b"00" * 16 + b" 0102030405" + b" 00" * 6,
        "suite"),
    "five write keys": (b"LEGACYSSL_KEYS " + b"00" * 16 + b" 010080" + b" -" * 5, "six values"),
    "seven write keys": (b"LEGACYSSL_KEYS " + b"00" * 16 + b" 010080" + b" 00" * 7, "more on the line than six"),
    "write keys that are too long": (b"LEGACYSSL_KEYS " + b"00" * 16 + b" 010080" + b" " + b"00" * 49 + b" -" * 5,
        "six values"),
    "write keys that are not hexadecimal": (b"LEGACYSSL_KEYS " + b"00" * 16 + b" 010080" + b" --" * 6, "six values"),
}


# Files that are no text at all, and what stands before and behind a good line in them.
BINARY = {
    "NUL bytes before": (bytes(100_000) + b"\n", b""),
    "NUL bytes behind": (b"", bytes(100_000)),
    "every byte before": (bytes(range(256)) * 1000 + b"\n", b""),
    "every byte behind": (b"", bytes(range(256)) * 1000),
    "the beginning of UTF-16": (b"\xff\xfe#\0\n", b""),
    "the end of a text of DOS": (b"", b"\x1a"),
}
GIGABYTE = 1 << 30
MEMORY = 300_000_000  # tshark takes about a third of that


def shown_with(keylog):
    return runs.of_file(wireshark.stage(CAPTURE.pcap), keylog)


def assert_decrypted(shown):
    expectations.assert_as_expected(CAPTURE, shown)


def keylog_complaints(shown):
    return [field.label for _, field in shown.fields("legacyssl.keylog.line")]


@pytest.mark.parametrize("form", USABLE)
def test_usable(form):
    shown = shown_with(wireshark.write("keys.log", USABLE[form]))
    assert_decrypted(shown)
    assert not keylog_complaints(shown)


@pytest.mark.parametrize("form", UNUSABLE)
def test_a_line_that_cannot_be_used(form):
    line, reason = UNUSABLE[form]
    keylog = b"# first\n" + line + b"\n" + GOOD_LINE + b"\n"
    shown = shown_with(wireshark.write("keys.log", keylog))
    assert_decrypted(shown)
    said = keylog_complaints(shown)
    assert len(said) == 1 and "line 2 " in said[0] and reason in said[0], (
        f"line 2 should be named once, with {reason!r}: {said}")


@pytest.mark.parametrize("form", BINARY)
def test_binary_around_a_good_line(form):
    before, behind = BINARY[form]
    shown = shown_with(wireshark.write("keys.log", before + GOOD_LINE + b"\n" + behind))
    assert_decrypted(shown)
    assert len(keylog_complaints(shown)) <= 20


def test_nul_bytes_inside_a_line():
    for at in (3, 20, len(GOOD_LINE) - 5):
        line = GOOD_LINE[:at] + b"\0" + GOOD_LINE[at + 1:]
        shown = shown_with(wireshark.write("keys.log", line + b"\n"))
        assert not any(status == dissection.GOOD for _, status in shown.statuses("legacyssl.record.mac.status"))
        assert [label for label in keylog_complaints(shown) if "line 1 " in label]


def assert_opened_in_little_memory(keylog, complaint):
    text = wireshark.run(["prlimit", f"--data={MEMORY}", "tshark", "-r", wireshark.stage(CAPTURE.pcap),
                          "-o", f"legacyssl.keylog_file:{keylog}", "-T", "fields", "-e", "http.request.method",
                          "-e", "_ws.expert.message"]).decode()
    assert "GET" in text
    assert ("can't be used" in text) == bool(complaint) and complaint in text, text


def test_a_gigabyte_in_one_line():
    """A hole in a file costs no disk. At first the line has no end yet."""
    path = wireshark.write("keys.log", GOOD_LINE + b"\n")
    with path.open("r+b") as log:
        log.truncate(GIGABYTE)
        assert_opened_in_little_memory(path, "")
        log.write(OTHER_LINE + b"\n")  # in place of the good one
        log.seek(0, os.SEEK_END)
        log.write(b"\n" + GOOD_LINE + b"\n")
    assert_opened_in_little_memory(path, "line 2 can't be used: the line is too long")


# Cut in the label, in the challenge, between the two, in the secret, before its last digit and before the line end.
@pytest.mark.parametrize("size", (5, 30, 49, 60, len(GOOD_LINE) - 1, len(GOOD_LINE)))
def test_half_a_line_is_completed_later(size):
    """Before that it opens nothing that it ought not; then it opens all, in the same process."""
    path = wireshark.write("keys.log", OTHER_LINE + b"\n" + GOOD_LINE[:size])
    half = shown_with(path)
    good = [status for _, status in half.statuses("legacyssl.record.mac.status") if status == dissection.GOOD]
    assert bool(good) == (size == len(GOOD_LINE))
    assert not keylog_complaints(half), "half a line is nothing to complain of"
    with path.open("ab") as log:
        log.write(GOOD_LINE[size:] + b"\n")
    whole = shown_with(path)
    assert_decrypted(whole)
    assert not keylog_complaints(whole)


def assert_unreadable(path, reason):
    shown = shown_with(path)
    said = [field.label for _, field in shown.fields("legacyssl.no_secret")]
    assert said and reason in said[0], f"{reason!r} should be said of {path}: {said}"
    assert not [1 for _, status in shown.statuses("legacyssl.record.mac.status")
                if status == dissection.GOOD]


def test_a_folder():
    assert_unreadable(wireshark.new_folder(), "regular file")


def test_a_fifo():
    path = wireshark.new_path("keys.log")
    os.mkfifo(path, 0o644)
    assert_unreadable(path, "regular file")


def test_a_device():
    assert_unreadable("/dev/zero", "regular file")


def test_a_file_that_is_not_there():
    assert_unreadable(wireshark.new_path("keys.log"), "No such file")


def test_a_file_that_may_not_be_read():
    path = wireshark.write("keys.log", GOOD_LINE)
    path.chmod(0)
    assert_unreadable(path, "ermission")


def test_an_empty_file():
    assert_unreadable(wireshark.write("keys.log", b""), "keys.log")


def test_the_key_log_of_tls_serves():
    shown = runs.of_file(wireshark.stage(CAPTURE.pcap),
                         **{"tls.keylog_file": wireshark.stage(CAPTURE.keylog)})
    assert_decrypted(shown)


def test_ours_comes_before_that_of_tls():
    wrong = captures.with_wrong_secrets(CAPTURE.keylog.read_bytes())
    shown = runs.of_file(wireshark.stage(CAPTURE.pcap), wireshark.stage(CAPTURE.keylog),
                         **{"tls.keylog_file": wireshark.write("wrong.log", wrong)})
    assert_decrypted(shown)


def test_the_source_is_named():
    path = wireshark.write("keys.log", b"# first\n" + GOOD_LINE + b"\n")
    sources = [field.show for _, field in shown_with(path).fields("legacyssl.key_source")]
    assert sources == [f"{path}, line 2"]
