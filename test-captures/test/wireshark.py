"""Running tshark and sharkd with the plugin from the build tree.

Root's Wireshark ignores WIRESHARK_PLUGIN_DIR, so root drops to another user.
That user may not be able to read the checkout: everything is handed over as
copies in a folder that it can read.
"""
import atexit
import functools
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LEGACYSSL_BUILD", ROOT / "build"))
NOBODY = 65534

# What programs of Wireshark are run under, and what is added to their environment: for memcheck.py.
prefix = []
extra_environment = {}

TIMEOUT = 300

# Whom a private file is kept from. Wine gives its owner's group what Windows gives its owner alone.
OTHERS = 0o007 if os.environ.get("LEGACYSSL_WINE") else 0o077


class Failure(Exception):
    """A program of Wireshark did not end well."""


@functools.cache
def folder():
    """This process's folder: readable for the user that runs Wireshark."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="legacyssl-test-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    path.chmod(0o755)
    for name in ("config", "empty"):
        (path / name).mkdir()
    shutil.copytree(BUILD / "plugins", path / "plugins")
    for copy in (path / "plugins").rglob("*"):
        copy.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(path / "config", NOBODY, NOBODY)
    return path


_numbers = itertools.count()


def new_path(name):
    """A path of its own for a file called `name`."""
    parent = folder() / str(next(_numbers))
    parent.mkdir()
    parent.chmod(0o755)
    return parent / name


def write(name, content):
    """A new file that Wireshark can read."""
    path = new_path(name)
    path.write_bytes(content)
    path.chmod(0o644)
    return path


@functools.cache
def stage(path):
    """The copy of a file that Wireshark can read."""
    return write(pathlib.Path(path).name, pathlib.Path(path).read_bytes())


def is_private(path):
    return path.stat().st_mode & OTHERS == 0


def new_folder():
    """A folder that Wireshark can write to."""
    path = new_path("folder")
    path.mkdir()
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    return path


def environment(plugin=True, **more):
    plugins = folder() / ("plugins" if plugin else "empty")
    config = str(folder() / "config")
    return {**os.environ, "WIRESHARK_PLUGIN_DIR": str(plugins), "WIRESHARK_CONFIG_DIR": config,
            "HOME": config, "TZ": "UTC", "LC_ALL": "C.UTF-8", **extra_environment, **more}


def without_data():
    """Wireshark's own data, above all the makers of network cards: to read them takes longer than a small
    capture, and sharkd keeps them all for every file."""
    return {"WIRESHARK_DATA_DIR": str(folder() / "empty")}


def as_user(command):
    if os.geteuid() != 0:
        return [*prefix, *command]
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *prefix, *command]


def is_dissector_bug(line):
    """But for one of packet-tls.c, which cut packets meet without the plugin, too."""
    return "Dissector bug" in line and "packet-tls.c" not in line


def run(command, plugin=True, **more):
    """Standard output of a program of Wireshark. Complaints of ours, crashes and errors are failures."""
    done = subprocess.run(as_user([str(word) for word in command]), env=environment(plugin, **more),
                          cwd=folder(), capture_output=True, timeout=TIMEOUT)
    errors = done.stderr.decode(errors="replace")
    bugs = [line for line in errors.splitlines() if is_dissector_bug(line)]
    if done.returncode != 0 or "plugin" in errors or "CRITICAL" in errors or bugs:
        raise Failure(f"{' '.join(map(str, command))}\nended with {done.returncode}: {errors}")
    return done.stdout


def complaints(command):
    """Standard error of a program of Wireshark."""
    done = subprocess.run(as_user([str(word) for word in command]), env=environment(**without_data()),
                          cwd=folder(), capture_output=True, timeout=TIMEOUT)
    return done.stderr.decode(errors="replace")


def preferences(settings):
    return itertools.chain.from_iterable(("-o", f"{name}:{value}") for name, value in settings.items())


def tshark(capture, *arguments, keylog=None, plugin=True, settings=None):
    """Run tshark over a capture. `keylog` goes where LegacySSL looks first."""
    settings = dict(settings or {})
    if keylog is not None:
        settings["legacyssl.keylog_file"] = keylog
    return run(["tshark", "-r", capture, *preferences(settings), *arguments], plugin, **without_data())


def pdml(capture, passes=1, *arguments, **options):
    """PDML without what differs from run to run: time and file name in its head."""
    text = tshark(capture, *(["-2"] if passes == 2 else []), "-T", "pdml", *arguments, **options)
    return text.partition(b"capture_file=")[2].partition(b"\n")[2]


def result(answer):
    return json.loads(answer.decode(errors="replace"))["result"]


class Sharkd:
    """One sharkd: packets of one file after the other, in any order."""

    def __init__(self, plugin=True):
        self.errors = new_path("errors")
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(as_user(["sharkd", "-"]), cwd=folder(),
                                            env=environment(plugin, **without_data()),
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=errors)

    def failure(self, text):
        complaints = [line for line in self.errors.read_text(errors="replace").splitlines()
                      if not line.startswith(("load: ", "Hello in child"))]
        return Failure("\n".join([text, *complaints[-100:]]))

    def answer(self, method, **parameters):
        """As it comes, in JSON."""
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise self.failure(f"sharkd ended with {self.process.wait()} at {request}")
        if b'"result"' not in answer:
            raise Failure(f"sharkd refused {request}: {answer.decode(errors='replace')}")
        return answer

    def ask(self, method, **parameters):
        return result(self.answer(method, **parameters))

    def load(self, capture, settings):
        """The numbers of the packets."""
        for name, value in settings.items():
            self.ask("setconf", name=name, value=str(value))
        self.ask("load", file=str(capture))
        return range(1, self.ask("status")["frames"] + 1)

    def frame(self, number):
        return self.answer("frame", frame=number, proto=True)

    def close(self):
        self.process.stdin.close()
        if self.process.wait(timeout=TIMEOUT) != 0:
            raise self.failure(f"sharkd ended with {self.process.returncode}")
