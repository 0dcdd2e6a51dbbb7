"""Opens SSL 2.0 captures with nothing of the product: derives keys, decrypts, checks each MAC and the data that were sent.

Only hashlib, the system's openssl tool for block ciphers and these lines take part; IDEA, which Debian's openssl
lacks, is decrypted by the old Node.js in plain JavaScript.
"""

import hashlib
import json
import subprocess

import wire

MAC_LENGTH = 16
CLIENT_MASTER_KEY, SERVER_HELLO, SERVER_FINISHED, REQUEST_CERTIFICATE, ERROR = 2, 4, 6, 7, 0
BLOCK_CIPHERS = {0x030080: "rc2-cbc", 0x040080: "rc2-cbc", 0x050080: "idea-cbc",
                 0x060040: "des-cbc", 0x0700c0: "des-ede3-cbc"}


NODE_DECRYPTS = """
var crypto = require('crypto'), fs = require('fs'), words = process.argv;
var cipher = crypto.createDecipheriv(words[1], new Buffer(words[2], 'hex'), new Buffer(words[3], 'hex'));
cipher.setAutoPadding(false);
var text = fs.readFileSync('/dev/stdin');
process.stdout.write(Buffer.concat([cipher.update(text), cipher.final()]).toString('hex'));
"""


def check(base, node):
    """Returns the number of encrypted records; every one of them verified."""
    expected = json.loads(base.with_name(base.name + ".json").read_text())["connections"]
    streams = payloads(f"{base}.pcap")
    return sum(check_connection(row, streams[row["tcp_stream"]], node) for row in expected if "master_secret" in row)


def payloads(capture):
    """{stream: {port: bytes}}; loopback loses and reorders nothing."""
    found = {}
    for stream, source, target, payload in wire.fields(capture, ["tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.payload"],
                                                       "tcp.len > 0"):
        side = "client" if int(source) > int(target) else "server"
        found.setdefault(int(stream), {}).setdefault(side, bytearray()).extend(bytes.fromhex(payload))
    return found


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
    finished = next(number for number, data in enumerate(server_data) if data[0] == SERVER_FINISHED) if row.get("finished", True) else len(server_data)
    assert summary(client_data[1 + asked:]) == row["client_sent"], "client's data"
    assert summary(server_data[finished + 1:]) == row["server_sent"], "server's data"
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
    plain = decrypt(cipher_suite, key, iv, b"".join(body for _, body in found[clear:]), node)
    data = []
    for number, (padding, body) in enumerate(found[clear:], clear):
        record, plain = plain[:len(body)], plain[len(body):]
        mac, covered = record[:MAC_LENGTH], record[MAC_LENGTH:]
        assert mac == hashlib.md5(key + covered + number.to_bytes(4, "big")).digest(), f"MAC of record {number}"
        data.append(covered[:len(covered) - padding])
    return data


def decrypt(cipher_suite, key, iv, text, node):
    name = BLOCK_CIPHERS.get(cipher_suite)
    if not name:
        return rc4(key, text)
    if name == "idea-cbc":
        told = subprocess.run([node, "-e", NODE_DECRYPTS, name, key.hex(), iv.hex()],
                              input=text, capture_output=True, check=True)
        return bytes.fromhex(told.stdout.decode())
    return subprocess.run(["openssl", "enc", "-d", f"-{name}", "-nopad", "-K", key.hex(), "-iv", iv.hex(),
                           "-provider", "legacy", "-provider", "default"],
                          input=text, capture_output=True, check=True).stdout


def rc4(key, text):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def summary(parts):
    data = b"".join(parts)
    return {"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}
