"""What is recorded: one Scenario is one capture file."""

from dataclasses import dataclass

import constants as c
import report
import scripts
from ciphers import CIPHERS
from client import RC4_128, ClientPolicy
from endpoint import Misbehaviour, Style
from hashes import HASHES, hash_name
from http_application import request
from messages import CipherSpec
from readings import Readings
from run import Connection

DES_168 = CipherSpec(c.CIPHER_DES_168, 168, 160)
DES_56 = CipherSpec(c.CIPHER_DES, 56, 128)
RC4_40 = CipherSpec(c.CIPHER_RC4, 40, 128)
RC2_40 = CipherSpec(c.CIPHER_RC2, 40, 128)
IDEA_128 = CipherSpec(c.CIPHER_IDEA, 128, 128)


def every_key(done):
    return [line for _, client, _ in done for line in report.key_log_lines(client)]


def first_key(done):
    return ["# only the session's first connection"] + report.key_log_lines(done[0][1])


@dataclass
class Scenario:
    name: str
    title: str
    connections: list
    key_log: object = every_key


def title_of(spec, code):
    return f"{CIPHERS[spec.cipher].name} {spec.encryption_bits}, {hash_name(code)} {spec.mac_bits}"


def plain(spec, code=c.HASH_MD5, title="", policy=None, **plan):
    """A connection with one cipher and one hash."""
    client = ClientPolicy([spec], [code], **(policy or {}))
    return Connection(title or title_of(spec, code), client, **plan)


def ciphers_and_hashes():
    full = [plain(CipherSpec(cipher, CIPHERS[cipher].standard_bits, 128), code)
            for cipher in CIPHERS for code in HASHES]
    yield Scenario("ciphers-hashes", "Every cipher at its full length with every hash", full)
    short = [plain(CipherSpec(cipher, 40, 128), code, script=scripts.two_requests)
             for cipher in CIPHERS for code in HASHES]
    yield Scenario("ciphers-hashes-40", "Every cipher at 40 bits (CLEAR_KEY) with every hash", short)


def lengths():
    bits = [(c.CIPHER_RC4, n) for n in (1, 7, 8, 45, 56, 64, 65, 100, 127)]
    bits += [(c.CIPHER_RC2, n) for n in (45, 64, 100, 120)] + [(c.CIPHER_IDEA, n) for n in (45, 100)]
    bits += [(c.CIPHER_DES, n) for n in (45, 48, 55)]
    bits += [(c.CIPHER_DES_112, n) for n in (56, 100, 111)]
    bits += [(c.CIPHER_DES_168, n) for n in (56, 100, 128, 167)]
    hashes = list(HASHES)
    yield Scenario("lengths-encryption", "Encryption keys of odd and of short lengths",
                   [plain(CipherSpec(cipher, n, 128), hashes[at % 4], port=8443)
                    for at, (cipher, n) in enumerate(bits)])
    yield Scenario("lengths-mac", "MAC keys from 64 to 319 bits",
                   [plain(CipherSpec(c.CIPHER_RC4, 128, n), code, port=8443)
                    for n in (64, 65, 100, 127, 161, 256, 319) for code in HASHES])
    yield Scenario("no-encryption", "Encryption keys of no bits: only MACs",
                   [plain(CipherSpec(cipher, 0, 128), hashes[at % 4])
                    for at, cipher in enumerate(CIPHERS)])
    clear = [(RC4_40, c.HASH_MD5, 0), (RC4_40, c.HASH_MD5_TRUNC_64, 2), (RC4_40, c.HASH_SHA, 11),
             (RC2_40, c.HASH_SHA_TRUNC_80, 300), (DES_56, c.HASH_MD5, None),
             (CipherSpec(c.CIPHER_DES_168, 40, 128), c.HASH_MD5_TRUNC_64, 3)]
    yield Scenario("clear-key-lengths", "CLEAR_KEY of several lengths, the draft names none",
                   [plain(spec, code, f"{title_of(spec, code)}, CLEAR_KEY of {length or 0} bytes",
                          {"clear_key_length": length}) for spec, code, length in clear])


def session_pair(spec, code, **plan):
    """A session's first connection and a reconnection."""
    name = title_of(spec, code)
    first = plain(spec, code, f"{name}, new session", save_as=name, **plan)
    again = plain(spec, code, f"{name}, reconnected", reconnect=name, **plan)
    return [first, again]


