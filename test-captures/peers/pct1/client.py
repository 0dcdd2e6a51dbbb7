"""A PCT 1.0 client (draft-benaloh-pct-00, section 5)."""

import hmac
import os
from dataclasses import dataclass, field, replace

import constants as c
import exchange as x
import messages as m
import ssl2_hello
from certificates import sign, signature_types
from endpoint import Endpoint, Handshake, Session, flip_last_byte
from errors import PctError, illegal, specs_mismatch
from hashes import keyed_hash
from keys import KeyInputs, clear_key_parts, derive_keys
from ciphers import CIPHERS

RC4_128 = m.CipherSpec(c.CIPHER_RC4, 128, 128)


@dataclass
class ClientPolicy:
    """What the client asks for."""
    cipher_specs: list = field(default_factory=lambda: [RC4_128])
    hash_specs: list = field(default_factory=lambda: [c.HASH_MD5])
    cert_specs: list = field(default_factory=lambda: [c.CERT_X509])
    exch_specs: list = field(default_factory=lambda: [c.EXCH_RSA_PKCS1])
    reconnect: Session = None
    unified_hello: bool = False
    challenge_length: int = 32
    version: int = c.VERSION_1
    later_fields: bytes = b""
    credential: object = None
    client_cert_types: tuple = (c.CERT_X509, c.CERT_PKCS7, c.CERT_NONE)
    clear_key_length: int = None
    initial_data: bytes = b""


