"""The server's RSA key in a PKCS #11 token: SoftHSM, where that is installed."""
import os
import pathlib
import shutil
import subprocess

import pytest

import captures
import key_sources
import wireshark

MODULES = sorted(pathlib.Path("/usr/lib").rglob("libsofthsm2.so"))
pytestmark = pytest.mark.skipif(not (shutil.which("softhsm2-util") and MODULES), reason="SoftHSM is not installed")

KEY = captures.FOLDER / "peers/openssl-1.0/rsa.pem"
PIN = "5678"


@pytest.fixture
def token():
    """The path of SoftHSM's configuration."""
    folder = wireshark.new_folder()
    key = wireshark.write("key.pem", subprocess.run(["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", KEY],
                                                    check=True, capture_output=True).stdout)
    configuration = wireshark.write("softhsm2.conf", f"directories.tokendir = {folder}\n".encode())
    for command in (["--init-token", "--free", "--label", "server", "--so-pin", "1234", "--pin", PIN],
                    ["--import", key, "--token", "server", "--label", "key", "--id", "01", "--pin", PIN]):
        subprocess.run(wireshark.as_user(["softhsm2-util", *map(str, command)]), check=True, capture_output=True,
                       env={**os.environ, "SOFTHSM2_CONF": str(configuration)})
    return configuration


@pytest.mark.parametrize("pin", (PIN, "8765"))
@pytest.mark.parametrize("name", ("ssl2/rc4-128", "tls10/openssl-1.0-big-body-rc4"))
def test_a_token(token, monkeypatch, name, pin):
    monkeypatch.setenv("SOFTHSM2_CONF", str(token))
    shown = key_sources.shown(wireshark.stage(captures.named(name).pcap), "-o", f'uat:pkcs11_libs:"{MODULES[0]}"',
                              "-o", f'uat:rsa_keys:"pkcs11:token=server","{pin}"')
    said = [field.label for _, field in shown.fields("legacyssl.no_secret")]
    assert bool(key_sources.named(shown)) == (pin == PIN), said
    assert bool(said) == (pin != PIN)
