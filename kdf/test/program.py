"""legacyssl-kdf, the program: its answers held against the known ones, its explanations recomputed.

usage: program.py PROGRAM FILE.kat...
"""
import collections
import hashlib
import hmac
import pathlib
import re
import subprocess
import sys
import tempfile

KEYS = ("client_write_MAC_secret", "server_write_MAC_secret", "client_write_key", "server_write_key",
        "client_write_IV", "server_write_IV")
OPTIONS = {"master_secret": "--master-secret", "client_random": "--client-random",
           "server_random": "--server-random", "clear_key": "--clear-key", "key_arg": "--key-arg",
           "server_certificate": "--certificate"}
HASHES = {"MD5": hashlib.md5, "SHA": hashlib.sha1, "SHA-1": hashlib.sha1}
STEP = re.compile(r"(?P<result>.+?) = (?P<right>.+)\n(?P<inputs>(?:    .+\n)*)  = (?P<output>\w+)\n")


class Failure(Exception):
    pass


def blocks(path):
    """Of a file of known answers: its blocks as dictionaries."""
    for text in pathlib.Path(path).read_text().split("\n\n"):
        fields = [line.partition("=") for line in text.splitlines() if line and line[0] != "#"]
        if fields:
            yield {key.strip(): value.strip() for key, _, value in fields}


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def suite(block):
    if block["protocol"] != "PCT 1.0":
        return block["suite"]
    return f"{block['cipher']}:{block['encryption_bits']},{block['hash']}:{block['mac_bits']}"


def arguments(block):
    yield from ("--protocol", block["protocol"], "--suite", suite(block))
    for key, option in OPTIONS.items():
        if block.get(key):
            yield from (option, block[key])
    if int(block.get("des_as_drafted", 0)):
        yield "--des-as-drafted"
    if int(block.get("keeps_low_bits", 0)):
        yield "--keep-low-bits"


def values(text):
    found = dict(re.findall(r"^(\w+) = (\w+)$", text, re.M))
    return {name: found[name].replace("none", "") for name in KEYS}


def p_hash(algorithm, secret, seed, length):
    a, out = seed, b""
    while len(out) < length:
        a = hmac.new(secret, a, algorithm).digest()
        out += hmac.new(secret, a + seed, algorithm).digest()
    return out[:length]


def prf(secret, seed, length):
    """RFC 2246 5."""
    half = (len(secret) + 1) // 2
    return xor(p_hash(hashlib.md5, secret[:half], seed, length),
               p_hash(hashlib.sha1, secret[len(secret) - half:], seed, length))


def xor(left, right):
    return bytes(a ^ b for a, b in zip(left, right))


