from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from piment.transport.tls import CertificateError, client_context, server_context
from tests.transport import authority
from tests.transport.authority import Files


def test_settings_of_a_server(files: Files) -> None:
    """wire.md 2.11: no compression, no renegotiation."""
    context = server_context(files.certificate, files.key)
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.options & ssl.OP_NO_COMPRESSION
    assert context.options & ssl.OP_NO_RENEGOTIATION
    assert context.verify_mode is ssl.CERT_NONE


def test_settings_of_a_client(files: Files) -> None:
    context = client_context(files.authority)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert len(context.get_ca_certs()) == 1


def test_a_missing_file_is_named(files: Files, tmp_path: Path) -> None:
    missing = tmp_path / "missing.pem"
    for certificate, key in [(missing, files.key), (files.certificate, missing)]:
        with pytest.raises(CertificateError, match=r"missing\.pem: no such file"):
            server_context(certificate, key)
    with pytest.raises(CertificateError, match=r"missing\.pem: .*No such file"):
        client_context(missing)


def test_a_folder_is_no_certificate(files: Files, tmp_path: Path) -> None:
    with pytest.raises(CertificateError, match="no such file"):
        server_context(tmp_path, files.key)
    with pytest.raises(CertificateError):
        client_context(tmp_path)


def test_a_key_that_does_not_fit(files: Files, tmp_path: Path) -> None:
    other = tmp_path / "other-key.pem"
    other.write_bytes(authority.private_pem(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(CertificateError, match=r"other-key\.pem: .*KEY_VALUES_MISMATCH"):
        server_context(files.certificate, other)


def test_files_of_something_else(files: Files, tmp_path: Path) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("a shopping list\n")
    for certificate, key in [(junk, files.key), (files.certificate, junk)]:
        with pytest.raises(CertificateError, match=r"junk\.pem"):
            server_context(certificate, key)
    with pytest.raises(CertificateError, match=r"junk\.pem"):
        client_context(junk)


def test_a_key_with_a_password_is_an_error_and_asks_nobody(files: Files, tmp_path: Path) -> None:
    locked = tmp_path / "locked-key.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    locked.write_bytes(authority.private_pem(key, b"secret"))
    with pytest.raises(CertificateError, match=r"locked-key\.pem has a password"):
        server_context(files.certificate, locked)
