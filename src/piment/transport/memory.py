"""Transports that lead to each other: a connection without a network, for tests."""

from __future__ import annotations

import asyncio
import itertools

UNSENT_HIGH = 64 * 1024
"""As with sockets: `drain` waits above this number of bytes."""

_numbers = itertools.count(1)


class _Way:
    """Bytes on their way to one end."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.changed = asyncio.Event()
        """Set whenever bytes were added or taken, or an end was closed."""


class MemoryTransport:
    """One end; `pair` makes two."""

    is_secure = False
    is_local = True

    def __init__(self, inbox: _Way, outbox: _Way) -> None:
        self.peer = f"memory {next(_numbers)}"
        self._inbox = inbox
        self._outbox = outbox
        self._other: MemoryTransport | None = None
        self._closed = False

    @property
    def unsent(self) -> int:
        """Bytes that the other end has not read."""
        return len(self._outbox.data)

    @property
    def is_closed(self) -> bool:
        """Whether either end was closed."""
        return self._closed or (self._other is not None and self._other._closed)

    async def read(self) -> bytes:
        """Return what the other end wrote, or nothing once it is closed."""
        while not self._inbox.data and not self.is_closed:
            self._inbox.changed.clear()
            await self._inbox.changed.wait()
        data = bytes(self._inbox.data)
        self._inbox.data.clear()
        self._inbox.changed.set()
        return data

    def write(self, data: bytes) -> None:
        """Hand `data` to the other end."""
        if not self.is_closed:
            self._outbox.data += data
            self._outbox.changed.set()

    async def drain(self) -> None:
        """Wait until the other end has read most of what was written."""
        while self.unsent > UNSENT_HIGH and not self.is_closed:
            self._outbox.changed.clear()
            await self._outbox.changed.wait()
        if self.is_closed:
            raise ConnectionResetError("the other end is closed")

    async def close(self) -> None:
        """End the connection; the other end still reads what was written."""
        self._closed = True
        for way in (self._inbox, self._outbox):
            way.changed.set()


def pair() -> tuple[MemoryTransport, MemoryTransport]:
    """Return the two ends of a new connection."""
    there, back = _Way(), _Way()
    one, other = MemoryTransport(back, there), MemoryTransport(there, back)
    one._other, other._other = other, one
    return one, other
