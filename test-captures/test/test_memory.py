"""Files that are opened and closed one after the other leave nothing of the plugin behind: memcheck.sh opens 10,000."""
import growth


def test_files_leave_nothing_behind():
    chosen = growth.small(step=6)
    without, with_plugin = growth.both(3 * len(chosen), chosen)
    assert with_plugin <= without + growth.TOLERANCE, "bytes that a file leaves behind"
