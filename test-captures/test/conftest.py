"""Tests of one capture go to one worker, one after the other: it then runs tshark once for all of them.

The longest come first, so that no worker has nothing left to do while another is at a long one: what is no test
of one capture, then the captures by size.
"""
import pytest

import runs


def pytest_configure(config):
    config.option.loadscopereorder = False  # newer xdist would sort the groups in its own way


def capture_of(item):
    return getattr(getattr(item, "callspec", None), "params", {}).get("capture")


def before(item):
    """What tests are sorted by."""
    capture = capture_of(item)
    return (capture is not None, -capture.pcap.stat().st_size, capture.name) if capture else (False,)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        capture = capture_of(item)
        item.add_marker(pytest.mark.xdist_group(capture.name if capture else item.nodeid))
    items.sort(key=before)


@pytest.fixture(scope="session", autouse=True)
def sharkd_ends_well():
    yield
    runs.worker.close()