def reconnections():
    rc4 = session_pair(RC4_128, c.HASH_MD5)
    rc4.append(plain(RC4_128, title="the same session once more", reconnect=rc4[1].reconnect))
    yield Scenario("reconnect", "Sessions and their reconnections", rc4
                   + session_pair(DES_168, c.HASH_SHA) + session_pair(RC4_40, c.HASH_MD5_TRUNC_64)
                   + session_pair(RC2_40, c.HASH_SHA_TRUNC_80) + session_pair(IDEA_128, c.HASH_MD5)
                   + session_pair(DES_56, c.HASH_SHA))
    refused = session_pair(DES_56, c.HASH_MD5)
    refused[1].title = "a reconnection the server refuses: it does not know the session"
    refused[1].server = {"sessions": {}}
    yield Scenario("reconnect-refused", "A reconnection becomes a new session", refused)
    yield Scenario("reconnect-one-secret",
                   "A session and two reconnections, with the first connection's secret alone",
                   session_pair(DES_168, c.HASH_MD5)
                   + [plain(DES_168, title="once more", reconnect=title_of(DES_168, c.HASH_MD5))],
                   first_key)
    only = session_pair(RC4_128, c.HASH_MD5) + session_pair(DES_168, c.HASH_SHA)
    only += session_pair(RC4_40, c.HASH_MD5)
    for plan in only[::2]:
        plan.recorded = False
    only[5].derivable = False
    only[5].note = "the session's CLEAR_KEY was sent on its first connection, which is not here"
    yield Scenario("reconnect-only", "Reconnections without the connection before", only)


def redo_handshakes():
    each = [
        plain(RC4_128, title="begun by the client, RC4", script=scripts.redo()),
        plain(DES_168, c.HASH_SHA, "begun by the client, three times, DES_168",
              script=scripts.redo(3)),
        plain(RC4_40, c.HASH_SHA, "begun by the client, with CLEAR_KEY", script=scripts.redo()),
        plain(DES_56, title="begun by the client, the new handshake reconnects",
              script=scripts.redo_reconnecting),
        plain(RC4_128, title="begun by the client, an answer on its way",
              script=scripts.redo_with_request_in_flight),
        plain(IDEA_128, title="begun by the server", script=scripts.redo_by_server,
              serve={"redo_after": 1}),
        plain(RC4_128, title="begun by both at the same time", script=scripts.redo_by_both,
              serve={"redo_after": 1}),
        plain(CipherSpec(c.CIPHER_DES, 0, 128), title="without encryption", script=scripts.redo()),
    ]
    yield Scenario("redo-handshake", "A new handshake within the connection (PCT_ET_REDO_CONN)", each)
    yield Scenario("redo-mismatch", "A new handshake that chooses other specifications",
                   [plain(RC4_128, title="another cipher", ends=("told 6", "detected 6"),
                          script=scripts.redo_with(cipher_specs=[DES_56])),
                    plain(RC4_128, title="another hash", ends=("told 6", "detected 6"),
                          script=scripts.redo_with(hash_specs=[c.HASH_SHA]))])


def escapes_and_data():
    yield Scenario("out-of-band", "Out-of-band data (PCT_ET_OOB_DATA)", [
        plain(RC4_128, title="from the client, RC4", script=scripts.out_of_band),
        plain(DES_168, title="from the client, DES_168", script=scripts.out_of_band),
        plain(IDEA_128, title="from the server, before its answer",
              serve={"out_of_band": b"urgent: from the server"}, script=scripts.two_requests),
        plain(DES_56, title="a new handshake between escape and data",
              script=scripts.out_of_band_across_redo)])
    early = {"initial_data": request("/early")}
    yield Scenario("initial-data", "Data right after CLIENT_MASTER_KEY, before SERVER_VERIFY", [
        plain(RC4_128, title="RC4", policy=dict(early), script=scripts.after_initial_data),
        plain(DES_168, c.HASH_SHA, "DES_168", policy=dict(early),
              script=scripts.after_initial_data)])
    yield Scenario("large", "Long bodies, large records", [
        plain(RC4_128, title="RC4, body of 120000 bytes", script=scripts.post(120000)),
        plain(DES_168, c.HASH_SHA, "DES_168, three-byte headers", script=scripts.post(40001))])
    small = Style(record_size=16)
    yield Scenario("segments", "Records and TCP segments that do not coincide", [
        plain(RC4_128, title="many records in one segment", client_style=small,
              script=scripts.one_segment),
        plain(DES_168, title="many records in one segment, DES_168", client_style=Style(record_size=9),
              script=scripts.one_segment),
        plain(RC4_128, title="records split over many segments", client_style=Style(segment_size=23),
              server_style=Style(segment_size=41)),
        plain(DES_56, title="every segment one byte", client_style=Style(segment_size=1),
              server_style=Style(segment_size=1))])


