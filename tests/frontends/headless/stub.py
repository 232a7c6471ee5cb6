"""Displays without a server, for what needs more of them than ours has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from piment.client.channels.cursor import CursorChannel
from piment.client.channels.display import DisplayChannel
from piment.client.cursor.shape import Shape
from piment.client.events import Disconnected
from piment.client.shared import Listener, Shared
from piment.geometry import Point, Size
from piment.protocol import display
from piment.protocol.capabilities import CAPABILITIES, Capabilities
from piment.protocol.display import Head, SurfaceFmt
from tests.client.channels.wire import NoMover, Wire


class Stub:
    """What a front end sees of a session."""

    inputs = None

    def __init__(self) -> None:
        self.shared = Shared(ThreadPoolExecutor(1))
        self.displays: dict[int, DisplayChannel] = {}
        self.cursors: dict[int, CursorChannel] = {}
        self.end_reason: str | None = None

    def listen(self, listener: Listener) -> Callable[[], None]:
        return self.shared.listen(listener)

    def end(self, reason: str) -> None:
        self.end_reason = reason
        self.shared.tell(Disconnected(reason))

    def add(self, number: int, size: Size, heads: Sequence[Head] = ()) -> DisplayChannel:
        """Add a display that shows something, on one monitor unless there are `heads`."""
        channel = self.displays[number] = DisplayChannel(self.shared, number, NoMover())
        known = Capabilities(CAPABILITIES[channel.kind.number] if heads else ())
        channel.attach(Wire(), known)
        form = SurfaceFmt.FMT_32_xRGB
        channel.handle(display.SurfaceCreate(0, *size, form, display.SurfaceFlags.PRIMARY))
        if heads:
            channel.handle(display.MonitorsConfig(len(heads), list(heads)))
        channel.handle(display.Mark())
        return channel

    def point(self, number: int, position: Point) -> CursorChannel:
        """Let a display have a white pointer of 2x2, whose hot spot is its lower right pixel."""
        channel = self.cursors[number] = CursorChannel(self.shared, number, NoMover())
        channel.attach(Wire(), Capabilities())
        pixels = np.full((2, 2, 4), 255, np.uint8)
        channel.shape = Shape(pixels, np.zeros((2, 2), np.bool_), Point(1, 1))
        channel.position, channel.is_visible = position, True
        return channel


def head(number: int, x: int, y: int, size: Size, surface: int = 0) -> Head:
    return Head(number, surface, *size, x, y, 0)


async def turn() -> None:
    """Let events be told that wait for the loop's next turn."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)
