"""Whether what a connection, a GiB, a record, a line, a session or a file costs stays the same as they become many:
processor time and memory above the run without keys. What is measured is kept, so that it can be gone on with."""
import ctypes
import itertools
import json
import os
import time
from collections import namedtuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding

import captures
import cases
import measuring
import pcap
import peers
import traffic
import wireshark

KEPT, KEPT_COUNTS = wireshark.BUILD / "growth.json", wireshark.BUILD / "growth-counts.json"
PEERS = cases.ROOT / "peers/openssl-1.0"
AES = "TLS_RSA_WITH_AES_128_CBC_SHA"
MIB = cases.MIB
CHUNK = 16 * MIB

# `unit`: of what there are so many; `make(capture, keylog, number)`; `ways()`: what is measured, and above what
Case = namedtuple("Case", "name unit numbers make ways")


def connections(capture, keylog, number):
    cases.many_connections(capture, keylog, number / 20_000)


def download(capture, keylog, mebibytes):
    connection = capture.connect(cases.PLAIN_PORT)
    peer = peers.Tls(connection, "TLS 1.0", AES, cases.CERTIFICATE)
    keylog.write(peer.keylog)
    for _ in range(0, mebibytes * MIB, CHUNK):
        peer.say("server", cases.text(min(CHUNK, mebibytes * MIB)))
    connection.close()


def records(capture, keylog, number):
    connection = capture.connect(cases.PLAIN_PORT)
    peer = peers.Tls(connection, "TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5", cases.CERTIFICATE)
    keylog.write(peer.keylog)
    for _ in range(0, number, 1000):
        connection.send("server", pcap.ACK | pcap.PSH,
                        b"".join(peer.sealed("server", peers.APPLICATION_DATA, b"x") for _ in range(1000)))
    connection.close()


def lines(capture, keylog, number):
    for _ in range(number):
        keylog.write(f"CLIENT_RANDOM {os.urandom(32).hex()} {os.urandom(48).hex()}\n")
    connections(capture, keylog, 20)


def sessions(capture, keylog, number):
    key = x509.load_pem_x509_certificate((PEERS / "rsa.crt").read_bytes()).public_key()
    for _ in range(number):
        connection = capture.connect(443)
        peer = peers.RsaTls(connection, AES, cases.CERTIFICATE,
                            lambda premaster: key.encrypt(premaster, padding.PKCS1v15()))
        keylog.write(peer.keylog)
        peer.say("client", cases.REQUEST)
        connection.close()


def with_keys():
    """Above the run without."""
    return measuring.WAYS["ours"], measuring.WAYS["without"]


def with_rsa_key():
    """Above the run with a key log: what is left are the decryptions."""
    entry = f'uat:rsa_keys:"{wireshark.stage(PEERS / "rsa.pem")}",""'
    return measuring.Way("plugins", None, ("-o", entry)), measuring.WAYS["ours"]


CASES = (
    Case("connections", "connection", (2_000, 20_000, 100_000, 500_000), connections, with_keys),
    Case("download", "MiB in one connection", (10, 100, 1024, 4608), download, with_keys),
    Case("records", "record of one byte", (10_000, 100_000, 1_000_000, 10_000_000), records, with_keys),
    Case("lines", "line of the key log", (100_000, 1_000_000, 10_000_000), lines, with_keys),
    Case("sessions", "decryption with an RSA key", (100, 1_000, 10_000), sessions, with_rsa_key),
    Case("files", "file in one sharkd", (50, 500, 5_000), None, None),
)


class Datum(ctypes.Structure):
    _fields_ = (("data", ctypes.c_char_p), ("size", ctypes.c_uint))


def gnutls_seconds(number):
    """What GnuTLS itself takes to decrypt so many."""
    library, key = ctypes.CDLL("libgnutls.so.30"), ctypes.c_void_p()
    pem = (PEERS / "rsa.pem").read_bytes()
    public = x509.load_pem_x509_certificate((PEERS / "rsa.crt").read_bytes()).public_key()
    encrypted = public.encrypt(bytes(48), padding.PKCS1v15())
    assert library.gnutls_privkey_init(ctypes.byref(key)) == 0
    assert library.gnutls_privkey_import_x509_raw(key, ctypes.byref(Datum(pem, len(pem))), 1, None, 0) == 0
    start = time.process_time()
    for _ in range(number):
        plain = Datum()
        assert library.gnutls_privkey_decrypt_data(key, 0, ctypes.byref(Datum(encrypted, len(encrypted))),
                                                   ctypes.byref(plain)) == 0
    return time.process_time() - start


def of_process(process):
    """Seconds of the processor, and bytes of memory."""
    fields = open(f"/proc/{process.pid}/stat").read().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    return ((int(fields[11]) + int(fields[12])) / ticks, int(fields[21]) * os.sysconf("SC_PAGE_SIZE"))


