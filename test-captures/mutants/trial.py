"""A bug put into a copy of its file, the plugin and the library's tests linked anew with that, and tested.

Nothing in the tree or its build folder is touched: what is made stands in a folder of its own, in which a second
build folder has links to all that is as it was. What is built how, cmake has written down (flags.make, link.txt).
"""
import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import subprocess

import bugs
import concerned

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LEGACYSSL_BUILD", ROOT / "build"))
TESTS = ROOT / "test-captures/test"
LIBRARY = BUILD / "kdf/liblegacyssl-kdf.a"

# Built from the library's sources once more, or about building itself: a changed library is not in them.
NOT_RELINKED = re.compile(r"^kdf\..*-sanitized$|^kdf\.(installed|completion)$|^fuzz\.")
SLOW_TESTS_OF_LIBRARY = {"kdf.threads"}

# What a bug may make endless: seconds of one process's time, whatever else the machine has to do; and bytes.
PROCESSOR_SECONDS, MEMORY = 100, 8 << 30
TIMEOUT = 3600

# How pytest ends when it can't read the tests, or finds none: that says nothing about a bug.
NOTHING_TESTED = (2, 4, 5)


class DoesNotBuild(Exception):
    """What was put in is no C: nobody could have written it."""


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(command, stdout=subprocess.DEVNULL, **more):
    """The status that it ends with, 0 if it succeeds; all that it has started ends with it."""
    process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL, start_new_session=True,
                               preexec_fn=limit, **more)
    try:
        return process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        return signal.SIGALRM
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()


def targets():
    """(folder of the build, folder with link.txt) of everything that is linked."""
    return [(path.parent.parent.parent, path.parent) for path in BUILD.glob("**/CMakeFiles/*.dir/link.txt")]


def link_commands(folder, target):
    """Words; files as absolute paths."""
    commands = [shlex.split(line) for line in (target / "link.txt").read_text().splitlines() if line.strip()]
    return [[str((folder / word).resolve()) if i and not word.startswith("-") and (folder / word).exists() else word
             for i, word in enumerate(command)] for command in commands]


def flags(target):
    rows = dict(re.findall(r"^(C_\w+) = (.*)$", (target / "flags.make").read_text(), re.MULTILINE))
    return [flag for row in ("C_DEFINES", "C_INCLUDES", "C_FLAGS") for flag in shlex.split(rows[row])
            if flag not in ("-g", "-Werror")] + ["-w"]


