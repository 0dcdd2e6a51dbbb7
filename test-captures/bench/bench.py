"""Measures tshark with LegacySSL, with its own dissector, and without keys, in turn; with `hostile`, what captures
made to be slow cost; with `growth`, whether what one costs stays the same as they become many; with --against, what has become slower or faster since a commit."""
import argparse
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
for folder in ("test", "peers/pct1", "../kdf/test"):
    sys.path.append(str(HERE.parent / folder))

import against
import cases
import growing
import hostile
import measuring
import primitives
import traffic
import wireshark

HOSTILE, GROWTH = "hostile", "growth"
HOSTILE_SIZES = (1, 10)   # megabytes


def stage(make, segment=traffic.LOOPBACK):
    """The capture and the key log that `make` writes, where tshark can read them."""
    capture, keylog = wireshark.new_path("case.pcap"), wireshark.new_path("keys.log")
    with traffic.Capture(capture, segment) as writer, open(keylog, "w") as lines:
        make(writer, lines)
    for path in (capture, keylog):
        path.chmod(0o644)
    return capture, keylog


def measured(ways, make, given, arguments=(), segment=traffic.LOOPBACK):
    """The medians, their rounds, and the size of capture and key log in megabytes."""
    capture, keylog = stage(make, segment)
    size = (capture.stat().st_size + keylog.stat().st_size) / cases.MIB
    found, count = measuring.rounds(ways, capture, keylog, given.rounds, arguments)
    capture.unlink()
    keylog.unlink()
    return found, count, size


def ratio(value, base):
    return f"{value / base:5.2f}" if base > 0.01 else "    -"


# ---- beside the built-in -----------------------------------------------------------------------------------------

HEAD = """\
wall: seconds; cpu: user and system seconds; MB: most memory. Medians of so many rounds as their spread asks for
(the first column), tshark's reading of the whole capture. Then ratios: LegacySSL to the built-in dissector; the same
above the run without keys; cpu to the run without keys, and to the same dialogue captured in the clear, each with
libgcrypt's own time.

{blank:47} without keys           | built-in               | LegacySSL              | ours/built-in | above without | libgcrypt
{blank:47}    wall     cpu     MB |    wall     cpu     MB |    wall     cpu     MB |  wall   cpu |   cpu    MB | cpu  no key+it clear+it"""


def clear_seconds(case, given):
    """What the same dialogue in the clear takes."""
    if case.clear is None:
        return None
    found, _, _ = measured({"clear": measuring.WAYS["without"]},
                           lambda capture, keylog: case.clear(capture, keylog, given.scale), given, passes(given),
                           case.segment)
    return found["clear"].cpu


def line(case, found, count, given):
    without, builtin, ours = (found[way] for way in measuring.WAYS)
    cells = [f"{run.wall:7.2f} {run.cpu:7.2f} {run.memory:6.0f}" for run in (without, builtin, ours)]
    cells.append(f"{ratio(ours.wall, builtin.wall)} {ratio(ours.cpu, builtin.cpu)}")
    cells.append(f"{ratio(ours.cpu - without.cpu, builtin.cpu - without.cpu)} "
                 f"{ratio(ours.memory - without.memory, builtin.memory - without.memory)}")
    if case.primitives:
        bare = primitives.seconds(*case.primitives, int(100 * cases.MIB * given.scale))
        clear = clear_seconds(case, given)
        cells.append(f"{bare:6.2f} {ratio(ours.cpu, without.cpu + bare)} "
                     f"{ratio(ours.cpu, clear + bare) if clear else '    -'}")
    return f"{count:2} {case.title:44} " + " | ".join(cells)


def passes(given):
    return ["-2"] if given.passes == 2 else []


def beside_builtin(chosen, given):
    print(HEAD.format(blank=""), flush=True)
    for case in chosen:
        found, count, _ = measured(measuring.WAYS, lambda capture, keylog: case.make(capture, keylog, given.scale),
                                   given, passes(given), case.segment)
        print(line(case, found, count, given), flush=True)


# ---- against an older commit -------------------------------------------------------------------------------------

def against_commit(chosen, given):
    ways = {"before": against.build(given.against), "ours": measuring.WAYS["ours"]}
    print(f"cpu seconds and MB: {given.against}, now, what is more than {against.TELLING:.0%} either way", flush=True)
    for case in chosen:
        found, count, _ = measured(ways, lambda capture, keylog: case.make(capture, keylog, given.scale), given,
                                   passes(given), case.segment)
        before, ours = found["before"], found["ours"]
        print(f"{count:2} {case.title:44} {before.cpu:7.2f} {before.memory:6.0f} | {ours.cpu:7.2f} {ours.memory:6.0f} | "
              f"{against.verdict(before, ours)}", flush=True)


# ---- hostile captures --------------------------------------------------------------------------------------------

def hostile_line(case, given):
    ways = {"without": measuring.WAYS["without"], "ours": measuring.WAYS["ours"]._replace(arguments=case.arguments())}
    cells = []
    for size in HOSTILE_SIZES:
        found, _, megabytes = measured(
            ways, lambda capture, keylog: case.make(capture, keylog, int(size * given.scale * cases.MIB)), given)
        seconds, memory = (found["ours"].cpu - found["without"].cpu, found["ours"].memory - found["without"].memory)
        cells.append(f"{megabytes:5.1f} {seconds:7.2f} {seconds / megabytes:6.2f} {memory / megabytes:6.1f}")
    return f"{case.name:17} {case.title:45} " + " | ".join(cells)


def hostile_captures(chosen, given):
    print(f"""{"":63}    MB seconds  a MB  B a B |    MB seconds  a MB  B a B
cpu seconds and memory above the run without keys, of capture and key log""", flush=True)
    for case in chosen:
        print(hostile_line(case, given), flush=True)


def arguments():
    parser = argparse.ArgumentParser(prog="bench.sh", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="parts of names; all if none is given. The first can be "
                        f"{HOSTILE} or {GROWTH}")
    parser.add_argument("--rounds", type=int, default=0, help="instead of as many as their spread asks for")
    parser.add_argument("--scale", type=float, default=1, help="make the captures smaller: 0.1")
    parser.add_argument("--passes", type=int, choices=(1, 2), default=1)
    parser.add_argument("--against", metavar="COMMIT", help="measure the plugin of that commit beside this one")
    parser.add_argument("--most", type=float, default=1e9, metavar="SECONDS",
                        help="begin no other case of growth after that; called again, it goes on")
    parser.add_argument("--count", action="store_true",
                        help="of growth: instructions and cache misses by valgrind, on any machine the same, instead of "
                        "time; 50 times as slow")
    parser.add_argument("--list", action="store_true", help="name the cases")
    return parser.parse_intermixed_args()


def main():
    given = arguments()
    if given.cases[:1] == [GROWTH]:
        growing.run(given.cases[1:], given.most, given.count)
        return
    is_hostile = given.cases[:1] == [HOSTILE]
    parts = given.cases[is_hostile:]
    chosen = [case for case in (hostile.CASES if is_hostile else cases.CASES)
              if not parts or any(part in case.name for part in parts)]
    if given.list:
        print("\n".join(f"{case.name:20} {case.title}" for case in chosen))
    elif is_hostile:
        hostile_captures(chosen, given)
    elif given.against:
        against_commit(chosen, given)
    else:
        beside_builtin(chosen, given)


if __name__ == "__main__":
    main()
