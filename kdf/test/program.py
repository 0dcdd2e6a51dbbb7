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


def recompute(step, block, of_prf):
    """What a step's inputs come to; None for steps that are no hash. of_prf: the blocks since the last PRF."""
    right, inputs = step["right"], dict(re.findall(r"    (.+): (\w+)\n", step["inputs"]))
    parts = {name: bytes.fromhex(value.replace("none", "")) for name, value in inputs.items()}
    function = re.match(r"[\w-]*", right)[0]
    names = re.split(r", | \+ ", right[len(function) + 1:-1].strip())
    if function.startswith("HMAC_"):
        key, *rest = names
        made = hmac.new(parts[key], b"".join(parts[name] for name in rest), HASHES[function[5:]]).digest()
        of_prf[step["result"].split(",")[0]].append(made)
        return made
    if function == "PRF":
        md5, sha1 = (b"".join(of_prf[name]) for name in ("P_MD5", "P_SHA-1"))
        of_prf.clear()
        return bytes(a ^ b for a, b in zip(md5, sha1))
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
)


def check_notation(program):
    """The formulas of draft-hickman 5.5.2, draft-benaloh 5.3, RFC 6101 6.2.2 and RFC 2246 6.3."""
    for words, formula in NOTATION:
        explained = run(program, "--explain", "-c", RANDOM, "-r", RANDOM, "-p", *words).stdout
        if formula not in explained:
            raise Failure(f"{words} should be explained with {formula}:\n{explained}")


SSL2 = ["-p", "ssl2", "-s", "SSL_CK_RC4_128_WITH_MD5", "-c", "00" * 16, "-r", "11" * 16]
COMPLAINTS = (
    ([], "--protocol is missing"),
    (["-p", "ssl4"], "ssl4: not one of"),
    (["-p", "ssl2"], "--suite is missing"),
    (["-p", "ssl2", "-s", "RC5"], "SSL 2.0 has no such suite"),
    (["-p", "pct1", "-s", "RC4"], "looks like RC4:128,MD5:128"),
    (["-p", "pct1", "-s", "RC4:129,MD5:128"], "does not say how"),
    ([*SSL2, "-m", "0"], "--master-secret: hexadecimal digits go in pairs"),
    ([*SSL2, "-m", "xy"], "--master-secret: not a hexadecimal digit"),
    ([*SSL2, "-m", "@/no/such/file"], "--master-secret: No such file"),
    ([*SSL2, "-m", "0011"], "the master secret does not have this suite's length (bytes given: master secret 2"),
    ([*SSL2, "0011"], "0011: every value has an option"),
    (["--no-such"], "unrecognized option"),
)


def check_complaints(program):
    for words, complaint in COMPLAINTS:
        done = run(program, *words)
        if done.returncode != 1 or complaint not in done.stderr or done.stdout:
            raise Failure(f"{words} should be answered with {complaint!r}, not {done}")


def check_forms(program):
    """Bytes from a file and with colons, suites by any name, help and list."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(bytes(range(16)))
        file.flush()
        answers = {run(program, *SSL2, "-m", form).stdout
                   for form in (bytes(range(16)).hex(), bytes(range(16)).hex(":"), "@" + file.name)}
    if len(answers) != 1 or not values(answers.pop())["client_write_key"]:
        raise Failure("the forms of bytes are not alike")
    if "usage: legacyssl-kdf" not in run(program, "--help").stdout:
        raise Failure("--help does not help")
    for protocol, name in (("ssl2", "0x010080 SSL_CK_RC4_128_WITH_MD5"), ("pct1", "cipher 4 RC4"),
                           ("ssl3", "0x0004 "), ("tls10", "0x002f ")):
        if name not in run(program, "--list", "--protocol", protocol).stdout:
            raise Failure(f"--list of {protocol} lacks {name}")


def main():
    program, *files = sys.argv[1:]
    checked = 0
    for path in files:
        for block in blocks(path):
            if block.get("kind") == "derive" and not block.get("rc2_effective_bits"):
                try:
                    check_block(program, block)
                except Failure as failure:
                    raise SystemExit(f"{path}: {block['name']}: {failure}")
                checked += 1
    check_complaints(program)
    check_forms(program)
    check_notation(program)
    print(checked, "derivations")
    if checked == 0:
        raise SystemExit("there are none")


if __name__ == "__main__":
    main()
