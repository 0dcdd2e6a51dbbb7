"""Conversations that are not ours, drawn and recorded, are left as they are.

A small share of what identity.sh looks at.
"""
import pathlib
import sys

import pytest

import wireshark

FOLDER = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(FOLDER / "identity"))

import claims  # noqa: E402
import compare  # noqa: E402

FOREIGN = sorted((FOLDER / "foreign").glob("*.pcap"))


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_claimed_falsely(seed):
    assert claims.differing((seed, 500)) is None


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_recorded_traffic_of_others(path):
    found, _, said = compare.differences(wireshark.stage(path), 2000)
    assert not found, "\n".join(map(str, found))
    assert not said
