"""Packages and installation: they are for this Wireshark, and what they hold works."""
import functools
import os
import pathlib
import re
import shutil
import subprocess
import tarfile

import captures
import wireshark

VERSION = re.search(r"project\(legacyssl VERSION (\S+)", (wireshark.ROOT / "CMakeLists.txt").read_text())[1]


def said(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


@functools.cache
def packages():
    folder = wireshark.new_folder()
    for config in ("CPackConfig.cmake", "CPackSourceConfig.cmake"):
        said("cpack", "--config", wireshark.BUILD / config, "-B", folder, cwd=folder)
    return folder


def package():
    return next(packages().glob("*.deb"))


def dpkg_deb(*arguments):
    return said("dpkg-deb", *arguments)


@functools.cache
def series():
    return ".".join(said("pkg-config", "--modversion", "wireshark").split(".")[:2])


def test_the_plugin_says_its_version():
    listed = wireshark.run(["tshark", "-G", "plugins"]).decode()
    assert re.search(rf"^legacyssl\.so\s+{re.escape(VERSION)}\s+dissector\s", listed, re.M)


def test_their_names_have_both_versions():
    names = {path.name for path in packages().iterdir() if path.is_file()}
    machine = said("dpkg", "--print-architecture").strip()
    assert names == {f"legacyssl_{VERSION}+wireshark{series()}_{machine}.deb",
                     f"legacyssl-{VERSION}-1.wireshark{series()}.{os.uname().machine}.rpm",
                     f"legacyssl-{VERSION}.tar.gz"}


def test_the_rpm_holds_what_the_deb_does_and_needs_this_wireshark():
    rpm = next(packages().glob("*.rpm"))
    listed = {path.removesuffix(".gz") for path in said("rpm", "-qpl", rpm).splitlines()}  # newer rpms compress man pages
    packed = {line.split()[-1].removeprefix(".") for line in dpkg_deb("--contents", str(package())).splitlines()}
    assert {path for path in packed if not path.endswith("/")} == {path for path in listed if f"{path}/" not in packed}
    library = re.search(r"libwireshark\.so\.\d+", said("ldd", shutil.which("tshark")))[0]
    assert f"{library}()" in said("rpm", "-qp", "--requires", rpm)
    assert said("rpm", "-qpc", rpm) == ""


def test_the_sources_are_complete():
    root = wireshark.new_folder()
    with tarfile.open(next(packages().glob("*.tar.gz"))) as tar:
        names = set(tar.getnames())
        tar.extractall(root)
    top = f"legacyssl-{VERSION}"
    assert not [name for name in names if name.startswith((f"{top}/build", f"{top}/.git/")) or "__pycache__" in name]
    said("cmake", "-S", root / top, "-B", root / "build")  # which looks whether each source is there


def test_what_was_installed_can_be_uninstalled(tmp_path):
    """Packing does not count as installing, and folders of others stay."""
    manifest = wireshark.BUILD / "install_manifest.txt"
    before = manifest.read_bytes() if manifest.exists() else None
    try:
        environment = {**os.environ, "DESTDIR": str(tmp_path)}
        said("cmake", "--install", wireshark.BUILD, env=environment)
        packages()
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        other = next(path for path in files if path.name == "legacyssl.so").with_name("other.so")
        other.touch()
        assert len(files) > 10
        said("cmake", "--build", wireshark.BUILD, "--target", "uninstall", env=environment)
    finally:
        if before is not None:
            manifest.write_bytes(before)
    assert [path for path in tmp_path.rglob("*") if path.is_file() or path.name.lower() == "legacyssl"] == [other]


def test_it_depends_on_this_series_of_wireshark():
    library = said("ldd", shutil.which("tshark")).split("libwireshark.so.")[1].split()[0]
    assert f"libwireshark{library} " in dpkg_deb("--field", str(package()), "Depends")


def test_apt_would_install_it_with_nothing_else():
    """What it depends on is there: it was built against it."""
    done = said("apt-get", "install", "--simulate", "--no-install-recommends", package(),
                env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert [line.split()[1] for line in done.splitlines() if line.startswith("Inst ")] == ["legacyssl"]


def test_its_plugin_is_the_one_that_wireshark_loads():
    root = wireshark.new_folder()
    dpkg_deb("--extract", str(package()), str(root))
    plugin = next(root.rglob("legacyssl.so"))
    installed = said("pkg-config", "--variable=plugindir", "wireshark").strip()
    assert plugin == root / installed.lstrip("/") / "epan" / "legacyssl.so"

    for path in (root, *root.rglob("*")):
        path.chmod(0o755)
    capture = captures.named("ssl2/rc4-128")
    shown = wireshark.run(["env", f"WIRESHARK_PLUGIN_DIR={plugin.parents[2]}", "tshark", "-r",
                           wireshark.stage(capture.pcap), "-o",
                           f"legacyssl.keylog_file:{wireshark.stage(capture.keylog)}", "-Y", "http"])
    assert b"GET /rc4-128 HTTP/1.0" in shown


def test_it_holds_the_profile_and_what_developers_need():
    names = dpkg_deb("--contents", str(package()))
    for name in ("/usr/include/legacyssl-kdf.h", "/liblegacyssl-kdf.a", "/pkgconfig/legacyssl-kdf.pc",
                 "/usr/share/doc/legacyssl/copyright",
                 "/usr/bin/legacyssl-kdf", "/man1/legacyssl-kdf.1", "/man7/legacyssl.7",
                 "/usr/share/wireshark/profiles/LegacySSL/colorfilters"):
        assert name in names


def test_a_wireshark_elsewhere_is_taken_whole():
    """In a prefix of its own, as Homebrew's and one built by oneself are, all three libraries are found there."""
    elsewhere = wireshark.new_folder()
    libdir = said("pkg-config", "--variable=libdir", "wireshark").strip()
    for path in pathlib.Path(libdir).glob("libw*.so"):
        (elsewhere / path.name).symlink_to(path)
    described = (pathlib.Path(libdir) / "pkgconfig/wireshark.pc").read_text()
    (elsewhere / "wireshark.pc").write_text(re.sub("(?m)^libdir=.*", f"libdir={elsewhere}", described))
    said("cmake", "-S", wireshark.ROOT, "-B", elsewhere / "build", "-DBUILD_TESTING=OFF",
         env=os.environ | {"PKG_CONFIG_PATH": str(elsewhere)})
    assert f"WIRETAP:FILEPATH={elsewhere}/libwiretap.so" in (elsewhere / "build/CMakeCache.txt").read_text()
