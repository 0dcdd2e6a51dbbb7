"""What Wireshark showed: PDML and sharkd's answers as packets with a list of fields."""
import collections
import functools
import operator
import xml.etree.ElementTree

BAD, GOOD, UNVERIFIED, NOT_PRESENT = "Bad", "Good", "Unverified", "Not present"

Field = collections.namedtuple("Field", "name label show value layer")


def grouped(items, key):
    groups = collections.defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)


class Packet:
    def __init__(self, number, fields):
        self.number = number
        self.fields = fields

    @functools.cached_property
    def _by_name(self):
        return grouped(self.fields, operator.attrgetter("name"))

    def all(self, name):
        return self._by_name.get(name, [])

    def number_of(self, name):
        found = self.all(name)
        return int(found[0].show, 0) if found else None

    @functools.cached_property
    def stream(self):
        return self.number_of("tcp.stream")

    @property
    def protocols(self):
        return self.all("frame.protocols")[0].show.split(":")

    @property
    def is_ours(self):
        """Our records, and what the end of a connection completed above them."""
        is_end = any(field.label.endswith("Fin: Set") for field in self.all("tcp.flags.fin"))
        return bool(self.all("legacyssl")) or is_end and bool(self.all("http"))

    @property
    def expert_items(self):
        """Ours: filter names."""
        return [field.name for field in self.fields if field.layer == "_ws.expert"
                and field.name.startswith("legacyssl.")]


def field_bytes(field):
    """The bytes of a field, be they in the packet or generated."""
    return bytes.fromhex(field.value or field.show.replace(":", ""))


def _walk(element, layer, fields):
    for child in element:
        name = child.get("name", "")
        inner = name if child.tag == "proto" or name == "_ws.expert" else layer
        if child.get("hide") != "yes":
            fields.append(Field(name, child.get("showname") or child.get("show", ""),
                                child.get("show", ""), child.get("value", ""), inner))
        _walk(child, inner, fields)


def packets_of(text):
    """Each packet's part of a PDML document without its head."""
    return [b"<packet>" + part for part in text.partition(b"</pdml>")[0].split(b"<packet>")[1:]]


def is_ours(text):
    """Of a packet's part: as Packet.is_ours."""
    return b'<proto name="legacyssl"' in text or b'<proto name="http"' in text and b"Fin: Set" in text


def from_pdml(text):
    """All packets of a PDML document without its head."""
    packets = []
    for element in xml.etree.ElementTree.fromstring(b"<pdml>" + text.replace(b"</pdml>", b"") + b"</pdml>"):
        fields = []
        _walk(element, "", fields)
        number = next(int(field.show) for field in fields if field.name == "frame.number")
        packets.append(Packet(number, fields))
    return packets


def is_worth_parsing(answer):
    """Whether sharkd's JSON may have something of ours, or a dissector's bug: every other packet has not."""
    return any(word in answer for word in (b'"legacyssl"', b'"http"', b"Dissector bug"))


def from_sharkd(number, answer):
    """A packet as sharkd's "frame" shows it: each field has the filter `name == value`."""
    fields = []

    def walk(nodes, layer):
        for node in nodes:
            name, _, value = node.get("f", "").partition(" == ")
            inner = name if node.get("t") == "proto" else layer
            fields.append(Field(name, node["l"], value.strip('"'), "", inner))
            walk(node.get("n", []), inner)
    walk(answer["tree"], "")
    return Packet(number, fields)


def layer_labels(packet, layers):
    """What is written in the layers named, line by line; PDML has plain data in a way of its own."""
    return [field.label for field in packet.fields
            if field.layer in layers and field.name.partition(".")[0] != "data"]


class Dissection:
    """The packets of a capture, asked by TCP stream and sender."""

    def __init__(self, packets):
        self.packets = packets

    @functools.cached_property
    def _by_stream(self):
        return grouped(self.packets, operator.attrgetter("stream"))

    def of_stream(self, stream=None):
        """None: of all."""
        return self.packets if stream is None else self._by_stream.get(stream, [])

    def fields(self, name, stream=None, sender_port=None):
        """(packet number, field) in the order of the packets."""
        return [(packet.number, field) for packet in self.of_stream(stream)
                if sender_port in (None, packet.number_of("tcp.srcport"))
                for field in packet.all(name)]

    def statuses(self, name, stream=None):
        """(packet number, verdict) of every field of that name."""
        return [(number, field.label.rpartition(": ")[2]) for number, field in self.fields(name, stream)]

    def expert_items(self, stream=None):
        return [(packet.number, name) for packet in self.of_stream(stream)
                for name in packet.expert_items]

    def verified(self):
        """What was decrypted in packets in which every MAC is good."""
        return {field_bytes(field) for packet in self.packets for field in packet.all("legacyssl.app_data")
                if all(status.label.endswith(": Good")
                       for status in packet.all("legacyssl.record.mac.status"))}

    def app_data(self, stream, from_port=None, to_port=None):
        return b"".join(field_bytes(field) for packet in self.of_stream(stream)
                        if from_port in (None, packet.number_of("tcp.srcport"))
                        and to_port in (None, packet.number_of("tcp.dstport"))
                        for field in packet.all("legacyssl.app_data"))
