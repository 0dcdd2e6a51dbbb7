"""legacyssl(7) names what there is: preferences, fields, statistics, and no others."""
import re

import wireshark

PAGE = (wireshark.ROOT / "plugin/legacyssl.7").read_text()


def test_preferences_and_fields_are_there():
    preferences = set(re.findall(r"legacyssl\.\w+", wireshark.run(["tshark", "-G", "currentprefs"]).decode()))
    fields = set(wireshark.run(["tshark", "-G", "fields"]).decode().split("\t"))
    named = set(re.findall(r"legacyssl\.[a-z0-9_]+(?:\.[a-z_]+)*", PAGE))
    assert preferences <= named and named <= preferences | fields


def test_every_statistic_is_there():
    offered = set(re.findall(rb"^ *(legacyssl,\w+)", wireshark.complaints(["tshark", "-z", "help"]).encode(), re.M))
    assert offered and {name.decode() for name in offered} <= set(re.findall(r"legacyssl,\w+", PAGE))
