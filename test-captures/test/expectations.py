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
    if len(statuses) != len(protected):
        yield f"{len(protected)} protected records, {len(statuses)} verdicts"
    if len(not_good) != sum(connection.get("bad_records", {}).values()):
        yield f"MACs that are not good: {', '.join(not_good) or 'none'}"


def check_proofs(shown, connection):
    statuses = shown.statuses("legacyssl.handshake.verify.status", connection["tcp_stream"])
    wrong = [f"frame {number}: {status}" for number, status in statuses if status != GOOD]
    if wrong:
        yield f"proofs of the handshake that are not good: {', '.join(wrong)}"
    if connection.get("finished", True) and len(statuses) < 2 * len(captures.handshakes(connection)):
        yield f"{len(statuses)} proofs of the handshake are too few"


def check_keys(shown, connection):
    stream = connection["tcp_stream"]
    for name in captures.KEY_NAMES:
        found = in_order(field_bytes(field).hex()
                         for _, field in shown.fields(f"legacyssl.keys.{name}", stream))
        expected = in_order(value for value in captures.expected_keys(connection, name) if value)
        if None not in captures.expected_keys(connection, name) and found != expected:
            yield f"{name} should be {expected}, shown is {found}"


def check_names(shown, connection):
    stream = connection["tcp_stream"]
    versions = {int(field.show, 0) for _, field in shown.fields("legacyssl.version", stream)}
    if versions != {captures.PROTOCOLS[connection["protocol"]]}:
        yield f"the version should be {connection['protocol']}, shown is {sorted(versions)}"
    expected = in_order(handshake["cipher_suite"] for handshake in captures.handshakes(connection)
                        if handshake.get("cipher_suite") is not None)
    found = in_order(int(field.show, 0) for _, field in shown.fields("legacyssl.cipher_suite", stream))
    if expected and found != expected:
        yield f"the cipher suite should be {expected}, shown is {found}"


def check_request(shown, connection):
    request = connection.get("first_request")
    if request is None:
        return
    shown_request = data_sent(shown, connection, "client").split(b"\r\n")[0].decode(errors="replace")
    if shown_request != request:
        yield f"the first request should be {request!r}, shown is {shown_request!r}"
    lines = [field.label for _, field in shown.fields("http.request.line", connection["tcp_stream"])]
    methods = shown.fields("http.request.method", connection["tcp_stream"])
    if request.split()[-1].startswith("HTTP/") and not methods and not lines:
        yield "HTTP was not called for the request"


CHECKS = (check_data, check_macs, check_proofs, check_keys, check_names, check_request)


def complaints(shown, connection, checks=CHECKS):
    return [f"stream {connection['tcp_stream']}: {complaint}"
            for check in checks for complaint in check(shown, connection)]
