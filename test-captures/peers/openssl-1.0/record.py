"""Records all captures of the old OpenSSL. Called by record.sh: record.py PROGRAM SHIM [part...]"""

import sys

import ssl2
from capture import Peer

PARTS = {"ssl2": ssl2.record_all}

if __name__ == "__main__":
    program, shim, *parts = sys.argv[1:]
    for part in parts or PARTS:
        PARTS[part](Peer(program, shim))
