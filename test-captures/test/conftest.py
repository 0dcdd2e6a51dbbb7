"""Tests of one capture go to one worker, which then runs tshark once for all of them."""
import pytest

import runs


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "capture" in parameters:
            item.add_marker(pytest.mark.xdist_group(parameters["capture"].name))
        else:
            item.add_marker(pytest.mark.xdist_group(item.nodeid))


@pytest.fixture(scope="session")
def sharkd():
    process = runs.shared_sharkd()
    yield process
    assert process.close() == 0, "sharkd did not end well"
