"""STARTTLS in the dialogues of real mail and file servers."""

import shutil
import sys
import tempfile
from pathlib import Path

from certificates import Certificates
from openssl_sides import client, weak_openssl
from recording import Recording
from running import Program, await_listener

HERE = Path(__file__).resolve().parent
RECORDED_BY = "peers/mail/record.sh"
VERSIONS = {"TLS 1.0": ("tls10", "-tls1"), "TLS 1.2": ("other", "-tls1_2")}
# What the client says inside TLS, and how it knows that the answer is complete.
SMTP = (("EHLO client.example", b"250 CHUNKING\r\n"), ("MAIL FROM:<sender@client.example>", b"250 2.1.0 Ok\r\n"),
        ("RCPT TO:<user@peer.example>", b"250 2.1.5 Ok\r\n"), ("DATA", b"354 "),
        ("Subject: a test\r\n\r\nDear reader,\r\nthis went through STARTTLS.\r\n.", b"queued as "), ("QUIT", b"221 "))
IMAP = (("a1 LOGIN user secret", b"a1 OK"), ("a2 LIST \"\" *", b"a2 OK"), ("a3 SELECT INBOX", b"a3 OK"), ("a4 LOGOUT", b"a4 OK"))
POP3 = (("USER user", b"+OK\r\n"), ("PASS secret", b"+OK Logged in"), ("STAT", b"+OK 0 0"), ("QUIT", b"+OK Logging out"))
FTP = (("USER anonymous", b"331 "), ("PASS me@client.example", b"230 "), ("PWD", b"257 "), ("QUIT", b"221 "))


class Servers:
    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.chmod(0o755)
        Certificates(self.directory)
        (self.directory / "mail").mkdir()
        shutil.chown(self.directory / "mail", "nobody", "nogroup")
        (self.directory / "ftp").mkdir()

    def configuration(self, name):
        """The configuration file with the scratch directory in its place."""
        place = self.directory / name
        place.write_text((HERE / name).read_text().replace("@directory@", str(self.directory)))
        return place

    def dovecot(self):
        return Program(["dovecot", "-F", "-c", self.configuration("dovecot.conf")])

    def postfix(self):
        for name, owner in (("queue", "root"), ("data", "postfix")):
            (self.directory / name).mkdir(exist_ok=True)
            shutil.chown(self.directory / name, owner)
        self.configuration("main.cf")
        self.configuration("master.cf")
        return Program(["postfix", "-c", self.directory, "start-fg"])

    def vsftpd(self):
        return Program(["vsftpd", self.configuration("vsftpd.conf")], env=weak_openssl())


def record(servers, start, peer, protocol, port, dialogue):
    for version, (folder, option) in VERSIONS.items():
        server = start(servers)
        await_listener(port)
        name = f"mail-{protocol}-starttls" if protocol != "ftp" else "ftp-starttls"
        with Recording(folder, name, f"{version} after {protocol.upper()} STARTTLS", f"OpenSSL 3.0 as client, {peer} as server",
                       RECORDED_BY, ports=(port,), starttls=True) as recording:
            asking = client(port, recording.secrets, option, "-starttls", protocol)
            said = b""
            for words, answer in dialogue:
                heard = len(asking.output)
                asking.send(words.encode() + b"\r\n")
                said += words.encode() + b"\r\n"
                asking.expect(answer, start=heard)
            asking.finish()
            recording.connection(said, bytes(asking.output))
        server.stop()


def smtp(servers):
    record(servers, Servers.postfix, "Postfix 3.7", "smtp", 25, SMTP)


def imap(servers):
    record(servers, Servers.dovecot, "Dovecot 2.3", "imap", 143, IMAP)


def pop3(servers):
    record(servers, Servers.dovecot, "Dovecot 2.3", "pop3", 110, POP3)


def ftp(servers):
    record(servers, Servers.vsftpd, "vsftpd 3.0", "ftp", 21, FTP)


CAPTURES = {function.__name__: function for function in (smtp, imap, pop3, ftp)}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        running = Servers(scratch)
        for capture in sys.argv[1:] or CAPTURES:
            CAPTURES[capture](running)
