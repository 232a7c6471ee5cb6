"""RSA keys for tickets, made ahead of time: each connection gets one of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

from piment.core.ticket import TicketKey

KEYS_AHEAD = 8
"""Keys kept ready: a viewer links about six channels at once."""


class KeyPool:
    """Keeps keys ready and makes new ones on a thread as they are taken."""

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

    async def stop(self) -> None:
        """Make no more keys."""
        if self._maker is not None:
            self._maker.cancel()
            await asyncio.gather(self._maker, return_exceptions=True)

    async def _make(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._keys.put(await loop.run_in_executor(self._executor, TicketKey))
