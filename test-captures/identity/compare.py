"""One capture with and without the plugin: what differs, and in which packet."""
import re
import subprocess
from collections import namedtuple

import beside
import truly_ours
import wireshark

WAYS = [(passes, keys) for passes in (1, 2) for keys in (False, True)]
USELESS = b"CLIENT_RANDOM " + b"5a" * 32 + b" " + b"a5" * 48 + b"\n"
PACKET = re.compile(rb"^<packet>.*?^</packet>", re.DOTALL | re.MULTILINE)

Difference = namedtuple("Difference", "way frame without with_plugin")


def run(capture, passes, plugin, limit, keylog=None):
    arguments = ["-2"] if passes == 2 else []
    settings = {"legacyssl.keylog_file": keylog} if keylog and plugin else {}
    text = subprocess.run(wireshark.as_user(["tshark", "-r", str(capture), *arguments, "-c", str(limit), "-T", "pdml",
                                             *map(str, wireshark.preferences(settings))]),
                          env=wireshark.environment(plugin, **wireshark.without_data()), cwd=wireshark.folder(),
                          capture_output=True, timeout=wireshark.TIMEOUT)
    return text.stdout.partition(b"<packet>")[2], text.returncode


def packets(text):
    return PACKET.findall(b"<packet>" + text)


def stream_of(packet):
    found = re.search(rb'name="tcp.stream"[^>]*show="(\d+)"', packet)
    return found.group(1).decode() if found else None


def first_line(one, other):
    """The first line that differs, on both sides."""
    for line, twin in zip(one.splitlines(), other.splitlines()):
        if line != twin:
            return line.strip().decode(errors="replace")[:200], twin.strip().decode(errors="replace")[:200]
    return "fewer lines", "more lines"


def differences(capture, limit):
    """[], or the first packet that differs in each way; the conversations that truly are ours; and the expert items
    that say of others' sessions of SSL and TLS how they failed or were attacked, each as often as it is there."""
    keylog = wireshark.write("useless.keylog", USELESS)
    without = {passes: run(capture, passes, False, limit) for passes in (1, 2)}
    found, ours, said = [], None, []
    for passes, keys in WAYS:
        allowed = (beside.FAILED, beside.ATTACK) + ((beside.NO_SECRET,) if keys else ())
        shown, code = run(capture, passes, True, limit, keylog if keys else None)
        if (passes, keys) == WAYS[0]:
            said = beside.said(shown, *allowed)
        shown = (beside.without(shown, *allowed), code)
        if shown == without[passes]:
            continue
        if ours is None:
            ours = truly_ours.streams(capture, limit)
        found += named(shown, without[passes], ours, f"{passes} pass{'es' if passes == 2 else ''}"
                       f"{', useless keys' if keys else ''}")
    return found, ours or set(), said


def named(shown, without, ours, way):
    if shown[1] != without[1]:
        return [Difference(way, "-", f"exit {without[1]}", f"exit {shown[1]}")]
    pairs = zip(packets(without[0]), packets(shown[0]))
    for frame, (one, other) in enumerate(pairs, 1):
        if one != other and stream_of(one) not in ours:
            return [Difference(way, frame, *first_line(one, other))]
    return []
