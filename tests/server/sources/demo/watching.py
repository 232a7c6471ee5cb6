"""A clock that stands still until it is moved, and a reader that replays what a source tells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Point, Size
from piment.server.scene.actions import Button, ButtonChanged, PointerPlaced
from piment.server.scene.updates import (
    CursorMoved,
    CursorShape,
    Leds,
    LedsChanged,
    Painted,
    Resized,
    Update,
)
from piment.server.sources.demo import DemoSource
from piment.server.sources.demo.desktop import Desktop

SIZE = Size(1000, 760)
# A reader that gives way after each update needs a turn for each; a region has at most 64 parts.
ENOUGH_TURNS = 200
NOON = datetime(2025, 11, 20, 12, 0, 0)


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Replay:
    """What somebody sees who has nothing but the updates."""

    def __init__(self) -> None:
        self.pixels: NDArray[np.uint8] = np.zeros((0, 0, 4), np.uint8)
        self.shape: CursorShape | None = None
        self.pointer: Point | None = None
        self.leds: Leds | None = None
        self.seen: list[Update] = []

    def apply(self, update: Update) -> None:
        self.seen.append(update)
        match update:
            case Resized(size):
                self.pixels = np.zeros((size.height, size.width, 4), np.uint8)
            case Painted(area, pixels):
                assert not area.is_empty
                assert pixels.shape == (area.height, area.width, 4)
                assert pixels.dtype == np.uint8
                self.pixels[area.rows, area.columns] = pixels
            case CursorShape():
                self.shape = update
            case CursorMoved(position):
                self.pointer = position
            case LedsChanged(leds):
                self.leds = leds

    def painted(self) -> list[Painted]:
        return [update for update in self.seen if isinstance(update, Painted)]


class Watcher(Replay):
    """A replay that reads a source in a task of its own."""

    def __init__(self, source: DemoSource, *, dawdles: bool = False) -> None:
        super().__init__()
        self._source = source
        self._dawdles = dawdles
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for update in self._source.updates():
            self.apply(update)
            self._news.set()
            if self._dawdles:
                await asyncio.sleep(0)

    async def read_on(self, turns: int) -> None:
        """Let the reader have that many turns of the event loop."""
        for _ in range(turns):
            await asyncio.sleep(0)

    async def catch_up(self) -> None:
        """Return when the reader was told everything and waits."""
        await self.read_on(ENOUGH_TURNS)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return when something holds, looked at after each update."""
        while not holds():
            self._news.clear()
            await self._news.wait()


def click(target: DemoSource | Desktop, at: Point) -> None:
    """Press and release the left button there."""
    target.act(PointerPlaced(at))
    target.act(ButtonChanged(Button.LEFT, pressed=True))
    target.act(ButtonChanged(Button.LEFT, pressed=False))
