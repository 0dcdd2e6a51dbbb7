"""Tshark and sharkd with a plugin built with sanitizers, watched: what they say, what they cost.

Nothing may be reported by a sanitizer or by Wireshark's own checks or be called a dissector bug, and no
run may take more CPU time or memory than a small multiple of what as much undisturbed traffic takes.
"""
import collections
import json
import os
import pathlib
import re
import resource
import subprocess
import tempfile

import pcap
import wireshark

BYTES_OF_A_PACKET = 200  # count as much as the packet itself
TIMES = 4  # what undisturbed traffic takes of time and memory
SECONDS, MEGABYTES = 1, 100  # and this beyond
MOST_SECONDS = 240  # for an endless loop
LOADS = 200  # sharkd itself never closes a file, with the plugin or without
SHARKD_MEGABYTES, MEGABYTES_OF_A_LOAD = 500, 2  # the first with what ASan keeps of freed memory
BUG = re.compile(r"\[Dissector bug, protocol [^:]*: .*")
SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1",
              "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:abort_on_error=1",
              "WIRESHARK_DEBUG_WMEM_OVERRIDE": "simple", "WIRESHARK_ABORT_ON_TOO_MANY_ITEMS": "1"}
# How tshark reads them; the last time with Wireshark's own allocator that checks for steps beside.
WAYS = ((("-V",), {}), (("-2", "-V", "-x"), {}), ((), {"WIRESHARK_DEBUG_WMEM_OVERRIDE": "strict"}))
TAPS = ("-z", "legacyssl,tree", "-z", "legacyssl,keys", "-z", "follow,legacyssl,hex,0")
HARMLESS = ("Running as user", "Hello in child.", "load: filename=")  # what they always say

Cost = collections.namedtuple("Cost", "seconds megabytes")


class Finding(Exception):
    """A run that did not end as it should."""


def environment(preload, **more):
    return wireshark.environment(**{**SANITIZERS, **wireshark.without_data(), **more},
                                 **({"LD_PRELOAD": preload} if preload else {}))


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def is_harmless(line):
    """Bugs of dissectors are looked for in what is shown: there they can be compared."""
    return line.strip() == "" or line.startswith(HARMLESS) or "Dissector bug" in line


def look_at(errors):
    """Raises what should not have been said."""
    said = [line for line in errors.decode(errors="replace").splitlines() if not is_harmless(line)]
    if said:
        raise Finding("\n".join(said[:60]))


def run_tshark(path, keylog, env, *arguments):
    """What it cost, and the bugs of dissectors that it shows."""
    ours = ("-o", f"legacyssl.keylog_file:{keylog}", *TAPS)
    theirs = ("-o", f"tls.keylog_file:{keylog}")
    command = ["tshark", "-r", path, *(ours if "LD_PRELOAD" in env else theirs), *arguments]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(wireshark.as_user(list(map(str, command))), env=env, preexec_fn=limit,
                                   cwd=wireshark.folder(), stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        look_at(errors.read())
        if process.returncode != 0:
            raise Finding(f"tshark {' '.join(arguments)} ended with {process.returncode}")
        output.seek(0)
        bugs = {bug for line in output for bug in BUG.findall(line.decode(errors="replace"))}
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), bugs


def amount(packets):
    return len(packets) + sum(len(packet.data) for packet in packets) / BYTES_OF_A_PACKET


class Tshark:
    """Runs of it, with what they may cost: so much to start, so much for an amount of packets."""

    def __init__(self, keylog, preload, usual):
        """`usual`: packets with which nothing is wrong."""
        self.keylog, self.preload = keylog, preload
        self.bounds = []
        for way in WAYS:
            start, whole = (self.cost(packets, way) for packets in ([], usual))
            self.bounds.append((start, [(more - less) / amount(usual) for less, more in zip(start, whole)]))
        print("seconds and MB to start, and for a thousand packets:", *(
            f"{start.seconds:.2f} {start.megabytes:.0f}, {1000 * each[0]:.2f} {1000 * each[1]:.0f};"
            for start, each in self.bounds), flush=True)

    def cost(self, packets, way):
        """Bugs that Wireshark has without us are none of ours."""
        arguments, more = way
        path = wireshark.write("mutants.pcap", pcap.build(packets))
        cost, bugs = run_tshark(path, self.keylog, environment(self.preload, **more), *arguments)
        if bugs:
            _, others = run_tshark(path, self.keylog, wireshark.environment(plugin=False), *arguments)
            bugs -= others
        if bugs:
            raise Finding("\n".join(sorted(bugs)))
        path.unlink()
        path.parent.rmdir()
        return cost

    def run(self, packets):
        for way, (start, each) in zip(WAYS, self.bounds):
            cost = self.cost(packets, way)
            for name, took, least, rate, beyond in zip(cost._fields, cost, start, each, (SECONDS, MEGABYTES)):
                if took > least + beyond + TIMES * rate * amount(packets):
                    raise Finding(f"tshark {' '.join(way[0])} took {took:.1f} {name} for {len(packets)} packets")


class Visitor:
    """A sharkd that is watched."""

    def __init__(self, keylog, preload):
        self.errors = open(wireshark.new_path("errors"), "w+b")
        self.process = subprocess.Popen(
            wireshark.as_user(["sharkd", "-"]), env=environment(preload), cwd=wireshark.folder(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)
        self.ask("setconf", name="legacyssl.keylog_file", value=str(keylog))
        self.loads = 0

    def peak(self):
        """How many megabytes it had at most."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+)", status).group(1)) / 1024

    def ask(self, method, **parameters):
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        self.look(answer)
        return json.loads(answer.decode(errors="replace")).get("result", {})

    def look(self, answer):
        self.errors.seek(0)
        look_at(self.errors.read())
        if b"Dissector bug, protocol LegacySSL" in answer:
            raise Finding(answer.decode(errors="replace")[:2000])
        if not answer:
            raise Finding(f"sharkd ended with {self.process.wait()}")

    def visit(self, packets, numbers):
        """A file of these, and those of them in that order."""
        path = wireshark.write("mutant.pcap", pcap.build(packets))
        self.ask("load", file=str(path))
        for number in numbers:
            self.ask("frame", frame=number, proto=True, columns=True, bytes=True)
        path.unlink()
        path.parent.rmdir()
        self.loads += 1
        if self.peak() > SHARKD_MEGABYTES + self.loads * MEGABYTES_OF_A_LOAD:
            raise Finding(f"sharkd had {self.peak():.0f} MB after {self.loads} files")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


