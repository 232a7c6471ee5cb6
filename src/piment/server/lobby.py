"""Where peers wait who are not linked yet: only so many, and only so long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

log = logging.getLogger("piment.server")

LINK_SECONDS = 15.0
"""How long a peer may take from connecting to being linked."""

MOST_WAITING = 64
"""Connections that are not linked yet; a viewer opens four at once."""


class Lobby:
    """The tasks of peers who are not linked yet, in the order in which they came.

    When it is full, who has waited longest goes: a viewer links in a few round trips, so peers who
    only sit there keep nobody out.
    """

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Task[None], str] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    @asynccontextmanager
    async def wait(self, peer: str) -> AsyncIterator[None]:
        """Give the running task, which serves `peer`, a place until it leaves the context.

        Raises:
            TimeoutError: that took too long.

        """
        task: asyncio.Task[None] | None = asyncio.current_task()
        assert task is not None  # noqa: S101 - called from a connection's task
        if len(self._waiting) >= MOST_WAITING:
            self._send_away_the_first()
        self._waiting[task] = peer
        try:
            async with asyncio.timeout(LINK_SECONDS):
                yield
        finally:
            self._waiting.pop(task, None)

    def _send_away_the_first(self) -> None:
        task = next(iter(self._waiting))
        peer = self._waiting.pop(task)
        log.warning("peer=%s refused: %d others came later and wait too", peer, MOST_WAITING)
        task.cancel()
