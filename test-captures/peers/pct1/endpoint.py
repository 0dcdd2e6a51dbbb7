"""What client and server share: the socket, records out and in, escapes, errors."""

from dataclasses import dataclass, field, replace

import constants as c
import messages as m
from errors import Closed, Cut, MISMATCH_FIELDS, PctError, PeerError, illegal, specs_mismatch
from keys import needs_clear_key
from ciphers import CIPHERS
from readings import Readings
from records import Direction, header_size, largest_actual, parse_header, start_protection


@dataclass
class Session:
    """What a side keeps to reconnect (5.2.2), and to compare after "redo handshake" (4.3.2)."""
    session_id: bytes
    spec: m.CipherSpec
    hash: int
    cert_type: int
    exchange: int
    certificate: bytes
    master_key: bytes
    clear_key: bytes
    client_auth: bool
    client_cert: tuple = (0, 0, b"")

    def choices(self):
        return self.spec, self.hash, self.cert_type, self.exchange


@dataclass
class Handshake:
    """What one handshake came to."""
    session: Session
    challenge: bytes
    connection_id: bytes
    keys: object
    resumed: bool


class Misbehaviour:
    """Does one wrong thing, once, and remembers in which of its side's records."""

    def __init__(self, what=None, after=0):
        self.what = what
        self.after = after
        self.record = None

    def due(self, what, index):
        if what != self.what or self.record is not None:
            return False
        if self.after:
            self.after -= 1
            return False
        self.record = index
        return True


def flip_last_byte(data):
    return data[:-1] + bytes([data[-1] ^ 0xFF])


def cut_record(record, count):
    """A record that lost bytes at its end, with a header that fits what is left."""
    header = parse_header(record[:3])
    shorter = replace(header, length=header.length - count)
    return shorter.pack() + record[header.size:-count]


@dataclass
class Style:
    """How a side puts its data on the wire, within what the draft allows."""
    record_size: int = 0            # most ACTUAL_DATA in a record, 0 = as much as fits
    long_header: bool = False       # three-byte headers where two bytes would do
    segment_size: int = 0           # send in pieces of this many bytes
    pad_fields: int = 0             # the value of the PAD fields: "may contain any value"
    true: int = 1                   # the value of a flag: "non-zero"


