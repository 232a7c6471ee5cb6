"""A port as viewers know it: by its name, whether the machine has it at this moment or not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from piment.server.sources.base import SourceError
from piment.server.sources.port import Port

log = logging.getLogger("piment.server.ports")

Carry = Callable[[Port], Awaitable[None]]
"""Moves bytes from and to a port that is ours, until the port is gone."""


class Place:
    """Lets one viewer at a time have the port, in the order in which they have come."""

    def __init__(self, name: str, port: Port | None = None) -> None:
        self.name = name
        self._port = port
        self._turn = asyncio.Lock()
        self._moved = asyncio.Event()
        """Set when it may be worth while to try to have the port."""

    def have(self, port: Port | None) -> None:
        """Take note of which port there is now."""
        if port is not self._port:
            self._port = port
            self._moved.set()

    async def serve(self, carry: Carry) -> None:
        """Let `carry` have the port whenever it is there, for ever, once it is its turn."""
        async with self._turn:
            while True:
                self._moved.clear()
                port = self._port
                if port is not None and await self._open(port):
                    try:
                        await carry(port)
                    finally:
                        await port.close()
                await self._another_chance(port)

    async def _open(self, port: Port) -> bool:
        try:
            await port.open()
        except SourceError as error:
            log.warning("%s", error)
            return False
        return True

    async def _another_chance(self, port: Port | None) -> None:
        """Wait until there is another port, or something has become of this one."""
        unwatch = port.watch(self._moved.set) if port is not None else lambda: None
        try:
            await self._moved.wait()
        finally:
            unwatch()
