"""Runs captures of others with and without the plugin, and prints what is not the same."""
import argparse
import atexit
import collections
import gzip
import hashlib
import json
import multiprocessing
import os
import pathlib
import shutil
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "test"))

import claims  # noqa: E402
import compare  # noqa: E402
import corpus  # noqa: E402
import wireshark  # noqa: E402

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "legacyssl-identity"


def options():
    parser = argparse.ArgumentParser(prog="identity.sh", description=__doc__)
    parser.add_argument("folder", nargs="*", help="folders with captures; without one, Debian's source packages")
    parser.add_argument("--claims", nargs="?", type=int, const=100_000, metavar="COUNT",
                        help="conversations with drawn first bytes instead of captures")
    parser.add_argument("--packets", type=int, default=2000, metavar="N", help="of each capture only the first N (2000)")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE, help="where packages and results are kept")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--anew", action="store_true", help="forget the results of an earlier run")
    return parser.parse_args()


def plugin_digest():
    """A result counts for the plugin that it was made with."""
    digest = hashlib.sha256()
    for path in sorted((wireshark.BUILD / "plugins").rglob("*.so")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def content_of(path):
    return gzip.open(path).read() if path.name.endswith(".gz") else path.read_bytes()


def look_at(job):
    path, limit = job
    staged = wireshark.write("capture.pcap", content_of(path))
    try:
        found, ours, said = compare.differences(staged, limit)
        return str(path), [list(one) for one in found], sorted(ours), said
    except Exception as problem:  # a capture must not end the run
        return str(path), [["", "-", "", f"not looked at: {problem}"[:300]]], [], []
    finally:
        shutil.rmtree(staged.parent)


def show(path, found, ours, said):
    for way, frame, without, with_plugin in found:
        print(f"\n{path}, frame {frame} ({way}):\n  without  {without}\n  with     {with_plugin}")
    if ours:
        print(f"\n{path}: truly ours: TCP streams {', '.join(ours)}")
    if said:
        print(f"\n{path}: said beside the built-in's drawing: {', '.join(sorted(set(said)))}")


def of_captures(arguments):
    cache = arguments.cache
    cache.mkdir(parents=True, exist_ok=True)
    results = cache / f"results-{plugin_digest()}-{arguments.packets}.jsonl"
    if arguments.anew:
        results.unlink(missing_ok=True)
    done = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    known = {row[0] for row in done}
    paths = ([path for folder in arguments.folder for path in corpus.in_folder(folder, cache)] if arguments.folder
             else list(corpus.of_debian(cache)))
    paths = unique(paths)
    wanted = {str(path) for path in paths}
    done = [row for row in done if row[0] in wanted]
    jobs = [(path, arguments.packets) for path in paths if str(path) not in known]
    with results.open("a") as file, multiprocessing.Pool(arguments.jobs) as pool:
        for row in pool.imap_unordered(look_at, jobs):
            done.append(row)
            file.write(json.dumps(row) + "\n")
            file.flush()
            show(*row)
            if len(done) % 20 == 0:
                print(f"\r{len(done)} of {len(paths)} captures", end="", flush=True)
    return report(done)


def unique(paths):
    """The same capture is in several packages."""
    seen = {}
    for path in paths:
        seen.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
    return list(seen.values())


def report(done):
    different = [row for row in done if row[1]]
    print(f"\n\n{len(done)} captures: {len(different)} differ, "
          f"{sum(bool(row[2]) for row in done)} have conversations that truly are SSL 2.0 or PCT")
    for path, found, *_ in different:
        print(f"  {path}: frame {found[0][1]}")
    for item, count in sorted(collections.Counter(item for row in done for item in set(row[3])).items()):
        print(f"  {item}: said beside the built-in's drawing in {count}")
    return not different


def main():
    arguments = options()
    os.environ["TMPDIR"] = temporary = tempfile.mkdtemp(prefix="legacyssl-identity-")
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    pathlib.Path(temporary).chmod(0o755)
    same = claims.look(arguments.claims, arguments.jobs) if arguments.claims else of_captures(arguments)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
