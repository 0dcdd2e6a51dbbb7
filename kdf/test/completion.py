"""What bash makes of legacyssl-kdf and a key: keys are typed into an interactive bash, and the line that it completes is
printed by bash itself.

usage: completion.py BASH PROGRAM COMPLETION
"""
import os
import pathlib
import pty
import re
import select
import sys
import tempfile
import time

TAB, ALL, HOME = "\t", "\x1b*", "\x01"  # complete; insert all completions; begin of the line
SKIPPED = 77
PATIENCE = 60  # seconds; far more than it takes

CASES = (
    ("--prem" + TAB, ["--premaster-secret"]),
    ("--client" + TAB, ["--client-random"]),
    ("-p tls10 --se" + TAB, ["-p", "tls10", "--se"]),  # not the only one
    ("-p tls10 --se" + ALL, ["-p", "tls10", "--server-random", "--session-hash"]),
    ("-p t" + TAB, ["-p", "tls10"]),
    ("--protocol=t" + TAB, ["--protocol=tls10"]),
    ("--protocol " + ALL, ["--protocol", "pct1", "ssl2", "ssl3", "tls10"]),
    ("-p ssl2 -s EXP" + ALL, ["-p", "ssl2", "-s", "EXP-RC2-CBC-MD5", "EXP-RC4-MD5"]),
    ("-p ssl2 -s SSL_CK_ID" + TAB, ["-p", "ssl2", "-s", "SSL_CK_IDEA_128_CBC_WITH_MD5"]),
    ("--protocol=tls10 --suite=AES" + ALL, ["--protocol=tls10", "--suite=AES128-SHA", "AES256-SHA"]),
    ("-s AES" + ALL, ["-s", "AES"]),  # of no protocol
    ("-p pct1 -s RC" + ALL, ["-p", "pct1", "-s", "RC"]),
    ("-m " + TAB, ["-m", "@"]),
    ("-m @pre" + TAB, ["-m", "@premaster.bin"]),
    ("-P @two" + TAB, ["-P", "@two words"]),
    ("--client-random @in" + TAB, ["--client-random", "@inputs/"]),
    ("--client-random=@inputs/r" + TAB, ["--client-random=@inputs/random.bin"]),
)


class Shell:
    def __init__(self, bash, program, folder):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            path = f"{pathlib.Path(program).parent}:{os.environ['PATH']}"
            os.execve(bash, [bash, "--norc", "--noprofile", "-i"],
                      {"PATH": path, "TERM": "dumb", "INPUTRC": "/dev/null", "COLUMNS": "10000", "LC_ALL": "C"})

    def type(self, text):
        os.write(self.terminal, text.encode())

    def wait_for(self, pattern):
        deadline, seen = time.monotonic() + PATIENCE, ""
        while not (match := re.search(pattern, seen)):
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise SystemExit(f"bash does not answer {pattern}; it says {seen!r}")
            seen += os.read(self.terminal, 1 << 16).decode(errors="replace")
        return match

    def line(self, keys):
        """The words that the line has after these keys."""
        self.type("legacyssl-kdf " + keys + HOME + "printf '[%s]' {{ \n")
        return re.findall(r"\[([^]]*)\]", self.wait_for(r"\[\{\{\](\[legacyssl-kdf\](\[[^]]*\])*)")[1])[1:]


def need_terminal():
    """A chroot may have none; the test is skipped there."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        print("no pseudo-terminals here:", error)
        sys.exit(SKIPPED)


def main():
    bash, program, completion = sys.argv[1:]
    need_terminal()
    with tempfile.TemporaryDirectory() as folder:
        for name in "premaster.bin", "two words":
            (pathlib.Path(folder) / name).touch()
        (pathlib.Path(folder) / "inputs").mkdir()
        (pathlib.Path(folder) / "inputs" / "random.bin").touch()
        shell = Shell(bash, program, folder)
        shell.type(f". {completion}; bind 'set enable-bracketed-paste off'; echo rea''dy\n")
        shell.wait_for("ready")
        for keys, expected in CASES:
            words = shell.line(keys)
            if sorted(words) != sorted(expected):
                raise SystemExit(f"{keys!r} should become {expected}, is {words}")
        shell.type("exit\n")
        os.waitpid(shell.pid, 0)
    print(len(CASES), "completions")


if __name__ == "__main__":
    main()
