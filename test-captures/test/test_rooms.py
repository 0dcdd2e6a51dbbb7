"""The rooms of plugin/: whoever includes something stands above it.

A room is a folder. What stands in none is a room of its own. Includes run from a room to the same
room or to a lower one, and no two files include each other, not even by way of others.
"""
import pathlib
import re

PLUGIN = pathlib.Path(__file__).resolve().parents[2] / "plugin"

# From the top floor down.
ROOMS = ("plugin", "legacyssl", "protocols", "recognise", "tls", "pct1", "ssl2", "record", "application", "export", "explain",
         "security", "statistics", "show", "loss", "state", "secrets", "secrets/keylog", "bytes", "wireshark", "system")

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def unit(path):
    """A source file and its header are one: "state/sender"."""
    return str(path.relative_to(PLUGIN).with_suffix(""))


def room(name):
    return name.rpartition("/")[0] or name


def arrows():
    """From each unit to those that it includes."""
    found = {}
    for path in [*PLUGIN.rglob("*.c"), *PLUGIN.rglob("*.h")]:
        includes = {unit(PLUGIN / name) for name in INCLUDE.findall(path.read_text())
                    if (PLUGIN / name).exists()}
        found.setdefault(unit(path), set()).update(includes - {unit(path)})
    return found


def circles(found):
    """What is left when everything that includes nothing more is taken away, again and again."""
    left = {name: set(includes) for name, includes in found.items()}
    while True:
        free = {name for name, includes in left.items() if not includes & left.keys()}
        if not free:
            return left
        for name in free:
            del left[name]


def test_every_file_stands_in_a_known_room():
    assert {room(name) for name in arrows()} == set(ROOMS)


def test_includes_name_the_room():
    for path in [*PLUGIN.rglob("*.c"), *PLUGIN.rglob("*.h")]:
        bare = [name for name in INCLUDE.findall(path.read_text())
                if (path.parent / name).exists() and not (PLUGIN / name).exists()]
        assert not bare, f"{path}: write the folder, too: {bare}"


def test_no_include_runs_up():
    up = [f"{name} -> {other}" for name, includes in arrows().items() for other in includes
          if ROOMS.index(room(name)) > ROOMS.index(room(other))]
    assert not up, "\n".join(up)


def test_no_files_include_each_other():
    left = circles(arrows())
    assert not left, "\n".join(f"{name} -> {other}" for name, includes in left.items()
                               for other in includes & left.keys())


def test_nothing_else_stands_at_the_top():
    names = {path.name for path in PLUGIN.parent.iterdir() if not path.name.startswith((".", "build"))}
    assert names == {"CMakeLists.txt", "plugin", "kdf", "test-captures", "README.md", "COPYING"}
