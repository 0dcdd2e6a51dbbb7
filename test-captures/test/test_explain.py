"""-z legacyssl,explain: how the keys of a handshake were made, as text and as a page that a browser shows."""
import functools
import html.parser
import re
import shutil
import subprocess
import xml.etree.ElementTree

import pytest

import captures
import pcap
import test_keys_facts
import test_write_keys
import wireshark

CHROMIUM = shutil.which("chromium")
KEYS = test_keys_facts.COLUMNS[9:15]

# Of each protocol an ordinary suite, and those that derive in more steps.
NAMES = ("ssl2/rc2-128-cbc-export40", "pct1/reconnect", "pct1/ciphers-hashes-40", "ssl3/openssl-1.0-resumption",
         "ssl3/openssl-1.0-export-rsa", "tls10/openssl-1.0-export-rsa")
EVERY = pytest.mark.parametrize("capture", [captures.named(name) for name in NAMES], ids=repr)


@functools.cache
def explain(capture, number, *arguments, keylog=None):
    return wireshark.tshark(wireshark.stage(capture.pcap), "-q", "-z", ",".join(["legacyssl,explain", str(number),
                            *map(str, arguments)]), keylog=keylog or wireshark.stage(capture.keylog)).decode()


@functools.cache
def rows(capture):
    return test_keys_facts.rows(capture)


@functools.cache
def page_of(capture, number, keylog=None):
    path = wireshark.new_folder() / "page.html"
    assert explain(capture, number, path, keylog=keylog) == ""
    return path


# ---- as text


@EVERY
def test_it_is_what_legacyssl_kdf_explains(capture):
    row = rows(capture)[0]
    head, _, explained = explain(capture, 1).partition(f"\n{row['cipher_suite']}\n")
    assert explained == test_keys_facts.typed(row["command"])
    assert head.startswith(f"Handshake 1: stream {row['stream']}, {row['client']} to {row['server']}, ")
    assert f"keys from frame {row['frame']} on, {row['handshake']} handshake, verified" in head


HELLOS = {"CLIENT-HELLO": "Client Hello", "CLIENT_HELLO": "Client Hello", "ClientHello": "Client Hello",
          "SERVER-HELLO": "Server Hello", "SERVER_HELLO": "Server Hello", "ServerHello": "Server Hello",
          "CLIENT-MASTER-KEY": "Client Master Key", "CLIENT_MASTER_KEY": "Client Master Key"}


@EVERY
def test_the_frames_have_the_messages_that_it_names(capture):
    told = re.findall(r"^    \S+ +from (\S+), frame (\d+)$", explain(capture, 1), re.M)
    shown = wireshark.tshark(wireshark.stage(capture.pcap), "-T", "fields", "-e", "frame.number", "-e", "_ws.col.Info",
                             keylog=wireshark.stage(capture.keylog)).decode()
    infos = dict(line.split("\t") for line in shown.splitlines())
    assert len(told) >= 2
    for message, frame in told:
        assert HELLOS[message] in infos[frame], f"{message} in frame {frame}: {infos[frame]}"


def test_a_reconnection_names_the_session():
    text = explain(captures.named("pct1/reconnect"), 7)
    assert re.search(r"CLEAR_KEY_DATA +from the resumed session, frame \d+\n", text)
    assert re.search(r"MASTER_KEY +from session of the connection in frame \d+", text)


def test_keys_that_were_given_are_not_derived():
    capture = captures.named("ssl2/rc4-128")
    keylog = wireshark.write("write.keylog", b"".join(test_write_keys.printed(capture)))
    assert "nothing is derived" in explain(capture, 1, keylog=keylog)
    assert "nothing is derived" in page_of(capture, 1, keylog).read_text()


@pytest.mark.parametrize("option", ("legacyssl,explain", "legacyssl,explain,0", "legacyssl,explain,x",
                                    "legacyssl,explain,1x", "legacyssl,explain,99"))
def test_what_cannot_be_explained_is_said(option):
    capture = captures.named("ssl2/rc4-128")
    complaints = wireshark.complaints(["tshark", "-q", "-r", wireshark.stage(capture.pcap), "-o",
                                       f"legacyssl.keylog_file:{wireshark.stage(capture.keylog)}", "-z", option])
    assert "legacyssl,explain" in complaints and "handshake" in complaints


def test_a_page_that_cannot_be_written():
    capture = captures.named("ssl2/rc4-128")
    complaints = wireshark.complaints(["tshark", "-q", "-r", wireshark.stage(capture.pcap), "-o",
                                       f"legacyssl.keylog_file:{wireshark.stage(capture.keylog)}", "-z",
                                       "legacyssl,explain,1,/nonexistent/page.html"])
    assert "can't be written" in complaints


# ---- as a page


