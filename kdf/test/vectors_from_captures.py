#!/usr/bin/python3
"""Writes vectors/{ssl2,pct1,ssl3,tls10}-captures.kat from the captures of peers in test-captures:
their randoms, secrets, keys and records. The plaintext is what reference.py decrypts, its MACs
checked; of PCT 1.0 there are only records without encryption, as its peer sent them."""

import json
import pathlib
import struct
import sys

import reference
from reference import Sender, parts_of_name, write_block

HERE = pathlib.Path(__file__).parent
CAPTURES = HERE.parent.parent / "test-captures"
RECORDS = 3  # of each side: enough for a cipher's state to run on
FINISHED_OF = 2  # connections of a protocol
SOURCES = [
    ("SSL 2.0", "ssl2-captures.kat", ["ssl2/all-ciphers", "ssl2/rc4-64", "ssl2/resumption"]),
    ("PCT 1.0", "pct1-captures.kat", ["pct1/no-encryption"]),
    ("SSL 3.0", "ssl3-captures.kat", ["ssl3/openssl-1.0-all-suites", "ssl3/jdk17-suites",
                                     "ssl3/nss-3.20-rsa-fips-3des", "ssl3/nss-3.20-rsa-fips-des"]),
    ("TLS 1.0", "tls10-captures.kat", ["tls10/openssl-1.0-all-suites", "tls10/jdk17-suites",
                                       "tls10/openssl-3-suites", "tls10/openssl-3-suites-no-etm"]),
]
KEYS = {"client_write_key": "client_write_key", "server_write_key": "server_write_key",
        "client_write_mac_secret": "client_write_MAC_secret",
        "server_write_mac_secret": "server_write_MAC_secret",
        "client_write_iv": "client_write_IV", "server_write_iv": "server_write_IV"}


# ---- packets ------------------------------------------------------------------------------------

def packets(path):
    """(source, target, sequence number, is a SYN, payload) of each TCP packet of a classic pcap."""
    data = path.read_bytes()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    at = 24
    while at < len(data):
        length = struct.unpack(order + "I", data[at + 8:at + 12])[0]
        frame, at = data[at + 16:at + 16 + length], at + 16 + length
        kind, ip = frame[12:14], frame[14:]
        if kind == b"\x08\x00":
            tcp, end = ip[(ip[0] & 15) * 4:], struct.unpack(">H", ip[2:4])[0] - (ip[0] & 15) * 4
            addresses = ip[12:16], ip[16:20]
        elif kind == b"\x86\xdd":
            tcp, end = ip[40:], struct.unpack(">H", ip[4:6])[0]
            addresses = ip[8:24], ip[24:40]
        else:
            continue
        source, target, sequence = struct.unpack(">HHI", tcp[:8])
        yield ((addresses[0], source), (addresses[1], target), sequence, bool(tcp[13] & 2),
               tcp[(tcp[12] >> 4) * 4:end])


def streams(path):
    """Per connection, in the order of their first packets: [client's bytes, server's bytes]."""
    connections, order = {}, []
    for source, target, sequence, is_syn, payload in packets(path):
        pair = frozenset((source, target))
        if pair not in connections:
            connections[pair] = {"client": source, "first": {}, "parts": {}}
            order.append(pair)
        one = connections[pair]
        first = one["first"].setdefault(source, sequence + is_syn)
        if payload:
            one["parts"].setdefault(source, {})[sequence - first & 0xffffffff] = payload
    for pair in order:
        one = connections[pair]
        server = next(side for side in pair if side != one["client"])
        yield [join(one["parts"].get(side, {})) for side in (one["client"], server)]


def join(parts):
    out = b""
    for offset in sorted(parts):
        if offset <= len(out):
            out += parts[offset][len(out) - offset:]
    return out


# ---- records ------------------------------------------------------------------------------------

def ssl2_records(data):
    """(padding, body) of each record."""
    while len(data) >= 3:
        long = not data[0] & 0x80
        length = struct.unpack(">H", data[:2])[0] & (0x3fff if long else 0x7fff)
        begin = 3 if long else 2
        yield data[2] if long else 0, data[begin:begin + length]
        data = data[begin + length:]


