"""Scapy's TLS automata as an SSL 2.0 client and server that note what they send."""

from scapy.automaton import ATMT
from scapy.layers.tls.automaton_cli import TLSClientAutomaton
from scapy.layers.tls.automaton_srv import TLSServerAutomaton
from scapy.packet import Raw


class Noting:
    """Keeps the application data of a side."""

    sent = b""

    def add_msg(self, packet):
        if isinstance(packet, Raw):
            self.sent += packet.load
        super().add_msg(packet)


class Server(Noting, TLSServerAutomaton):
    pass


class Client(Noting, TLSClientAutomaton):
    """Says goodbye when its data are at an end; scapy's own would ask its user for more."""

    @ATMT.condition(TLSClientAutomaton.SSLv2_WAITING_CLIENTDATA, prio=1)
    def sslv2_add_ClientData(self):
        if self.data_to_send:
            self.add_record(is_sslv2=True)
            self.add_msg(Raw(self.data_to_send.pop()))
            raise self.SSLv2_ADDED_CLIENTDATA()
