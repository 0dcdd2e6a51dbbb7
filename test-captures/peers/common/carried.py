"""TLS inside a protocol of UDP: one session, its key log and its expectations, checked with tshark."""
import json

import wire
from recording import agreed_extensions


def note(base, secrets, port, inside, **about):
    """Writes down whose secrets they are; `inside` are display filters for what only the secrets can show."""
    capture, keylog = base.with_suffix(".pcap"), base.with_suffix(".keylog")
    keylog.write_text(secrets)
    _, random, master = secrets.split()
    hello = wire.hellos(capture, transport="udp")[0][0]
    if random != hello["client_random"]:
        raise AssertionError(f"{base.name}: the secret of another session")
    connection = {"udp_stream": 0, "server_port": port, "protocol": hello["protocol"],
                  "cipher_suite": hello["cipher_suite"], "cipher_suite_name": wire.suite_names()[hello["cipher_suite"]],
                  "resumed": False, "client_random": random, "server_random": hello["server_random"],
                  "master_secret": master, **agreed_extensions(hello["extensions"])}
    base.with_suffix(".json").write_text(json.dumps({**about, "inside": inside, "connections": [connection]}, indent=1) + "\n")
    for shown in inside:
        if not wire.fields(capture, ["frame.number"], shown, ["-o", f"tls.keylog_file:{keylog}"]):
            raise AssertionError(f"{base.name}: tshark does not show {shown}")
    print(f"{base.parent.name}/{base.name}")
