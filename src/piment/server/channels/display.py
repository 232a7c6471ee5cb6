"""The display channel: what the desktop shows (wire.md 6, 7 and 16.2)."""

from __future__ import annotations

import asyncio
from collections import deque

from piment.errors import ProtocolError
from piment.geometry import Rect, Region
from piment.protocol import common, display
from piment.protocol.capabilities import Capabilities, DisplayCap
from piment.protocol.channel import Message
from piment.protocol.display import Head, SurfaceFlags, SurfaceFmt
from piment.server.channels.base import Channel, Desk, Outlet
from piment.server.pipeline.encode import Encoder
from piment.server.pipeline.order import Sweep
from piment.server.pipeline.pacing import Pacing
from piment.server.pipeline.plan import Conditions, plan
from piment.server.scene.scene import Change
from piment.server.viewer import Viewer

CAPABILITIES = Capabilities([DisplayCap.MONITORS_CONFIG, DisplayCap.PREF_COMPRESSION])

INIT_SECONDS = 30.0
"""How long a viewer may take to send INIT, before which nothing is sent to it."""

PRIMARY = 0
"""The id of the surface that viewers see."""


class DisplayChannel(Channel):
    """Shows a viewer the desktop as it is now.

    What the viewer has not seen is a region. Whenever its network has room, some of the region is
    taken out and sent as it looks at that moment.
    """

    def __init__(
        self,
        outlet: Outlet,
        desk: Desk,
        viewer: Viewer,
        capabilities: Capabilities,
        encoder: Encoder,
        number: int = 0,
    ) -> None:
        super().__init__(outlet, desk, viewer, capabilities)
        self.number = number
        """The screen that is shown, which is the channel's id too."""
        self.screen = desk.scene.screens[number]
        self._encoder = encoder
        self._initialised = asyncio.Event()
        self._wake = asyncio.Event()
        self._pacing = Pacing()
        self._unseen = Region()
        self._generation = 0
        self._has_primary = False
        self._unshown = Region()
        """What was never sent of the current surface, which is marked once nothing is left."""
        self._marked = False
        self._sweep = Sweep()

    async def run(self) -> None:
        """Serve the channel."""
        unwatch = self.viewer.watch(self._damaged)
        try:
            await self.run_beside(self._show())
        finally:
            unwatch()

    def handle(self, message: Message) -> None:
        """Follow the viewer's ACKs and wishes."""
        match message:
            case display.Init() if not self._initialised.is_set():
                self._initialised.set()
            case _ if not self._initialised.is_set():
                raise ProtocolError(f"{type(message).__name__} came before INIT")
            case common.AckSync(generation):
                self._pacing.window.synced(generation)
            case common.Ack():
                self._pacing.acked(asyncio.get_running_loop().time())
                self._wake.set()
            case display.PreferredCompression(image_compression):
                self._encoder.compression = image_compression
            case _:
                super().handle(message)

    def send(self, message: Message) -> int:
        """Send `message` and count it."""
        size = super().send(message)
        self._pacing.sent(size, asyncio.get_running_loop().time())
        return size

    def _damaged(self, change: Change) -> None:
        if change.screen == self.number and change.rects:
            self._unseen.update(change.rects)
            self._wake.set()

    async def _show(self) -> None:
        try:
            async with asyncio.timeout(INIT_SECONDS):
                await self._initialised.wait()
        except TimeoutError:
            raise ProtocolError(f"no INIT within {INIT_SECONDS:.0f} seconds") from None
        window = self._pacing.window
        super().send(common.SetAck(generation=window.generation, window=window.window))
        self.send(display.InvalAllPalettes())
        while True:
            await self._room()
            if self._generation != self.screen.generation:
                self._replace_primary()
            elif self._has_primary and not self._marked and not self._unshown:
                self._mark()
            elif self._unseen:
                await self._send_some()
            else:
                await self._wake.wait()

    async def _room(self) -> None:
        """Wait until the viewer's network can take a message."""
        await self.outlet.drain()
        self._wake.clear()
        self._pacing.is_fast = self.viewer.has_fast_network
        while not self._pacing.is_open:
            await self._wake.wait()
            self._wake.clear()

    def _replace_primary(self) -> None:
        """Begin anew with the surface that the screen has now, if it has one."""
        if self._has_primary:
            self.send(display.SurfaceDestroy(surface_id=PRIMARY))
        self._generation = self.screen.generation
        self._has_primary = not self.screen.is_blank
        self._marked = False
        self._unseen = Region([self.screen.primary.area])
        self._unshown = self._unseen.copy()
        self._sweep = Sweep()
        if self._has_primary:
            self._create_primary()

    def _create_primary(self) -> None:
        width, height = self.screen.primary.size
        self.send(
            display.SurfaceCreate(
                surface_id=PRIMARY,
                width=width,
                height=height,
                format=SurfaceFmt.FMT_32_xRGB,
                flags=SurfaceFlags.PRIMARY,
            )
        )

    async def _send_some(self) -> None:
        """Send what fits into the window; the rest stays unseen."""
        generation = self._generation
        conditions = Conditions(self._most_pixels(), self._sweep)
        pieces = deque(plan(self._unseen.take(), conditions))
        while pieces and self._pacing.is_open and generation == self.screen.generation:
            await self._send_piece(pieces.popleft())
            await self.outlet.drain()
        self._unseen.update(pieces)

    async def _send_piece(self, piece: Rect) -> None:
        """Send one piece as it looks now, unless its surface goes while it is encoded."""
        generation = self._generation
        self._unseen.discard(piece)  # what changed there since it was planned goes with it
        message = await self._encoder.draw(piece, self.screen.primary.view(piece))
        if generation != self.screen.generation:
            return  # all of the next surface will be sent
        self._pacing.drawn(piece.area, self.send(message))
        self._unshown.discard(piece)
        self._sweep.sent(piece)

    def _most_pixels(self) -> int:
        """Return how many pixels the next message may carry.

        Where the network allows, the first picture is one message: spicy-screenshot takes what
        the first message draws for everything.
        """
        if self._pacing.is_fast and not self._marked:
            return self.screen.primary.area.area
        return self._pacing.piece_pixels

    def _mark(self) -> None:
        """Let the viewer show the surface, which now has its first whole picture."""
        width, height = self.screen.primary.size
        if DisplayCap.MONITORS_CONFIG in self.capabilities:
            head = Head(
                monitor_id=0, surface_id=PRIMARY, width=width, height=height, x=0, y=0, flags=0
            )
            self.send(display.MonitorsConfig(max_allowed=1, heads=[head]))
        self.send(display.Mark())
        self._marked = True
