"""Transports that lead to each other: a connection without a network, for tests."""

from __future__ import annotations

import asyncio
import itertools

UNSENT_HIGH = 64 * 1024
"""As with sockets: `drain` waits above this number of bytes."""

_numbers = itertools.count(1)


class MemoryTransport:
    """One end; `pair` makes two."""

    is_secure = False
    is_local = True

    def __init__(self, inbox: bytearray, outbox: bytearray, changed: asyncio.Condition) -> None:
        self.peer = f"memory {next(_numbers)}"
        self._inbox = inbox
        self._outbox = outbox
        self._changed = changed
        self._other: MemoryTransport | None = None
        self._closed = False
        self._waking: set[asyncio.Task[None]] = set()

    @property
    def unsent(self) -> int:
        """Bytes that the other end has not read."""
        return len(self._outbox)

    @property
    def is_closed(self) -> bool:
        """Whether either end was closed."""
        return self._closed or (self._other is not None and self._other._closed)

    async def read(self) -> bytes:
        """Return what the other end wrote, or nothing once it is closed."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._inbox or self.is_closed)
            data = bytes(self._inbox)
            self._inbox.clear()
            self._changed.notify_all()
            return data

    def write(self, data: bytes) -> None:
        """Hand `data` to the other end."""
        if not self.is_closed:
            self._outbox += data
            self._wake()

    async def drain(self) -> None:
        """Wait until the other end has read most of what was written."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._outbox) <= UNSENT_HIGH or self.is_closed)
        if self.is_closed:
            raise ConnectionResetError("the other end is closed")

    async def close(self) -> None:
        """End the connection; the other end still reads what was written."""
        self._closed = True
        async with self._changed:
            self._changed.notify_all()

    def _wake(self) -> None:
        async def notify() -> None:
            async with self._changed:
                self._changed.notify_all()

        task = asyncio.get_running_loop().create_task(notify())
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)


def pair() -> tuple[MemoryTransport, MemoryTransport]:
    """Return the two ends of a new connection."""
    there, back = bytearray(), bytearray()
    changed = asyncio.Condition()
    one, other = MemoryTransport(back, there, changed), MemoryTransport(there, back, changed)
    one._other, other._other = other, one
    return one, other
