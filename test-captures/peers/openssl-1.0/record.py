"""Records all captures of the old OpenSSL. Called by record.sh: record.py SHIM PROGRAM OLDER_PROGRAM [part...]"""

import sys

import other
import session_files
import ssl2
import ssl3_tls10
from capture import Peer

PARTS = {"ssl2": ssl2.record_all, "ssl3-tls10": ssl3_tls10.record_all, "other": other.record_all,
         "session-files": session_files.record_all}

if __name__ == "__main__":
    shim, *programs = sys.argv[1:4]
    for part in sys.argv[4:] or PARTS:
        PARTS[part](*(Peer(program, shim) for program in programs))
