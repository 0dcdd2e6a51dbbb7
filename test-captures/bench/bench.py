"""Measures tshark with LegacySSL, with its own dissector, and without keys, in turn."""
import argparse
import itertools
import pathlib
import statistics
import subprocess
import sys
from collections import namedtuple

HERE = pathlib.Path(__file__).resolve().parent
for folder in ("test", "peers/pct1", "../kdf/test"):
    sys.path.append(str(HERE.parent / folder))

import cases
import primitives
import traffic
import wireshark

# wall and processor seconds, megabytes
Run = namedtuple("Run", "wall cpu memory")
WAYS = {   # the plugin's folder, the preference that gets the key log
    "without": (False, None),
    "builtin": (False, "tls.keylog_file"),
    "ours": (True, "legacyssl.keylog_file"),
}
COMMAND = ["tshark", "-q", "-z", "io,stat,0"]


def make(case, scale):
    """The capture and the key log, where tshark can read them."""
    capture, keylog = wireshark.new_path(f"{case.name}.pcap"), wireshark.new_path("keys.log")
    with traffic.Capture(capture, case.segment) as writer, open(keylog, "w") as lines:
        case.make(writer, lines, scale)
    for path in (capture, keylog):
        path.chmod(0o644)
    return capture, keylog


def measure(way, capture, keylog, arguments):
    plugin, preference = WAYS[way]
    keys = ["-o", f"{preference}:{keylog}"] if preference else []
    command = ["/usr/bin/time", "-f", "%e %U %S %M", *COMMAND, "-r", str(capture), *keys, *arguments]
    done = subprocess.run(wireshark.as_user(command), env=wireshark.environment(plugin),
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise wireshark.Failure(done.stderr)
    wall, user, system, kilobytes = map(float, done.stderr.splitlines()[-1].split())
    return Run(wall, user + system, kilobytes / 1024)


def rounds(capture, keylog, count, arguments):
    """The medians of each way, which take turns so that a busy machine hits all alike."""
    found = {way: [] for way in WAYS}
    for _, way in itertools.product(range(count), WAYS):
        found[way].append(measure(way, capture, keylog, arguments))
    return {way: Run(*map(statistics.median, zip(*runs))) for way, runs in found.items()}


def ratio(value, base):
    return f"{value / base:5.2f}" if base > 0.01 else "    -"


def line(case, found, scale):
    without, builtin, ours = (found[way] for way in WAYS)
    cells = [f"{run.wall:7.2f} {run.cpu:7.2f} {run.memory:6.0f}" for run in (without, builtin, ours)]
    cells.append(f"{ratio(ours.wall, builtin.wall)} {ratio(ours.cpu, builtin.cpu)}")
    cells.append(f"{ratio(ours.cpu - without.cpu, builtin.cpu - without.cpu)} "
                 f"{ratio(ours.memory - without.memory, builtin.memory - without.memory)}")
    if case.primitives:
        bare = primitives.seconds(*case.primitives, int(100 * cases.MIB * scale))
        cells.append(f"{bare:6.2f} {ratio(ours.cpu, without.cpu + bare)}")
    return f"{case.title:44} " + " | ".join(cells)


HEAD = """\
wall: seconds; cpu: user and system seconds; MB: most memory. Medians of {rounds} rounds, tshark's
reading of the whole capture; the last columns are ratios: LegacySSL to the built-in dissector, the
same above the run without keys, and to the run without keys plus libgcrypt's own time.

{blank:44} without keys           | built-in               | LegacySSL              | ours/built-in | above without | libgcrypt
{blank:44}    wall     cpu     MB |    wall     cpu     MB |    wall     cpu     MB |  wall   cpu |   cpu    MB | cpu  ours/(without+it)"""


def arguments():
    parser = argparse.ArgumentParser(prog="bench.sh", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="parts of names; all if none is given")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1, help="make the captures smaller: 0.1")
    parser.add_argument("--passes", type=int, choices=(1, 2), default=1)
    parser.add_argument("--list", action="store_true", help="name the cases")
    return parser.parse_args()


def main():
    given = arguments()
    chosen = [case for case in cases.CASES
              if not given.cases or any(part in case.name for part in given.cases)]
    if given.list:
        print("\n".join(f"{case.name:20} {case.title}" for case in chosen))
        return
    print(HEAD.format(rounds=given.rounds, blank=""), flush=True)
    for case in chosen:
        capture, keylog = make(case, given.scale)
        found = rounds(capture, keylog, given.rounds, ["-2"] if given.passes == 2 else [])
        print(line(case, found, given.scale), flush=True)
        capture.unlink()
        keylog.unlink()


if __name__ == "__main__":
    main()
