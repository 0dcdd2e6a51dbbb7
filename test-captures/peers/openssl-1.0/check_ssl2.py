"""Opens SSL 2.0 captures with nothing of the product: derives keys, decrypts, checks each MAC and the data that were sent.

Only hashlib, these lines and what plain.py names take part.
"""

import hashlib

from plain import connections, decrypt, summary

MAC_LENGTH = 16
SERVER_FINISHED, REQUEST_CERTIFICATE = 6, 7
BLOCK_CIPHERS = {0x030080: "rc2-cbc", 0x040080: "rc2-cbc", 0x050080: "idea-cbc",
                 0x060040: "des-cbc", 0x0700c0: "des-ede3-cbc"}


def check(base, node):
    """Returns the number of encrypted records; every one of them verified."""
    return sum(check_connection(row, stream, node) for row, stream in connections(base))


def check_connection(row, stream, node):
    server_key, client_key = derived_keys(row)
    assert row["keys"]["client_write_key"] == client_key.hex(), "client_write_key"
    assert row["keys"]["server_write_key"] == server_key.hex(), "server_write_key"
    iv = bytes.fromhex(row["keys"].get("client_write_iv", ""))
    client = records(stream["client"])
    server = records(stream["server"])
    # Before CLIENT-FINISHED: CLIENT-HELLO and, in a full handshake, CLIENT-MASTER-KEY. Before SERVER-VERIFY: SERVER-HELLO.
    clear = 1 if row["resumed"] else 2
    client_data = opened(client, clear, row["cipher_suite"], client_key, iv, node)
    server_data = opened(server, 1, row["cipher_suite"], server_key, iv, node)
    asked = sum(data[0] == REQUEST_CERTIFICATE for data in server_data[:3])
    finished = [number for number, data in enumerate(server_data) if data[0] == SERVER_FINISHED]
    first = finished[0] + 1 if finished else len(server_data)
    assert summary(client_data[1 + asked:]) == row["client_sent"], "client's data"
    assert summary(server_data[first:]) == row["server_sent"], "server's data"
    return len(client_data) + len(server_data)


def derived_keys(row):
    secret, challenge, connection_id = (bytes.fromhex(row[name])
                                        for name in ("master_secret", "client_random", "server_random"))
    material = b"".join(hashlib.md5(secret + b"%d" % number + challenge + connection_id).digest() for number in range(3))
    length = len(row["keys"]["client_write_key"]) // 2
    return material[:length], material[length:2 * length]


def records(stream):
    """(padding, body) of each record."""
    found = []
    while stream:
        if stream[0] & 0x80:
            header, length, padding = 2, int.from_bytes(stream[:2], "big") & 0x7fff, 0
        else:
            header, length, padding = 3, int.from_bytes(stream[:2], "big") & 0x3fff, stream[2]
        found.append((padding, bytes(stream[header:header + length])))
        stream = stream[header + length:]
    return found


def opened(found, clear, cipher_suite, key, iv, node):
    """The data of the encrypted records; raises where a MAC is wrong."""
    plain = decrypt(BLOCK_CIPHERS.get(cipher_suite, "rc4"), key, iv, b"".join(body for _, body in found[clear:]), node)
    data = []
    for number, (padding, body) in enumerate(found[clear:], clear):
        record, plain = plain[:len(body)], plain[len(body):]
        mac, covered = record[:MAC_LENGTH], record[MAC_LENGTH:]
        assert mac == hashlib.md5(key + covered + number.to_bytes(4, "big")).digest(), f"MAC of record {number}"
        data.append(covered[:len(covered) - padding])
    return data
