"""TLS: settings, and both ends; tests of all transports are in test_base.py."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from piment.transport import memory, stream
from piment.transport.base import Transport
from piment.transport.tls import CertificateError, TlsTransport, client_context, server_context
from piment.transport.tls import connect as begin
from tests.transport import authority
from tests.transport.authority import Files
from tests.transport.ends import listening, reach, read_all


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


# --- the server's end ----------------------------------------------------------------------------


class Client:
    """OpenSSL as a client, over the other end of a pair."""

    def __init__(self, files: Files, **settings: ssl.TLSVersion) -> None:
        near, self.far = memory.pair()
        self.near = TlsTransport(near, server_context(files.certificate, files.key))
        context = client_context(files.authority)
        for name, value in settings.items():
            setattr(context, name, value)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname="127.0.0.1")

    async def shake_hands(self) -> str | None:
        """Do the handshake; return what our end says of it."""
        accepting = asyncio.create_task(self.near.accept())
        while True:
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                self.speak()
                self.incoming.write(await self.far.read())
            except ssl.SSLError:
                self.speak()
                break
            else:
                self.speak()
                break
        return await accepting

    def speak(self) -> None:
        self.far.write(self.outgoing.read())

    def write(self, data: bytes) -> None:
        self.tls.write(data)
        self.speak()


async def refusal_of(files: Files, words: bytes, *, then_leaves: bool = False) -> str | None:
    """Return how our end takes `words` for a handshake."""
    client = Client(files)
    client.far.write(words)
    if then_leaves:
        await client.far.close()
    async with asyncio.timeout(5):
        refusal = await client.near.accept()
        await client.near.close()
    return refusal


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_both_versions_carry_bytes(files: Files, version: ssl.TLSVersion) -> None:
    client = Client(files, maximum_version=version)
    assert await client.shake_hands() is None
    assert client.tls.version() == version.name.replace("_", ".")
    client.write(b"there")
    assert await client.near.read() == b"there"
    client.near.write(b"back")
    client.incoming.write(await client.far.read())
    assert client.tls.read() == b"back"
    await client.near.close()


async def test_who_does_not_speak_tls_is_told_apart(files: Files) -> None:
    assert await refusal_of(files, b"REDQ" + bytes(200)) == "TLS: wrong version number"
    assert await refusal_of(files, b"GET / HTTP/1.1\r\n\r\n") == "TLS: http request"
    left = "the peer left within the TLS handshake"
    assert await refusal_of(files, b"", then_leaves=True) == left
    assert await refusal_of(files, b"\x16\x03\x01", then_leaves=True) == left


async def test_who_does_not_trust_us_is_told_apart(files: Files) -> None:
    client = Client(files)
    client.tls = client_context(None).wrap_bio(
        client.incoming, client.outgoing, server_hostname="127.0.0.1"
    )
    refusal = await client.shake_hands()
    # With TLS 1.3 the server is done before the client has looked at its certificate.
    assert refusal is None or "unknown ca" in refusal
    assert await client.near.read() == b""
    await client.near.close()


async def test_broken_records_are_an_end(files: Files) -> None:
    client = Client(files)
    assert await client.shake_hands() is None
    client.far.write(b"\x17\x03\x03\x00\x20" + bytes(32))
    assert await client.near.read() == b""
    assert await client.near.read() == b""
    client.near.write(b"lost, perhaps")
    await client.near.close()


async def test_an_end_without_a_goodbye_is_an_end(files: Files) -> None:
    client = Client(files)
    assert await client.shake_hands() is None
    client.write(b"last words")
    await client.far.close()
    assert await client.near.read() == b"last words"
    assert await client.near.read() == b""
    await client.near.close()


async def test_what_is_written_leaves_in_records_of_its_own(files: Files) -> None:
    """spice-gtk leaves what follows a message in its record unread for a while."""
    client = Client(files)
    assert await client.shake_hands() is None
    for word in (b"one", b"two"):
        client.near.write(word)
    client.near.write(b"")
    client.incoming.write(await client.far.read())
    assert [client.tls.read(), client.tls.read()] == [b"one", b"two"]
    await client.near.close()


async def test_goodbye_is_said_and_no_answer_awaited(files: Files) -> None:
    client = Client(files)
    assert await client.shake_hands() is None
    async with asyncio.timeout(stream.CLOSE_SECONDS / 2):
        await client.near.close()
    client.incoming.write(await read_all(client.far, 1 << 16))
    assert client.tls.read() == b""  # a broken connection would raise


# --- the client's end ----------------------------------------------------------------------------


async def test_a_client_sees_the_certificate(files: Files) -> None:
    async with listening(server_context(files.certificate, files.key)) as held:
        far = await reach(held.port, client_context(files.authority))
        near = await held.near()
        assert isinstance(far, TlsTransport)
        assert far.certificate["subject"] == ((("commonName", "127.0.0.1"),),)
        assert (far.is_secure, far.is_local) == (True, False)
        assert isinstance(near, TlsTransport)
        assert near.certificate == {}
        await asyncio.gather(near.close(), far.close())


async def test_authorities_may_be_given_as_text(files: Files) -> None:
    context = client_context(files.authority.read_text())
    assert len(context.get_ca_certs()) == 1
    for text in ("", "a shopping list", files.authority.read_text()[:200]):
        with pytest.raises(CertificateError, match="the authority's certificate: "):
            client_context(text)


async def test_a_certificate_of_strangers(files: Files) -> None:
    async with listening(server_context(files.certificate, files.key)) as held:
        with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
            await reach(held.port, client_context(None))


async def test_a_certificate_of_another_host(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = authority.make(tmp_path_factory.mktemp("other"), "127.0.0.2")
    async with listening(server_context(files.certificate, files.key)) as held:
        with pytest.raises(ssl.SSLCertVerificationError, match=r"IP address mismatch"):
            await reach(held.port, client_context(files.authority))


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH_9.2p1\r\n", b"REDQ" + bytes(200)])
async def test_a_server_that_does_not_speak_tls(files: Files, said: bytes) -> None:
    near, far = memory.pair()
    far.write(said)
    with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
        await begin(near, client_context(files.authority), "127.0.0.1")


async def test_a_server_that_leaves(files: Files) -> None:
    near, far = memory.pair()
    await far.close()
    with pytest.raises(ConnectionResetError, match="left within the TLS handshake"):
        await begin(near, client_context(files.authority), "127.0.0.1")


async def test_tls_within_tls(files: Files) -> None:
    """As through a proxy that is under TLS itself."""
    ours, theirs = server_context(files.certificate, files.key), client_context(files.authority)
    carrier, far_carrier = memory.pair()
    near: Transport = carrier
    far: Transport = far_carrier
    for _ in range(2):
        server = TlsTransport(near, ours)
        accepting = asyncio.create_task(server.accept())
        far = await begin(far, theirs, "127.0.0.1")
        assert await accepting is None
        near = server
    far.write(b"there")
    assert await near.read() == b"there"
    near.write(bytes(100_000))
    assert len(await read_all(far, 100_000)) == 100_000
    await asyncio.gather(near.close(), far.close())
