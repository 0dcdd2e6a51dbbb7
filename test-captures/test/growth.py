"""What a Wireshark that opens and closes one file after the other keeps of each: with the plugin no more
than without it. Sharkd itself never closes a file: its own share is some 600 kB, most of it buffers that
nothing is written to; and the list of what each frame has, two or three nodes of which are ours or HTTP's.
"""
import functools
import itertools
import re
import signal
import subprocess
import sys
import time

import captures
import wireshark

BYTES = 10_000
TOLERANCE = 100  # bytes a file


@functools.cache
def counter():
    """The library that tells how much is allocated."""
    library = wireshark.new_path("heap_in_use.so")
    source = wireshark.ROOT / "test-captures/test/heap_in_use.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
    return library


class Process(wireshark.Sharkd):
    """May have as many files open as it wants, and tells how much it has allocated."""

    def __init__(self, plugin):
        wireshark.prefix.extend(["prlimit", "--nofile=20000:"])
        wireshark.extra_environment["LD_PRELOAD"] = str(counter())
        super().__init__(plugin)
        wireshark.prefix.clear()
        wireshark.extra_environment.clear()

    def allocated(self):
        """Bytes."""
        self.ask("status")
        time.sleep(0.05)  # it waits for the next question now
        said = self.errors.read_text()
        self.process.send_signal(signal.SIGUSR1)
        while (now := self.errors.read_text()) == said:
            time.sleep(0.01)
        return int(re.findall(r"(\d+) bytes in use", now)[-1])


def all_keys():
    return wireshark.write("all.keylog", b"\n".join(
        capture.keylog.read_bytes() for capture in captures.shipped()))


def small(step=1):
    return [capture for capture in captures.shipped() if capture.pcap.stat().st_size < BYTES][::step]


def per_file(files, plugin, chosen):
    """Bytes that each of so many files leaves behind. All were open once before: that makes what stays, tables
    of GLib and libgcrypt."""
    process = Process(plugin)
    settings = {"legacyssl.keylog_file" if plugin else "tls.keylog_file": all_keys()}
    for number, capture in zip(range(len(chosen) + files), itertools.cycle(chosen)):
        if number == len(chosen):
            began = process.allocated()
        process.load(wireshark.stage(capture.pcap), settings)
    grown = process.allocated() - began
    process.close()
    return grown / files


def both(files, chosen):
    """Without the plugin and with it."""
    return [per_file(files, plugin, chosen) for plugin in (False, True)]


def main(files):
    without, with_plugin = both(files, small())
    print(f"{files} files: {without:.0f} bytes each without the plugin, {with_plugin:.0f} with it")
    return 1 if with_plugin > without + TOLERANCE else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
