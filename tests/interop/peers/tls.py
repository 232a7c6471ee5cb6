"""A certificate authority for tests, and a server certificate for localhost and 127.0.0.1."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
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
    subject: x509.Name,
    key: rsa.RSAPrivateKey,
    issuer: x509.Name,
    issuer_key: rsa.RSAPrivateKey,
    hosts: Iterable[str] = (),
) -> x509.Certificate:
    """Return a certificate for `key`; without hosts it is that of an authority."""
    now = datetime.now(UTC)
    names = [general_name(host) for host in hosts]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - VALID)
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def general_name(host: str) -> x509.GeneralName:
    """Return what a certificate calls a host, which is a name or a number."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def make_tls_files(
    folder: Path,
    subject: x509.Name = named("localhost"),  # noqa: B008 - it cannot be changed
    hosts: Iterable[str] = ("localhost", "127.0.0.1"),
) -> TlsFiles:
    """Write an authority and a server certificate into `folder`."""
    files = TlsFiles(folder)
    ca_key, key = (rsa.generate_private_key(65537, KEY_BITS) for _ in range(2))
    pem, issuer = serialization.Encoding.PEM, named("Test CA")
    ca = certificate(issuer, ca_key, issuer, ca_key).public_bytes(pem)
    files.ca.write_bytes(ca)
    (folder / "cacert.pem").write_bytes(ca)  # what Xspice calls it
    files.certificate.write_bytes(
        certificate(subject, key, issuer, ca_key, hosts).public_bytes(pem)
    )
    files.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
