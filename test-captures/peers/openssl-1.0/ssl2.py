"""The SSL 2.0 captures."""

import json
import shutil
import subprocess

import check_ssl2
import dialogues
import keylog
from capture import CAPTURES, UNSEEN_PORT, record, write_expectations

FOLDER = CAPTURES / "ssl2"
CIPHERS = {
    "rc4-128": "RC4-MD5",
    "rc4-128-export40": "EXP-RC4-MD5",
    "rc2-128-cbc": "RC2-CBC-MD5",
    "rc2-128-cbc-export40": "EXP-RC2-CBC-MD5",
    "idea-128-cbc": "IDEA-CBC-MD5",
    "des-64-cbc": "DES-CBC-MD5",
    "des-192-ede3-cbc": "DES-CBC3-MD5",
}
KEY_ARG_UNSEEN = ("KEY-ARG, the initialisation vector, went by before the capture: of these key logs only s_client's "
                  "block has it, without it the first 8 bytes of each side's first MAC stay unknown")
ASKING = ("certificate rsa.crt", "key rsa.pem", "client_protocol SSL2", "server_protocol SSL2")


def wishes(cipher):
    return [*ASKING, f"client_ciphers {cipher}", f"server_ciphers {cipher}"]


def exchange(port, *between):
    """One connection from connect to close."""
    return [f"connect {port}", "handshake", *between, "close client"]


def ssl2(peer, name, title, commands, form=keylog.ssl2_master_key, more_forms=(), **more):
    base = record(peer, FOLDER / name, title, commands, form, more_forms, **more)
    print(f"ssl2/{name}: {check_ssl2.check(base, peer.program)} encrypted records, every MAC good", flush=True)


def record_all(peer, older_peer):
    for step in (ciphers, rc4_64, key_logs, client_certificates, sizes, segments, endings, odd_port,
                 without_syn, dialogues_before, failures):
        step(peer)
    resumption(older_peer)
    hello_of_all_versions(older_peer)


def ciphers(peer):
    for name, cipher in CIPHERS.items():
        ssl2(peer, name, f"SSL 2.0 with {name}, port 443", wishes(cipher) + exchange(443, f"get /{name}"))


def rc4_64(peer):
    ssl2(peer, "rc4-64", "SSL 2.0 with OpenSSL's own RC4_64, whose row in its cipher table was put back",
         ["add_rc4_64", *wishes("RC4-64-MD5"), *exchange(443, "get /rc4-64")],
         more_forms=(keylog.secret_part,))


def key_logs(peer):
    commands = [line for name, cipher in CIPHERS.items() for line in wishes(cipher) + exchange(443, f"get /{name}")]
    ssl2(peer, "all-ciphers", "SSL 2.0: every cipher kind, one connection each, with key logs of every form", commands,
         more_forms=(keylog.secret_part, keylog.client_random, keylog.rsa_session_id, keylog.s_client))


def resumption(peer):
    """OpenSSL 1.0.1r's server answers every SESSION-ID with an error: it passes its own bounds check no limit."""
    for name, cipher, note in (("resumption", "DES-CBC3-MD5", {"note": KEY_ARG_UNSEEN}),
                               ("resumption-export40", "EXP-RC4-MD5", {})):
        again = [line for number in (1, 2) for line in exchange(443, f"get /resumed-{number}")]
        ssl2(peer, name, "SSL 2.0: a full handshake and two that resume its session",
             [*wishes(cipher), *exchange(443, "get /full"), "with resume", *again])
        ssl2(peer, f"{name}-only", "SSL 2.0: only a resumed connection; the key log knows the session by its id",
             [*wishes(cipher), *exchange(UNSEEN_PORT, "get /full"), "with resume", *exchange(443, "get /resumed")],
             form=keylog.rsa_session_id, more_forms=(keylog.s_client,), **note)


def client_certificates(peer):
    ssl2(peer, "client-certificate", "SSL 2.0: the server asks for a certificate and the client has one",
         [*wishes("RC2-CBC-MD5"), "with asks_for_certificate", "client_certificate client.crt", "client_key client.pem",
          *exchange(443, "get /with-certificate")])
    ssl2(peer, "no-client-certificate", "SSL 2.0: the client answers with ERROR NO-CERTIFICATE, and this server gives up",
         [*wishes("RC4-MD5"), "with asks_for_certificate", "connect 443", "handshake", "close abort"])


def sizes(peer):
    for name, cipher in (("big-body-cbc", "DES-CBC3-MD5"), ("big-body-rc4", "RC4-MD5")):
        ssl2(peer, name, "SSL 2.0: more than 100 kB each way",
             wishes(cipher) + exchange(443, f"post /{name} 110000 120000"))


def segments(peer):
    ssl2(peer, "small-segments", "SSL 2.0: every record in segments of 7 bytes",
         [*wishes("IDEA-CBC-MD5"), "segment 7", *exchange(443, "get /small")])
    ssl2(peer, "many-records-in-one-segment", "SSL 2.0: twelve requests in one segment, twelve responses likewise",
         wishes("RC4-MD5") + exchange(443, "pipeline /many/ 12"))


def endings(peer):
    ssl2(peer, "http-until-close", "SSL 2.0: an HTTP/1.0 response without Content-Length ends with the connection",
         [*wishes("DES-CBC-MD5"), "connect 443", "handshake", "get_until_close /until-close", "close server"])


def odd_port(peer):
    ssl2(peer, "odd-port", "SSL 2.0 on a port that no table knows", wishes("RC4-MD5") + exchange(20443, "get /odd-port"))


def hello_of_all_versions(peer):
    """OpenSSL 1.0.1r's client takes a TLS form of the cipher after such a hello."""
    ssl2(peer, "hello-of-all-versions", "A client that could do TLS meets an SSL 2.0 server: a challenge of 32 bytes",
         [*wishes("RC4-MD5"), "client_protocol any", *exchange(443, "get /all-versions")])


def without_syn(peer):
    """The odd-port capture again, from the first data segment on."""
    whole, cut = FOLDER / "odd-port", FOLDER / "without-syn"
    subprocess.run(["editcap", "-F", "pcap", f"{whole}.pcap", f"{cut}.pcap", "1-3"], check=True)
    shutil.copyfile(f"{whole}.keylog", f"{cut}.keylog")
    rows = json.loads(whole.with_name("odd-port.json").read_text())["connections"]
    write_expectations(peer, cut, "SSL 2.0 on an odd port, captured only after TCP's handshake", rows)
    print(f"ssl2/without-syn: {check_ssl2.check(cut, peer.program)} encrypted records, every MAC good", flush=True)


def dialogues_before(peer):
    ssl2(peer, "starttls", "SSL 2.0 after the dialogue of SMTP, IMAP, POP3 and FTP in the clear",
         wishes("RC4-MD5") + dialogues.STARTTLS)
    ssl2(peer, "connect", "SSL 2.0 through an HTTP proxy", wishes("IDEA-CBC-MD5") + dialogues.CONNECT)


def failures(peer):
    ssl2(peer, "no-common-cipher", "SSL 2.0: client and server have no cipher kind in common",
         [*ASKING, "client_ciphers RC4-MD5", "server_ciphers DES-CBC3-MD5", "connect 443", "handshake", "close abort"])
