"""Connections that no shipped capture has: said by the peers of the benchmark."""
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[1]
for place in ("bench", "peers/pct1", "../kdf/test"):
    sys.path.append(str(FOLDER / place))

import cases  # noqa: E402  (they stand in the folders above)
import traffic  # noqa: E402

import wireshark  # noqa: E402


class Generated:
    """A capture of one connection, and its key log, as files that Wireshark can read."""

    def __init__(self, speak, port, said, segment=traffic.LOOPBACK, closes=True):
        self.pcap = wireshark.new_path("generated.pcap")
        with traffic.Capture(self.pcap, segment) as capture:
            connection = capture.connect(port)
            peer = speak(connection)
            for side, data in said:
                peer.say(side, data)
            if closes:
                connection.close()
        self.pcap.chmod(0o644)
        self.keylog = wireshark.write("generated.keylog", peer.keylog.encode())


def in_records_of(size, speak):
    """The same peer, with application data in short records: as many as fit go into one segment."""
    def speak_briefly(connection):
        peer = speak(connection)

        def say(side, data):
            records = b"".join(sealed(peer, side, data[start:start + size]) for start in range(0, len(data), size))
            connection.say(side, [records])

        peer.say = say
        return peer
    return speak_briefly


def sealed(peer, side, data):
    if isinstance(peer, cases.peers.Tls):
        return peer.sealed(side, cases.peers.APPLICATION_DATA, data)
    if isinstance(peer, cases.peers.Ssl2):
        return peer.sealed(side, data)
    return peer.directions[side].seal(data)


TLS10 = cases.tls("TLS 1.0", "TLS_RSA_WITH_RC4_128_MD5")
SSL2 = cases.ssl2("SSL_CK_RC4_128_WITH_MD5")
PCT1 = cases.pct1("RC4 128, MD5 128")
