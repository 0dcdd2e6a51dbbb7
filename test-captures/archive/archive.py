"""Runs the README's commands for archives over one of COUNT captures: see archive.sh.

usage: archive.py FOLDER
"""
import collections
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "test"))

import captures  # noqa: E402
import clusters  # noqa: E402
import wireshark  # noqa: E402

COUNT = int(os.environ.get("COUNT", 1000))
WORKER = HERE / "worker.sh"


class Failure(Exception):
    pass


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


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
    return sorted(path.name for path in folder.glob("*.pcap"))[:COUNT]


def tshark():
    """The command for a worker: root's Wireshark does not look into the build tree."""
    user = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    return (f"{user} env WIRESHARK_PLUGIN_DIR={wireshark.folder() / 'plugins'} HOME={wireshark.folder() / 'config'} "
            f"WIRESHARK_CONFIG_DIR={wireshark.folder() / 'config'} LC_ALL=C.UTF-8 tshark")


def made(tables):
    return sorted(path.stem for path in tables.glob("*.tsv"))


def wait(process, tables, until):
    """Shows progress until so many tables are there, or the process ends."""
    shown = time.monotonic()
    while process.poll() is None and len(made(tables)) < until:
        time.sleep(0.3)
        if time.monotonic() - shown > 10:
            say(f"  {len(made(tables))} of {COUNT} tables")
            shown = time.monotonic()


def workers():
    """The processes of this tree's workers that are at work now."""
    found = subprocess.run(["pgrep", "-f", f"^sh {WORKER}"], capture_output=True, text=True)
    return [int(pid) for pid in found.stdout.split()]


def kill_a_worker(process):
    """With all that it has started: as a node that goes away."""
    while not (pids := workers()):
        if process.poll() is not None:
            raise Failure("no worker was at work that could be killed")
        time.sleep(0.1)
    children = subprocess.run(["pgrep", "-P", str(pids[0])], capture_output=True, text=True).stdout.split()
    for pid in [pids[0], *map(int, children)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    say(f"  worker {pids[0]} was killed")


def missing(names, tables):
    there = set(made(tables))
    return [name for name in names if name.removesuffix(".pcap") not in there]


def run(cluster, names, archive, tables):
    """Start, kill a worker in the middle, and start again what is missing until nothing is."""
    tables.mkdir(parents=True, exist_ok=True)
    began, rounds, is_killed = time.monotonic(), 0, bool(made(tables))
    while todo := missing(names, tables):
        rounds += 1
        if rounds > 4:
            raise Failure(f"{cluster.name}: {len(todo)} tables are missing after {rounds - 1} rounds: {todo[:3]}")
        say(f"{cluster.name}, round {rounds}: {len(todo)} captures")
        process = cluster.start(todo, archive, tables)
        if not is_killed:
            wait(process, tables, COUNT // 3)
            kill_a_worker(process)
            is_killed = True
        wait(process, tables, COUNT + 1)
        say(f"  the round ends with {len(made(tables))} tables, exit code {process.returncode}")
    return f"{len(names)} captures in {rounds} rounds, {time.monotonic() - began:.0f} s"


def check(names, tables, reference):
    """The same tables as the plain loop's, and none made twice."""
    done = collections.Counter((tables / "done").read_text().split())
    twice = [name for name, number in done.items() if number > 1]
    lost = sorted(set(names) - set(done))
    other = [name for name in made(reference)
             if (tables / f"{name}.tsv").read_bytes() != (reference / f"{name}.tsv").read_bytes()]
    if twice or lost or other or made(tables) != made(reference):
        raise Failure(f"done twice: {twice[:3]}, lost: {lost[:3]}, other tables: {other[:3]}")


def main(folder):
    archive = folder / "captures"
    folder.mkdir(parents=True, exist_ok=True)
    say(f"An archive of {COUNT} captures in {folder}")
    names = make_archive(archive)
    os.environ["TSHARK"] = tshark()
    reports = {}
    for kind in (clusters.Loop, clusters.ParallelOverSsh, clusters.Slurm):
        with kind(folder, WORKER) as cluster:
            reports[cluster.name] = run(cluster, names, archive, folder / kind.__name__)
        check(names, folder / kind.__name__, folder / "Loop")
        say(f"{cluster.name}: {reports[cluster.name]}; nothing lost, nothing twice, the loop's tables")
    rows = sum(len(path.read_text().splitlines()) - 1 for path in (folder / "Loop").glob("*.tsv"))
    say(f"{rows} handshakes in each")


if __name__ == "__main__":
    try:
        main(pathlib.Path(sys.argv[1]).resolve())
    except Failure as failure:
        sys.exit(f"archive: {failure}")
