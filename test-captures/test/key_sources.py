"""Tshark with other key sources than a key log. A sharkd would keep what it was told for the files that follow."""
import dissection
import expectations
import runs
import wireshark


def shown(path, *arguments, **options):
    text = wireshark.pdml(path, 1, "-Y", runs.OURS, *arguments, **options)
    return dissection.Dissection(dissection.from_pdml(text))


def named(dissected, stream=None):
    """What legacyssl.key_source says."""
    return [field.show for _, field in dissected.fields("legacyssl.key_source", stream)]


def assert_opened(capture, dissected, source, connections=None):
    """All its connections, or those given, as expected and by that source."""
    expectations.assert_as_expected(capture, dissected, connections)
    for connection in connections or capture.connections:
        sources = named(dissected, connection["tcp_stream"])
        assert sources and all(source in text for text in sources), f"{capture}: {sources}"