def headers():
    long_header = Style(long_header=True)
    later = {"version": 0x8002, "later_fields": bytes.fromhex("0001c0de")}
    pads = Style(pad_fields=0xA5, true=0x80)
    pair = session_pair(RC4_128, c.HASH_MD5, client_style=pads, server_style=pads)
    yield Scenario("headers", "Unusual but allowed headers and fields", [
        plain(RC4_128, title="three-byte headers without padding", client_style=long_header,
              server_style=long_header),
        plain(DES_168, title="whole blocks in two-byte headers", client_style=Style(record_size=8),
              server_style=Style(record_size=16)),
        plain(RC4_128, title="the CLIENT_HELLO of a later version, CH_OFFSET 14", policy=later),
        *pair])


def authentication(authority):
    rsa, dsa = authority.issue_rsa("client"), authority.issue_dsa("client")
    asked = {"client_auth": True}
    only = lambda code: {"client_auth": True, "client_sigs": (code,)}
    optional = {"client_auth": True, "client_certs": (c.CERT_X509, c.CERT_NONE),
                "client_sigs": (c.SIG_RSA_MD5, c.SIG_NONE)}
    pair = session_pair(DES_56, c.HASH_SHA, server=asked)
    for plan in pair:
        plan.client.credential = rsa
    yield Scenario("client-authentication", "Clients with certificates", [
        plain(RC4_128, title="X.509, RSA_MD5", policy={"credential": rsa}, server=asked),
        plain(RC4_128, title="X.509, RSA_SHA", policy={"credential": rsa},
              server=only(c.SIG_RSA_SHA)),
        plain(RC4_40, title="PKCS#7, RSA_MD5, 40 bits", server=asked,
              policy={"credential": rsa, "client_cert_types": (c.CERT_PKCS7,)}),
        plain(DES_168, c.HASH_SHA, "X.509, DSA_SHA", {"credential": dsa}, server=asked),
        plain(RC4_128, title="optional, the client has none", server=optional),
        *pair,
        plain(RC4_128, title="kept in a new handshake", policy={"credential": rsa}, server=asked,
              script=scripts.redo()),
        plain(RC4_128, title="with initial data", server=asked, script=scripts.after_initial_data,
              policy={"credential": rsa, "initial_data": request("/early")})])


def certificates_and_exchanges():
    types = [c.CERT_PKCS7, c.CERT_X509]
    yield Scenario("certificate-types", "The server's certificate in X.509 and PKCS#7", [
        plain(RC4_128, title="X.509"),
        plain(RC4_128, title="PKCS#7", policy={"cert_specs": types}),
        plain(RC2_40, title="PKCS#7, 40 bits", policy={"cert_specs": types})])
    every = [9, 8, 7, 6, 5, 4, 3, 2, 1]
    chosen = lambda code: {"policy": {"exch_specs": every}, "server": {"exchanges": (code,)}}
    opaque = {"derivable": False, "note": "a token type: no MASTER_KEY derives its keys"}
    missing = dict(opaque, ends=("detected 6", "told 6"))
    yield Scenario("exchanges", "Key exchange types", [
        plain(RC4_128, title="all offered, RSA_PKCS1 chosen", **chosen(1)),
        plain(RC4_128, title="RSA_PKCS1_TOKEN_DES chosen", **chosen(2), **opaque),
        plain(RC4_128, title="RSA_PKCS1_TOKEN_DES3 chosen", **chosen(3), **opaque),
        plain(RC4_128, title="RSA_PKCS1_TOKEN_RC2 chosen", **chosen(4), **opaque),
        plain(IDEA_128, title="RSA_PKCS1_TOKEN_RC4 chosen", **chosen(5), **opaque),
        plain(RC4_128, title="DH_PKCS3 chosen", **chosen(6)),
        plain(RC2_40, c.HASH_SHA, "DH_PKCS3 chosen, 40 bits", **chosen(6)),
        plain(RC4_128, title="DH_PKCS3_TOKEN_DES chosen, no token there", **chosen(7), **missing),
        plain(RC4_128, title="DH_PKCS3_TOKEN_DES3 chosen, no token there", **chosen(8), **missing),
        plain(RC4_128, title="FORTEZZA_TOKEN chosen, no token there", **chosen(9), **missing)])


