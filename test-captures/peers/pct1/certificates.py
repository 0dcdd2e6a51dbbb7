"""Certificates and signatures (draft-benaloh-pct-00, sections 5.3.4 and 5.3.5)."""

import datetime
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

import constants as c

DER = serialization.Encoding.DER
PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Credential:
    """A certificate, who issued it, and its private key."""
    certificate: x509.Certificate
    issuer: x509.Certificate
    key: object

    def encode(self, cert_type):
        """5.3.4: a certificate of X.509, or a PKCS#7 SignedData that holds it and its issuer."""
        if cert_type == c.CERT_PKCS7:
            return pkcs7.serialize_certificates([self.certificate, self.issuer], DER)
        return self.certificate.public_bytes(DER)


def private_pem(key):
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Both sides' "black box" (section 3): a certificate is valid if this authority issued it."""

    def __init__(self):
        self.key = rsa.generate_private_key(65537, 1024)
        self.certificate = self.sign("PCT test authority", self.key.public_key())

    def sign(self, subject, public_key):
        start = datetime.datetime(2020, 1, 1)
        builder = (x509.CertificateBuilder().subject_name(name(subject))
                   .issuer_name(name("PCT test authority")).public_key(public_key)
                   .serial_number(x509.random_serial_number()).not_valid_before(start)
                   .not_valid_after(start + datetime.timedelta(days=36525)))
        return builder.sign(self.key, hashes.SHA1())

    def issue(self, subject, key):
        return Credential(self.sign(subject, key.public_key()), self.certificate, key)

    def issue_rsa(self, subject):
        return self.issue(subject, rsa.generate_private_key(65537, 1024))

    def issue_dsa(self, subject):
        return self.issue(subject, dsa.generate_private_key(1024))

    def issue_dh(self, subject):
        """A certificate of a Diffie-Hellman key, which only openssl's command can make."""
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "ca.pem").write_bytes(self.certificate.public_bytes(PEM) + private_pem(self.key))
            openssl(place, "genpkey", "-algorithm", "DH", "-pkeyopt", "group:modp_1536",
                    "-out", "dh.pem")
            openssl(place, "pkey", "-in", "dh.pem", "-pubout", "-out", "public.pem")
            openssl(place, "x509", "-new", "-force_pubkey", "public.pem", "-CA", "ca.pem", "-CAkey",
                    "ca.pem", "-subj", f"/CN={subject}", "-sha1", "-out", "certificate.pem")
            key = serialization.load_pem_private_key((place / "dh.pem").read_bytes(), None)
            certificate = x509.load_pem_x509_certificate((place / "certificate.pem").read_bytes())
        return Credential(certificate, self.certificate, key)

    def check(self, cert_type, data):
        """The certificate in a CERTIFICATE field, or None if it is not valid."""
        try:
            certificate = decode(cert_type, data)
            self.key.public_key().verify(certificate.signature, certificate.tbs_certificate_bytes,
                                         padding.PKCS1v15(), hashes.SHA1())
        except (ValueError, InvalidSignature):
            return None
        return certificate


def decode(cert_type, data):
    """5.3.4: of the certificates in a PKCS#7 message the one that is not its own issuer."""
    if cert_type == c.CERT_PKCS7:
        found = [one for one in pkcs7.load_der_pkcs7_certificates(data) if one.issuer != one.subject]
        if len(found) != 1:
            raise ValueError("no certificate of the sender")
        return found[0]
    return x509.load_der_x509_certificate(data)


def signature_types(key):
    """5.3.5: the signature types a key can make."""
    if isinstance(key, (dsa.DSAPrivateKey, dsa.DSAPublicKey)):
        return (c.SIG_DSA_SHA,)
    return (c.SIG_RSA_MD5, c.SIG_RSA_SHA)


def signature_hash(sig_type):
    return hashes.MD5() if sig_type == c.SIG_RSA_MD5 else hashes.SHA1()


def sign(sig_type, key, data, readings):
    """5.2.3: CMK_RESPONSE_DATA is a signature of the value in CMK_VERIFY_PRELUDE_DATA."""
    if sig_type != c.SIG_DSA_SHA:
        return key.sign(data, padding.PKCS1v15(), signature_hash(sig_type))
    signature = key.sign(data, hashes.SHA1())
    if readings.dsa_signature == "raw":
        r, s = utils.decode_dss_signature(signature)
        signature = r.to_bytes(20, "big") + s.to_bytes(20, "big")
    return signature


def verify(sig_type, public_key, signature, data, readings):
    """5.2.3: whether the response is the certificate's signature of VERIFY_PRELUDE."""
    if sig_type not in signature_types(public_key):
        return False
    try:
        if sig_type != c.SIG_DSA_SHA:
            public_key.verify(signature, data, padding.PKCS1v15(), signature_hash(sig_type))
            return True
        if readings.dsa_signature == "raw":
            r, s = (int.from_bytes(part, "big") for part in (signature[:20], signature[20:]))
            signature = utils.encode_dss_signature(r, s)
        public_key.verify(signature, data, hashes.SHA1())
        return True
    except InvalidSignature:
        return False
