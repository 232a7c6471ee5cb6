"""A transport over asyncio's streams: TCP, TLS and UNIX sockets."""

from __future__ import annotations

import asyncio
import socket
import ssl
from asyncio.trsock import TransportSocket
from typing import Any

READ_BYTES = 256 * 1024
"""Bytes taken from the socket at once: a full-screen image in a few reads."""

UNSENT_HIGH = 64 * 1024
"""Bytes unsent above which `drain` waits: one piece of picture, so that newer ones stay unmade."""

CLOSE_SECONDS = 2.0
"""How long a peer may take to receive our last words."""

KEEPALIVE_IDLE_SECONDS = 60
"""Silence after which the kernel probes whether the peer still exists."""


class StreamTransport:
    """A connection held by a pair of asyncio streams."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._below: list[asyncio.StreamWriter] = []
        """What carries TLS that began later; they would close the socket if they were forgotten."""
        self._has_ended = False
        """Whether nobody will tell that the connection has ended, because TLS did not begin."""
        self._socket: TransportSocket = writer.get_extra_info("socket")
        self.is_local = self._socket.family == socket.AF_UNIX
        self.is_secure = False
        self.peer = "local peer" if self.is_local else _name(writer.get_extra_info("peername"))
        writer.transport.set_write_buffer_limits(high=UNSENT_HIGH)
        if not self.is_local:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS)

    async def start_tls(self, context: ssl.SSLContext, server_name: str, seconds: float) -> None:
        """Go on under TLS, as its client; the handshake may take `seconds`.

        Nothing that was read before belongs to TLS: the client speaks first.

        Raises:
            OSError: the peer speaks no TLS, is silent, or its certificate does not convince; the
                connection has ended then.

        """
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        self._below.append(self._writer)
        transport = None
        try:
            # StreamWriter.start_tls would do, but that it fails when the peer leaves at once.
            transport = await loop.start_tls(
                self._writer.transport,
                protocol,
                context,
                server_hostname=server_name,
                ssl_handshake_timeout=seconds,
            )
        finally:
            self._has_ended = transport is None
        if transport is None:
            raise ConnectionResetError("the peer left after the TLS handshake")
        protocol.connection_made(transport)
        self._writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        self._writer.transport.set_write_buffer_limits(high=UNSENT_HIGH)
        self._reader = reader
        self.is_secure = True

    @property
    def certificate(self) -> dict[str, Any]:
        """What the certificate of the peer says, as `ssl.SSLSocket.getpeercert` tells it."""
        held: ssl.SSLObject | None = self._writer.get_extra_info("ssl_object")
        return (held and held.getpeercert()) or {}

    @property
    def unsent(self) -> int:
        """Bytes that asyncio still holds."""
        return self._writer.transport.get_write_buffer_size()

    async def read(self) -> bytes:
        """Return some bytes, or nothing at the end; a broken connection is an end too."""
        try:
            return await self._reader.read(READ_BYTES)
        except OSError:
            return b""

    def write(self, data: bytes) -> None:
        """Send `data`."""
        if not self._writer.is_closing():
            self._writer.write(data)

    async def drain(self) -> None:
        """Wait until fewer than `UNSENT_HIGH` bytes are unsent.

        Raises:
            ConnectionError: the connection has ended, whatever the kernel or TLS calls it.

        """
        try:
            await self._writer.drain()
        except ConnectionError:
            raise
        except OSError as error:
            raise ConnectionResetError(str(error)) from None

    async def close(self) -> None:
        """Send what is unsent and end the connection, by force after `CLOSE_SECONDS`."""
        if self._has_ended:
            return
        self._writer.close()
        # A task of its own: asyncio's future of the end is one for all who wait for it, and
        # giving it up for one would cancel the others.
        ending = asyncio.ensure_future(self._writer.wait_closed())
        ending.add_done_callback(_note)
        try:
            await asyncio.wait([ending], timeout=CLOSE_SECONDS)
        finally:  # also when cancelled: what the peer does not take must not stay behind
            if self._socket.fileno() >= 0:
                self._writer.transport.abort()
        await asyncio.wait([ending])


def _note(ending: asyncio.Future[None]) -> None:
    """Take note of how a connection ended, which does not matter any more."""
    if not ending.cancelled():
        ending.exception()


def _name(address: object) -> str:
    match address:
        case (str(host), int(port), *_):
            return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return "a peer that has left"