class Trial:
    """One after the other, in `folder`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.build = self.folder / "build"
        self.noticed_by = None
        self.replaced = {}   # absolute paths in BUILD: what stands for them
        self.unchanged = {}  # sources: what the compiler makes of them
        self.linked = {}     # absolute paths of what is linked: (folder, target)
        for place, target in targets():
            command = link_commands(place, target)[0]
            output = command[command.index("-o") + 1] if "-o" in command else next(
                word for word in command if word.endswith(".a"))
            self.linked[str((place / output).resolve())] = place, target
        tests = subprocess.run(["ctest", "--test-dir", BUILD, "--show-only=json-v1"], capture_output=True, check=True)
        self.library_tests = [test for test in json.loads(tests.stdout)["tests"] if "command" in test
                              and not NOT_RELINKED.match(test["name"])]

    # ---- building ------------------------------------------------------------------------------------------------

    def begin(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.build.mkdir(parents=True)
        self.replaced = {}
        for path in BUILD.iterdir():
            if path.name != "plugins":
                (self.build / path.name).symlink_to(path)

    def target_of(self, source):
        """(folder, target, object) of a source file of the plugin, the library or its program."""
        beginning = next(name for name in ("kdf/program", "kdf", "plugin") if source.startswith(name + "/"))
        folder = BUILD / beginning
        target = next(target for target in (folder / "CMakeFiles").glob("legacyssl*.dir"))
        return folder, target, target / (source[len(beginning) + 1:] + ".o")

    def compile(self, source, text, name):
        folder, target, _ = self.target_of(source)
        place = self.folder / name
        place.mkdir()
        path = place / pathlib.Path(source).name
        path.write_text(text)
        command = ["cc", *flags(target), f"-iquote{(ROOT / source).parent}", "-c", path.name, "-o", "made.o"]
        if run(command, cwd=place) != 0:
            raise DoesNotBuild
        return place / "made.o"

    def relink(self, path):
        """Something that is linked, with what stands for its parts now."""
        place, target = self.linked[path]
        made = self.folder / "linked" / pathlib.Path(path).name
        made.parent.mkdir(exist_ok=True)
        for command in link_commands(place, target):
            words = [str(made) if word in (path, os.path.relpath(path, place)) else self.replaced.get(word, word)
                     for word in command]
            if run(words, cwd=place) != 0:
                raise DoesNotBuild
        self.replaced[path] = str(made)

    def needs(self, path):
        """What is linked with it."""
        return [other for other, (place, target) in self.linked.items()
                if any(path in command for command in link_commands(place, target))]

    def put_in(self, bug, only=None):
        """FALSE if the compiler makes the same of it as before. `only`: a test of the library, to link no other."""
        self.begin()
        text = (ROOT / bug.path).read_text()
        made = self.compile(bug.path, bugs.put_in(text, bug), "changed")
        if bug.path not in self.unchanged:
            self.unchanged = {bug.path: self.compile(bug.path, text, "as_it_was").read_bytes()}
        if made.read_bytes() == self.unchanged[bug.path]:
            return False
        self.replaced[str(self.target_of(bug.path)[2])] = str(made)
        for path in self.needs(str(self.target_of(bug.path)[2])):
            self.relink(path)
        if str(LIBRARY) in self.replaced:
            for path in self.needs(str(LIBRARY)):
                if not re.search(r"_sanitized$|/fuzz_", path) and (only is None or path in self.command_of(only)):
                    self.relink(path)
        self.place_plugin()
        return True

    def place_plugin(self):
        plugin = next((BUILD / "plugins").glob("*/epan/legacyssl.so"))
        place = self.build / plugin.relative_to(BUILD)
        place.parent.mkdir(parents=True)
        shutil.copy(self.replaced.get(str(plugin), plugin), place)

    # ---- testing -------------------------------------------------------------------------------------------------

    def passes(self, arguments, workers=0):
        environment = {**os.environ, "LEGACYSSL_BUILD": str(self.build), "PYTHONDONTWRITEBYTECODE": "1",
                       "LEGACYSSL_ALL_CAPTURES": "1"}
        spread = ["-n", str(workers), "--dist", "loadgroup"] if workers else ["-p", "no:xdist"]
        with open(self.folder / "said", "w+") as said:
            status = run(["/usr/bin/python3", "-m", "pytest", "-q", "-x", "--tb=line", "-p", "no:cacheprovider",
                          *spread, *arguments], stdout=said, cwd=TESTS, env=environment)
            said.seek(0)
            failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", said.read(), re.MULTILINE)
        if status in NOTHING_TESTED:
            raise RuntimeError(f"no such tests: {arguments}")
        self.noticed_by = failed[0] if failed else f"pytest, ended with {status}"
        return status == 0

    def command_of(self, name):
        return next(test["command"] for test in self.library_tests if test["name"] == name)

    def passes_of_library(self, test):
        """A test that the bug is not linked into passes."""
        more = dict(row.split("=", 1) for one in test["properties"] if one["name"] == "ENVIRONMENT"
                    for row in one["value"])
        command = [self.replaced.get(word, word) for word in test["command"]]
        self.noticed_by = test["name"]
        return command == test["command"] or run(command, env={**os.environ, **more}) == 0

    def library_passes(self, is_quick):
        return all(self.passes_of_library(test) for test in self.library_tests
                   if not (is_quick and test["name"] in SLOW_TESTS_OF_LIBRARY))

    def passes_named(self, test):
        """A test of the library by its name there, or one for pytest."""
        if test.startswith("kdf."):
            return self.passes_of_library(next(one for one in self.library_tests if one["name"] == test))
        return self.passes([test])

    def survives_first(self, bug):
        """The quickest of the tests that concern its file, and those of the library if that has it."""
        return self.library_passes(True) and self.passes(concerned.first_of(bug.path))

    def survives_quick(self, bug):
        return self.passes(concerned.rest_of(bug.path))

    def survives_whole(self):
        return self.library_passes(False) and self.passes(["."], os.cpu_count())
