"""Captures that nobody here made: from folders, or from Debian's source packages."""
import gzip
import pathlib
import subprocess
import tarfile

ENDINGS = (".pcap", ".pcapng", ".cap", ".trace", ".dmp", ".ntar")
ARCHIVES = (".tar.gz", ".tar.xz", ".tar.bz2", ".tgz")
PACKAGES = ("wireshark", "tcpdump", "ndpi", "scapy", "suricata", "python-dpkt", "dnscap", "golang-github-gopacket-gopacket",
            "tcpreplay", "sngrep", "libtins", "nfdump", "ssldump", "libpcap", "netsniff-ng", "rust-etherparse")
MAGICS = {bytes.fromhex(text) for text in ("a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1", "0a0d0d0a")}
SUITES = ("bookworm", "trixie", "sid")


def is_capture(path):
    return path.name.lower().removesuffix(".gz").endswith(ENDINGS) and has_magic(path)


def has_magic(path):
    with (gzip.open if path.name.endswith(".gz") else open)(path, "rb") as file:
        try:
            return file.read(4) in MAGICS
        except (OSError, EOFError):
            return False


def unpack(archive, folder):
    """The captures in an archive, once."""
    if folder.exists():
        return
    folder.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        for member in tar:
            name = pathlib.PurePosixPath(member.name)
            if member.isfile() and name.name.lower().removesuffix(".gz").endswith(ENDINGS):
                path = folder / "_".join(part for part in name.parts if part not in ("/", ".."))[-200:]
                path.write_bytes(tar.extractfile(member).read())


def in_folder(folder, cache):
    """All captures below a folder."""
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.name.endswith(ARCHIVES):
            unpack(path, cache / "unpacked" / path.name)
            yield from in_folder(cache / "unpacked" / path.name, cache)
        elif path.is_file() and is_capture(path):
            yield path


def mirror():
    """Where this machine's apt gets its packages from."""
    found = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
                           capture_output=True, text=True).stdout.split()
    return next((uri for uri in found if "security" not in uri), "http://deb.debian.org/debian")


def fetch(cache):
    """Source packages of several suites, by a list of our own: the machine's stay as they are."""
    for suite in SUITES:
        folder = cache / "packages" / suite
        (folder / "lists/partial").mkdir(parents=True, exist_ok=True)
        (folder / "sources.list").write_text(f"deb-src [check-valid-until=no] {mirror()} {suite} main\n")
        options = [word for setting in (f"Dir::Etc::sourcelist={folder}/sources.list", "Dir::Etc::sourceparts=/dev/null",
                                        f"Dir::State::lists={folder}/lists", "Acquire::Languages=none")
                   for word in ("-o", setting)]
        print(f"{suite}: the list of packages", flush=True)
        subprocess.run(["apt-get", *options, "-qq", "update"], check=False)
        for package in PACKAGES:
            print(f"{suite}: {package}", flush=True)
            subprocess.run(["apt-get", *options, "-qq", "source", "--download-only", "--tar-only", package],
                           cwd=folder, check=False, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def of_debian(cache):
    if not (cache / "fetched").exists():
        fetch(cache)
        (cache / "fetched").touch()
    return in_folder(cache / "packages", cache)
