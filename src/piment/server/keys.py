"""RSA keys for tickets: each connection gets one of its own, if there is a password to protect."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from typing import Protocol

from piment.core.ticket import TicketKey

KEYS_AHEAD = 8
"""Keys kept ready: a viewer links about six channels at once."""

REST = 3
"""How long the maker rests, in times of what a key took: it may stop the server a quarter of the
time, when keys are in demand."""


class Keys(Protocol):
    """Where a connection's key comes from."""

    def start(self) -> None:
        """Begin to make keys."""
        ...

    async def take(self) -> TicketKey:
        """Return the key for one more connection."""
        ...

    def give_back(self, key: TicketKey) -> None:
        """Take a key back that no ticket has come for."""
        ...

    async def stop(self) -> None:
        """Make no more keys."""
        ...


class SharedKey:
    """One key for all connections: enough where tickets hold no secret."""

    def __init__(self) -> None:
        self._key = TicketKey()

    def start(self) -> None:
        """Nothing is left to be done."""

    async def take(self) -> TicketKey:
        """Return the key."""
        return self._key

    def give_back(self, key: TicketKey) -> None:
        """Nothing is left to be done."""

    async def stop(self) -> None:
        """Nothing is left to be done."""


class KeyPool:
    """Keeps keys ready and makes new ones on a thread as they are taken.

    Making one holds the GIL, and with it the whole server, for some 10 ms. So the thread rests in
    between, and keys of those who leave without a ticket are used again: peers who only knock
    must not slow down those who are inside.
    """

    def __init__(self, executor: Executor, ahead: int = KEYS_AHEAD) -> None:
        self._executor = executor
        self._keys: asyncio.Queue[TicketKey] = asyncio.Queue(ahead)
        self._maker: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to make keys."""
        self._maker = asyncio.create_task(self._make(), name="ticket keys")

    async def take(self) -> TicketKey:
        """Return a key that nobody else has."""
        return await self._keys.get()

    def give_back(self, key: TicketKey) -> None:
        """Take a key back that no ticket has come for: its public half is no secret."""
        if not self._keys.full():
            self._keys.put_nowait(key)

    async def stop(self) -> None:
        """Make no more keys."""
        if self._maker is not None:
            self._maker.cancel()
            await asyncio.gather(self._maker, return_exceptions=True)

    async def _make(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            key = await loop.run_in_executor(self._executor, TicketKey)
            spent = loop.time() - began
            await self._keys.put(key)
            await asyncio.sleep(REST * spent)
