"""OpenJDK 17 speaks SSL 3.0 and TLS 1.0 with itself; it tells its own keys through KeyMaterialLog."""

import sys
import tempfile

from jdk_sides import Jdk
from recording import Recording
from telling import note

ABOUT = {"peer": "OpenJDK 17, both sides", "recorded_by": "peers/jdk17/record.sh"}
NO_TICKETS = ("-Djdk.tls.client.enableSessionTicketExtension=false",
              "-Djdk.tls.server.enableSessionTicketExtension=false")
HANDSHAKE_FAILURE, NO_CERTIFICATE, BAD_CERTIFICATE, CERTIFICATE_UNKNOWN = 40, 41, 42, 46
NO_CLIENT = {"SSL 3.0": HANDSHAKE_FAILURE, "TLS 1.0": BAD_CERTIFICATE}
FOLDERS = {"SSL 3.0": ("ssl3", "SSLv3"), "TLS 1.0": ("tls10", "TLSv1")}


def session_id_lines(logged, streams):
    """The secrets by session id, as key log agents for Java write them."""
    masters = dict(line.split()[1:] for line in logged.splitlines())
    lines = {f"RSA Session-ID:{pair['session_id']} Master-Key:{masters[pair['client_random']]}"
             for pairs in streams.values() for pair in pairs}
    return "".join(line + "\n" for line in sorted(lines))


def record(jdk, version, scenario, title, *options, name=None, port=443, hello="", keylog=None, facts=(), length=0):
    """One run of the peer; `facts` are further things to know of its connections, by number."""
    folder, protocol = FOLDERS[version]
    protocols = f"{hello},{protocol}" if hello else protocol
    with Recording(folder, f"jdk17-{name or scenario}", f"{version}, {title}", ports=(port,), keylog=keylog,
                   **ABOUT) as recording:
        note(recording, jdk.exchange(scenario, protocols, port, *options, detail=length), *facts)


def suites(jdk, version):
    record(jdk, version, "suites", "every suite of OpenJDK 17")


def resumption_by_session_id(jdk, version):
    # Sessions without extended master secret, all that SSL 3.0 has, are resumed only if it is switched off.
    plain = ["-Djdk.tls.useExtendedMasterSecret=false"] if version == "SSL 3.0" else []
    record(jdk, version, "resume", "resumed by session id, the secret given by session id", *NO_TICKETS, *plain,
           name="resume-session-id", keylog=session_id_lines, facts=[{}, {"resumed": True}, {"resumed": True}])


def resumption_by_ticket(jdk, version):
    # SSL 3.0 has no extensions, and so no tickets.
    if version == "TLS 1.0":
        record(jdk, version, "resume", "resumed by ticket", name="resume-ticket",
               facts=[{}, {"resumed": True}, {"resumed": True}])


def renegotiation(jdk, version):
    for side in ("client", "server"):
        record(jdk, version, f"renegotiate-{side}", f"renegotiation begun by the {side}",
               name=f"renegotiation-{side}", port=4443)


def client_certificate(jdk, version):
    """A good certificate, one that only names the right issuer, and one that the client can't offer."""
    def refused(*alerts):
        return {"finished": False,
                "alerts": [{"from": side, "description": description} for side, description in alerts]}
    none = [("client", NO_CERTIFICATE)] if version == "SSL 3.0" else []
    record(jdk, version, "client-certificate", "client certificate: a good one, a forged one, none at all",
           facts=[{}, refused(("server", CERTIFICATE_UNKNOWN)), refused(*none, ("server", NO_CLIENT[version]))])


def old_hello(jdk, version):
    record(jdk, version, "one", "begun with a hello in SSL 2.0 format", name="sslv2-hello", hello="SSLv2Hello")


def large(jdk, version):
    record(jdk, version, "one", "an answer of 40,000 bytes", name="large", length=40000)


CAPTURES = {function.__name__: function for function in (
    suites, resumption_by_session_id, resumption_by_ticket, renegotiation, client_certificate, old_hello, large)}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        peer = Jdk(scratch)
        for capture in sys.argv[1:] or CAPTURES:
            for spoken in FOLDERS:
                CAPTURES[capture](peer, spoken)
