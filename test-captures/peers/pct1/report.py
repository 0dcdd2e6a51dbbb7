"""NAME.json and NAME.keylog: what a capture holds, as its peers know it."""

import hashlib
import json
from dataclasses import asdict

import exchange as x
from ciphers import CIPHERS
from hashes import hash_name
from readings import Readings

PEER = "the PCT 1.0 client and server of peers/pct1, written from draft-benaloh-pct-00"


def suite_name(session):
    spec = session.spec
    cipher, code = CIPHERS[spec.cipher].name, hash_name(session.hash)
    return f"{cipher} {spec.encryption_bits}, {code} {spec.mac_bits}"


def digest(data):
    return {"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def handshake_facts(one):
    """One handshake's randoms, secret, choices and keys."""
    session, keys = one.session, one.keys
    spec = session.spec
    return {
        "cipher_suite": None,
        "cipher_suite_name": suite_name(session),
        "pct": {"cipher": spec.cipher, "encryption_bits": spec.encryption_bits,
                "mac_bits": spec.mac_bits, "hash": session.hash, "exchange": session.exchange,
                "certificate_type": session.cert_type},
        "resumed": one.resumed,
        "client_random": one.challenge.hex(),
        "server_random": one.connection_id.hex(),
        "master_secret": session.master_key.hex(),
        "clear_key": session.clear_key.hex(),
        "keys": {"client_write_key": keys.client_write_key.hex(),
                 "server_write_key": keys.server_write_key.hex(),
                 "client_write_mac_secret": keys.client_mac_key.hex(),
                 "server_write_mac_secret": keys.server_mac_key.hex(),
                 "client_write_iv": keys.key_arg.hex(),
                 "server_write_iv": keys.key_arg.hex()},
    }


def connection_facts(number, plan, client, server):
    """The entry of one connection; its first handshake's facts stand at the top."""
    facts = {"title": plan.title, "tcp_stream": number, "server_port": plan.port,
             "protocol": "PCT 1.0"}
    done = [handshake_facts(one) for one in client.handshakes]
    if done:
        facts.update(done[0])
    if len(done) > 1:
        facts["handshakes"] = len(done)
        facts["later_handshakes"] = done[1:]
    facts["client_sent"] = digest(client.sent)
    facts["server_sent"] = digest(server.sent)
    facts["first_request"] = bytes(client.sent).split(b"\r\n")[0].decode("latin-1")
    facts["protected_records"] = {"client": client.write.protected,
                                  "server": server.write.protected}
    add_oddities(facts, plan, client, server)
    return facts


def add_oddities(facts, plan, client, server):
    for sender, heard in (("client", server), ("server", client)):
        if heard.out_of_band:
            facts[f"{sender}_out_of_band"] = [data.hex() for data in heard.out_of_band]
        if heard.error:
            facts["error_message"] = {"side": "server" if heard is server else "client",
                                      "code": heard.error.code, "info": heard.error.info.hex()}
    other = {name: value for name, value in asdict(plan.readings).items()
             if value != getattr(Readings(), name)}
    if other:
        facts["other_readings"] = other
    if not plan.derivable:
        facts["derivable"] = False
    if any(plan.ends):
        facts["ends"] = dict(zip(("client", "server"), plan.ends))
    if plan.note:
        facts["note"] = plan.note


def misbehaviour(done):
    """What is wrong in the capture, if something is."""
    return [{"what": wrong.what, "tcp_stream": number, "side": side, "record": wrong.record}
            for number, (plan, _, _) in enumerate(done)
            for side, wrong in (("client", plan.client_wrong), ("server", plan.server_wrong))
            if wrong.what]


def key_log_lines(client):
    """The client's secrets, one line for each handshake that has one."""
    return [f"PCT1_MASTER_KEY {one.challenge.hex()} {one.session.master_key.hex()}"
            for one in client.handshakes if not x.is_token(one.session.exchange)]


def write(folder, name, title, done, key_log):
    facts = {"title": title, "peer": PEER, "recorded_by": "peers/pct1/record.sh"}
    for wrong in misbehaviour(done):
        facts["misbehaviour"] = wrong
    facts["connections"] = [connection_facts(n, *one) for n, one in enumerate(done)]
    (folder / f"{name}.json").write_text(json.dumps(facts, indent=1) + "\n")
    (folder / f"{name}.keylog").write_text("\n".join(key_log) + "\n")