@dataclass
class Client(Endpoint):
    policy: ClientPolicy = field(default_factory=ClientPolicy)
    authority: object = None

    def handshake(self):
        self.send_client_hello()
        self.finish_handshake()

    # CLIENT_HELLO

    def send_client_hello(self):
        """5.2.1"""
        p = self.policy
        old = p.reconnect
        self.hello = m.ClientHello(
            old.session_id if old else c.SESSION_ID_NONE, os.urandom(p.challenge_length),
            p.cipher_specs, p.hash_specs, p.cert_specs, p.exch_specs,
            os.urandom(self.key_arg_length(old.spec)) if old else b"",
            p.version, self.style.pad_fields, p.later_fields)
        packed = ssl2_hello.pack(self.hello) if p.unified_hello else self.hello.pack()
        if self.misbehaviour.due("CH_OFFSET too large", self.write.records):
            packed = packed[:68] + b"\xff\xff" + packed[70:]
        if self.misbehaviour.due("first message is no CLIENT_HELLO", self.write.records):
            packed = bytes([c.MSG_CLIENT_MASTER_KEY]) + packed[1:]
        self.client_hello_bytes = self.send_message(packed)

    # SERVER_HELLO

    def finish_handshake(self):
        self.server_hello_bytes = self.receive_message(c.MSG_SERVER_HELLO)
        hello = m.ServerHello.parse(self.server_hello_bytes)
        if hello.restart_session_ok:
            self.reconnect(hello)
        else:
            self.new_session(hello)
        self.may_report = False

    def check_choices(self, hello):
        """5.2.2: the server selects from the client's lists."""
        p = self.policy
        wrong = {
            "cipher": hello.cipher_spec not in p.cipher_specs,
            "hash": hello.hash_spec not in p.hash_specs,
            "cert": hello.cert_spec not in p.cert_specs,
            # the draft has no error for a token that is not there
            "exch": hello.exch_spec not in p.exch_specs or hello.exch_spec not in x.SUPPORTED,
        }
        if any(wrong.values()):
            raise specs_mismatch(**{name: True for name in wrong if wrong[name]})

    def check_certificate(self, hello):
        """5.4: "one or more of the signatures in the certificate is invalid"."""
        certificate = self.authority.check(hello.cert_spec, hello.certificate)
        if certificate is None:
            raise PctError(c.ERR_BAD_CERTIFICATE, "the server's certificate is not valid")
        return certificate

    # a new session

    def new_session(self, hello):
        self.check_choices(hello)
        certificate = self.check_certificate(hello)
        auth = self.choose_client_auth(hello)
        spec = x.effective_spec(hello.exch_spec, hello.cipher_spec)
        session = Session(c.SESSION_ID_NONE, spec, hello.hash_spec, hello.cert_spec,
                          hello.exch_spec, hello.certificate, b"", self.clear_key(spec, hello),
                          bool(hello.client_auth_req), auth)
        self.check_redo_choices(session)
        self.check_redo_certificates(session)
        key_arg = os.urandom(self.key_arg_length(spec))
        if x.is_token(hello.exch_spec):
            encrypted, material = x.client_token(certificate, spec)
            keys = x.token_keys(spec, material, key_arg)
        else:
            encrypted, session.master_key = x.client_secret(hello.exch_spec, certificate,
                                                            self.readings)
            keys = self.derive(hello, session, hello.certificate, session.clear_key, key_arg)
        self.handshakes.append(Handshake(session, self.hello.challenge, hello.connection_id, keys,
                                         False))
        self.send_client_master_key(hello, session, keys, encrypted)
        self.start_keys(session, keys, client=True)
        self.send_initial_data()
        self.receive_server_verify(hello, session, keys)

    def derive(self, hello, session, certificate, clear_key, key_arg):
        """5.3.1"""
        spec = session.spec
        return derive_keys(KeyInputs(
            spec.cipher, spec.encryption_bits, spec.mac_bits, session.hash, session.master_key,
            hello.connection_id, certificate, self.hello.challenge, clear_key, key_arg),
            self.readings)

    def clear_key(self, spec, hello):
        """5.3.2: d equal parts, no two of them identical; the draft gives no length, so by
        default about that of the cipher's key."""
        if x.is_token(hello.exch_spec) or not self.wants_clear_key(spec):
            return b""
        d = clear_key_parts(spec.cipher, hello.hash_spec)
        length = self.policy.clear_key_length
        if length is None:
            length = CIPHERS[spec.cipher].standard_bits // 8
        size = -(-length // d)
        parts = []
        while len(set(parts)) < d:
            parts = [os.urandom(size) for _ in range(d)]
        return b"".join(parts)

    def choose_client_auth(self, hello):
        """5.2.2: (certificate type, signature type, certificate) the server can accept."""
        if not hello.client_auth_req:
            return 0, 0, b""
        credential = self.policy.credential
        certs = [code for code in hello.client_cert_specs if code in self.policy.client_cert_types]
        usable = signature_types(credential.key) if credential else (c.SIG_NONE,)
        sigs = [code for code in hello.client_sig_specs if code in usable]
        if credential is None:
            certs = [code for code in certs if code == c.CERT_NONE]
        else:
            certs = [code for code in certs if code != c.CERT_NONE]
        if not certs or not sigs:
            raise specs_mismatch(client_cert=not certs, client_sig=not sigs)
        if credential is None:
            return c.CERT_NONE, c.SIG_NONE, b""
        return certs[0], sigs[0], credential.encode(certs[0])

    def send_client_master_key(self, hello, session, keys, encrypted):
        """5.2.3"""
        prelude = keyed_hash(session.hash, keys.client_mac_key, b"cvp", self.client_hello_bytes,
                             self.server_hello_bytes)
        if self.misbehaviour.due("wrong VERIFY_PRELUDE", self.write.records):
            prelude = flip_last_byte(prelude)
        cert_type, sig_type, certificate = session.client_cert
        if self.misbehaviour.due("broken client certificate", self.write.records):
            certificate = flip_last_byte(certificate)
        response = b""
        if sig_type != c.SIG_NONE:
            response = sign(sig_type, self.policy.credential.key, prelude, self.readings)
            if self.misbehaviour.due("wrong client RESPONSE", self.write.records):
                response = flip_last_byte(response)
        resumed = bool(hello.restart_session_ok)
        message = m.ClientMasterKey(cert_type, sig_type, b"" if resumed else session.clear_key,
                                    encrypted, b"" if resumed else keys.key_arg, prelude,
                                    certificate, response, self.style.pad_fields)
        if self.policy.initial_data:
            self.hold()
        self.send_message(message.pack())
        self.may_report = False
        if x.is_token(session.exchange):
            self.write.sequence_number = self.read.sequence_number = 0

    def send_initial_data(self):
        """5.1: "immediately following the CLIENT_MASTER_KEY message", once, not in a redo."""
        if self.policy.initial_data:
            self.send_data(self.policy.initial_data)
            self.policy.initial_data = b""
            self.release()

    def receive_server_verify(self, hello, session, keys):
        """5.2.4"""
        verify = m.ServerVerify.parse(self.receive_message(c.MSG_SERVER_VERIFY))
        if hello.restart_session_ok:
            return
        session.session_id = verify.session_id
        self.check_response(hello, session, keys, verify.session_id, verify.response)

    def check_response(self, hello, session, keys, session_id, response):
        """5.2.2, 5.2.4: only who knows SERVER_MAC_KEY can make the response."""
        wanted = keyed_hash(session.hash, keys.server_mac_key, b"sr", self.hello.challenge,
                            hello.connection_id, session_id)
        if not hmac.compare_digest(wanted, response):
            raise PctError(c.ERR_SERVER_AUTH_FAILED, "the server's response is incorrect")

    # an old session

    def reconnect(self, hello):
        """5.2.2: keys from the old MASTER_KEY and this connection's random values."""
        session = self.policy.reconnect
        chosen = hello.cipher_spec, hello.hash_spec, hello.cert_spec, hello.exch_spec
        if chosen != session.choices():
            raise specs_mismatch(cipher=True)
        self.check_redo_choices(session)
        certificate, clear_key = self.reconnect_fields(session)
        keys = self.derive(hello, session, certificate, clear_key, self.hello.key_arg)
        if hello.client_auth_req:
            session = replace(session, client_cert=self.choose_client_auth(hello))
            self.check_redo_certificates(session)
        self.handshakes.append(Handshake(session, self.hello.challenge, hello.connection_id, keys,
                                         True))
        # without client authentication CLIENT_HELLO was this side's last message
        self.may_report = bool(hello.client_auth_req)
        self.check_response(hello, session, keys, session.session_id, hello.response)
        if hello.client_auth_req:
            self.send_client_master_key(hello, session, keys, b"")
        self.start_keys(session, keys, client=True)
        if hello.client_auth_req:
            self.send_initial_data()
            self.receive_server_verify(hello, session, keys)

    # redo handshake

    def redo(self, message_before=b""):
        """4.3.2: the escape, immediately followed by CLIENT_HELLO; returns the data that the
        server sent before its own escape."""
        self.hold()
        if message_before:
            self.send_data(message_before)
        self.send_redo()
        self.send_client_hello()
        self.release()
        data = b""
        code = None
        while code != c.ET_REDO_CONN:
            code, part = self.receive_protected()
            if code is None and not self.take_out_of_band(part):
                data += part
        self.finish_handshake()
        return data

    def on_redo(self):
        """4.3.2: the server asks for a new handshake."""
        self.hold()
        self.send_redo()
        self.send_client_hello()
        self.release()
        self.finish_handshake()

    def receive_redo(self):
        """Wait until the server asks for a new handshake, and go through it."""
        code, _ = self.receive_protected()
        if code != c.ET_REDO_CONN:
            raise illegal("data where an escape was expected")
        self.on_redo()
