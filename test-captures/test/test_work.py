"""Captures made to be slow, or to take memory, cost in proportion to their length: reads, bytes decrypted, and memory
are counted, and time is not. bench.sh hostile measures the same captures, larger ones, in seconds."""
import functools
import os
import re
import subprocess
from collections import namedtuple

import pytest

import captures
import generated
import growing
import hostile
import traffic
import wireshark

SIZE = 240_000
TRIED = (32 << 20) + 24 * SIZE  # bytes (trials.c)

Work = namedtuple("Work", "reads decrypted hashed opened from_files")


@functools.cache
def counter():
    """The library that counts."""
    library = wireshark.new_path("work.so")
    source = wireshark.ROOT / "test-captures/test/work.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
    library.chmod(0o755)
    return library


def work_on(capture, keylog, *arguments):
    command = ["tshark", "-q", "-z", "io,stat,0", "-r", str(capture), "-o", f"legacyssl.keylog_file:{keylog}",
               *arguments]
    done = subprocess.run(wireshark.as_user(command), capture_output=True, check=True, timeout=wireshark.TIMEOUT,
                          env=wireshark.environment(LD_PRELOAD=str(counter()), **wireshark.without_data()))
    return Work(*map(int, re.search(rb"work: (\d+) (\d+) (\d+) (\d+) (\d+)", done.stderr).groups()))


def made(name, size):
    """The capture of a case, and its key log."""
    case = next(case for case in hostile.CASES if case.name == name)
    path, keylog = wireshark.new_path(f"{name}.pcap"), wireshark.new_path("keys.log")
    with traffic.Capture(path) as capture, open(keylog, "w") as lines:
        case.make(capture, lines, size)
    for file in (path, keylog):
        file.chmod(0o644)
    return path, keylog, case.arguments()


@functools.cache
def work(name):
    path, keylog, arguments = made(name, SIZE)
    return work_on(path, keylog, *arguments)


@pytest.mark.parametrize("name", ["chains", "chains-keys", "chains-keys-rc4", "chains-pct", "longer", "longer-tls"])
def test_searches_read_a_segment_a_few_times(name):
    assert work(name).reads <= 100 * SIZE


@pytest.mark.parametrize("name", ["chains-keys", "chains-keys-rc4", "chains-pct", "longer", "gaps-3des",
                                  "gaps-3des-long", "gaps-rc4", "gaps-ssl2", "gaps-one", "bad-3des", "bad-short",
                                  "bad-rc4", "kinds", "sessions", "sessions-long", "readings"])
def test_a_file_tries_so_much(name):
    assert work(name).decrypted <= TRIED


def test_trials_cost_no_more_than_was_reckoned():
    """On each bad MAC half of what the file has left may be spent, and the sender earns little."""
    assert work("bad-3des").decrypted <= 20 << 20


def test_sessions_are_tried_until_a_file_has_had_its_share():
    """100,000 records of a kilobyte."""
    assert 95_000 << 10 <= work("sessions-long").hashed <= 105_000 << 10


def most_memory(plugin, path, keylog):
    """Bytes."""
    preference = "legacyssl.keylog_file" if plugin else "tls.keylog_file"
    process = subprocess.Popen(
        wireshark.as_user(["tshark", "-q", "-z", "io,stat,0", "-r", str(path),
                           *(["-o", f"{preference}:{keylog}"] if plugin else [])]),
        stdout=subprocess.DEVNULL, env=wireshark.environment(plugin, **wireshark.without_data()))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    assert status == 0
    return usage.ru_maxrss * 1024


@pytest.mark.parametrize("name", ["chains", "longer", "empty-ssl2", "empty-closed", "one-byte", "pieces", "pieces-http",
                                  "pieces-tunnel", "pieces-ssl2", "hellos", "hellos-empty", "hellos-many", "messages",
                                  "bomb"])
def test_memory_is_ten_bytes_a_byte(name):
    """And what a file may have whatever its length."""
    path, keylog, _ = made(name, 1 << 20)
    more = most_memory(True, path, keylog) - most_memory(False, path, keylog)
    assert more <= 10 * path.stat().st_size + (12 << 20)


@pytest.mark.parametrize("name", ["messages", "hellos", "hellos-empty", "hellos-many"])
def test_messages_are_read_a_few_times(name):
    assert work(name).reads <= 30 * SIZE


def test_a_key_log_is_read_once_for_the_built_in():
    """However many packets of its sessions there are."""
    keylog = wireshark.write("keys.log", b"CLIENT_RANDOM %s %s\n" % (b"5a" * 32, b"a5" * 48) * 5000)
    done = work_on(wireshark.stage(captures.named("other/openssl-3-tls12-gcm").pcap), keylog)
    assert keylog.stat().st_size <= done.from_files <= 3 * keylog.stat().st_size


def test_an_rsa_key_decrypts_once():
    """For us and for the built-in, which draws the handshake before us."""
    number = 20
    path, keylog = wireshark.new_path("rsa.pcap"), wireshark.write("none.log", b"")
    with traffic.Capture(path) as capture, open(wireshark.new_path("unused.log"), "w") as lines:
        growing.sessions(capture, lines, number)
    path.chmod(0o644)
    assert work_on(path, keylog, *growing.with_rsa_key()[0].arguments).opened == number


def test_an_rsa_key_is_tried_once_a_handshake():
    """And only on what was said first."""
    assert work("exchanges").opened == 1


def honest(connection_of):
    """A connection that says much and lacks a segment: its segments, and the number of records behind the gap."""
    peer = generated.TLS10(connection_of)
    peer.say("server", bytes(200_000))
    hostile.lose(connection_of, "server", len(generated.sealed(peer, "server", bytes(16384))))
    peer.say("server", bytes(200_000))
    return peer.keylog


@pytest.mark.parametrize("name", ["gaps-3des", "gaps-rc4", "gaps-far", "bad-short"])
def test_one_gap_among_many_is_closed(name):
    """Whatever others have wasted."""
    case = next(case for case in hostile.CASES if case.name == name)
    path, keylog = wireshark.new_path("mixed.pcap"), wireshark.new_path("keys.log")
    with traffic.Capture(path) as capture, open(keylog, "w") as lines:
        case.make(capture, lines, 400_000)
        lines.write(honest(capture.connect(443)))
        last = capture.connections
        case.make(capture, lines, 600_000)
    for file in (path, keylog):
        file.chmod(0o644)
    text = wireshark.tshark(path, "-Y", f"tcp.stream == {last - 1}", "-T", "fields", "-e",
                            "legacyssl.lost_segments.records", "-e", "legacyssl.record.mac.status", keylog=keylog)
    lost, statuses = zip(*(line.split("\t") for line in text.decode().splitlines()))
    assert "1" in lost, lost
    assert set(",".join(filter(None, statuses)).split(",")) == {"1"}, "all records verify"
