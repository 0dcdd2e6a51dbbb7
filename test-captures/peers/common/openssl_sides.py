"""The system's OpenSSL tool as client and as server, and what makes other programs of the system use it as we wish."""

import os
from pathlib import Path

from running import Program, await_listener, run

HERE = Path(__file__).resolve().parent
WEAK_ALLOWED = "@SECLEVEL=0"
PROVIDERS = ("-provider", "legacy", "-provider", "default")
PSK = ("-psk", "00112233445566778899aabbccddeeff")


def server(port, certificate, *options, cipher="ALL:COMPLEMENTOFALL", connections=1, quiet=True, cwd=None):
    """s_server; its input goes to the client, its output is what the client sent."""
    program = Program(["openssl", "s_server", *PROVIDERS, "-4", "-accept", port, "-naccept", connections,
                       "-cert", certificate, "-cipher", f"{cipher}:{WEAK_ALLOWED}",
                       *(("-quiet",) if quiet else ()), *options], cwd=cwd)
    await_listener(port)
    return program


def client(port, secrets, *options, cipher="ALL:COMPLEMENTOFALL", quiet=True):
    """s_client; it logs its secrets and ends at the end of its input."""
    return Program(["openssl", "s_client", *PROVIDERS, "-4", "-connect", f"127.0.0.1:{port}",
                    "-cipher", f"{cipher}:{WEAK_ALLOWED}", "-keylogfile", secrets,
                    *(("-quiet", "-nocommands", "-no_ign_eof") if quiet else ()), *options])


def tls10_suites():
    """OpenSSL's names of every suite that this build's tools can speak with TLS 1.0.

    Not SRP: s_server of 3.0 loses the user's name while it looks it up.
    """
    listed = run(["openssl", "ciphers", *PROVIDERS, "-s", "-tls1", "-psk",
                  f"ALL:COMPLEMENTOFALL:{WEAK_ALLOWED}"])
    return listed.strip().split(":")


def ask(asking, answering, request, response):
    """Request and response over two connected programs; the asking side closes."""
    asking.send(request)
    answering.expect(request)
    answering.send(response)
    asking.expect(response)
    asking.finish()


def converse(asking, answering, request, response):
    """The only, or the last, exchange of the answering side."""
    ask(asking, answering, request, response)
    answering.wait()


def weak_openssl(**more):
    """The environment of a program whose OpenSSL shall allow old versions, keys and hashes."""
    return {**os.environ, "OPENSSL_CONF": str(HERE / "weak-openssl.cnf"), **more}


def logging_secrets(scratch, secrets):
    """The same for a program whose OpenSSL shall also log its secrets."""
    library = Path(scratch) / "openssl_keylog.so"
    if not library.exists():
        run(["gcc", "-O1", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", library, HERE / "openssl_keylog.c", "-lssl"])
    return weak_openssl(LD_PRELOAD=str(library), KEYLOG=str(secrets))