@dataclass
class Endpoint:
    sock: object
    readings: Readings = field(default_factory=Readings)
    style: Style = field(default_factory=Style)
    misbehaviour: Misbehaviour = field(default_factory=Misbehaviour)

    def __post_init__(self):
        self.write = Direction()
        self.read = Direction()
        self.held = None
        self.wire = bytearray()             # all bytes sent
        self.sent = bytearray()             # all application bytes sent, out-of-band data too
        self.out_of_band = []               # out-of-band data received
        self.next_is_out_of_band = False
        self.may_report = True              # whether an error is still reported by a message
        self.handshakes = []
        self.error = None                   # the ERROR message sent
        self.received = bytearray()         # all application bytes received

    # bytes

    def hold(self):
        """Collect records so that they leave in one piece."""
        self.held = bytearray()

    def release(self):
        held, self.held = self.held, None
        self.transmit(bytes(held))

    def transmit(self, data):
        if self.held is not None:
            self.held += data
            return
        self.wire += data
        size = self.style.segment_size or len(data)
        for n in range(0, len(data), size or 1):
            self.sock.sendall(data[n:n + size])

    def receive(self, size):
        data = b""
        while len(data) < size:
            part = self.sock.recv(size - len(data))
            if not part:
                raise Closed()
            data += part
        return data

    def receive_record(self):
        """4.1: a header of two or three bytes, and the bytes it announces."""
        first = self.receive(1)
        try:
            header = parse_header(first + self.receive(header_size(first[0]) - 1))
            if not header.length:
                raise illegal("an empty record")
            return header, self.receive(header.length)
        except Closed as closed:
            raise Cut() from closed

    # handshake messages

    def send_message(self, packed):
        """5.2: a message is one record in the clear."""
        self.transmit(self.write.seal_handshake(packed))
        return packed

    def receive_message(self, wanted):
        """5.2: the bytes of the message expected next; ERROR may come in its place."""
        header, message = self.receive_record()
        self.read.count()
        if header.escape or header.padding:
            raise illegal("a handshake record with an escape or padding")
        if message[0] == c.MSG_ERROR:
            error = m.Error.parse(message)
            raise PeerError(error.code, error.info)
        if message[0] != wanted:
            raise illegal(f"message {message[0]} where {wanted} belongs")
        return message

    def report(self, error):
        """5.4: during the handshake the other party is told, later the connection just ends."""
        if self.may_report:
            self.error = m.Error(error.code, error.info)
            self.send_message(self.error.pack())

    # data records

    def spoil_mac(self, mac):
        if self.misbehaviour.due("wrong MAC", self.write.records):
            return flip_last_byte(mac)
        return mac

    def seal_data(self, part):
        index = self.write.records
        extra = self.write.protection.block
        if self.misbehaviour.due("more padding than needed", index):
            return self.write.seal(part, extra_padding=extra)
        if self.misbehaviour.due("padding longer than the record", index):
            return self.write.seal(part, padding_field=255)
        if self.misbehaviour.due("no whole blocks", index):
            return cut_record(self.write.seal(part), 3)
        return self.write.seal(part, long_header=self.style.long_header, spoil_mac=self.spoil_mac)

    def send_data(self, data):
        """4.2: application data, in as many records as it takes."""
        self.sent += data
        block = self.write.protection.block
        # a record that is not a whole number of blocks needs the three-byte header
        size = self.style.record_size or largest_actual(self.write.protection,
                                                        self.style.long_header)
        if len(data) % block or size % block:
            size = min(size, largest_actual(self.write.protection, True))
        for n in range(0, len(data), size):
            self.send_record(self.seal_data(data[n:n + size]))

    def send_record(self, record):
        if self.misbehaviour.due("cut record", self.write.records - 1):
            self.transmit(record[:len(record) // 2])
            self.write.protected -= 1
            raise Cut()
        self.transmit(record)

    def send_escape(self, code):
        """4.3: an escape record is protected like a data record; its body is one byte."""
        if self.misbehaviour.due("unknown escape", self.write.records):
            code = 0x7F
        self.transmit(self.write.seal(bytes([code]), escape=True, spoil_mac=self.spoil_mac))

    def send_out_of_band_mark(self):
        """4.3.1"""
        self.send_escape(c.ET_OOB_DATA)

    def send_redo(self):
        """4.3.2: the escape before the first message of a redone handshake."""
        self.send_escape(c.ET_REDO_CONN)
        self.may_report = True
        if self.readings.redo_sequence == "restart":
            self.write.sequence_number = 0

    def receive_protected(self):
        """(escape code or None, data) of the next protected record."""
        header, body = self.receive_record()
        actual = self.read.open(header, body)
        if not header.escape:
            self.received += actual
            return None, actual
        code = actual[0]
        if len(actual) != 1 or code not in (c.ET_OOB_DATA, c.ET_REDO_CONN):
            raise illegal("an unknown escape")
        if code == c.ET_OOB_DATA:
            self.next_is_out_of_band = True
        if code == c.ET_REDO_CONN and self.readings.redo_sequence == "restart":
            self.read.sequence_number = 0
        return code, b""

    def receive_data(self):
        """The next application data; escapes are dealt with on the way."""
        while True:
            code, data = self.receive_protected()
            if code == c.ET_REDO_CONN:
                self.on_redo()
            elif code is None and not self.take_out_of_band(data):
                return data

    def take_out_of_band(self, data):
        """4.3.1: the first data record after the escape is out-of-band data."""
        if not self.next_is_out_of_band:
            return False
        self.next_is_out_of_band = False
        self.out_of_band.append(data)
        return True

    # keys

    def start_keys(self, session, keys, client):
        """5.3.2: both directions begin with KEY_ARG as their IV."""
        spec, code = session.spec, session.hash
        ours = (keys.client_write_key, keys.client_mac_key)
        theirs = (keys.server_write_key, keys.server_mac_key)
        if not client:
            ours, theirs = theirs, ours
        self.write.protection = start_protection(spec, code, *ours, keys.key_arg, False,
                                                 self.readings)
        self.read.protection = start_protection(spec, code, *theirs, keys.key_arg, True,
                                                self.readings)

    def wants_clear_key(self, spec):
        """5.3.2: "only when encryption keys of length less than the standard length" are used."""
        if spec.encryption_bits == 0:
            return self.readings.zero_length == "as-cipher"
        return needs_clear_key(spec.cipher, spec.encryption_bits)

    def key_arg_length(self, spec):
        """5.3.2: eight bytes for every cipher except RC4."""
        if spec.encryption_bits == 0 and self.readings.zero_length == "bare":
            return 0
        return 8 if CIPHERS[spec.cipher].block == 8 else 0

    def reconnect_fields(self, session):
        """The certificate and CLEAR_KEY_DATA a reconnected session's keys are made with."""
        old = self.readings.reconnect_certificate == "old"
        certificate = session.certificate if old else b""
        clear_key = session.clear_key if self.readings.reconnect_clear_key == "old" else b""
        return certificate, clear_key

    def check_redo_choices(self, session):
        """4.3.2: the specifications negotiated before must be found again."""
        if not self.handshakes:
            return
        pairs = zip(MISMATCH_FIELDS, self.handshakes[-1].session.choices(), session.choices())
        changed = {name: True for name, old, new in pairs if old != new}
        if changed:
            raise specs_mismatch(**changed)

    def check_redo_certificates(self, session):
        """4.3.2: ... "as well as any certificates exchanged"."""
        if not self.handshakes:
            return
        before = self.handshakes[-1].session
        if before.certificate != session.certificate or before.client_cert != session.client_cert:
            raise PctError(c.ERR_BAD_CERTIFICATE, "the new handshake brought another certificate")
