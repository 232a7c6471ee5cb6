"""A port as viewers know it: by its name, whether the machine has it at this moment or not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from piment.server.sources.base import SourceError
from piment.server.sources.port import RETRY_SECONDS, Port

log = logging.getLogger("piment.server.ports")

Carry = Callable[[Port], Awaitable[None]]
"""Moves bytes from and to a port that is ours, until the port is gone."""


class Place:
    """Lets one viewer at a time have the port, in the order in which they have come."""

    def __init__(self, name: str, port: Port | None = None) -> None:
        self.name = name
        self._port = port
        self._turn = asyncio.Lock()
        self._refusal_level = logging.WARNING
        self._changed = asyncio.Event()
        """Set when there is another port."""

    def have(self, port: Port | None) -> None:
        """Take note of which port there is now."""
        if port is not self._port:
            self._port = port
            self._changed.set()

    async def serve(self, carry: Carry) -> None:
        """Let `carry` have the port whenever it is there, for ever, once it is its turn."""
        async with self._turn:
            while True:
                self._changed.clear()
                if self._port is not None:
                    await self._have(self._port, carry)
                await self._changed.wait()

    async def _have(self, port: Port, carry: Carry) -> None:
        """Let `carry` have a port until that is gone, or the machine has another one."""
        while port is self._port:
            try:
                await port.open()
            except SourceError as error:
                log.log(self._refusal_level, "%s", error)
                self._refusal_level = logging.DEBUG  # once is enough
                await asyncio.sleep(RETRY_SECONDS)
                continue
            try:
                await carry(port)
            finally:
                await port.close()
            return