def ssl3_records(data):
    """(type, version, body) of each record."""
    while len(data) >= 5:
        kind, version, length = struct.unpack(">BHH", data[:5])
        yield kind, version, data[5:5 + length]
        data = data[5 + length:]


def common_fields(connection):
    return [("protocol", connection["protocol"]), ("suite", f"{connection['cipher_suite']:#06x}"),
            *((key, connection[key]) for key in ("master_secret", "client_random",
                                                 "server_random"))]


def peers_keys(connection, derived):
    """What the peer itself held, where it could tell; it must be what reference.py derives."""
    held = {KEYS[key]: value for key, value in connection.get("keys", {}).items()}
    for key, value in held.items():
        assert getattr(derived, key).hex() == value, key
    return [(key, held[key]) for key in derived._fields if key in held]


def write_records(out, name, source, common, side, records):
    for fields in records:
        if fields is records[0]:
            block = [("name", f"{name}, {side}"), ("source", source), ("kind", "record"), *common,
                     ("side", side)]
        block += fields
    write_block(out, block)


# ---- SSL 2.0 ------------------------------------------------------------------------------------

def key_arg_of(client, bulk):
    """KEY-ARG-DATA, the end of CLIENT-MASTER-KEY; a resumed connection has the old one."""
    for _, body in ssl2_records(client):
        if body[:1] == b"\x02" and bulk.iv:
            return body[-bulk.iv:]
    return None


def write_ssl2(out, connection, source, data):
    name = connection["cipher_suite_name"]
    bulk, _ = parts_of_name("SSL 2.0", name)
    raw = {key: bytes.fromhex(connection[key])
           for key in ("master_secret", "client_random", "server_random")}
    key_arg = b"" if connection["resumed"] else key_arg_of(data[0], bulk) or b""
    if connection["resumed"] and bulk.iv:
        key_arg = bytes.fromhex(connection["keys"]["client_write_iv"])
    keys = reference.ssl2_keys(bulk, *raw.values(), key_arg)
    common = common_fields(connection) + [("key_arg", key_arg)]
    name += ", resumed" * connection["resumed"]
    write_block(out, [("name", name), ("source", source), ("kind", "derive"), *common,
                      *peers_keys(connection, keys)])
    # in the clear: CLIENT-HELLO and, in a new session, CLIENT-MASTER-KEY; SERVER-HELLO
    in_the_clear = {"client": 2 - connection["resumed"], "server": 1}
    for (side, clear), stream in zip(in_the_clear.items(), data):
        sender = Sender("SSL 2.0", bulk, "md5", keys, side)
        encrypted = list(enumerate(ssl2_records(stream)))[clear:clear + RECORDS]
        write_records(out, name, source, common, side, [
            [("sequence", sequence), ("padding", padding), ("body", body),
             ("plaintext", sender.open_ssl2(sequence, body, padding))]
            for sequence, (padding, body) in encrypted])


# ---- PCT 1.0 ------------------------------------------------------------------------------------

PCT_MAC_SIZES = {1: 16, 2: 8, 3: 20, 4: 10}
HELLOS = 2  # messages of each side before its data


def write_pct1(out, connection, source, data):
    """Data and MAC in the clear; SH_CERTIFICATE_DATA follows the 32 bytes of CONNECTION_ID."""
    _, hello = next(ssl2_records(data[1]))
    certificate = hello[56:56 + struct.unpack(">H", hello[46:48])[0]]
    pct = connection["pct"]
    common = [("protocol", "PCT 1.0"),
              *((key, pct[key]) for key in ("cipher", "encryption_bits", "mac_bits", "hash")),
              *((key, connection[key])
                for key in ("master_secret", "client_random", "server_random")),
              ("server_certificate", certificate)]
    for side, stream in zip(("client", "server"), data):
        records = list(enumerate(ssl2_records(stream)))[HELLOS:HELLOS + RECORDS]
        write_records(out, connection["cipher_suite_name"], source, common, side, [
            [("sequence", sequence), ("padding", padding), ("body", body),
             ("plaintext", body[:-PCT_MAC_SIZES[pct["hash"]]])]
            for sequence, (padding, body) in records])


# ---- SSL 3.0 and TLS 1.0 ------------------------------------------------------------------------

