"""What a NAME.json says, held against what was shown. Each check returns complaints as text."""
import hashlib

import captures
from dissection import GOOD, field_bytes

SIDES = ("client", "server")


def in_order(values):
    """Each value once, as often as it changes."""
    changes = []
    for value in values:
        if not changes or changes[-1] != value:
            changes.append(value)
    return changes


def data_sent(shown, connection, side):
    port = connection["server_port"]
    stream = connection["tcp_stream"]
    if side == "server":
        return shown.app_data(stream, from_port=port)
    return shown.app_data(stream, to_port=port)


def check_data(shown, connection):
    for side in SIDES:
        expected = connection[f"{side}_sent"]
        data = data_sent(shown, connection, side)
        if len(data) != expected["length"]:
            yield f"the {side} sent {expected['length']} bytes, shown are {len(data)}"
        elif hashlib.sha256(data).hexdigest() != expected["sha256"]:
            yield f"the {side}'s {len(data)} bytes differ, they begin with {data[:60]}"


def check_macs(shown, connection):
    """Every protected record has a good MAC, but for those that are bad on purpose."""
    stream = connection["tcp_stream"]
    protected = shown.fields("legacyssl.record.encrypted", stream)
    statuses = shown.statuses("legacyssl.record.mac.status", stream)
    not_good = [f"frame {number}: {status}" for number, status in statuses if status != GOOD]
    good = len(statuses) - len(not_good)
    if len(protected) - good != sum(connection.get("bad_records", {}).values()):
        yield (f"{len(protected)} protected records, {len(statuses)} verdicts, not good are "
               f"{', '.join(not_good) or 'none'}")


def proofs(handshake):
    """The client's and the server's; a reconnection of PCT is proved by SERVER_HELLO alone."""
    return 1 if "pct" in handshake and handshake["resumed"] else 2


def proofs_expected(connection):
    """At least: a renegotiation may be left undone after its first."""
    first, *later = map(proofs, captures.handshakes(connection))
    return first + len(later)


def check_proofs(shown, connection):
    statuses = shown.statuses("legacyssl.handshake.verify.status", connection["tcp_stream"])
    wrong = [f"frame {number}: {status}" for number, status in statuses if status != GOOD]
    if wrong:
        yield f"proofs of the handshake that are not good: {', '.join(wrong)}"
    if captures.is_finished(connection) and len(statuses) < proofs_expected(connection):
        yield f"{len(statuses)} proofs of the handshake are too few"


def check_keys(shown, connection):
    stream = connection["tcp_stream"]
    for name in captures.KEY_NAMES:
        if name.endswith("_iv") and "zero_length" in connection.get("other_readings", {}):
            continue  # a KEY_ARG that no cipher takes
        found = in_order(field_bytes(field).hex()
                         for _, field in shown.fields(f"legacyssl.keys.{name}", stream))
        expected = in_order(value for value in captures.expected_keys(connection, name) if value)
        if None in captures.expected_keys(connection, name):
            continue  # the peer did not tell
        if found != expected and (found or captures.is_finished(connection)):
            yield f"{name} should be {expected}, shown is {found}"


def check_names(shown, connection):
    stream = connection["tcp_stream"]
    if connection["protocol"] in captures.SHARED and not captures.is_finished(connection):
        return  # left to Wireshark's own dissector before there were keys
    versions = in_order(int(field.show, 0) for _, field in shown.fields("legacyssl.version", stream))
    if "pct" in connection and versions[0] == captures.PROTOCOLS["SSL 2.0"]:
        versions = versions[1:]  # a CLIENT-HELLO in that format stays one
    if versions != [captures.PROTOCOLS[connection["protocol"]]]:
        yield f"the version should be {connection['protocol']}, shown is {versions}"
    expected = in_order(handshake["cipher_suite"] for handshake in captures.handshakes(connection)
                        if handshake.get("cipher_suite") is not None)
    found = in_order(int(field.show, 0)
                     for _, field in shown.fields("legacyssl.cipher_suite.number", stream))
    if expected and found != expected:
        yield f"the cipher suite should be {expected}, shown is {found}"


def check_request(shown, connection):
    request = connection.get("first_request")
    if not request:
        return
    shown_request = data_sent(shown, connection, "client").split(b"\r\n")[0].decode(errors="replace")
    if shown_request != request:
        yield f"the first request should be {request!r}, shown is {shown_request!r}"
    above = [packet for packet in shown.of_stream(connection["tcp_stream"])
             if packet.is_ours and packet.all("http")]
    if "HTTP/1" in request and not above:
        yield "HTTP was not called"


CHECKS = (check_data, check_macs, check_proofs, check_keys, check_names, check_request)


# Where a side does something wrong on purpose: how many MACs and proofs are bad, and what is said.
WRONG = {
    "wrong MAC": (1, 0, "legacyssl.record.mac.bad"),
    "wrong VERIFY_PRELUDE": (0, 1, "legacyssl.handshake.verify.bad"),
    "wrong RESPONSE": (0, 1, "legacyssl.handshake.verify.bad"),
    "padding longer than the record": (0, 0, "legacyssl.record.padding_too_long"),
    "no whole blocks": (0, 0, "legacyssl.record.damaged"),
    "unknown escape": (0, 0, "legacyssl.record.unknown_escape"),
    "CH_OFFSET too large": (0, 0, "legacyssl.handshake.cut_short"),
}


def check_misbehaviour(shown, connection, what):
    stream = connection["tcp_stream"]
    bad_macs, bad_proofs, said = WRONG.get(what, (0, 0, None))
    for name, expected in (("record.mac", bad_macs), ("handshake.verify", bad_proofs)):
        statuses = shown.statuses(f"legacyssl.{name}.status", stream)
        bad = [number for number, status in statuses if status != GOOD]
        if len(bad) != expected:
            yield f"{what}: {name} should be bad {expected} times, is in frames {bad}"
    names = [name for _, name in shown.expert_items(stream)]
    if said is not None and said not in names:
        yield f"{what}: {said} is not said, only {names}"


def check_no_keys(shown, connection):
    """Nothing was agreed upon, or nothing that a key log could tell."""
    stream = connection["tcp_stream"]
    for name in ("legacyssl.record.mac.status", "legacyssl.app_data"):
        if shown.fields(name, stream):
            yield f"{name} without keys"


def complaints(shown, connection, checks=CHECKS, misbehaviour=None):
    stream = connection["tcp_stream"]
    if misbehaviour is not None and misbehaviour["tcp_stream"] == stream:
        found = check_misbehaviour(shown, connection, misbehaviour["what"])
    elif connection["protocol"] == "PCT 1.0" and not captures.is_protected(connection):
        found = check_no_keys(shown, connection)
    else:
        found = (complaint for check in checks for complaint in check(shown, connection))
    return [f"stream {stream}: {complaint}" for complaint in found]


def assert_as_expected(capture, shown, connections=None, checks=CHECKS):
    """Of all its connections, or of those given."""
    found = [complaint for connection in (capture.connections if connections is None else connections)
             for complaint in complaints(shown, connection, checks, capture.misbehaviour)]
    assert not found, f"{capture}:\n" + "\n".join(found)
