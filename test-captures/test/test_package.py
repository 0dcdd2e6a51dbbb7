"""The Debian package: it needs this Wireshark, and what it holds works."""
import functools
import os
import subprocess

import captures
import wireshark


@functools.cache
def package():
    folder = wireshark.new_folder()
    subprocess.run(["cpack", "-G", "DEB", "--config", wireshark.BUILD / "CPackConfig.cmake", "-B", folder],
                   check=True, capture_output=True, cwd=folder)
    return next(folder.glob("*.deb"))


def dpkg_deb(*arguments):
    return subprocess.run(["dpkg-deb", *arguments], check=True, capture_output=True, text=True).stdout


def test_it_depends_on_this_series_of_wireshark():
    library = subprocess.run(["sh", "-c", "ldd $(command -v tshark)"], check=True, capture_output=True,
                             text=True).stdout.split("libwireshark.so.")[1].split()[0]
    assert f"libwireshark{library} " in dpkg_deb("--field", str(package()), "Depends")


def test_apt_would_install_it_with_nothing_else():
    """What it depends on is there: it was built against it."""
    done = subprocess.run(["apt-get", "install", "--simulate", "--no-install-recommends", str(package())], check=True,
                          capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout
    assert [line.split()[1] for line in done.splitlines() if line.startswith("Inst ")] == ["legacyssl"]


def test_its_plugin_is_the_one_that_wireshark_loads():
    root = wireshark.new_folder()
    dpkg_deb("--extract", str(package()), str(root))
    plugin = next(root.rglob("legacyssl.so"))
    installed = subprocess.run(["pkg-config", "--variable=plugindir", "wireshark"], check=True,
                               capture_output=True, text=True).stdout.strip()
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
