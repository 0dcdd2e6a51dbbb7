"""Types the README's commands for archives, over one of COUNT captures: see archive.sh.

usage: archive.py FOLDER
"""
import collections
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "test"))

import captures  # noqa: E402
import clusters  # noqa: E402
import wireshark  # noqa: E402

COUNT = int(os.environ.get("COUNT", 1000))
README = HERE.parents[1] / "README.md"

# What stands for tshark on every host: root's Wireshark does not look into the build tree, and it is written
# down which captures were read to their end.
TSHARK = """#!/bin/sh
set -eu
setpriv --reuid=65534 --regid=65534 --clear-groups env WIRESHARK_PLUGIN_DIR={build}/plugins HOME={build}/config \\
  WIRESHARK_CONFIG_DIR={build}/config LC_ALL=C.UTF-8 {tshark} "$@"
echo "$2" >>done
"""


class Failure(Exception):
    pass


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def command_of_readme(word):
    """The one block of commands in its chapter on archives that has this word."""
    chapter = re.search(r"^## Archives of many captures\n(.*?)^## ", README.read_text(), re.DOTALL | re.MULTILINE)[1]
    blocks = [block for block in re.findall(r"(?:^    .*\n)+", chapter, re.MULTILINE) if word in block]
    assert len(blocks) == 1, f"{word}: in {len(blocks)} blocks"
    return textwrap.dedent(blocks[0])


def make_archive(folder):
    """COUNT captures, the shipped ones over and over, and one key log of them all."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [capture for capture in captures.ours() if capture.keylog.exists()]
    keylog = b"\n".join(capture.keylog.read_bytes() for capture in chosen)
    (folder / "all.keylog").write_bytes(keylog)
    (folder / "all.keylog").chmod(0o644)
    for number in range(COUNT):
        capture = chosen[number % len(chosen)]
        path = folder / f"{number:05}-{capture.name.replace('/', '-')}.pcap"
        if not path.exists():
            shutil.copy(capture.pcap, path)
            path.chmod(0o644)
    return {path.stem for path in folder.glob("*.pcap")}


def make_tshark(folder):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tshark"
    path.write_text(TSHARK.format(build=wireshark.folder(), tshark=shutil.which("tshark")))
    path.chmod(0o755)
    return path


def made(archive):
    return {path.stem for path in archive.glob("*.tsv")}


def wait(process, archive, until):
    """Shows progress until so many tables are there, or the process ends."""
    shown = time.monotonic()
    while process.poll() is None and len(made(archive)) < until:
        time.sleep(0.3)
        if time.monotonic() - shown > 10:
            say(f"  {len(made(archive))} of {COUNT} tables")
            shown = time.monotonic()


def found(*arguments):
    return [int(pid) for pid in subprocess.run(["pgrep", *map(str, arguments)], capture_output=True,
                                               text=True).stdout.split()]


def kill_a_worker(process, tshark):
    """The shell, tshark and what it has started: as a node that goes away."""
    while not (pids := found("-f", f"^/bin/sh {tshark} ")):
        if process.poll() is not None:
            raise Failure("no worker was at work that could be killed")
        time.sleep(0.01)
    parent = int(pathlib.Path(f"/proc/{pids[0]}/stat").read_text().rpartition(")")[2].split()[1])
    for pid in [parent, pids[0], *found("-P", pids[0])]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    say(f"  a worker was killed, process {pids[0]}")


def run(cluster, command, archive, tshark):
    """Start, kill a worker in the middle, and type the same again until nothing is missing."""
    names = make_archive(archive)
    began, rounds, is_killed = time.monotonic(), 0, bool(made(archive))
    while todo := sorted(names - made(archive)):
        rounds += 1
        if rounds > 4:
            raise Failure(f"{cluster.name}: {len(todo)} tables are missing after {rounds - 1} rounds: {todo[:3]}")
        say(f"{cluster.name}, round {rounds}: {len(todo)} captures")
        process = cluster.start(command, archive)
        if not is_killed:
            wait(process, archive, COUNT // 3)
            kill_a_worker(process, tshark)
            is_killed = True
        wait(process, archive, COUNT + 1)
        say(f"  the round ends with {len(made(archive))} tables, exit code {process.returncode}")
    return f"{len(names)} captures in {rounds} rounds, {time.monotonic() - began:.0f} s"


def check(archive, reference):
    """The same tables as the plain loop's, and no capture read twice."""
    done = collections.Counter((archive / "done").read_text().split())
    twice = [name for name, number in done.items() if number > 1]
    other = [name for name in made(reference)
             if (archive / f"{name}.tsv").read_bytes() != (reference / f"{name}.tsv").read_bytes()]
    if twice or other or made(archive) != made(reference) or len(done) != COUNT:
        raise Failure(f"read twice: {twice[:3]}, read: {len(done)} of {COUNT}, other tables: {other[:3]}")


def main(folder):
    say(f"Archives of {COUNT} captures in {folder}")
    tshark = make_tshark(folder / "bin")
    os.environ["PATH"] = f"{tshark.parent}:{os.environ['PATH']}"
    reports = {}
    for kind in (clusters.Loop, clusters.Parallel, clusters.ParallelOverSsh, clusters.Slurm):
        archive = folder / kind.__name__
        with kind(folder) as cluster:
            command = command_of_readme(kind.in_readme) if kind.in_readme else kind.command
            reports[cluster.name] = run(cluster, command, archive, tshark)
        check(archive, folder / "Loop")
        say(f"{cluster.name}: {reports[cluster.name]}; nothing lost, nothing twice, the loop's tables")
    rows = sum(len(path.read_text().splitlines()) - 1 for path in (folder / "Loop").glob("*.tsv"))
    say(f"{rows} handshakes in each")


if __name__ == "__main__":
    try:
        main(pathlib.Path(sys.argv[1]).resolve())
    except Failure as failure:
        sys.exit(f"archive: {failure}")
