"""The tree: what stands in it is a field, with a name that can be asked for."""
import json

import pytest

import captures
import wireshark

# a capture of each protocol, and the suite of its session
SUITES = {"ssl2/rc4-128": "SSL_CK_RC4_128_WITH_MD5", "pct1/rc4-md5": "RC4 128, MD5 128",
          "ssl3/openssl-1.0-big-body-rc4": "TLS_RSA_WITH_RC4_128_MD5",
          "tls10/openssl-1.0-big-body-rc4": "TLS_RSA_WITH_RC4_128_MD5"}


def tshark(name, *arguments):
    capture = captures.named(name)
    return wireshark.tshark(wireshark.stage(capture.pcap), *arguments,
                            keylog=wireshark.stage(capture.keylog)).decode()


@pytest.mark.parametrize("name", SUITES)
def test_a_suite_is_called_by_its_name(name):
    suite = SUITES[name]
    found = f'legacyssl.cipher_suite == "{suite}"'
    numbers = tshark(name, "-Y", found, "-T", "fields", "-e", "frame.number").split()
    assert numbers, f"{name}: no packet has the suite {suite}"
    columns = 'gui.column.format:"No.","%m","Suite","%Cus:legacyssl.cipher_suite"'
    for arguments in (["-T", "fields", "-e", "legacyssl.cipher_suite"], ["-o", columns]):
        for line in tshark(name, "-Y", found, *arguments).splitlines():
            assert suite in line, f"{name}, {arguments}: {line}"
    for packet in json.loads(tshark(name, "-Y", found, "-T", "json", "-e", "legacyssl.cipher_suite")):
        assert set(packet["_source"]["layers"]["legacyssl.cipher_suite"]) == {suite}
