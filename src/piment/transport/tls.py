"""TLS settings of both sides (wire.md 2.11)."""

from __future__ import annotations

import ssl
from pathlib import Path

from piment.errors import PimentError


class CertificateError(PimentError):
    """A certificate or its key cannot be used; the message names the file."""


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return the settings of a server that shows `certificate` (PEM, with its chain).

    Raises:
        CertificateError: a file is missing, unreadable, or does not fit the other, or the key
            has a password.

    """

    def asked_for_password() -> str:  # OpenSSL would ask the terminal, and wait
        raise CertificateError(f"{key} has a password; a server needs a key without one")

    for file in (certificate, key):
        if not file.is_file():
            raise CertificateError(f"{file}: no such file")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    try:
        context.load_cert_chain(certificate, key, asked_for_password)
    except (ssl.SSLError, OSError) as error:
        raise CertificateError(f"{certificate} with {key}: {error}") from None
    return context


def client_context(authorities: Path | str | None) -> ssl.SSLContext:
    """Return the settings of a client that trusts `authorities`, or else the system's.

    They are a file, or the text of one (PEM).

    Raises:
        CertificateError: the file is missing or unreadable, or the text is none.

    """
    file, text = (None, authorities) if isinstance(authorities, str) else (authorities, None)
    try:
        context = ssl.create_default_context(cafile=file, cadata=text)
    except (ssl.SSLError, OSError, ValueError) as error:
        place = "the authority's certificate" if file is None else file
        raise CertificateError(f"{place}: {error}") from None
    # Authorities that people make for their machines lack what RFC 5280 asks for in addition.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context
