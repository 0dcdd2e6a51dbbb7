"""The plugin of an older commit, built in a folder that is gone afterwards."""
import shutil
import subprocess
import tempfile

import wireshark
from measuring import Way

TELLING = 0.03   # a change of so much either way is worth telling


def build(commit):
    """The way to measure it."""
    with tempfile.TemporaryDirectory(prefix="legacyssl-before-") as folder:
        archive = subprocess.run(["git", "-C", wireshark.ROOT, "archive", commit], stdout=subprocess.PIPE, check=True)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        for command in (["cmake", "-S", folder, "-B", f"{folder}/build", "-DBUILD_TESTING=OFF"],
                        ["cmake", "--build", f"{folder}/build", "--parallel"]):
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        copy = shutil.copytree(f"{folder}/build/plugins", wireshark.folder() / "before")
    for file in copy.rglob("*"):
        file.chmod(0o755)
    return Way("before", "legacyssl.keylog_file")


def verdict(before, ours):
    """What has changed, in words; nothing if it is too little."""
    changes = []
    for name, old, new in (("processor time", before.cpu, ours.cpu), ("memory", before.memory, ours.memory)):
        if abs(new / old - 1) > TELLING:
            changes.append(f"{name} {new / old - 1:+.0%}")
    return ", ".join(changes)
