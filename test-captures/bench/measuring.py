"""tshark over a capture, in several ways in turn, as often as their spread asks for."""
import statistics
import subprocess
from collections import namedtuple

import wireshark

# wall and processor seconds, megabytes
Run = namedtuple("Run", "wall cpu memory")
# the folder of plugins that tshark looks into, under wireshark.folder(); the preference that gets the key log; what
# else tshark is told
Way = namedtuple("Way", "plugins preference arguments", defaults=((),))

WAYS = {"without": Way("empty", None), "builtin": Way("empty", "tls.keylog_file"),
        "ours": Way("plugins", "legacyssl.keylog_file")}
COMMAND = ["tshark", "-q", "-z", "io,stat,0"]
LEAST_ROUNDS, MOST_ROUNDS = 3, 15
SPREAD = 0.02   # of the median: half of the rounds lie within so much


def measure(way, capture, keylog, arguments=()):
    keys = ["-o", f"{way.preference}:{keylog}"] if way.preference else []
    command = ["/usr/bin/time", "-f", "%e %U %S %M", *COMMAND, "-r", str(capture), *keys, *way.arguments,
               *arguments]
    environment = wireshark.environment(WIRESHARK_PLUGIN_DIR=str(wireshark.folder() / way.plugins))
    done = subprocess.run(wireshark.as_user(command), env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise wireshark.Failure(done.stderr)
    wall, user, system, kilobytes = map(float, done.stderr.splitlines()[-1].split())
    return Run(wall, user + system, kilobytes / 1024)


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
