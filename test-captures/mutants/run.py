"""Puts plausible bugs in, one at a time, and says which of them no test notices. mutants.sh builds first."""
import argparse
import collections
import csv
import json
import pathlib
import queue
import sys
import threading
import time

import bugs
import concerned
import trial

HERE = pathlib.Path(__file__).resolve().parent
PLACE = trial.ROOT / "build-mutants"
EXPLAINED = HERE / "explained.tsv"

KILLED, FIRST, QUICK, WHOLE = "killed", "survives the first tests", "survives the quick tests", "survives"


def sources():
    """All files with code that is built here."""
    found = [*trial.ROOT.glob("plugin/**/*.c"), *trial.ROOT.glob("kdf/*.c"), *trial.ROOT.glob("kdf/program/*.c")]
    return sorted(str(path.relative_to(trial.ROOT)) for path in found if path.name != "file_windows.c")


def shares(texts, total):
    """How many bugs each file gets: one, and more by its length."""
    lengths = {path: bugs.code_only(text).count("\n") for path, text in texts.items()}
    left = max(0, total - len(texts))
    return {path: 1 + round(left * length / sum(lengths.values())) for path, length in lengths.items()}


class Results:
    """A line of JSON for each bug that was tried; a bug is known by its file, its line and what was put in."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.known = {}
        if path.exists():
            for line in path.read_text().splitlines():
                row = json.loads(line)
                self.known[self.key(row)] = row

    @staticmethod
    def key(row):
        return row["path"], row["before"].strip(), row["after"].strip()

    def of(self, bug):
        return self.known.get(self.key(bug._asdict()))

    def add(self, bug, verdict, seconds, by):
        row = {**bug._asdict(), "verdict": verdict, "seconds": round(seconds)}
        if verdict == KILLED:
            row["by"] = by
        with self.lock:
            self.known[self.key(row)] = row
            with self.path.open("a") as file:
                file.write(json.dumps(row) + "\n")


def pass_without_a_bug():
    """Else a test that fails anyway would notice every bug."""
    tested = trial.Trial(PLACE / "trial-0")
    tested.begin()
    tested.place_plugin()
    for tests in concerned.each_once():
        if not tested.passes(tests):
            raise SystemExit(f"fails without a bug, too: {tested.noticed_by}")


class Run:
    def __init__(self, options):
        PLACE.mkdir(exist_ok=True)
        self.options = options
        self.results = Results(PLACE / f"results-{options.seed}.jsonl")
        self.print_lock = threading.Lock()
        self.done = 0

    def tell(self, bug, verdict, seconds):
        with self.print_lock:
            self.done += 1
            mark = "killed  " if verdict == KILLED else "SURVIVES"
            print(f"{self.done:4} {mark} {seconds:4.0f} s  {bug.path}:{bug.number}  {bug.kind}\n"
                  f"          - {bug.before.strip()}\n          + {bug.after.strip()}", flush=True)

    def judge(self, tested, bug, survives, otherwise):
        """None if it is no C or changes nothing."""
        begin = time.monotonic()
        try:
            differs = tested.put_in(bug)
        except trial.DoesNotBuild:
            differs = False
        verdict = (otherwise if survives() else KILLED) if differs else None
        self.results.add(bug, verdict, time.monotonic() - begin, tested.noticed_by)
        if verdict is not None:
            self.tell(bug, verdict, time.monotonic() - begin)

    def file(self, tested, path, text, count):
        """The first `count` bugs of a file that are some."""
        found = []
        for bug in bugs.in_turn(path, text, self.options.seed):
            if len(found) == count:
                break
            if self.results.of(bug) is None:
                self.judge(tested, bug, lambda bug=bug: tested.survives_first(bug), FIRST)
            if self.results.of(bug)["verdict"] is not None:
                found.append(bug)
        return found

    def each(self, rows, work):
        """`work` on each row with a Trial, so many at a time as are wanted."""
        wanted = queue.SimpleQueue()
        for row in rows:
            wanted.put(row)

        def worker(number):
            tested = trial.Trial(PLACE / f"trial-{number}")
            while True:
                try:
                    row = wanted.get_nowait()
                except queue.Empty:
                    return
                work(tested, row)

        workers = [threading.Thread(target=worker, args=(number,)) for number in range(self.options.jobs)]
        for thread in workers:
            thread.start()
        for thread in workers:
            thread.join()

    def first(self):
        """All bugs against the quickest of the tests that concern their file."""
        texts = {path: (trial.ROOT / path).read_text() for path in sources()
                 if any(word in path for word in self.options.only or [""])}
        chosen = []
        self.each(shares(texts, self.options.mutants).items(),
                  lambda tested, row: chosen.extend(self.file(tested, row[0], texts[row[0]], row[1])))
        return chosen

    def quick(self, chosen):
        """Survivors of those against the rest of them."""
        self.each([bug for bug in chosen if self.results.of(bug)["verdict"] == FIRST],
                  lambda tested, bug: self.judge(tested, bug, lambda: tested.survives_quick(bug), QUICK))

    def again(self, chosen):
        """Survivors of the quick tests that nothing explains, once more: there may be new tests."""
        self.each([bug for bug in chosen if self.results.of(bug)["verdict"] in (QUICK, WHOLE) and not explained(bug)],
                  lambda tested, bug: self.judge(tested, bug, lambda: tested.survives_first(bug) and
                                                 tested.survives_quick(bug), QUICK))

    def whole(self, chosen):
        """Survivors of the quick tests against every test."""
        tested = trial.Trial(PLACE / "trial-0")
        for bug in chosen:
            if self.results.of(bug)["verdict"] == QUICK and not explained(bug):
                self.judge(tested, bug, tested.survives_whole, WHOLE)


def explanations():
    """Why no test notices a bug: (file, line, what was put in): reason."""
    with EXPLAINED.open() as file:
        return {tuple(row[:3]): row[3] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def explained(bug):
    return explanations().get((bug.path, bug.before.strip(), bug.after.strip()))


def summary(results, chosen):
    verdicts = collections.Counter(results.of(bug)["verdict"] for bug in chosen)
    left = [bug for bug in chosen if results.of(bug)["verdict"] != KILLED]
    unexplained = [bug for bug in left if not explained(bug)]
    print(f"\n{len(chosen)} bugs in {len({bug.path for bug in chosen})} files: {verdicts[KILLED]} killed "
          f"({100 * verdicts[KILLED] / max(1, len(chosen)):.1f} %), {len(left)} survive, "
          f"{len(left) - len(unexplained)} of these are explained (explained.tsv)")
    for bug in unexplained:
        print(f"{results.of(bug)['verdict']}: {bug.path}:{bug.number}  {bug.kind}\n"
              f"    - {bug.before.strip()}\n    + {bug.after.strip()}")
    return unexplained


def main():
    parser = argparse.ArgumentParser(prog="mutants.sh", description=__doc__)
    parser.add_argument("--mutants", type=int, default=250, help="how many, about (250)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--only", nargs="*", help="files whose path has one of these words")
    parser.add_argument("--again", action="store_true", help="survivors against the quick tests once more")
    parser.add_argument("--whole", action="store_true", help="survivors against every test: about ten minutes each")
    options = parser.parse_args()

    run = Run(options)
    if not options.only:
        pass_without_a_bug()
    chosen = run.first()
    run.quick(chosen)
    if options.again:
        run.again(chosen)
    if options.whole:
        run.whole(chosen)
    return 1 if summary(run.results, chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
