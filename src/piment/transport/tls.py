"""TLS from the first byte: the settings of both sides, and their ends (wire.md 2.11)."""

from __future__ import annotations

import contextlib
import ssl
from pathlib import Path
from typing import Any

from piment.errors import PimentError
from piment.transport.base import Transport

RECORD_BYTES = 16 * 1024
"""The most that one TLS record carries."""


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
    try:
        context = _trusting(authorities)
    except ssl.SSLError:
        raise CertificateError(f"{_place(authorities)}: no certificate in PEM form") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CertificateError(f"{_place(authorities)}: {why}") from None
    # Authorities that people make for their machines lack what RFC 5280 asks for in addition.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _place(authorities: Path | str | None) -> Path | str | None:
    return "the authority's certificate" if isinstance(authorities, str) else authorities


def _trusting(authorities: Path | str | None) -> ssl.SSLContext:
    if not isinstance(authorities, str):
        return ssl.create_default_context(cafile=authorities)
    if not authorities.strip():  # which `ssl` would take for the system's
        raise ValueError("there is no text")
    return ssl.create_default_context(cadata=authorities)


async def connect(
    carrier: Transport, context: ssl.SSLContext, server_name: str | None
) -> TlsTransport:
    """Begin TLS over `carrier` as the client; whoever owns that decides how long it may take.

    The server is told the name, unless that is a number.

    Raises:
        OSError: the server speaks no TLS, leaves, or its certificate does not convince.
        UnicodeError: the name cannot be one.

    """
    transport = TlsTransport(carrier, context, server_name)
    await transport.shake_hands()
    return transport


class TlsTransport:
    """One end of TLS, over another transport; the settings say which.

    Records are OpenSSL's; whoever owns the carrier decides how long a handshake may take.
    """

    is_secure = True

    def __init__(
        self, carrier: Transport, context: ssl.SSLContext, server_name: str | None = None
    ) -> None:
        self._carrier = carrier
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._records = context.wrap_bio(
            self._incoming,
            self._outgoing,
            server_side=context.protocol is ssl.PROTOCOL_TLS_SERVER,
            server_hostname=server_name,
        )
        self.peer = carrier.peer
        self.is_local = carrier.is_local

    @property
    def certificate(self) -> dict[str, Any]:
        """What a verified peer's certificate says, as `ssl.SSLSocket.getpeercert` tells it."""
        return self._records.getpeercert() or {}

    @property
    def unsent(self) -> int:
        """Bytes that the carrier still holds."""
        return self._carrier.unsent

    async def accept(self) -> str | None:
        """Do the handshake with a client; return why it failed, if so."""
        try:
            await self.shake_hands()
        except ssl.SSLError as error:
            return f"TLS: {(error.reason or str(error)).replace('_', ' ').lower()}"
        except ConnectionError as error:
            return str(error)
        return None

    async def shake_hands(self) -> None:
        """Do the handshake.

        Raises:
            ssl.SSLError: the peer speaks no TLS or does not convince; it has been told.
            ConnectionError: the peer left.

        """
        while True:
            try:
                self._records.do_handshake()
            except ssl.SSLWantReadError:
                if not await self._receive():
                    raise ConnectionResetError("the peer left within the TLS handshake") from None
            except ssl.SSLError:
                self._flush()
                raise
            else:
                self._flush()
                return

    async def read(self) -> bytes:
        """Return what the next record carried, or nothing at the end; broken records are one."""
        while True:
            try:
                return self._records.read(RECORD_BYTES)
            except ssl.SSLWantReadError:
                if not await self._receive():
                    return b""
            except ssl.SSLError:
                self._flush()
                return b""

    def write(self, data: bytes) -> None:
        """Send `data`, in records of its own."""
        left = memoryview(data)
        with contextlib.suppress(ssl.SSLError):  # the connection has ended
            while left:
                left = left[self._records.write(left) :]
        self._flush()

    async def drain(self) -> None:
        """Wait until little is unsent.

        Raises:
            ConnectionError: the connection has ended.

        """
        await self._carrier.drain()

    async def close(self) -> None:
        """Say goodbye, wait for no answer to it, and end the connection."""
        with contextlib.suppress(ssl.SSLError):
            self._records.unwrap()
        self._flush()
        await self._carrier.close()

    async def _receive(self) -> bool:
        """Take some bytes from the carrier; return False at its end.

        A peer that takes no answers to what TLS itself asks is not read any further.
        """
        if self._flush():
            with contextlib.suppress(ConnectionError):  # what was received is still to be read
                await self._carrier.drain()
        data = await self._carrier.read()
        self._incoming.write(data)
        return bool(data)

    def _flush(self) -> bool:
        """Hand on what TLS has to say; return whether it had anything."""
        output = self._outgoing.read()
        if output:
            self._carrier.write(output)
        return bool(output)
