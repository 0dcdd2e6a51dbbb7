"""Errors (draft-benaloh-pct-00, section 5.4)."""

import constants as c

MISMATCH_FIELDS = ("cipher", "hash", "cert", "exch", "client_cert", "client_sig")


class PctError(Exception):
    """An error this side detected."""

    def __init__(self, code, reason, info=b""):
        super().__init__(reason)
        self.code = code
        self.info = info


class PeerError(Exception):
    """An ERROR message from the other side."""

    def __init__(self, code, info):
        super().__init__(f"the peer reports error {code}")
        self.code = code
        self.info = info


class Closed(Exception):
    """The other side closed the connection."""


class Cut(Exception):
    """The connection ended within a record."""


def illegal(reason):
    return PctError(c.ERR_ILLEGAL_MESSAGE, reason)


def integrity(reason):
    return PctError(c.ERR_INTEGRITY_CHECK_FAILED, reason)


def specs_mismatch(**lists):
    """5.4: six bytes, each non-zero if and only if the corresponding list resulted in a mismatch."""
    info = bytes(1 if lists.get(field) else 0 for field in MISMATCH_FIELDS)
    return PctError(c.ERR_SPECS_MISMATCH, "no common " + ", ".join(lists), info)
