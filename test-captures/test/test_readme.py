"""What the README says to type works, and what it names is there."""
import functools
import re
import shutil
import subprocess

import pytest

import captures
import wireshark

README = (wireshark.ROOT / "README.md").read_text()
PEER = captures.FOLDER / "peers/openssl-1.0"


@functools.cache
def commands():
    """The indented lines; those that go on in the next as one."""
    blocks = re.findall(r"(?:^    .*\n)+", README, re.M)
    lines = "".join(blocks).replace("\\\n", " ").replace("|\n", "| ").splitlines()
    return [re.sub(r" +", " ", line).strip() for line in lines]


def begins_with(*words):
    found = [line for line in commands() if line.startswith(words)]
    assert found
    return found


@functools.cache
def folder():
    """The files that the commands speak of."""
    path = wireshark.new_folder()
    capture = captures.named("ssl2/rc4-128")
    for name, file in (("old.pcap", capture.pcap), ("nightly.pcap", capture.pcap), ("keys.log", capture.keylog),
                       ("all.keylog", capture.keylog), ("server.pem", PEER / "rsa.pem")):
        shutil.copy(file, path / name)
    (path / "firmware-keys").mkdir()
    shutil.copy(PEER / "rsa.pem", path / "firmware-keys")
    subprocess.run(["openssl", "pkcs12", "-export", "-in", PEER / "rsa.crt", "-inkey", PEER / "rsa.pem",
                    "-passout", "pass:password", "-out", path / "server.p12"], check=True, capture_output=True)
    (path / "server.p12").chmod(0o644)
    return path


def typed(command):
    done = subprocess.run(wireshark.as_user(["sh", "-c", command]), env=wireshark.environment(), cwd=folder(),
                          capture_output=True, text=True, timeout=wireshark.TIMEOUT)
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


OPENED = ("keys.log, line 1", "GET /rc4-128", "47 45 54", "474554", "Sessions by protocol", "SSL 2.0 (")
ELSEWHERE = ("pkcs11", "$f", "legacyssl,pcap", "legacyssl,keylog", "page.html")  # need a token, a cluster; write a file


@pytest.mark.parametrize("command", [line for line in begins_with("tshark -r", "tshark -q")
                                     if not any(word in line for word in ELSEWHERE)])
def test_tshark_opens_something(command):
    shown = typed(command)
    assert "grep -q" in command or any(text in shown for text in OPENED), shown


@pytest.mark.parametrize("command", [line for line in begins_with("tshark -q", "tshark -2") if "legacyssl,pcap" in line])
def test_a_decrypted_capture(command):
    typed(command)
    assert "GET /rc4-128" in typed(f"tshark -r {command.rpartition(',')[2]}")


def test_a_key_log_to_give_away():
    typed(next(line for line in begins_with("tshark -q") if "legacyssl,keylog" in line))
    assert (folder() / "proved.log").read_text().startswith("SSL2_MASTER_KEY ")


def test_a_page_for_others():
    typed(next(line for line in begins_with("tshark -q") if "page.html" in line))
    assert "client_write_key" in (folder() / "page.html").read_text()


def test_a_ci_job_fails_when_it_should():
    job = begins_with("test -z")[0]
    typed(job)
    closed = next(line for line in begins_with("tshark -q") if "grep -q" in line)
    typed(closed)
    typed(f"! {{ {closed.replace('keys.log', '/dev/null')}; }}")
    bad = captures.named("pct1/bad-mac-client")
    typed(f"! {{ {job}; }}".replace("nightly.pcap", str(wireshark.stage(bad.pcap)))
          .replace("keys.log", str(wireshark.stage(bad.keylog))))


@pytest.mark.skipif(not shutil.which("parallel"), reason="GNU parallel is not installed")
def test_an_archive_with_parallel():
    typed(re.search(r"ls \*\.pcap.*?tsv'", " ".join(commands()))[0].replace("\\", ""))
    assert "SSL_CK_RC4_128_WITH_MD5" in (folder() / "old.tsv").read_text()


def test_legacyssl_kdf_as_shown():
    example = begins_with("legacyssl-kdf --explain")[0].split()
    program = wireshark.BUILD / "kdf/program/legacyssl-kdf"
    shown = subprocess.run([program, *example[1:]], check=True, capture_output=True, text=True).stdout
    lines = [line.strip() for line in shown.splitlines()]
    told = re.search(r"(KEY-MATERIAL-0 = .*\n.*\n) +\.\.\.\n(.*\n)", README)
    for line in (told[1] + told[2]).splitlines():
        assert line.strip() in lines


def test_every_name_is_there():
    known = set(wireshark.run(["tshark", "-G", "fields"]).decode().split("\t"))
    known |= set(re.findall(r"legacyssl\.\w+", wireshark.run(["tshark", "-G", "currentprefs"]).decode()))
    named = {name.rstrip(".") for name in re.findall(r"legacyssl\.(?!dll\b)[a-z0-9_.]+", README)}
    assert named <= known


def test_its_pictures_and_files_are_there():
    for name in re.findall(r"test-captures/[\w./-]+", README):
        assert (wireshark.ROOT / name.rstrip(".")).exists(), name
