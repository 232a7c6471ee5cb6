"""The cursor channel: the pointer's shape and place (wire.md 9)."""

from __future__ import annotations

import asyncio
import hashlib

from piment.geometry import Point
from piment.protocol import common, cursor
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message
from piment.protocol.common import Point16
from piment.protocol.cursor import Cursor, CursorFlags, CursorHeader, CursorType
from piment.protocol.main import MouseModeFlags
from piment.server.channels.base import Channel, Desk, Outlet
from piment.server.pipeline.caches import CursorCache
from piment.server.pipeline.pacing import Pacing
from piment.server.scene.updates import CursorShape
from piment.server.viewer import Viewer

CAPABILITIES = Capabilities()

_NO_CURSOR = Cursor(flags=CursorFlags.NONE, header=None, data=b"")


class CursorChannel(Channel):
    """Shows a viewer the pointer as it is now; what came and went meanwhile is never sent."""

    def __init__(
        self,
        outlet: Outlet,
        desk: Desk,
        viewer: Viewer,
        capabilities: Capabilities,
        number: int = 0,
    ) -> None:
        super().__init__(outlet, desk, viewer, capabilities)
        self.screen = desk.scene.screens[number]
        self._pacing = Pacing()
        self._cache = CursorCache()
        self._wake = asyncio.Event()
        self._generation = 0
        self._shape: CursorShape | None = None
        self._position: Point | None = None
        """Where the last MOVE put the pointer of the current INIT."""

    async def run(self) -> None:
        """Serve the channel."""
        unwatch = self.viewer.watch(lambda _: self._wake.set())
        try:
            await self.run_beside(self._show())
        finally:
            unwatch()

    def handle(self, message: Message) -> None:
        """Follow the viewer's ACKs."""
        match message:
            case common.AckSync(generation):
                self._pacing.window.synced(generation)
            case common.Ack():
                self._pacing.acked(asyncio.get_running_loop().time())
                self._wake.set()
            case _:
                super().handle(message)

    def send(self, message: Message) -> int:
        """Send `message` and count it."""
        size = super().send(message)
        self._pacing.sent(size, asyncio.get_running_loop().time())
        return size

    async def _show(self) -> None:
        window = self._pacing.window
        super().send(common.SetAck(generation=window.generation, window=window.window))
        self._init()
        self._update()
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.outlet.drain()
            if self._pacing.is_open:
                self._update()

    def _init(self) -> None:
        """Begin anew, as after each creation of a primary surface."""
        self._generation = self.screen.generation
        self._cache.clear()
        self._shape = self.screen.cursor.shape
        self._position = None
        self.send(
            cursor.Init(
                position=_point16(self.screen.cursor.position),
                trail_length=0,
                trail_frequency=0,
                visible=int(self._shape is not None),
                cursor=_NO_CURSOR if self._shape is None else self._cursor_of(self._shape),
            )
        )

    def _update(self) -> None:
        """Send what differs from what was sent before."""
        now = self.screen.cursor
        if self._generation != self.screen.generation:
            self.send(cursor.InvalAll())
            self.send(cursor.Reset())
            self._init()
        elif self._shape is not now.shape:
            self._shape = now.shape
            if now.shape is None:
                self.send(cursor.Hide())
            else:
                shape = self._cursor_of(now.shape)
                self.send(cursor.Set(position=_point16(now.position), visible=1, cursor=shape))
        if now.shape is not None and self.viewer.mouse_mode == MouseModeFlags.SERVER:
            self._move(now.position)

    def _move(self, position: Point) -> None:
        """Send a new position, which also shows the pointer.

        INIT and SET have it too, but spice-gtk heeds only MOVE.
        """
        if self._position != position:
            self._position = position
            self.send(cursor.Move(position=_point16(position)))

    def _cursor_of(self, shape: CursorShape) -> Cursor:
        height, width, _ = shape.pixels.shape
        data = shape.pixels.tobytes()
        key = (width, shape.hot_spot, hashlib.blake2b(data, digest_size=16).digest())
        unique = self._cache.find(key)
        known = unique is not None
        if unique is None:
            unique, forgotten = self._cache.add(key)
            if forgotten is not None:
                self.send(cursor.InvalOne(id=forgotten))
        return Cursor(
            flags=CursorFlags.FROM_CACHE if known else CursorFlags.CACHE_ME,
            header=CursorHeader(
                unique=unique,
                type=CursorType.ALPHA,
                width=width,
                height=height,
                hot_spot_x=shape.hot_spot.x,
                hot_spot_y=shape.hot_spot.y,
            ),
            data=b"" if known else data,
        )


def _point16(point: Point) -> Point16:
    return Point16(x=max(-0x8000, min(point.x, 0x7FFF)), y=max(-0x8000, min(point.y, 0x7FFF)))
