"""LEGACYSSL_KEYS lines: the six values themselves open what no master secret is known for."""
import pytest

import captures
import dissection
import expectations
import runs
import test_keylog_export
import wireshark

LABEL = b"LEGACYSSL_KEYS "
CHECKS = [check for check in expectations.CHECKS if check is not expectations.check_proofs]

# Of each protocol with a stream cipher, a block cipher, an export cipher and none.
SOME = ["ssl2/all-ciphers", "ssl2/resumption", "ssl2/nss-3.20-3des", "pct1/ciphers-hashes", "pct1/ciphers-hashes-40",
        "pct1/clear-key-lengths", "pct1/reconnect", "pct1/redo-handshake"]
SOME += [f"{folder}/openssl-1.0-{name}" for folder in ("ssl3", "tls10")
         for name in ("all-suites", "export-rsa", "resumption", "renegotiation-by-client", "deflate-rc4")]


def printed(capture, *arguments, keylog=None, option="keys,keylog"):
    """What -z legacyssl,keys,keylog prints."""
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z", f"legacyssl,{option}", *arguments,
                            keylog=keylog or wireshark.stage(capture.keylog))
    lines = text.splitlines(keepends=True)
    assert all(line.startswith(LABEL) for line in lines), text[:200]
    return lines


def opened(capture, lines):
    return runs.of_file(wireshark.stage(capture.pcap), wireshark.write("write.keylog", b"".join(lines)))


def said(shown, name):
    return [field.label for _, field in shown.fields(name)]


def check_unproven(shown, connection):
    """Finished is made of the master secret; SSL 2.0 and PCT prove the handshake without it."""
    expected = dissection.UNVERIFIED if connection["protocol"] in captures.SHARED else dissection.GOOD
    for number, status in shown.statuses("legacyssl.handshake.verify.status", connection["tcp_stream"]):
        if status != expected:
            yield f"frame {number}: the proof of the handshake is {status}, not {expected}"


def circle(capture):
    lines = printed(capture)
    shown = opened(capture, lines)
    expectations.assert_as_expected(capture, shown, checks=[*CHECKS, check_unproven])
    sources = said(shown, "legacyssl.key_source")
    assert bool(sources) == bool(lines) and all("write keys in line " in source for source in sources), sources
    assert not shown.fields("legacyssl.keys.master_secret")


@pytest.mark.parametrize("name", SOME)
def test_circle(name):
    circle(captures.named(name))


# One connection has no record that verifies, and so no line.
REST = [capture for capture in test_keylog_export.PROVED
        if capture.name not in (*SOME, "pct1/bad-response-reconnect")]


@pytest.mark.parametrize("capture", captures.one_in(8, REST), ids=repr)
def test_circle_of_others(capture):
    circle(capture)


KINDS = ["ssl2/rc4-128", "ssl2/des-64-cbc", "pct1/rc4-md5", "ssl3/openssl-1.0-big-body-cbc",
         "tls10/openssl-1.0-big-body-cbc"]


def values(line):
    """The words behind the label."""
    return line.split()[1:]


def line_of(words):
    return b" ".join([LABEL.strip(), *words]) + b"\n"


@pytest.mark.parametrize("name", KINDS)
def test_the_suite_need_not_be_known(name):
    capture = captures.named(name)
    lines = [line_of([random, b"-", *rest]) for random, _, *rest in map(values, printed(capture))]
    expectations.assert_as_expected(capture, opened(capture, lines), checks=CHECKS)


def test_the_suite_of_a_resumed_ssl2_session_that_nobody_names():
    """The capture does not say it: what has keys of these lengths and verifies is it."""
    capture = captures.named("ssl2/resumption")
    lines = [line_of([random, b"-", *rest]) for random, _, *rest in map(values, printed(capture))]
    expectations.assert_as_expected(capture, opened(capture, lines), checks=CHECKS)


def nothing_opened(shown):
    return not shown.fields("legacyssl.app_data") and not shown.fields("legacyssl.key_source")


