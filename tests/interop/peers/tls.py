"""A certificate authority for tests, and a server certificate for localhost and 127.0.0.1."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

KEY_BITS = 2048
VALID = timedelta(days=2)  # around now: clocks differ, test runs are short


@dataclass(frozen=True)
class TlsFiles:
    """Where the files lie; `folder` has them under the names that QEMU and Xspice expect."""

    folder: Path

    @property
    def ca(self) -> Path:
        """The certificate of the authority, which clients trust."""
        return self.folder / "ca-cert.pem"

    @property
    def certificate(self) -> Path:
        """The server's certificate."""
        return self.folder / "server-cert.pem"

    @property
    def key(self) -> Path:
        """The server's private key, without a password."""
        return self.folder / "server-key.pem"

    @property
    def subject(self) -> str:
        """The subject of the server's certificate, as spice-gtk's cert-subject wants it."""
        return "O=Piment tests,CN=localhost"


def named(common_name: str) -> x509.Name:
    """Return the subject with this common name."""
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Piment tests")
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def certificate(
    subject: str, key: rsa.RSAPrivateKey, issuer: str, issuer_key: rsa.RSAPrivateKey
) -> x509.Certificate:
    """Return a certificate for `key`; the one that issues itself is an authority."""
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    is_authority = subject == issuer
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - VALID)
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def make_tls_files(folder: Path) -> TlsFiles:
    """Write an authority and a server certificate into `folder`."""
    files = TlsFiles(folder)
    ca_key, key = (rsa.generate_private_key(65537, KEY_BITS) for _ in range(2))
    pem = serialization.Encoding.PEM
    ca = certificate("Test CA", ca_key, "Test CA", ca_key).public_bytes(pem)
    files.ca.write_bytes(ca)
    (folder / "cacert.pem").write_bytes(ca)  # what Xspice calls it
    files.certificate.write_bytes(
        certificate("localhost", key, "Test CA", ca_key).public_bytes(pem)
    )
    files.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