def recompute(step, block, of_prf):
    """What a step's inputs come to; None for steps that are no hash. of_prf: the blocks since the last PRF."""
    right, inputs = step["right"], dict(re.findall(r"    (.+): (\w+)\n", step["inputs"]))
    parts = {name: bytes.fromhex(value.replace("none", "")) for name, value in inputs.items()}
    if " XOR " in right:
        return xor(*(parts[name] for name in right.split(" XOR ")))
    if "its blocks" in right:
        return b"".join(of_prf.pop(step["result"]))
    function = re.match(r"[\w-]*", right)[0]
    names = re.split(r", | \+ ", right[len(function) + 1:-1].strip())
    if function.startswith("HMAC_"):
        key, *rest = names
        made = hmac.new(parts[key], b"".join(parts[name] for name in rest), HASHES[function[5:]]).digest()
        of_prf[step["result"].split(",")[0]].append(made)
        return made
    if function == "PRF":
        return prf(parts[names[0]], b"".join(parts[name] for name in names[1:]), len(step["output"]) // 2)
    if function == "Hash":
        algorithm = hashlib.md5 if int(block["hash"]) <= 2 else hashlib.sha1
    elif function in HASHES:
        algorithm = HASHES[function]
    else:
        return None
    return algorithm(b"".join(parts[name] for name in names)).digest()


def check_explanation(text, block):
    steps = [match.groupdict() for match in STEP.finditer(text)]
    recomputed = 0
    of_prf = collections.defaultdict(list)
    for step in steps:
        expected = recompute(step, block, of_prf)
        if expected is None:
            continue
        recomputed += 1
        if not expected.hex().startswith(step["output"]):
            raise Failure(f"{step['result']} is told as {step['output']}, its inputs make "
                          f"{expected.hex()}")
    if recomputed == 0:
        raise Failure("nothing is explained")
    outputs = [step["output"] for step in steps]
    for name, value in values(text).items():
        if value and not any(output.startswith(value) for output in outputs):
            raise Failure(f"no step ends in {name}")


def check_block(program, block):
    expected = {name: block[name] for name in KEYS if name in block}
    plain = run(program, *arguments(block))
    if plain.returncode != 0:
        raise Failure(plain.stderr)
    if not expected.items() <= values(plain.stdout).items():
        raise Failure(f"printed\n{plain.stdout}expected {expected}")
    explained = run(program, "--explain", *arguments(block)).stdout
    if not explained.endswith(plain.stdout):
        raise Failure("with --explain the values are others")
    if any(expected.values()):
        check_explanation(explained, block)


def check_master_secret(program, block):
    """By way of a suite that follows the rule: the master secret, and the keys that it makes itself."""
    suite = ["--suite", block.get("suite", "5"), "--protocol", block["protocol"]]
    randoms = ["--client-random", block["client_random"], "--server-random", block["server_random"]]
    premaster = ["--premaster-secret", block["premaster_secret"]]
    if block.get("session_hash"):
        premaster += ["--session-hash", block["session_hash"]]
    made = run(program, *suite, *randoms, *premaster)
    expected = run(program, *suite, *randoms, "--master-secret", block["master_secret"])
    if made.stdout != f"master_secret = {block['master_secret']}\n" + expected.stdout:
        raise Failure(f"printed\n{made.stdout}{made.stderr}expected {block['master_secret']}, {expected.stdout}")
    explained = run(program, "--explain", *suite, *randoms, *premaster).stdout
    if f"= {block['master_secret']}\n" not in explained.rpartition("key_block")[0]:
        raise Failure(f"the master secret is not explained:\n{explained}")
    check_explanation(explained, block)


RANDOM = "00" * 32
NOTATION = (
    (["ssl2", "-s", "SSL_CK_RC4_128_WITH_MD5", "-m", "22" * 16],
     'KEY-MATERIAL-0 = MD5[ MASTER-KEY, "0", CHALLENGE, CONNECTION-ID ]'),
    (["pct1", "-s", "RC4:128,MD5:128", "-m", "22" * 16, "-C", "3000"],
     'CLIENT_WRITE_KEY_1 = Hash( i, "cw", MASTER_KEY, "cw"^i, SH_CONNECTION_ID_DATA, "cw"^i, '
     'SH_CERTIFICATE_DATA, "cw"^i, CH_CHALLENGE_DATA, "cw"^i )'),
    (["ssl3", "-s", "0x0004", "-m", "22" * 48],
     "SHA('BB' + master_secret + ServerHello.random + ClientHello.random)"),
    (["tls10", "-s", "0x002f", "-m", "22" * 48],
     'PRF(master_secret, "key expansion", server_random + client_random)'),
    (["tls10", "-s", "0x002f", "-m", "22" * 48], "P_MD5 = bytes 0 to 103 of its blocks, one after the other"),
    (["tls10", "-s", "0x002f", "-m", "22" * 48], "key_block = P_MD5 XOR P_SHA-1"),
    (["ssl3", "-s", "0xfeff", "-m", "22" * 48],
     'key_block = PRF(master_secret, "key expansion", server_random + client_random)'),
    (["ssl3", "-s", "0xfeff", "-m", "22" * 48], "RFC 2246, 5 and 6.3"),
    (["ssl3", "-s", "0x0004", "-P", "22" * 48],
     "SHA('CCC' + pre_master_secret + ClientHello.random + ServerHello.random)"),
    (["tls10", "-s", "0x0004", "-P", "22" * 48],
     'master_secret = PRF(pre_master_secret, "master secret", client_random + server_random)'),
    (["tls10", "-s", "0x0004", "-P", "22" * 48, "-H", "33" * 36],
     'master_secret = PRF(pre_master_secret, "extended master secret", session_hash)'),
    (["ssl2", "-s", "SSL_CK_RC4_128_WITH_MD5", "-m", "22" * 16],
     "SECRET of the client's MACs = bytes 0 to 15 of CLIENT-WRITE-KEY"),
)


def check_notation(program):
    """The formulas of draft-hickman 5.5.2, draft-benaloh 5.3, RFC 6101 6.2.2 and RFC 2246 6.3."""
    for words, formula in NOTATION:
        explained = run(program, "--explain", "-c", RANDOM, "-r", RANDOM, "-p", *words).stdout
        if formula not in explained:
            raise Failure(f"{words} should be explained with {formula}:\n{explained}")


SSL2 = ["-p", "ssl2", "-s", "SSL_CK_RC4_128_WITH_MD5", "-c", "00" * 16, "-r", "11" * 16]
EXPORT = ["-p", "ssl2", "-s", "EXP-RC4-MD5", "-c", "00" * 16, "-r", "11" * 16]
PCT = ["-p", "pct1", "-s", "RC4:40,MD5_TRUNC_64:128", "-c", RANDOM, "-r", RANDOM]
TLS = ["-p", "tls10", "-s", "AES128-SHA", "-c", RANDOM, "-r", RANDOM]
# Windows does not even open a folder.
FOLDER = ("--master-secret: the file can't be read", "--master-secret: no permission to read the file")
COMPLAINTS = (
    ([], "--protocol is missing"),
    (["-p", "ssl4"], "ssl4: not one of"),
    (["-p", "ssl2"], "--suite is missing"),
    (["-p", "ssl2", "-s", "RC5"], "SSL 2.0 has no such suite"),
    (["-p", "ssl2", "-s", "AES128-SHA"], "SSL 2.0 has no such suite"),
    (["-p", "pct1", "-s", "RC4"], "looks like RC4:128,MD5:128"),
    (["-p", "pct1", "-s", "RC4:129,MD5:128"], "does not say how"),
    ([*SSL2, "-m", "0"], "--master-secret: hexadecimal digits go in pairs"),
    ([*SSL2, "-m", "xy"], "--master-secret: not a hexadecimal digit"),
    ([*SSL2, "-m", "000x11"], "--master-secret: hexadecimal digits go in pairs"),
    ([*SSL2, "-m", "0x 11"], "--master-secret: not a hexadecimal digit"),
    ([*SSL2, "-m", "0x0"], "--master-secret: hexadecimal digits go in pairs"),
    ([*SSL2, "-m", "@/no/such/file"], "--master-secret: there is no such file"),
    ([*SSL2, "-m", "@/"], FOLDER),
    (SSL2, "--master-secret is missing: SSL_CK_RC4_128_WITH_MD5 takes 16 bytes"),
    ([*SSL2, "-m", "00"], "--master-secret has 1 byte: SSL_CK_RC4_128_WITH_MD5 takes 16 bytes\n"),
    ([*SSL2, "-m", "00" * 16, "-c", "0011"], "--client-random has 2 bytes: SSL 2.0 takes 16 to 32 bytes"),
    ([*EXPORT, "-m", "0011"], "--master-secret has 2 bytes: EXP-RC4-MD5 takes 16 bytes, or 5 with a --clear-key of 11"),
    ([*EXPORT, "-m", "00" * 5, "-k", "00"],
     "--clear-key has 1 byte: EXP-RC4-MD5 takes 11 bytes beside a master secret of 5"),
    (["-p", "ssl2", "-s", "DES-CBC3-MD5", "-c", "00" * 16, "-r", "11" * 16, "-m", "00" * 24],
     "--key-arg is missing: DES-CBC3-MD5 takes 8 bytes"),
    ([*PCT, "-m", "00" * 15], "--master-secret has 15 bytes: RC4:40,MD5_TRUNC_64:128 takes 16 bytes"),
    ([*PCT, "-m", "00" * 16, "-k", "00"],
     "--clear-key has 1 byte: RC4:40,MD5_TRUNC_64:128 takes a multiple of 2 bytes"),
    ([*TLS, "-m", "00" * 48, "-r", "00" * 31], "--server-random has 31 bytes: TLS 1.0 takes 32 bytes"),
    ([*TLS, "-m", "00" * 48, "-P", "00" * 48], "one of them is enough"),
    ([*TLS, "-m", "00" * 48, "-H", "00" * 36], "--session-hash goes with --premaster-secret"),
    ([*TLS, "-P", "00" * 48, "-H", "00" * 35], "--session-hash has 35 bytes"),
    ([*TLS, "-P", ""], "--premaster-secret is empty"),
    ([*TLS, "-p", "ssl3", "-P", "00" * 48, "-H", "00" * 36], "SSL 3.0 has no extended master secret"),
    ([*SSL2, "-P", "00" * 48], "--premaster-secret: SSL 2.0 has none"),
    (["-p", "tls10", "-s", "0x001d"], "cannot be derived"),
    ([*SSL2, "0011"], "0011: every value has an option"),
    (["--no-such"], "option"),
)


def check_complaints(program):
    for words, complaint in COMPLAINTS:
        done = run(program, *words)
        any_of = complaint if isinstance(complaint, tuple) else (complaint,)
        if done.returncode != 1 or not any(text in done.stderr for text in any_of) or done.stdout:
            raise Failure(f"{words} should be answered with {complaint!r}, not {done}")


def check_forms(program):
    """Bytes from a file and with colons, suites by any name, help and list."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(bytes(range(16)))
        file.flush()
        answers = {run(program, *SSL2, "-m", form).stdout
                   for form in (bytes(range(16)).hex(), bytes(range(16)).hex(":"), "@" + file.name,
                                "0x" + bytes(range(16)).hex(), "0X" + bytes(range(16)).hex().upper(),
                                " ".join(f"0x{byte:02x}" for byte in range(16)))}
    if len(answers) != 1 or not values(answers.pop())["client_write_key"]:
        raise Failure("the forms of bytes are not alike")
    if "usage: legacyssl-kdf" not in run(program, "--help").stdout:
        raise Failure("--help does not help")
    if pathlib.Path("/dev/full").exists():
        with open("/dev/full", "wb") as full:
            if subprocess.run([program, *SSL2, "-m", "00" * 16], stdout=full).returncode != 1:
                raise Failure("an answer that nobody gets is no success")
    for protocol, name in (("ssl2", "0x010080 SSL_CK_RC4_128_WITH_MD5"), ("pct1", "cipher 4 RC4"),
                           ("pct1", "hash 1 MD5"), ("ssl3", "0x0004 "), ("tls10", "0x002f TLS_RSA_WITH_AES_128_CBC_SHA AES128-SHA")):
        if name not in run(program, "--list", "--protocol", protocol).stdout:
            raise Failure(f"--list of {protocol} lacks {name}")


# ciphers(1) of OpenSSL 1.0.2, "CIPHER SUITE NAMES": what later releases no longer have.
OPENSSL_NAMES = (
    ("ssl2", "SSL_CK_RC4_128_WITH_MD5", "RC4-MD5"),
    ("ssl2", "SSL_CK_RC4_128_EXPORT40_WITH_MD5", "EXP-RC4-MD5"),
    ("ssl2", "SSL_CK_RC2_128_CBC_WITH_MD5", "RC2-CBC-MD5"),
    ("ssl2", "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5", "EXP-RC2-CBC-MD5"),
    ("ssl2", "SSL_CK_IDEA_128_CBC_WITH_MD5", "IDEA-CBC-MD5"),
    ("ssl2", "SSL_CK_DES_64_CBC_WITH_MD5", "DES-CBC-MD5"),
    ("ssl2", "SSL_CK_DES_192_EDE3_CBC_WITH_MD5", "DES-CBC3-MD5"),
    ("ssl3", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "EXP-RC4-MD5"),
    ("ssl3", "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", "EXP-RC2-CBC-MD5"),
    ("ssl3", "TLS_RSA_WITH_IDEA_CBC_SHA", "IDEA-CBC-SHA"),
    ("ssl3", "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", "EXP-DES-CBC-SHA"),
    ("ssl3", "TLS_RSA_WITH_DES_CBC_SHA", "DES-CBC-SHA"),
    ("ssl3", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "des-cbc3-sha"),
    ("ssl3", "TLS_DH_DSS_WITH_3DES_EDE_CBC_SHA", "DH-DSS-DES-CBC3-SHA"),
    ("ssl3", "TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA", "EXP-EDH-DSS-DES-CBC-SHA"),
    ("ssl3", "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", "EDH-RSA-DES-CBC3-SHA"),
    ("tls10", "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", "DHE-RSA-DES-CBC3-SHA"),
    ("tls10", "TLS_DH_anon_EXPORT_WITH_RC4_40_MD5", "EXP-ADH-RC4-MD5"),
    ("tls10", "TLS_DH_anon_WITH_DES_CBC_SHA", "ADH-DES-CBC-SHA"),
    ("tls10", "TLS_RSA_WITH_SEED_CBC_SHA", "SEED-SHA"),
    ("tls10", "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA", "EXP1024-DES-CBC-SHA"),
    ("tls10", "TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA", "EXP1024-DHE-DSS-RC4-SHA"),
    ("tls10", "TLS_DHE_DSS_WITH_RC4_128_SHA", "DHE-DSS-RC4-SHA"),
    ("tls10", "TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA", "ECDH-ECDSA-DES-CBC3-SHA"),
    ("tls10", "TLS_ECDH_anon_WITH_RC4_128_SHA", "AECDH-RC4-SHA"),
    ("tls10", "TLS_PSK_WITH_RC4_128_SHA", "PSK-RC4-SHA"),
    ("tls10", "TLS_PSK_WITH_3DES_EDE_CBC_SHA", "PSK-3DES-EDE-CBC-SHA"),
)


def listed(program, protocol):
    """Of --list: number, name and, if there is one, OpenSSL's name."""
    return [line.split() for line in run(program, "--list", "--protocol", protocol).stdout.splitlines()]


def check_openssl_names(program):
    """What the documentation has, what the installed OpenSSL says of itself, and no name twice."""
    inputs = ["-m", "22" * 48, "-c", RANDOM, "-r", RANDOM]
    for protocol, name, openssl in OPENSSL_NAMES:
        inputs[1] = "22" * {"DES-CBC-MD5": 8, "DES-CBC3-MD5": 24}.get(openssl, 16) if protocol == "ssl2" else "22" * 48
        answers = [run(program, "-p", protocol, "-s", suite, *inputs, "-a", "00" * 8).stdout
                   for suite in (name, openssl)]
        if not answers[0] or answers[0] != answers[1]:
            raise Failure(f"{openssl} should be {name}")
    codes = {int(words[0], 16): words[2:] for words in listed(program, "tls10")}
    for line in run("openssl", "ciphers", "-V", "ALL:COMPLEMENTOFALL:@SECLEVEL=0").stdout.splitlines():
        code, _, name = line.split()[:3]
        code = int(code.replace("0x", "").replace(",", ""), 16)
        if code in codes and codes[code] != [name]:
            raise Failure(f"OpenSSL calls {code:#06x} {name}, not {codes[code]}")
    for protocol in "ssl2", "ssl3", "tls10":
        names = [words[2] for words in listed(program, protocol) if len(words) > 2]
        if not names or len(names) != len(set(names)):
            raise Failure(f"{protocol}: a name of OpenSSL's is there twice, or none at all")


def main():
    program, *files = sys.argv[1:]
    checked = 0
    checks = {"derive": check_block, "master_secret": check_master_secret}
    for path in files:
        for block in blocks(path):
            check = checks.get(block.get("kind"))
            if check is not None and not block.get("rc2_effective_bits"):
                try:
                    check(program, block)
                except Failure as failure:
                    raise SystemExit(f"{path}: {block['name']}: {failure}")
                checked += 1
    check_complaints(program)
    check_forms(program)
    check_notation(program)
    check_openssl_names(program)
    print(checked, "derivations")
    if checked == 0:
        raise SystemExit("there are none")


if __name__ == "__main__":
    main()
