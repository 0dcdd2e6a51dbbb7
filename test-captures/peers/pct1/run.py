"""One connection between the client and the server, over TCP, and what came of it."""

import socket
import threading
from dataclasses import dataclass, field

from client import Client, ClientPolicy
from endpoint import Misbehaviour, Style
from errors import Closed, Cut, PctError, PeerError
from http_application import Inbox, fetch, serve
from readings import Readings
from server import Server


def get_once(client, inbox):
    fetch(client, inbox)


@dataclass
class Connection:
    """What is to happen on one connection."""
    title: str
    client: ClientPolicy = field(default_factory=ClientPolicy)
    server: dict = field(default_factory=dict)      # fields of ServerPolicy
    script: object = get_once                       # the client's side after the handshake
    serve: dict = field(default_factory=dict)       # arguments of serve()
    readings: Readings = field(default_factory=Readings)
    client_style: Style = field(default_factory=Style)
    server_style: Style = field(default_factory=Style)
    client_wrong: Misbehaviour = field(default_factory=Misbehaviour)
    server_wrong: Misbehaviour = field(default_factory=Misbehaviour)
    ends: tuple = ("", "")                          # how client and server must come out of it
    save_as: str = ""                               # keep the client's session by this name
    reconnect: str = ""                             # ask for the session of this name
    recorded: bool = True
    port: int = 443
    note: str = ""
    derivable: bool = True


def outcome(action):
    """Runs one side; how it ended: "", "detected N", "told N", "cut" or "closed"."""
    try:
        action()
    except PctError as error:
        return f"detected {error.code}"
    except PeerError as error:
        return f"told {error.code}"
    except Cut:
        return "cut"
    except (Closed, ConnectionError):
        return "closed"
    return ""


def side(endpoint, application):
    def action():
        try:
            endpoint.handshake()
            application()
        except PctError as error:
            endpoint.report(error)
            raise
    try:
        return outcome(action)
    finally:
        endpoint.sock.close()


def listen(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def connect(plan, authority, server_policy):
    """Client and server in threads of their own, with nothing but the connection in common."""
    listener = listen(plan.port)
    ends = {}
    ours = socket.create_connection(("127.0.0.1", plan.port))
    theirs, _ = listener.accept()
    listener.close()
    for sock in (ours, theirs):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(20)
    client = Client(ours, plan.readings, plan.client_style, plan.client_wrong, plan.client,
                    authority)
    server = Server(theirs, plan.readings, plan.server_style, plan.server_wrong, server_policy,
                    authority)

    def server_side():
        ends["server"] = side(server, lambda: serve(server, **plan.serve))

    thread = threading.Thread(target=server_side)
    thread.start()
    ends["client"] = side(client, lambda: plan.script(client, Inbox(client)))
    thread.join()
    check(plan, client, server, (ends["client"], ends["server"]))
    return client, server


def check(plan, client, server, ends):
    """Both ended as planned; in a clean connection both also agree on everything."""
    if ends != plan.ends:
        raise AssertionError(f"{plan.title}: ended with {ends}, not {plan.ends}")
    if any(ends):
        return
    if client.sent != server.received or server.sent != client.received:
        raise AssertionError(f"{plan.title}: data was lost")
    if [one.keys for one in client.handshakes] != [one.keys for one in server.handshakes]:
        raise AssertionError(f"{plan.title}: the keys differ")
