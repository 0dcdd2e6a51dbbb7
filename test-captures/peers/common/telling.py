"""Peers that tell what they derived: lines "handshake NAME=HEX ..." and, after them, "connection NAME=HEX ...",
with the connection's client_sent, server_sent and failures.
"""

KEYS = ("client_write_key", "server_write_key", "client_write_mac_secret", "server_write_mac_secret",
        "client_write_iv", "server_write_iv")
SECRETS = ("client_random", "server_random", "master_secret")


def note(recording, told, *more):
    """Writes down what a peer told of every connection; `more` are further facts of each, by number."""
    for number, (connection, handshakes) in enumerate(connections(told)):
        with open(recording.secrets, "a", encoding="ascii") as log:
            log.writelines(f"CLIENT_RANDOM {facts['client_random']} {facts['master_secret']}\n" for facts in handshakes)
        facts = dict(more[number]) if number < len(more) else {}
        if bool(connection["failures"]) != ("alerts" in facts):
            raise AssertionError(f"{recording.base.name}, connection {number}: {connection['failures'] or 'nothing failed'}")
        if handshakes:
            facts["keys"] = keys(handshakes[0])
        if len(handshakes) > 1:
            facts.update(handshakes=len(handshakes),
                         renegotiations=[renegotiation(again, handshakes[0]) for again in handshakes[1:]])
        recording.connection(bytes.fromhex(connection["client_sent"]), bytes.fromhex(connection["server_sent"]), **facts)


def connections(told):
    """For each connection its facts and the list of its handshakes' facts."""
    handshakes = {}
    for line in told.splitlines():
        kind, *words = line.split(" ")
        facts = dict(word.split("=", 1) for word in words)
        if kind == "handshake":
            # Where both sides tell, they tell the same.
            handshakes[facts["client_random"]] = facts
        else:
            yield facts, list(handshakes.values())
            handshakes = {}


def renegotiation(again, first):
    return {"resumed": again["master_secret"] == first["master_secret"],
            **{name: again[name] for name in SECRETS}, "keys": keys(again)}


def keys(facts):
    return {name: facts[name] for name in KEYS if name in facts}