class Page(html.parser.HTMLParser):
    """{(kind, name): value} of what the page marks, and the elements of its drawing."""

    def __init__(self, text):
        super().__init__()
        self.values, self.elements, self.open = {}, [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        marks = [(name[5:], value) for name, value in attributes if name.startswith("data-")]
        self.open = marks[0] if marks else None
        if self.open:
            self.values.setdefault(self.open, "")

    def handle_data(self, data):
        if self.open:
            self.values[self.open] += data

    def handle_endtag(self, tag):
        self.open = None

    def of(self, kind):
        return {name: value for (which, name), value in self.values.items() if which == kind}


def check_values(page, row):
    """As -z legacyssl,keys,facts has them."""
    assert page.of("key") == {name: row[name] for name in KEYS}
    inputs = set(page.of("input").values())
    for name in ("client_random", "server_random", "master_secret"):
        assert row[name] in inputs, name


@EVERY
def test_text_and_page_name_the_same_inputs(capture):
    """The session's secret, both randoms, and what else the protocol takes."""
    named = re.findall(r"^    (\S+) +from ", explain(capture, 1), re.M)
    assert named == list(Page(page_of(capture, 1).read_text()).of("input")) and len(named) >= 3


def test_a_handshake_that_nothing_verifies_is_not_verified():
    """Another one's records prove nothing."""
    capture = captures.named("tls10/openssl-1.0-big-body-rc4")
    other = captures.named("tls10/openssl-1.0-big-body-cbc")
    packets = [*pcap.read(capture.pcap), *pcap.with_addresses_of(pcap.read(other.pcap), 7)]
    line = re.sub(rb"[0-9a-fA-F]{96}", b"00" * 48, other.keylog.read_bytes())
    path = wireshark.write("two.pcap", pcap.build(packets))
    keylog = wireshark.write("two.keylog", capture.keylog.read_bytes() + line)
    verdicts = [re.search(r", (not )?verified$", wireshark.tshark(path, "-q", "-z", f"legacyssl,explain,{number}",
                          keylog=keylog).decode(), re.M)[0] for number in (1, 2)]
    assert verdicts == [", verified", ", not verified"]


@EVERY
def test_a_drawing_is_well_formed(capture):
    text = page_of(capture, 1).read_text()
    drawing = xml.etree.ElementTree.fromstring(re.search(r"<svg viewBox.*?</svg>", text, re.S)[0])
    titles = ["".join(element.itertext()) for element in drawing.iter() if element.get("class") == "title"]
    assert sorted(titles) == sorted(re.findall(r"^\S+ = PRF\(.+\)$", explain(capture, 1), re.M))
    texts = [element.text for element in drawing.iter() if element.get("class") in ("name", "label", "hex")]
    assert texts and all(value.isprintable() and value == value.strip() for value in texts)


@EVERY
def test_a_page_has_the_values_and_needs_nothing_else(capture):
    path = page_of(capture, 1)
    text = path.read_text()
    check_values(Page(text), rows(capture)[0])
    assert not re.search(r"<script|<link|<img|src=|href=|@import|url\((?!#)", text)
    assert wireshark.is_private(path)


def test_the_name_of_a_file_is_no_markup():
    capture = captures.named("tls10/openssl-1.0-resumption")
    keylog = wireshark.write('<i onclick="x">&.log', capture.keylog.read_bytes())
    text = page_of(capture, 1, keylog).read_text()
    assert "<i " not in text and "&lt;i onclick=&quot;x&quot;&gt;&amp;.log" in text


def in_browser(path, *arguments):
    profile = wireshark.new_folder()
    done = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                           f"--user-data-dir={profile}", *arguments, path.as_uri()],
                          capture_output=True, timeout=wireshark.TIMEOUT)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode()


needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="Debian's package chromium is not installed: no browser "
                                    "to open the pages in")


@needs_chromium
@pytest.mark.parametrize("name", NAMES[::2])
def test_a_browser_shows_the_values(name):
    capture = captures.named(name)
    page = Page(in_browser(page_of(capture, 1), "--dump-dom"))
    check_values(page, rows(capture)[0])
    explained = dict(re.findall(r"^(.+?) = .*\n(?:    .+\n)*  = (\w+)\n", explain(capture, 1), re.M))
    assert explained and page.of("step").keys() == explained.keys()
    assert page.elements.count("rect") > len(explained) / 2 and page.elements.count("path") > 8 * len(explained) / 2


@needs_chromium
def test_a_browser_draws_it():
    path = page_of(captures.named("tls10/openssl-1.0-resumption"), 1)
    picture = path.with_suffix(".png")
    in_browser(path, "--hide-scrollbars", "--window-size=1280,2400", f"--screenshot={picture}")
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 100_000
