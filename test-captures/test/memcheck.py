"""All captures under valgrind, or with sanitizers in the plugin: any report about our code is a failure.

Each capture is visited twice, the second time at random, with its key log, with a wrong one, with none,
cut, and with changed bytes; and read by tshark -2 with its key log. Sanitizers see every length field
with other values, too.
"""
import pathlib
import random
import re
import subprocess
import sys

import captures
import pcap
import runs
import test_lengths
import wireshark

OURS = tuple(f"({wireshark.ROOT}/{folder}/" for folder in ("plugin", "kdf"))  # where a frame of a stack is

# Under valgrind each tshark takes a while: it reads one capture of each folder.
FEW = ("ssl2/all-ciphers", "pct1/ciphers-hashes-40", "ssl3/openssl-1.0-deflate-cbc",
       "tls10/openssl-1.0-renegotiation-by-client", "other/openssl-1.0-tls12")


def sanitizers():
    library = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, check=True)
    wireshark.extra_environment.update(
        LD_PRELOAD=str(pathlib.Path(library.stdout.decode().strip()).resolve()),
        ASAN_OPTIONS="detect_leaks=0", UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1",
        WIRESHARK_DEBUG_WMEM_OVERRIDE="simple")


def valgrind():
    logs = wireshark.new_folder()
    wireshark.prefix.extend(["valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite",
                             "--num-callers=30", "--keep-debuginfo=yes", "--fullpath-after=",
                             f"--log-file={logs}/%p"])
    wireshark.extra_environment.update(WIRESHARK_DEBUG_WMEM_OVERRIDE="simple", G_SLICE="always-malloc")
    return logs


def twice(numbers):
    again = list(numbers)
    random.Random(1).shuffle(again)
    return [*numbers, *again]


def visits(capture):
    path, keylog = wireshark.stage(capture.pcap), wireshark.stage(capture.keylog)
    wrong = captures.with_wrong_secrets(capture.keylog.read_bytes())
    cut = wireshark.write("cut.pcap", pcap.build(pcap.cut(pcap.read(capture.pcap), 120)))
    yield "its key log", path, keylog
    yield "wrong secrets", path, wireshark.write("wrong.keylog", wrong)
    yield "no key log", path, None
    yield "packets cut", cut, keylog
    changed = pcap.with_changed_bytes(pcap.read(capture.pcap), 1)
    yield "changed bytes", wireshark.write("changed.pcap", pcap.build(changed)), keylog


def check(capture, tool):
    """Complaints of the sanitizers, which end the program."""
    for how, path, keylog in visits(capture):
        try:
            runs.visit(path, keylog, twice)
        except wireshark.Failure as failure:
            yield f"{capture} with {how}:\n{failure}"
    if tool == "sanitizers" or capture.name in FEW:
        try:
            wireshark.pdml(wireshark.stage(capture.pcap), 2, keylog=wireshark.stage(capture.keylog))
        except wireshark.Failure as failure:
            yield f"{capture} with tshark -2:\n{failure}"


def check_lengths(capture):
    try:
        test_lengths.test_lengths(capture)
    except (wireshark.Failure, AssertionError) as failure:
        yield f"{capture} with other lengths:\n{failure}"


def reports(logs):
    """Valgrind's reports, a paragraph each, in which our code has a part."""
    for log in sorted(logs.iterdir()):
        for report in re.split(r"^==\d+== *$", log.read_text(errors="replace"), flags=re.M):
            if any(ours in report for ours in OURS):
                yield report


def every_check(tool, logs):
    for capture in captures.shipped():
        print(f"{tool}: {capture}", flush=True)
        yield from check(capture, tool)
        if tool == "sanitizers" and capture in test_lengths.CHOSEN:
            yield from check_lengths(capture)
    try:
        runs.worker.close()
    except wireshark.Failure as failure:
        yield str(failure)
    if logs is not None:
        yield from reports(logs)


def main(tool):
    logs = valgrind() if tool == "valgrind" else sanitizers()
    complaints = 0
    for complaint in every_check(tool, logs):
        print(complaint, flush=True)
        complaints += 1
    print(f"{tool}: {len(captures.shipped())} captures, {complaints} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
