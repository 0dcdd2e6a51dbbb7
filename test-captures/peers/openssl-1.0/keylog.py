"""The forms of key log that users have: one function per form, one handshake in, lines out (or nothing)."""

SSL2_CIPHER_LENGTH = 6
SSL2_SECRET_BYTES = {"020080": 5, "040080": 5, "080080": 8}    # where not the whole master key is secret


def client_random(handshake):
    """A CLIENT_RANDOM line; a shorter CHALLENGE is filled with zeros in front."""
    return f"CLIENT_RANDOM {handshake['client_random'].rjust(64, '0')} {handshake['master_secret']}"


def ssl2_master_key(handshake):
    return f"SSL2_MASTER_KEY {handshake['client_random']} {handshake['master_secret']}"


def secret_part(handshake):
    """Only what was encrypted for the server; CLEAR-KEY-DATA is in the capture."""
    bytes_of_it = SSL2_SECRET_BYTES.get(handshake["cipher"], len(handshake["master_secret"]) // 2)
    return f"SSL2_MASTER_KEY {handshake['client_random']} {handshake['master_secret'][-2 * bytes_of_it:]}"


def rsa_session_id(handshake):
    return handshake["session_id"] and f"RSA Session-ID:{handshake['session_id']} Master-Key:{handshake['master_secret']}"


def s_client(handshake):
    """The block that `openssl s_client` shows, as this OpenSSL itself prints it."""
    return handshake["session_block"].rstrip("\n")


def session_pem(handshake):
    """The session as `openssl s_client -sess_out` writes it, by this OpenSSL itself."""
    return handshake["session_pem"].rstrip("\n")


def rsa_premaster(handshake):
    """An RSA line: the first 8 bytes of the encrypted premaster secret and the premaster secret."""
    return handshake["encrypted_premaster"] and f"RSA {handshake['encrypted_premaster'][:16]} {handshake['premaster']}"


def pms_client_random(handshake):
    return handshake["premaster"] and f"PMS_CLIENT_RANDOM {handshake['client_random']} {handshake['premaster']}"