def unified_hellos(authority):
    def hello(specs, hashes, title, length=16, **more):
        plan = {key: more.pop(key) for key in ("script", "server", "save_as") if key in more}
        policy = ClientPolicy(specs, hashes, [3, c.CERT_X509], unified_hello=True,
                              challenge_length=length, **more)
        return Connection(title, policy, **plan)
    both = [c.HASH_MD5, c.HASH_SHA]
    yield Scenario("unified-hello", "SSL 2.0 CLIENT-HELLOs that offer PCT, as Internet Explorer's", [
        hello([RC4_128, RC4_40], both, "RC4 128 and RC4 40 offered"),
        hello([RC4_40], both, "RC4 40 alone"),
        hello([DES_168, RC4_128], [c.HASH_SHA], "DES_168 and SHA", 32),
        hello([CipherSpec(c.CIPHER_RC2, 40, 64)], both, "RC2 40, a challenge of 20 bytes", 20),
        hello([RC4_128], both, "with initial data", initial_data=request("/early"),
              script=scripts.after_initial_data),
        hello([RC4_128], both, "with client authentication", server={"client_auth": True},
              credential=authority.issue_rsa("client")),
        hello([RC4_128], both, "a session begun so ...", save_as="unified"),
        plain(RC4_128, title="... and reconnected with a CLIENT_HELLO of PCT", reconnect="unified"),
        hello([RC4_128], [c.HASH_MD5], "a new handshake within", 16, script=scripts.redo())])


def other_readings(authority):
    dsa = authority.issue_dsa("client")
    pair = lambda readings, spec, code: session_pair(spec, code, readings=readings)
    old, none = Readings(reconnect_certificate="old"), Readings(reconnect_clear_key="none")
    yield Scenario("reading-reconnect-certificate", "Reconnection with the old certificate in the keys",
                   pair(old, RC4_128, c.HASH_MD5) + pair(old, DES_168, c.HASH_SHA))
    yield Scenario("reading-reconnect-clear-key", "Reconnection without the old CLEAR_KEY",
                   pair(none, RC4_40, c.HASH_MD5) + pair(none, RC2_40, c.HASH_SHA_TRUNC_80))
    on = Readings(redo_sequence="run-on")
    yield Scenario("reading-redo-sequence", "Sequence numbers that run on over a new handshake", [
        plain(RC4_128, script=scripts.redo(), readings=on),
        plain(DES_168, c.HASH_SHA, script=scripts.redo_by_server, serve={"redo_after": 1},
              readings=on)])
    as_cipher = Readings(zero_length="as-cipher")
    yield Scenario("reading-zero-length", "No encryption, but KEY_ARG, CLEAR_KEY and padding", [
        plain(CipherSpec(cipher, 0, 128), readings=as_cipher) for cipher in CIPHERS])
    yield Scenario("reading-last-bits", "The last byte of an odd length keeps its low bits", [
        plain(CipherSpec(c.CIPHER_RC4, 45, 128), readings=Readings(last_bits="low")),
        plain(CipherSpec(c.CIPHER_RC4, 128, 319), readings=Readings(last_bits="low"))])
    yield Scenario("reading-rc2-effective", "RC2 with the negotiated effective key length",
                   [plain(RC2_40, readings=Readings(rc2_effective="negotiated"))])
    dh = {"exch_specs": [c.EXCH_DH_PKCS3]}
    yield Scenario("reading-dh-master-key", "DH_PKCS3 with the last 128 bits of the secret",
                   [plain(RC4_128, policy=dh, readings=Readings(dh_master_key="trailing"))])
    yield Scenario("reading-dsa-signature", "A DSA response of r and s without DER",
                   [plain(RC4_128, policy={"credential": dsa}, server={"client_auth": True},
                          readings=Readings(dsa_signature="raw"))])


def wrong(name, title, what, connection_ends, client=False, spec=RC4_128, after=0, first=(), **plan):
    """A capture whose last connection shows one misbehaviour."""
    key = "client_wrong" if client else "server_wrong"
    plan[key] = Misbehaviour(what, after)
    return Scenario(name, title, [*first, plain(spec, title=title, ends=connection_ends, **plan)])


