"""A transport over asyncio's streams: TCP, TLS and UNIX sockets."""

from __future__ import annotations

import asyncio
import socket
from asyncio.trsock import TransportSocket

READ_BYTES = 256 * 1024
"""Bytes taken from the socket at once: a full-screen image in a few reads."""

UNSENT_HIGH = 64 * 1024
"""Bytes unsent above which `drain` waits: one piece of picture, so that newer ones stay unmade."""

CLOSE_SECONDS = 2.0
"""How long a peer may take to receive our last words."""

KEEPALIVE_IDLE_SECONDS = 20
KEEPALIVE_INTERVAL_SECONDS = 5
KEEPALIVE_PROBES = 3
"""Silence after which the kernel asks whether the peer still exists, how long it waits for each
answer, and how many it misses before the connection counts as broken: after 35 s in all."""


KEEPALIVE = {
    socket.TCP_KEEPIDLE: KEEPALIVE_IDLE_SECONDS,
    socket.TCP_KEEPINTVL: KEEPALIVE_INTERVAL_SECONDS,
    socket.TCP_KEEPCNT: KEEPALIVE_PROBES,
}


class StreamTransport:
    """A connection held by a pair of asyncio streams."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._socket: TransportSocket = writer.get_extra_info("socket")
        self.is_local = self._socket.family == socket.AF_UNIX
        self.is_secure = False
        self.peer = "local peer" if self.is_local else peer_name(writer.get_extra_info("peername"))
        tune(writer.transport)

    def give_up_after(self, seconds: float) -> None:
        """Let the connection be broken once what was sent is not confirmed for so long.

        For clients: they send little, and servers always read. The kernel would go on for a quarter
        of an hour.
        """
        if not self.is_local:
            milliseconds = int(seconds * 1000)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)

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


def tune(carrier: asyncio.WriteTransport) -> None:
    """Let little wait in front of the network; have the kernel ask whether a far peer lives."""
    carrier.set_write_buffer_limits(high=UNSENT_HIGH)
    raw: TransportSocket = carrier.get_extra_info("socket")
    if raw.family != socket.AF_UNIX:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE.items():
            raw.setsockopt(socket.IPPROTO_TCP, option, value)


def peer_name(address: object) -> str:
    """Return who the peer with a socket's address is, for logs: `HOST:PORT`."""
    match address:
        case (str(host), int(port), *_):
            return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return "a peer that has left"