def split_at_change(stream):
    """Handshake messages before ChangeCipherSpec, and the records after it."""
    records = list(ssl3_records(stream))
    kinds = [kind for kind, _, _ in records]
    change = kinds.index(20)
    return (b"".join(body for kind, _, body in records[:change] if kind == 22),
            records[change + 1:])


def messages(handshake):
    while handshake:
        length = 4 + int.from_bytes(handshake[1:4], "big")
        yield handshake[:length]
        handshake = handshake[length:]


def write_finished(out, name, source, common, clear, proofs):
    """A full handshake: ClientHello, the server's flight, the client's; then a ticket, if any."""
    hello, *client = messages(clear[0])
    server = list(messages(clear[1]))
    flight = [message for message in server if message[0] != 4]
    ticket = [message for message in server if message[0] == 4]
    handshake = hello + b"".join(flight + client)
    for side, before in (("client", handshake),
                         ("server", handshake + proofs[0] + b"".join(ticket))):
        write_block(out, [("name", f"{name}, Finished of the {side}"), ("source", source),
                          ("kind", "finished"), *common, ("side", side), ("handshake", before),
                          ("proof", proofs[side == "server"][4:])])


def write_ssl3(out, connection, source, data, with_finished):
    protocol, name = connection["protocol"], connection["cipher_suite_name"]
    bulk, mac = parts_of_name(protocol, name)
    etm = bool(connection.get("encrypt_then_mac")) and bulk.iv > 0
    raw = [bytes.fromhex(connection[key])
           for key in ("master_secret", "client_random", "server_random")]
    keys = reference.ssl3_keys(protocol, name, *raw)
    common = common_fields(connection)
    held = peers_keys(connection, keys)
    if held:
        write_block(out, [("name", name), ("source", source), ("kind", "derive"), *common, *held])
    if etm:
        common.append(("options", "encrypt_then_mac"))
    halves, proofs = [split_at_change(stream) for stream in data], []
    for side, (_, records) in zip(("client", "server"), halves):
        sender = Sender(protocol, bulk, mac, keys, side, encrypt_then_mac=etm)
        fields = []
        for sequence, (kind, version, body) in enumerate(records[:RECORDS]):
            plaintext = sender.open(sequence, kind, body)
            fields.append([("sequence", sequence), ("type", kind), ("version", f"{version:#06x}"),
                           ("body", body), ("plaintext", plaintext)])
        proofs.append(fields[0][-1][1])
        write_records(out, name, source, common, side, fields)
    if with_finished:
        write_finished(out, name, source, common, [clear for clear, _ in halves], proofs)


# ---- files --------------------------------------------------------------------------------------

def kind_of(connection, peer):
    """One connection is enough for each cipher and MAC, for each peer that speaks it."""
    if connection["protocol"] == "PCT 1.0":
        return connection["cipher_suite_name"], peer
    return (parts_of_name(connection["protocol"], connection["cipher_suite_name"]),
            connection["resumed"], bool(connection.get("encrypt_then_mac")), peer)


def write_capture(out, capture, seen):
    about = json.loads((CAPTURES / f"{capture}.json").read_text())
    data = list(streams(CAPTURES / f"{capture}.pcap"))
    for connection in about["connections"]:
        kind = kind_of(connection, about["peer"])
        if kind in seen:
            continue
        seen.add(kind)
        source = f"{capture}.pcap, TCP stream {connection['tcp_stream']}; {about['peer']}"
        stream = data[connection["tcp_stream"]]
        if connection["protocol"] == "SSL 2.0":
            write_ssl2(out, connection, source, stream)
        elif connection["protocol"] == "PCT 1.0":
            write_pct1(out, connection, source, stream)
        else:
            write_ssl3(out, connection, source, stream, len(seen) <= FINISHED_OF)


def write_file(protocol, path, captures):
    with open(path, "w") as out:
        out.write(f"# {protocol} as peers spoke it. vectors_from_captures.py writes this file from"
                  " test-captures.\n\n")
        seen = set()
        for capture in captures:
            write_capture(out, capture, seen)


if __name__ == "__main__":
    for protocol, file, captures in SOURCES:
        missing = [c for c in captures if not (CAPTURES / f"{c}.json").exists()]
        if missing:
            sys.exit(f"no capture {', '.join(missing)}")
        write_file(protocol, HERE / "vectors" / file, captures)