def misbehaviour(authority):
    from_client = ("closed", "detected 4")
    small = Style(record_size=20)
    yield wrong("bad-mac-client", "The second of the client's data records has a wrong MAC",
                "wrong MAC", from_client, True, after=1, client_style=small,
                script=scripts.one_segment)
    yield wrong("bad-mac-client-cbc", "The same with DES_168: the records behind it are whole",
                "wrong MAC", from_client, True, DES_168, 1, client_style=small,
                script=scripts.one_segment)
    yield wrong("bad-mac-server", "The server's first data record has a wrong MAC", "wrong MAC",
                ("detected 4", ""))
    yield wrong("bad-mac-escape", "The escape of a new handshake has a wrong MAC", "wrong MAC",
                from_client, True, after=1, script=scripts.redo())
    yield wrong("bad-verify-prelude", "VERIFY_PRELUDE is wrong", "wrong VERIFY_PRELUDE",
                ("told 4", "detected 4"), True)
    yield wrong("bad-response", "The response in SERVER_VERIFY is wrong", "wrong RESPONSE",
                ("detected 5", ""))
    yield wrong("bad-response-reconnect", "The response in SERVER_HELLO is wrong", "wrong RESPONSE",
                ("detected 5", ""), first=[plain(RC4_128, save_as="session")], reconnect="session")
    yield wrong("cut-record", "The connection ends within a record", "cut record",
                ("cut", "cut"), True, DES_168)
    yield wrong("padding-too-long", "PADDING_LENGTH is greater than the record",
                "padding longer than the record", from_client, True, DES_168)
    yield wrong("padding-not-minimal", "A block more of padding than is needed",
                "more padding than needed", ("", ""), True, DES_168)
    yield wrong("no-whole-blocks", "ENCRYPTED_DATA is no multiple of the block size",
                "no whole blocks", from_client, True, DES_168)
    yield wrong("unknown-escape", "An escape type the draft does not have", "unknown escape",
                ("closed", "detected 3"), True, script=scripts.redo())
    yield wrong("illegal-first-message", "The first message is no CLIENT_HELLO",
                "first message is no CLIENT_HELLO", ("told 3", "detected 3"), True)
    yield wrong("offset-too-large", "CH_OFFSET points behind the message", "CH_OFFSET too large",
                ("told 3", "detected 3"), True)
    yield wrong("bad-certificate", "The server's certificate is not valid", "broken certificate",
                ("detected 1", "told 1"))
    yield from client_misbehaviour(authority)


def client_misbehaviour(authority):
    asked = {"client_auth": True}
    yield wrong("bad-client-response", "The client's signature is wrong", "wrong client RESPONSE",
                ("told 2", "detected 2"), True, server=asked,
                policy={"credential": authority.issue_rsa("client")})
    yield wrong("bad-client-certificate", "The client's certificate is not valid",
                "broken client certificate", ("told 1", "detected 1"), True, server=asked,
                policy={"credential": authority.issue_rsa("client")})


def mismatches(authority):
    none = ("told 6", "detected 6")
    rsa = authority.issue_rsa("client")
    by_client = ("detected 6", "told 6")
    yield Scenario("specs-mismatch", "SPECS_MISMATCH errors and their six bytes", [
        plain(RC4_128, title="cipher", server={"ciphers": (c.CIPHER_DES,)}, ends=none),
        Connection("hash", ClientPolicy(hash_specs=[c.HASH_DES_DM]), ends=none),
        plain(RC4_128, title="certificate", policy={"cert_specs": [3]}, ends=none),
        plain(RC4_128, title="exchange", policy={"exch_specs": [9]}, ends=none),
        Connection("all four", ClientPolicy([CipherSpec(0x7777, 128, 128)], [0x7777], [0x7777],
                                            [0x7777]), ends=none),
        Connection("a key longer than the cipher's", ClientPolicy([CipherSpec(1, 64, 128)]),
                   ends=none),
        plain(RC4_128, title="client certificate", ends=by_client,
              server={"client_auth": True, "client_certs": (3,)}, policy={"credential": rsa}),
        plain(RC4_128, title="client signature", ends=by_client, policy={"credential": rsa},
              server={"client_auth": True, "client_sigs": (c.SIG_DSA_SHA,)}),
        plain(RC4_128, title="client without certificate", ends=by_client,
              server={"client_auth": True})])


def scenarios(authority):
    yield Scenario("rc4-md5", "One request over RC4 with 128 bits and MD5",
                   [Connection("RC4 128, MD5 128")])
    yield from ciphers_and_hashes()
    yield from lengths()
    yield from reconnections()
    yield from redo_handshakes()
    yield from escapes_and_data()
    yield from headers()
    yield from authentication(authority)
    yield from certificates_and_exchanges()
    yield from unified_hellos(authority)
    yield from other_readings(authority)
    yield from misbehaviour(authority)
    yield from mismatches(authority)
