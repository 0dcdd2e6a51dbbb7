"""Files that are opened and closed one after the other leave nothing of the plugin behind: memcheck.sh opens 10,000."""
import captures
import growth


def assert_nothing_left(chosen, files):
    without, with_plugin = growth.both(files, chosen)
    assert with_plugin <= without + growth.TOLERANCE, "bytes that a file leaves behind"


def test_files_leave_nothing_behind():
    chosen = growth.small(step=6)
    assert_nothing_left(chosen, 3 * len(chosen))


def test_what_decompresses():
    assert_nothing_left([captures.named("tls10/openssl-1.0-deflate-rc4")], 20)


def test_what_waits_for_the_end():
    """A response that ends with the connection is handed on then."""
    assert_nothing_left([captures.named("tls10/openssl-1.0-http-until-close")], 50)
