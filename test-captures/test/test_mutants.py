"""Bugs that once went unnoticed are noticed: mutants.sh tries many more."""
import sys

import pytest

import captures
import wireshark

sys.path.append(str(captures.FOLDER / "mutants"))

import bugs  # noqa: E402  (they stand in the folder above)
import handful  # noqa: E402
import trial  # noqa: E402

ROWS = [row for row in handful.ROWS if any(word in row[1] for word in handful.QUICK)]


@pytest.fixture(scope="module")
def tried():
    return trial.Trial(wireshark.new_folder() / "trial")


@pytest.mark.parametrize("path,before,after,test", ROWS, ids=[row[0].rpartition("/")[2] for row in ROWS])
def test_a_bug_is_noticed(tried, path, before, after, test):
    assert tried.put_in(handful.bug(wireshark.ROOT, path, before, after), test), "the compiler sees no difference"
    assert not tried.passes_named(test)


def test_where_nothing_is_changed_the_same_test_passes(tried):
    path, before, _, test = next(row for row in ROWS if row[0].startswith("plugin"))
    bug = handful.bug(wireshark.ROOT, path, before, before)
    assert bug.before == bug.after and not tried.put_in(bug, test)
    tried.place_plugin()
    assert tried.passes_named(test)


def test_every_row_is_about_code_that_is_there():
    for path, before, after, _ in handful.ROWS:
        bug = handful.bug(wireshark.ROOT, path, before, after)
        assert bugs.put_in((wireshark.ROOT / path).read_text(), bug).count("\n") == (
            wireshark.ROOT / path).read_text().count("\n")
