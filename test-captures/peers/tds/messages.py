"""Packets and tokens of TDS 7.1 to 7.4, written from MS-TDS: as many as answer a login and a SELECT."""
import struct

SQL_BATCH, TABULAR, LOGIN7, PRELOGIN = 0x01, 0x04, 0x10, 0x12     # MS-TDS 2.2.3.1.1
END_OF_MESSAGE = 0x01
HEADER_LENGTH = 8
ENCRYPT_OFF, ENCRYPT_ON = 0, 1                                    # MS-TDS 2.2.6.5
VERSION, ENCRYPTION, INSTANCE, THREAD, TERMINATOR = 0, 1, 2, 3, 0xff
TDS_72 = 0x72000000


def packet(kind, data):
    return struct.pack(">BBHHBB", kind, END_OF_MESSAGE, HEADER_LENGTH + len(data), 51, 1, 0) + data


def prelogin(encryption):
    """MS-TDS 2.2.6.5: a list of tokens with offset and length, then their values."""
    values = {VERSION: bytes((10, 50, 6, 0, 0, 0)), ENCRYPTION: bytes([encryption]), INSTANCE: b"\0", THREAD: b""}
    offset = 5 * len(values) + 1
    heads = b""
    for token, value in values.items():
        heads += struct.pack(">BHH", token, offset, len(value))
        offset += len(value)
    return heads + bytes([TERMINATOR]) + b"".join(values.values())


def encryption_wished(data):
    """The ENCRYPTION option of a client's PRELOGIN."""
    at = 0
    while data[at] != TERMINATOR:
        token, offset, _ = struct.unpack_from(">BHH", data, at)
        if token == ENCRYPTION:
            return data[offset]
        at += 5
    raise ValueError("PRELOGIN without ENCRYPTION")


def login_version(data):
    return struct.unpack_from("<I", data, 4)[0]


def text(value):
    """B_VARCHAR: the length counts characters."""
    return bytes([len(value)]) + value.encode("utf-16-le")


def done(version, rows=None):
    status = 0 if rows is None else 0x10                          # DONE_COUNT
    return struct.pack("<BHH" + ("Q" if version >= TDS_72 else "I"), 0xfd, status, 0xc1 if rows else 0, rows or 0)


def environment(kind, new, old):
    data = bytes([kind]) + text(new) + text(old)
    return struct.pack("<BH", 0xe3, len(data)) + data


def login_answer(version):
    """ENVCHANGE of the database and of the packet size, LOGINACK, DONE."""
    acknowledgement = struct.pack(">BI", 1, version) + text("Microsoft SQL Server") + bytes((10, 50, 6, 0))
    return (environment(1, "master", "master") + environment(4, "4096", "4096")
            + struct.pack("<BH", 0xad, len(acknowledgement)) + acknowledgement + done(version))


def batch_text(version, data):
    """ALL_HEADERS come first from TDS 7.2 on."""
    start = struct.unpack_from("<I", data)[0] if version >= TDS_72 else 0
    return data[start:].decode("utf-16-le")


def column(version, name, kind):
    return struct.pack("<IH" if version >= TDS_72 else "<HH", 0, 0) + kind + text(name)


def rows(version, name, values):
    """COLMETADATA, a ROW for each value, DONE; one column of NVARCHAR."""
    kind = struct.pack("<BH", 0xe7, 200) + bytes((0x09, 0x04, 0xd0, 0x00, 0x34))
    answer = struct.pack("<BH", 0x81, 1) + column(version, name, kind)
    for value in values:
        encoded = value.encode("utf-16-le")
        answer += struct.pack("<BH", 0xd1, len(encoded)) + encoded
    return answer + done(version, len(values))
