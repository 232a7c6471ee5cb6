"""A desktop of our own takes the size that a viewer wants."""

from __future__ import annotations

import asyncio
import logging

from piment.geometry import Size
from piment.server.scene.actions import ScreensWanted
from piment.server.sources.base import SourceError
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.resize import Resizer

_log = logging.getLogger(__name__)


class Wishes:
    """Fulfils the newest wish, one after the other: a window that is dragged larger has many."""

    def __init__(self, connection: Connection, resizer: Resizer, largest: Size) -> None:
        self._connection = connection
        self._resizer = resizer
        self._largest = largest
        self._newest: Size | None = None
        self._work: asyncio.Task[None] | None = None

    def want(self, wanted: ScreensWanted) -> None:
        """Take a wish for the only screen; what is too large becomes as large as can be."""
        size = wanted.screens[0].size if wanted.screens else Size(0, 0)
        if not all(size):
            return  # it cannot be switched off
        self._newest = Size(*(min(pair) for pair in zip(size, self._largest, strict=True)))
        if self._work is None:
            self._work = asyncio.create_task(self._fulfil())

    def close(self) -> None:
        """Forget what is not fulfilled yet."""
        self._newest = None
        if self._work is not None:
            self._work.cancel()

    async def _fulfil(self) -> None:
        while self._newest is not None:
            size, self._newest = self._newest, None
            try:
                with self._connection.talking():
                    await self._resizer.resize(size)
            except SourceError as error:
                _log.info("a viewer wants %s: %s", size, error)
        self._work = None
