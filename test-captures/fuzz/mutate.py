"""Runs tshark and sharkd, with a plugin built with sanitizers, over mutated copies of every capture.

Many mutated captures are merged into one file, each with addresses of its own: tshark reads them in
one pass, in two, and without drawing anything. Sharkd loads some one by one and visits packets in
any order. A batch with which something is wrong is taken apart to find the capture that is to blame.
"""
import argparse
import collections
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "test"))

import captures  # noqa: E402
import mutations  # noqa: E402
import pcap  # noqa: E402
import watched  # noqa: E402
import wireshark  # noqa: E402

BATCH = 50
BYTES_OF_A_CAPTURE = 60_000  # of larger ones a part is taken
PACKETS_OF_A_CAPTURE = 200
VISITED = 4  # every so many of the captures is given to sharkd, too
VISITS = 12

Mutant = collections.namedtuple("Mutant", "name number packets")


def part_of(packets, source):
    """What begins anywhere, but mostly at the beginning, and is not too large."""
    start = source.choice((0, 0, 0, source.randrange(len(packets))))
    size, part = 0, []
    for packet in packets[start:start + PACKETS_OF_A_CAPTURE]:
        size += len(packet.data)
        if size > BYTES_OF_A_CAPTURE and part:
            break
        part.append(packet)
    return part


def make_mutants(seed):
    """Endlessly, each capture in turn; reproducible by the seed."""
    number = 0
    while True:
        for capture in captures.shipped():
            source = random.Random(f"{seed} {number} {capture.name}")
            packets, names = mutations.mutate(part_of(pcap.read(capture.pcap), source), source)
            name = f"{capture.name} {number} {'+'.join(names)}"
            yield Mutant(name, number, pcap.with_addresses_of(packets, 1 + number % 60000))
            number += 1


def merged(mutants):
    return [packet for mutant in mutants for packet in mutant.packets]


def undisturbed():
    """Packets of every capture."""
    source = random.Random(1)
    return [packet for number, capture in enumerate(captures.shipped())
            for packet in pcap.with_addresses_of(part_of(pcap.read(capture.pcap), source), number)]


def all_keys():
    return wireshark.write("all.keylog", b"\n".join(
        log.read_bytes() for capture in captures.shipped()
        for log in (capture.keylog, *capture.other_keylogs)))


def keep(mutant, complaint, folder):
    folder.mkdir(parents=True, exist_ok=True)
    name = mutant.name.replace("/", "-").replace(" ", "_")
    (folder / f"{name}.pcap").write_bytes(pcap.build(mutant.packets))
    (folder / f"{name}.txt").write_text(f"{mutant.name}\n{complaint}\n")
    print(f"FOUND {mutant.name}: {complaint[:400]}", flush=True)


def find_culprits(mutants, complaint, run, folder):
    """Halves what fails until one is left, or neither half fails. How many were found."""
    if len(mutants) == 1:
        keep(mutants[0], complaint, folder)
        return 1
    found = 0
    for half in (mutants[:len(mutants) // 2], mutants[len(mutants) // 2:]):
        try:
            run(half)
        except watched.Finding as finding:
            found += find_culprits(half, str(finding), run, folder)
    if not found:
        keep(Mutant(f"together from {mutants[0].number}", 0, merged(mutants)), complaint, folder)
    return max(1, found)


class Campaign:
    """Batch after batch, until there were enough."""

    def __init__(self, options):
        self.options, self.keylog = options, all_keys()
        self.tshark = watched.Tshark(self.keylog, options.preload, undisturbed())
        self.visitor = None
        self.found = self.runs = 0
        self.began = time.monotonic()

    def new_visitor(self):
        if self.visitor is None or self.visitor.loads >= watched.LOADS:
            self.close()
            self.visitor = watched.Visitor(self.keylog, self.options.preload)
        return self.visitor

    def close(self):
        if self.visitor is not None:
            self.visitor.close()
        self.visitor = None

    def run_batch(self, batch):
        self.tshark.run(merged(batch))

    def visit_some(self, batch):
        for mutant in batch[::VISITED]:
            numbers = range(1, len(mutant.packets) + 1)
            chosen = random.Random(mutant.name).choices(numbers, k=VISITS) if numbers else ()
            try:
                self.new_visitor().visit(mutant.packets, chosen)
            except watched.Finding as finding:
                keep(mutant, str(finding), self.options.keep)
                self.close()
                self.found += 1

    def run(self):
        mutants = make_mutants(self.options.seed)
        while self.runs < self.options.mutants:
            batch = [next(mutants) for _ in range(self.options.batch)]
            try:
                self.run_batch(batch)
            except watched.Finding as finding:
                self.found += find_culprits(batch, str(finding), self.run_batch, self.options.keep)
            self.visit_some(batch)
            self.runs += len(batch)
            print(f"{self.runs} mutated captures in {time.monotonic() - self.began:.0f} s, "
                  f"findings: {self.found}", flush=True)
        self.close()
        return self.found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--preload", help="the sanitizer's library, loaded before Wireshark")
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("findings"))
    options = parser.parse_args()
    sys.exit(1 if Campaign(options).run() else 0)


if __name__ == "__main__":
    main()
