"""A desktop that shows what a test says, and notes what viewers do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import Action
from piment.server.scene.updates import CursorShape, Painted, PortsChanged, Resized, Update
from piment.server.sources.port import Port

SIZE = Size(64, 48)


class Scripted:
    """A source whose updates a test hands in; `frame` is what it has shown in all."""

    name = "scripted"
    ports: Sequence[Port] = ()
    allows_power = False

    def __init__(self, size: Size | None = SIZE) -> None:
        self.actions: list[Action] = []
        self.answers: dict[Action, Update] = {}
        """What it tells when something is done to it."""
        self.is_open = False
        self._updates: asyncio.Queue[Update | Exception | None] = asyncio.Queue()
        if size is not None:
            self.resize(size)

    async def open(self) -> None:
        self.is_open = True

    async def updates(self) -> AsyncIterator[Update]:
        while True:
            update = await self._updates.get()
            if isinstance(update, Exception):
                raise update
            if update is not None:
                yield update
            self._updates.task_done()
            if update is None:
                return

    def act(self, action: Action) -> None:
        self.actions.append(action)
        if action in self.answers:
            self.tell(self.answers[action])

    async def close(self) -> None:
        self.is_open = False
        self.tell(None)

    def tell(self, *updates: Update | Exception | None) -> None:
        """Queue updates; an exception breaks the desktop, None ends it."""
        for update in updates:
            self._updates.put_nowait(update)

    async def told(self) -> None:
        """Wait until the server has taken all updates."""
        await self._updates.join()

    def resize(self, size: Size) -> None:
        self.frame: NDArray[np.uint8] = np.zeros((size.height, size.width, 4), np.uint8)
        self.tell(Resized(size))

    def have_ports(self, *ports: Port) -> None:
        """Have these ports and no others from now on."""
        self.ports = ports
        self.tell(PortsChanged())

    def paint(self, area: Rect, pixels: NDArray[np.uint8] | int) -> None:
        """Show `pixels`, or one value in all bytes, at `area`."""
        content = np.empty((area.height, area.width, 4), np.uint8)
        content[:] = pixels
        self.frame[area.rows, area.columns] = content
        self.tell(Painted(area, content))

    def noise(self, area: Rect, seed: int = 0) -> None:
        """Show what cannot be compressed at `area`."""
        shape = (area.height, area.width, 4)
        self.paint(area, np.random.default_rng(seed).integers(0, 256, shape, np.uint8))


def cursor(number: int, side: int = 4) -> CursorShape:
    """Return a pointer's shape that differs from those with other numbers."""
    pixels = np.full((side, side, 4), number & 0xFF, np.uint8)
    pixels[0, 0] = np.frombuffer(number.to_bytes(4, "little"), np.uint8)
    return CursorShape(pixels, Point(1, 2))
