"""A PCT 1.0 server (draft-benaloh-pct-00, section 5)."""

import hmac
import os
from dataclasses import dataclass, field

import constants as c
import exchange as x
import messages as m
import ssl2_hello
from certificates import verify
from ciphers import CIPHERS
from endpoint import Endpoint, Handshake, Session, flip_last_byte
from errors import PctError, illegal, integrity, specs_mismatch
from hashes import HASHES, keyed_hash
from keys import KeyInputs, clear_key_parts, derive_keys


@dataclass
class ServerPolicy:
    """What the server supports and asks for."""
    credential: object = None
    dh_credential: object = None
    ciphers: tuple = tuple(CIPHERS)
    hashes: tuple = tuple(HASHES)
    certs: tuple = (c.CERT_X509, c.CERT_PKCS7)
    exchanges: tuple = x.SUPPORTED
    client_auth: bool = False
    client_certs: tuple = (c.CERT_X509, c.CERT_PKCS7)
    client_sigs: tuple = (c.SIG_RSA_MD5, c.SIG_RSA_SHA, c.SIG_DSA_SHA)
    sessions: dict = field(default_factory=dict)


@dataclass
class Server(Endpoint):
    policy: ServerPolicy = field(default_factory=ServerPolicy)
    authority: object = None
    redo_pending: bool = False

    def handshake(self):
        self.receive_client_hello()
        session = self.policy.sessions.get(self.hello.session_id)
        if session:
            self.reconnect(session)
        else:
            self.new_session()
        self.may_report = False

    # CLIENT_HELLO

    def receive_client_hello(self):
        """5.2.1, and the SSL 2.0 hello of a client that speaks both."""
        self.client_hello_bytes = self.receive_message(c.MSG_CLIENT_HELLO)
        if ssl2_hello.is_ssl2(self.client_hello_bytes):
            self.hello = ssl2_hello.parse(self.client_hello_bytes)
            return
        self.hello = m.ClientHello.parse(self.client_hello_bytes)
        if not self.hello.version & 0x8000:
            raise illegal("the version is not one of PCT")
        if self.hello.session_id == c.SESSION_ID_NONE and self.hello.key_arg:
            raise illegal("KEY_ARG for a new session")

    def supports(self, spec):
        """A key longer than the cipher's standard length is not described, so not supported."""
        return (spec.cipher in self.policy.ciphers
                and spec.encryption_bits <= CIPHERS[spec.cipher].standard_bits)

    def choose(self):
        """5.2.2: the first entry of each list that the server can do."""
        hello, p = self.hello, self.policy
        found = {
            "cipher": [spec for spec in hello.cipher_specs if self.supports(spec)],
            "hash": [code for code in hello.hash_specs if code in p.hashes],
            "cert": [code for code in hello.cert_specs if code in p.certs],
            "exch": [code for code in hello.exch_specs if code in p.exchanges],
        }
        missing = [name for name in found if not found[name]]
        if missing:
            raise specs_mismatch(**{name: True for name in missing})
        return [found[name][0] for name in found]

    def credential(self, exchange):
        dh = exchange == c.EXCH_DH_PKCS3
        return self.policy.dh_credential if dh else self.policy.credential

    # a new session

    def new_session(self):
        spec, code, cert_type, exchange = self.choose()
        certificate = self.credential(exchange).encode(cert_type)
        if self.misbehaviour.due("broken certificate", self.write.records):
            certificate = flip_last_byte(certificate)
        session = Session(os.urandom(32), x.effective_spec(exchange, spec), code, cert_type,
                          exchange, certificate, b"", b"", self.policy.client_auth)
        self.check_redo_choices(session)
        self.send_server_hello(session, spec, certificate, False, os.urandom(32), b"")
        message = m.ClientMasterKey.parse(self.receive_message(c.MSG_CLIENT_MASTER_KEY))
        keys = self.new_keys(session, message)
        self.check_client_master_key(session, keys, message)
        self.start_keys(session, keys, client=False)
        self.send_server_verify(session, keys, resumed=False)
        if not x.is_token(exchange):
            self.policy.sessions[session.session_id] = session
        self.handshakes.append(Handshake(session, self.hello.challenge, self.connection_id, keys,
                                         False))

    def send_server_hello(self, session, spec, certificate, restart, connection_id, response):
        """5.2.2"""
        p = self.policy
        self.connection_id = connection_id
        auth = p.client_auth
        message = m.ServerHello(
            self.style.true if restart else 0, self.style.true if auth else 0, spec,
            session.hash, session.cert_type, session.exchange, connection_id, certificate,
            list(p.client_certs) if auth else [], list(p.client_sigs) if auth else [],
            response, c.VERSION_1, self.style.pad_fields)
        self.server_hello_bytes = self.send_message(message.pack())

    def new_keys(self, session, message):
        """5.3.1: the keys from what CLIENT_MASTER_KEY holds."""
        spec = session.spec
        self.check_key_fields(session, message)
        if x.is_token(session.exchange):
            self.read.sequence_number = self.write.sequence_number = 0
            material = x.rsa_decrypt(self.policy.credential.key, message.encrypted_key)
            return x.token_keys(spec, material, message.key_arg)
        session.master_key = x.server_secret(session.exchange,
                                             self.credential(session.exchange).key,
                                             message.encrypted_key, self.readings)
        session.clear_key = message.clear_key
        return self.derive(session, session.certificate, message.clear_key, message.key_arg)

    def check_key_fields(self, session, message):
        """5.3.2: CLEAR_KEY_DATA has d equal parts, no two identical; KEY_ARG_DATA its length."""
        parts = clear_key_parts(session.spec.cipher, session.hash)
        size, rest = divmod(len(message.clear_key), parts)
        cut = {message.clear_key[n * size:(n + 1) * size] for n in range(parts)}
        token = x.is_token(session.exchange)
        if rest or (size and len(cut) != parts):
            raise illegal("CLEAR_KEY_DATA does not have its parts")
        if message.clear_key and (token or not self.wants_clear_key(session.spec)):
            raise illegal("CLEAR_KEY_DATA where none belongs")
        if len(message.key_arg) != self.key_arg_length(session.spec):
            raise illegal("KEY_ARG_DATA of a wrong length")

    def derive(self, session, certificate, clear_key, key_arg):
        """5.3.1"""
        spec = session.spec
        return derive_keys(KeyInputs(
            spec.cipher, spec.encryption_bits, spec.mac_bits, session.hash, session.master_key,
            self.connection_id, certificate, self.hello.challenge, clear_key, key_arg),
            self.readings)

    def check_client_master_key(self, session, keys, message):
        """5.2.3: VERIFY_PRELUDE, then the client's certificate and its response."""
        wanted = keyed_hash(session.hash, keys.client_mac_key, b"cvp", self.client_hello_bytes,
                            self.server_hello_bytes)
        if not hmac.compare_digest(wanted, message.verify_prelude):
            raise integrity("VERIFY_PRELUDE is incorrect")
        session.client_cert = (message.client_cert_spec, message.client_sig_spec,
                               message.client_cert)
        self.check_redo_certificates(session)
        if not self.policy.client_auth:
            if any(session.client_cert) or message.response:
                raise illegal("client authentication that was not asked for")
            return
        if not (message.client_cert_spec in self.policy.client_certs
                and message.client_sig_spec in self.policy.client_sigs):
            raise specs_mismatch(client_cert=True, client_sig=True)
        if message.client_cert_spec != c.CERT_NONE:
            self.check_client(message)

    def check_client(self, message):
        certificate = self.authority.check(message.client_cert_spec, message.client_cert)
        if certificate is None:
            raise PctError(c.ERR_BAD_CERTIFICATE, "the client's certificate is not valid")
        if not verify(message.client_sig_spec, certificate.public_key(), message.response,
                      message.verify_prelude, self.readings):
            raise PctError(c.ERR_CLIENT_AUTH_FAILED, "the client's response is incorrect")

    def response(self, session, keys):
        """5.2.2, 5.2.4: Hash( SERVER_MAC_KEY, Hash( "sr", ... ) )"""
        response = keyed_hash(session.hash, keys.server_mac_key, b"sr", self.hello.challenge,
                              self.connection_id, session.session_id)
        if self.misbehaviour.due("wrong RESPONSE", self.write.records):
            return flip_last_byte(response)
        return response

    def send_server_verify(self, session, keys, resumed):
        """5.2.4: after a reconnection without response, and the session id "may contain any value"."""
        response = b"" if resumed else self.response(session, keys)
        session_id = os.urandom(32) if resumed else session.session_id
        self.send_message(m.ServerVerify(session_id, response, self.style.pad_fields).pack())

    # an old session

    def reconnect(self, session):
        """5.2.2: no certificate, and the response already in SERVER_HELLO."""
        self.check_redo_choices(session)
        if len(self.hello.key_arg) != self.key_arg_length(session.spec):
            raise illegal("KEY_ARG_DATA of a wrong length")
        self.connection_id = os.urandom(32)
        certificate, clear_key = self.reconnect_fields(session)
        keys = self.derive(session, certificate, clear_key, self.hello.key_arg)
        if not self.policy.client_auth:
            self.may_report = False
        self.send_server_hello(session, session.spec, b"", True, self.connection_id,
                               self.response(session, keys))
        self.start_keys(session, keys, client=False)
        if self.policy.client_auth:
            message = m.ClientMasterKey.parse(self.receive_message(c.MSG_CLIENT_MASTER_KEY))
            self.check_client_master_key(session, keys, message)
            self.send_server_verify(session, keys, resumed=True)
        self.handshakes.append(Handshake(session, self.hello.challenge, self.connection_id, keys,
                                         True))

    # redo handshake

    def send_redo(self):
        super().send_redo()
        self.redo_pending = True

    def on_redo(self):
        """4.3.2: answer with the escape unless this server's last message was one already."""
        if not self.redo_pending:
            self.send_redo()
        self.redo_pending = False
        self.handshake()
