"""Tshark with other key sources than a key log. A sharkd would keep what it was told for the files that follow."""
import dissection
import runs
import wireshark


def shown(path, *arguments, **options):
    text = wireshark.pdml(path, 1, "-Y", runs.OURS, *arguments, **options)
    return dissection.Dissection(dissection.from_pdml(text))


def named(dissected, stream=None):
    """What legacyssl.key_source says."""
    return [field.show for _, field in dissected.fields("legacyssl.key_source", stream)]
