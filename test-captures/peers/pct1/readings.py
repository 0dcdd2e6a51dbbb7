"""Where the draft is silent: each reading is an option, the default is the one it suggests most."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Readings:
    # 5.2.2, 5.3.1: SH_CERTIFICATE_DATA in the client-side keys of a reconnected session, where
    # SERVER_HELLO has none: "empty", or "old" = the certificate of the session
    reconnect_certificate: str = "empty"
    # 5.2.2, 5.3.2: CLEAR_KEY_DATA of a reconnected session, where no message carries one:
    # "old" = that of the session, or "none" = nothing is hashed in its place
    reconnect_clear_key: str = "old"
    # 4.2, 4.3.2: sequence numbers after "redo handshake": "restart" at zero with the handshake's
    # first record, or "run-on" over it
    redo_sequence: str = "restart"
    # 5.3.2: a cipher with an encryption key of zero bits: "bare" = no KEY_ARG, CLEAR_KEY and
    # padding, or "as-cipher" = these three as for the cipher that is not used
    zero_length: str = "bare"
    # 5.3.1: the last byte of a key whose length in bits is no multiple of eight keeps its
    # "high" bits, or its "low" bits
    last_bits: str = "high"
    # 5.3.2: RC2's effective key length: 128 bits, or "negotiated" = the encryption key length
    rc2_effective: str = "128"
    # 5.3.1: the 128 bits of a Diffie-Hellman MASTER_KEY within the agreed secret of PKCS#3
    dh_master_key: str = "leading"
    # 5.3.5: a DSA signature is "der" = SEQUENCE of r and s, or "raw" = r and s of 20 bytes each
    dsa_signature: str = "der"
