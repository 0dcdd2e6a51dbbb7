"""tshark over a capture, in several ways in turn, as often as their spread asks for."""
import re
import statistics
import subprocess
from collections import namedtuple

import wireshark

# wall and processor seconds, megabytes
Run = namedtuple("Run", "wall cpu memory")
# misses of the first cache, of instructions and of data, and of the last one
Counts = namedtuple("Counts", "instructions first last")
# the folder of plugins that tshark looks into, under wireshark.folder(); the preference that gets the key log; what
# else tshark is told
Way = namedtuple("Way", "plugins preference arguments", defaults=((),))

WAYS = {"without": Way("empty", None), "builtin": Way("empty", "tls.keylog_file"),
        "ours": Way("plugins", "legacyssl.keylog_file")}
COMMAND = ["tshark", "-q", "-z", "io,stat,0"]
LEAST_ROUNDS, MOST_ROUNDS = 3, 15
SPREAD = 0.02   # of the median: half of the rounds lie within so much
CACHES = ("--I1=32768,8,64", "--D1=32768,8,64", "--LL=33554432,16,64")   # everywhere the same: bytes, ways, a line


def under(watcher, way, capture, keylog, arguments=()):
    """What `watcher`, a command that runs another one, says of tshark."""
    keys = ["-o", f"{way.preference}:{keylog}"] if way.preference else []
    command = [*watcher, *COMMAND, "-r", str(capture), *keys, *way.arguments, *arguments]
    environment = wireshark.environment(WIRESHARK_PLUGIN_DIR=str(wireshark.folder() / way.plugins))
    done = subprocess.run(wireshark.as_user(command), env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise wireshark.Failure(done.stderr)
    return done.stderr


def measure(way, capture, keylog, arguments=()):
    said = under(("/usr/bin/time", "-f", "%e %U %S %M"), way, capture, keylog, arguments)
    wall, user, system, kilobytes = map(float, said.splitlines()[-1].split())
    return Run(wall, user + system, kilobytes / 1024)


def count(way, capture, keylog):
    """The same on every machine, whatever else it does; 50 times as slow."""
    said = under(("valgrind", "--tool=cachegrind", "--cache-sim=yes", "--cachegrind-out-file=/dev/null", *CACHES),
                 way, capture, keylog)
    instructions, code, data, last = (int(re.search(name + r":\s+([\d,]+)", said)[1].replace(",", ""))
                                      for name in (r"I\s+refs", r"I1\s+misses", r"D1\s+misses", r"LL\s+misses"))
    return Counts(instructions, code + data, last)


def medians(runs):
    return Run(*map(statistics.median, zip(*runs)))


def spread(runs):
    """Of the processor's seconds, between the quartiles."""
    seconds = [run.cpu for run in runs]
    low, _, high = statistics.quantiles(seconds, n=4)
    return (high - low) / statistics.median(seconds)


def is_enough(found, count):
    """`found`: the runs of each way so far."""
    done = min(map(len, found.values()))
    if count:
        return done >= count
    return done >= MOST_ROUNDS or (done >= LEAST_ROUNDS and max(map(spread, found.values())) <= SPREAD)


def rounds(ways, capture, keylog, count=0, arguments=()):
    """The medians of each way, which take turns so that a busy machine hits all alike; and how many rounds
    they are of: `count`, or as many as it takes."""
    found = {name: [] for name in ways}
    while not is_enough(found, count):
        for name, way in ways.items():
            found[name].append(measure(way, capture, keylog, arguments))
    return {name: medians(runs) for name, runs in found.items()}, min(map(len, found.values()))
