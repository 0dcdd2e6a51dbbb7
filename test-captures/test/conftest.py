"""Tests of one capture go to one worker, which then runs tshark once for all of them."""
import pytest

import runs


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        group = parameters["capture"].name if "capture" in parameters else item.nodeid
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session", autouse=True)
def sharkd_ends_well():
    yield
    runs.worker.close()
