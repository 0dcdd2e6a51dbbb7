"""The profile LegacySSL: its colours, buttons and columns, and where it is installed."""
import functools
import os
import re
import shutil
import subprocess

import pytest

import captures
import wireshark

PROFILE = wireshark.ROOT / "plugin/profile/LegacySSL"


@functools.cache
def config():
    """A configuration folder that has the profile."""
    folder = wireshark.new_folder()
    shutil.copytree(PROFILE, folder / "profiles/LegacySSL")
    for path in (folder / "profiles", *(folder / "profiles").rglob("*")):
        path.chmod(0o755)
    return folder


def tshark(name, *arguments, keylog=True):
    capture = captures.named(name)
    settings = {"legacyssl.keylog_file": wireshark.stage(capture.keylog)} if keylog else {}
    return wireshark.run(["tshark", "-C", "LegacySSL", "-r", wireshark.stage(capture.pcap),
                          *wireshark.preferences(settings), *arguments],
                         WIRESHARK_CONFIG_DIR=str(config())).decode()


def colors(name, **more):
    """{packet number: the rule that gives it its colour}"""
    lines = tshark(name, "--color", "-T", "fields", "-e", "frame.number", "-e", "frame.coloring_rule.name", **more)
    return {int(number): rule for number, _, rule in (line.partition("\t") for line in lines.splitlines())}


def test_colors():
    with_keys = colors("pct1/bad-mac-server")
    assert (with_keys[10], with_keys[11], with_keys[1]) == ("LegacySSL: proven", "LegacySSL: bad", "TCP")
    without = colors("ssl2/rc4-128", keylog=False)
    assert (without[8], without[10]) == ("LegacySSL: closed",) * 2


def test_columns():
    first = tshark("pct1/rc4-md5", "-Y", "legacyssl.keys or legacyssl.record.mac.status == 1").splitlines()
    assert "RC4 128, MD5 128" in first[0] and "Good" in first[1]


def filters():
    """Of the rules and of the buttons: all of one name have the same."""
    rules = dict(re.findall(r"^@([^@]+)@([^@]+)@", (PROFILE / "colorfilters").read_text(), re.M))
    buttons = dict(re.findall(r'^"TRUE","([^"]+)","([^"]+)"', (PROFILE / "dfilter_buttons").read_text(), re.M))
    return rules, buttons


def test_buttons_ask_for_what_the_colors_show():
    rules, buttons = filters()
    ours = {name.partition(": ")[2].capitalize(): rule for name, rule in rules.items() if ": " in name}
    assert len(ours) == 5 and ours.items() <= buttons.items()


@pytest.mark.parametrize("button", filters()[1])
def test_every_button_is_a_filter(button):
    tshark("ssl2/rc4-128", "-Y", filters()[1][button])


def test_every_attack_has_its_color():
    known = set(re.findall(r"legacyssl\.attack\.\w+", wireshark.run(["tshark", "-G", "fields"]).decode()))
    assert set(filters()[0]["LegacySSL: attack"].split(" || ")) == known


def test_it_is_installed_where_wireshark_looks(tmp_path):
    subprocess.run(["cmake", "--install", wireshark.BUILD], check=True, capture_output=True,
                   env={**os.environ, "DESTDIR": str(tmp_path)})
    folders = subprocess.run(["tshark", "-G", "folders"], check=True, capture_output=True, text=True).stdout
    data = re.search(r"^Global configuration:\s+(\S+)", folders, re.M).group(1)
    installed = tmp_path / data.lstrip("/") / "profiles/LegacySSL"
    assert sorted(path.name for path in installed.iterdir()) == sorted(path.name for path in PROFILE.iterdir())
