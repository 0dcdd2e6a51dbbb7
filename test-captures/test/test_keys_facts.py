"""-z legacyssl,keys,facts: what the keys are made of, and the command that explains how."""
import re
import shlex
import subprocess

import pytest

import captures
import test_statistics
import test_write_keys
import wireshark

COLUMNS = [*test_statistics.COLUMNS, "client_random", "server_random", "session_id", "master_secret", "clear_key",
           "key_arg", "command"]
PROGRAM = wireshark.BUILD / "kdf/program/legacyssl-kdf"

CAPTURES = [captures.named(name) for name in test_write_keys.SOME]


def rows(capture, *arguments, keylog=None, option="facts"):
    text = wireshark.tshark(wireshark.stage(capture.pcap), "-q", *arguments, "-z", f"legacyssl,keys,{option}",
                            keylog=keylog or wireshark.stage(capture.keylog)).decode()
    head, *lines = [line.split("\t") for line in text.splitlines()]
    assert head == COLUMNS and all(len(line) == len(COLUMNS) for line in lines)
    return [dict(zip(COLUMNS, line)) for line in lines]


def typed(command):
    program, *arguments = shlex.split(command)
    assert program == "legacyssl-kdf"
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True).stdout


def check_command(row):
    """What it prints at last are the keys that opened the records."""
    values = dict(re.findall(r"^(\w+) = (\w+)$", typed(row["command"]), re.M))
    for name in COLUMNS[9:15]:
        assert values[name].replace("none", "") == row[name], f"{name} of stream {row['stream']}"


@pytest.mark.parametrize("capture", CAPTURES, ids=repr)
def test_a_line_pasted_into_legacyssl_kdf(capture):
    found = rows(capture)
    assert found
    for row in found:
        check_command(row)


def is_same(told, row, name):
    """SSL 2.0's hellos put zeros before a short client random."""
    return name not in told or row[name] == told[name] or (name == "client_random" and told[name].endswith(row[name]))


@pytest.mark.parametrize("arguments", ((), ("-2",)), ids=("one pass", "two passes"))
@pytest.mark.parametrize("capture", CAPTURES[::6], ids=repr)
def test_what_the_peers_had(capture, arguments):
    for row in rows(capture, *arguments):
        connection = capture.connections[int(row["stream"])]
        told = next(handshake for handshake in captures.handshakes(connection)
                    if is_same(handshake, row, "client_random"))
        for name in ("server_random", "session_id", "master_secret", "clear_key"):
            assert is_same(told, row, name) or not row[name], f"{name} of stream {row['stream']}"
        assert row["master_secret"] and row["client_random"] and row["server_random"]


@pytest.mark.parametrize("name", ("ssl2/resumption", "pct1/reconnect", "tls10/openssl-1.0-resumption"))
def test_sessions_are_resumed_by_their_id(name):
    """A new session of SSL 2.0 gets its id behind its keys, encrypted."""
    seen = set()
    for row in rows(captures.named(name)):
        assert row["session_id"] and (row["handshake"] == "resumed") == (row["session_id"] in seen)
        seen.add(row["session_id"])


def test_keys_without_a_master_secret_have_no_command():
    capture = captures.named("ssl2/all-ciphers")
    lines = wireshark.write("write.keylog", b"".join(test_write_keys.printed(capture)))
    for row in rows(capture, keylog=lines):
        assert row["client_random"] and not row["master_secret"] and not row["command"]


def test_a_filter_behind_it():
    capture = captures.named("ssl2/all-ciphers")
    assert rows(capture, option="facts,tcp.stream==1") == rows(capture)[1:2]
