"""A machine as our source sees it: what it tells, done to arrays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np

from piment.geometry import Point, Size
from piment.server.scene.actions import Action, Key
from piment.server.scene.updates import Update
from piment.server.sources.qemu import QemuSource
from tests.interop.peers.keyboard import KEY_PAUSE_MS, keys
from tests.interop.peers.patience import PATIENCE_S
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.process import PeerError
from tests.server.sources.qemu.pictures import Replay

# A guest that is emulated on a busy machine takes its time.
GUEST_S = 3 * PATIENCE_S
# A tablet's steps are no pixels.
ROUNDING = 1


class Attached:
    """A machine's source that is read all the time."""

    def __init__(self, source: QemuSource) -> None:
        self.source = source
        self.replay = Replay()
        self._told = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the source, and begin to read."""
        await self.source.open()
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Close the source; what broke it is raised."""
        await self.source.close()
        if self._reading is not None:
            await self._reading

    def is_shown(self) -> bool:
        """Whether there is any screen now."""
        return bool(self.replay.pixels)

    def has(self, *sizes: Size) -> bool:
        """Whether the screens have these sizes now."""
        shown = (self.picture(screen).shape[1::-1] for screen in range(len(sizes)))
        return tuple(shown) == sizes

    def points_at(self, place: Point, screen: int = 0) -> bool:
        """Whether a screen's own pointer is shown, and stands there or a pixel beside it."""
        x, y = self.replay.positions.get(screen, (-9, -9))
        near = abs(x - place.x) <= ROUNDING and abs(y - place.y) <= ROUNDING
        return near and screen in self.replay.shapes

    def picture(self, screen: int = 0) -> Pixels:
        """Return what a screen shows: uint8 (height, width, 3) in B, G, R."""
        shown = self.replay.pixels.get(screen)
        if shown is None:
            return np.zeros((0, 0, 3), np.uint8)
        return np.ascontiguousarray(shown[:, :, :3])

    async def until(self, seen: Callable[[], bool], what: str = "it") -> None:
        """Wait until `seen` is true of what was told.

        Raises:
            PeerError: it is not true after all patience.

        """
        try:
            async with asyncio.timeout(GUEST_S):
                while not seen():
                    self._told.clear()
                    await self._told.wait()
        except TimeoutError:
            raise PeerError(f"{what} was not seen in {GUEST_S:.0f} s") from None

    async def shows(self, picture: Pixels, screen: int = 0) -> None:
        """Wait until a screen shows this.

        Raises:
            PeerError: it shows something else; the message says where it differs.

        """
        try:
            await self.until(lambda: np.array_equal(self.picture(screen), picture))
        except PeerError:
            raise PeerError(
                f"screen {screen} is wrong: {difference(self.picture(screen), picture)}"
            ) from None

    async def hears(self, update: Update) -> None:
        """Wait until something is told that is no picture and no pointer."""
        await self.until(lambda: update in self.replay.others, str(update))

    def act(self, *actions: Action) -> None:
        """Do something with the machine."""
        for action in actions:
            self.source.act(action)

    async def type(self, text: str) -> None:
        """Type text, with pauses that a PS/2 keyboard needs."""
        for code, pressed in keys(text):
            self.act(Key(code, pressed))
            await asyncio.sleep(KEY_PAUSE_MS / 1000)

    async def _read(self) -> None:
        try:
            async for update in self.source.updates():
                self.replay.apply(update)
                self._told.set()
        finally:
            self._told.set()
