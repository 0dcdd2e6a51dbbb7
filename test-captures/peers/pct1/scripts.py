"""What clients do after the handshake, each a function of (client, inbox)."""

from http_application import fetch, lines_of_text, request


def two_requests(client, inbox):
    fetch(client, inbox, "/first")
    fetch(client, inbox, "/second")


def post(length):
    """A POST with a body of this length, and a long answer."""
    def script(client, inbox):
        body = lines_of_text(length // 20).encode()[:length]
        fetch(client, inbox, "/long", body.ljust(length, b"."))
    return script


def one_segment(client, inbox):
    """A request in many records that leave in one piece."""
    client.hold()
    client.send_data(request("/many-records-in-one-segment"))
    client.release()
    inbox.message()
    fetch(client, inbox, "/")


def after_initial_data(client, inbox):
    """The first answer belongs to the request sent with CLIENT_MASTER_KEY."""
    inbox.message()
    fetch(client, inbox, "/second")


def redo(times=1):
    """A request before and after every new handshake."""
    def script(client, inbox):
        fetch(client, inbox, "/before")
        for n in range(times):
            client.redo()
            fetch(client, inbox, f"/after-{n + 1}")
    return script


def redo_reconnecting(client, inbox):
    """The new handshake continues the session of the first."""
    fetch(client, inbox, "/before")
    client.policy.reconnect = client.handshakes[-1].session
    client.redo()
    fetch(client, inbox, "/after")


def redo_with_request_in_flight(client, inbox):
    """The answer comes after the client's escape and before the server's."""
    fetch(client, inbox, "/before")
    inbox.buffer += client.redo(request("/in-flight"))
    inbox.message()
    fetch(client, inbox, "/after")


def redo_by_server(client, inbox):
    fetch(client, inbox, "/before")
    client.receive_redo()
    fetch(client, inbox, "/after")


def redo_by_both(client, inbox):
    """The server's escape is under way when the client sends its own."""
    fetch(client, inbox, "/before")
    client.redo()
    fetch(client, inbox, "/after")


def redo_with(**changes):
    """A new handshake in which the client asks for something else."""
    def script(client, inbox):
        fetch(client, inbox, "/before")
        for name, value in changes.items():
            setattr(client.policy, name, value)
        client.redo()
        fetch(client, inbox, "/after")
    return script


def out_of_band(client, inbox):
    client.send_out_of_band_mark()
    client.send_data(b"urgent: out of band")
    fetch(client, inbox)


def out_of_band_across_redo(client, inbox):
    """4.3.1: a new handshake may come between the escape and its data record."""
    fetch(client, inbox, "/before")
    client.send_out_of_band_mark()
    client.redo()
    client.send_data(b"urgent: out of band, after a new handshake")
    fetch(client, inbox, "/after")
