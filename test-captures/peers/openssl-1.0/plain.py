"""The steps that both checks of captures need: TCP payloads, ciphers, summaries.

RC4 is written out here, other ciphers are the system's openssl tool's; IDEA, which Debian's openssl lacks, is the old
Node.js's in plain JavaScript.
"""

import hashlib
import json
import subprocess

import wire

NODE_DECRYPTS = """
var crypto = require('crypto'), fs = require('fs'), words = process.argv;
var cipher = crypto.createDecipheriv(words[1], new Buffer(words[2], 'hex'), new Buffer(words[3], 'hex'));
cipher.setAutoPadding(false);
var text = fs.readFileSync('/dev/stdin');
process.stdout.write(Buffer.concat([cipher.update(text), cipher.final()]).toString('hex'));
"""


def connections(base):
    """(expectations, {side: bytes}) of every connection whose secrets are known, without a dialogue in the clear before."""
    streams = payloads(f"{base}.pcap")
    for row in json.loads(base.with_name(base.name + ".json").read_text())["connections"]:
        if "master_secret" in row:
            cleartext = row.get("cleartext_bytes", {"client": 0, "server": 0})
            yield row, {side: data[cleartext[side]:] for side, data in streams[row["tcp_stream"]].items()}


def payloads(capture):
    """{stream: {side: bytes}}; loopback loses and reorders nothing."""
    found = {}
    for stream, source, target, payload in wire.fields(capture, ["tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.payload"],
                                                       "tcp.len > 0"):
        side = "client" if int(source) > int(target) else "server"
        found.setdefault(int(stream), {}).setdefault(side, bytearray()).extend(bytes.fromhex(payload))
    return found


def decrypt(name, key, iv, text, node):
    if name == "none":
        return text
    if name == "rc4":
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