VALUES = ("client_write_key", "server_write_key", "client_write_MAC_secret", "server_write_MAC_secret",
          "client_write_IV", "server_write_IV")


@pytest.mark.parametrize("which", range(len(VALUES)), ids=VALUES)
@pytest.mark.parametrize("name", KINDS)
def test_a_value_of_another_length(name, which):
    capture = captures.named(name)
    lines = []
    for words in map(values, printed(capture)):
        words[2 + which] = b"00" if words[2 + which] == b"-" else words[2 + which][2:]
        lines.append(line_of(words))
    shown = opened(capture, lines)
    items = said(shown, "legacyssl.write_keys")
    assert nothing_opened(shown) and items, items
    assert all(VALUES[which] in item and "this suite's has" in item and "write keys in line" in item
               for item in items), items


@pytest.mark.parametrize("name", KINDS)
def test_another_suite(name):
    capture = captures.named(name)
    lines = [line_of([random, suite[:-1] + b"f", *rest]) for random, suite, *rest in map(values, printed(capture))]
    shown = opened(capture, lines)
    assert nothing_opened(shown)
    assert all("names another suite" in item for item in said(shown, "legacyssl.write_keys"))
    assert said(shown, "legacyssl.write_keys")


@pytest.mark.parametrize("name", KINDS)
def test_wrong_keys_are_bad(name):
    """Of the right lengths."""
    capture = captures.named(name)
    lines = []
    for words in map(values, printed(capture)):
        words[4:6] = [b"00" * (len(word) // 2) for word in words[4:6]]
        words[2:4] = words[4:6] if name.startswith("ssl2") else words[2:4]
        lines.append(line_of(words))
    statuses = {status for _, status in opened(capture, lines).statuses("legacyssl.record.mac.status")}
    assert dissection.GOOD not in statuses and statuses


@pytest.mark.parametrize("name", ["ssl2/resumption", "pct1/reconnect", "tls10/openssl-1.0-resumption"])
def test_a_session_opened_so_has_no_secret_for_later_ones(name):
    """They say that they have none, not that it is wrong."""
    capture = captures.named(name)
    first = printed(capture)[:1]
    shown = opened(capture, first)
    assert len(said(shown, "legacyssl.key_source")) == 1
    assert not said(shown, "legacyssl.secret_length") and not said(shown, "legacyssl.record.mac.bad")
    assert said(shown, "legacyssl.no_secret")


@pytest.mark.parametrize("name", KINDS)
def test_a_key_log_to_give_away_has_them_again(name):
    capture = captures.named(name)
    lines = printed(capture)
    path = wireshark.new_folder() / "out.keylog"
    wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z", f"legacyssl,keylog,{path}",
                     keylog=wireshark.write("write.keylog", b"".join(lines)))
    assert path.read_bytes() == b"".join(lines)


def word(value):
    return value.encode() or b"-"


def test_keys_that_a_token_made():
    """No secret is known that derives them, but they can be had."""
    capture = captures.named("pct1/exchanges")
    made = [connection for connection in capture.connections
            if "TOKEN" in connection["title"] and "keys" in connection]
    lines = [line_of([word(connection["client_random"]), b"-",
                      *(word(connection["keys"][name]) for name in captures.KEY_NAMES)]) for connection in made]
    shown = opened(capture, lines)
    found = [complaint for connection in made
             for check in (expectations.check_data, expectations.check_macs, expectations.check_keys)
             for complaint in check(shown, connection)]
    assert made and not found, found


def test_a_filter_behind_it():
    capture = captures.named("ssl2/all-ciphers")
    assert printed(capture, option="keys,keylog,tcp.stream==0") == printed(capture)[:1]


def test_only_what_a_mac_has_proved():
    capture = captures.named("ssl2/all-ciphers")
    wrong = wireshark.write("wrong.keylog", captures.with_wrong_secrets(capture.keylog.read_bytes()))
    assert printed(capture, keylog=wrong) == []