def sharkd(plugin, number):
    """Seconds and bytes that so many small captures take, one after the other."""
    chosen = [capture.pcap for capture in captures.shipped() if capture.pcap.stat().st_size < 10_000]
    keylog = wireshark.write("all.keylog", b"\n".join(capture.keylog.read_bytes() for capture in captures.shipped()))
    settings = {"legacyssl.keylog_file" if plugin else "tls.keylog_file": keylog}
    wireshark.prefix.extend(["prlimit", "--nofile=20000:"])
    server = wireshark.Sharkd(plugin)
    wireshark.prefix.clear()
    for path in chosen:
        server.load(wireshark.stage(path), settings)
    before = of_process(server.process)
    for _, path in zip(range(number), itertools.cycle(chosen)):
        server.load(wireshark.stage(path), settings)
    after = of_process(server.process)
    server.close()
    return [late - early for late, early in zip(after, before)]


def of_files(number):
    without, ours = sharkd(False, number), sharkd(True, number)
    return [ours[i] - without[i] for i in range(2)]


def of_capture(case, number, measure, ways):
    """What is measured of each way."""
    capture, keylog = wireshark.new_path("growing.pcap"), wireshark.new_path("keys.log")
    with traffic.Capture(capture, traffic.LOOPBACK) as writer, open(keylog, "w") as lines_of:
        case.make(writer, lines_of, number)
    for path in (capture, keylog):
        path.chmod(0o644)
    found = [measure(way, capture, keylog) for way in ways]
    for path in (capture, keylog):
        path.unlink()
    return found


def costs(case, number):
    """Seconds and bytes."""
    if case.make is None:
        return of_files(number)
    ours, base = of_capture(case, number, measuring.measure, case.ways())
    return ours.cpu - base.cpu, (ours.memory - base.memory) * MIB


def measure(case, number):
    """Seconds and bytes of one."""
    seconds, memory = costs(case, number)
    row = {"seconds": seconds / number, "bytes": memory / number}
    if case.name == "sessions":
        row["gnutls"] = gnutls_seconds(number) / number
    return row


def count(case, number):
    """Instructions and cache misses of one; in the smallest capture with the built-in dissector, too."""
    ours, base = case.ways()
    ways = {"LegacySSL": ours}
    if case.ways is with_keys and number == case.numbers[0]:
        ways["built-in"] = measuring.WAYS["builtin"]
    *found, floor = of_capture(case, number, measuring.count, (*ways.values(), base))
    return {who: [(more - less) / number for more, less in zip(counts, floor)] for who, counts in zip(ways, found)}


# ---- what is kept ------------------------------------------------------------------------------------------------

def kept(path):
    return json.loads(path.read_text()) if path.exists() else {}


def keep(path, rows):
    path.write_text(json.dumps(rows, indent=1))


def in_order(rows):
    """Of each case, what was found, from small to large."""
    for case in CASES:
        yield case, [(number, rows[f"{case.name} {number}"]) for number in case.numbers
                     if f"{case.name} {number}" in rows]


def chart(rows):
    """For the README: a bar of ten is what one costs in the smallest capture."""
    for case, found in in_order(rows):
        for number, row in found:
            least = found[0][1]["seconds"]
            share = row["seconds"] / least if least > 0 else 0
            print(f"    {number:>10,} × {case.unit:31} {'█' * round(10 * share):12} {share:4.2f}  "
                  f"{row['seconds'] * 1e6:9.1f} µs  {row['bytes']:9.0f} bytes"
                  + (f"  {row['seconds'] / row['gnutls']:4.2f} × GnuTLS" if "gnutls" in row else ""))


def table_of_counts(rows):
    for case, found in in_order(rows):
        for number, counted in found:
            for who, (instructions, first, last) in counted.items():
                print(f"    {number:>10,} × {case.unit:31} {who:9} {instructions:11,.0f} instructions  "
                      f"{first:8,.1f} misses of the first cache  {last:6.1f} of the last")


def run(names, most, is_counted):
    """The cases from small to large, until `most` seconds have gone by."""
    path, of_one, show = (KEPT_COUNTS, count, table_of_counts) if is_counted else (KEPT, measure, chart)
    rows, start = kept(path), time.monotonic()
    todo = sorted(((i, case, number) for case in CASES for i, number in enumerate(case.numbers)
                   if (not names or any(name in case.name for name in names)) and (case.make or not is_counted)),
                  key=lambda one: one[0])
    for _, case, number in todo:
        key = f"{case.name} {number}"
        if key in rows or time.monotonic() - start > most:
            continue
        print(f"{number:,} × {case.unit} …", flush=True)
        rows[key] = of_one(case, number)
        keep(path, rows)
    show(rows)
