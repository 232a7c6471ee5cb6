"""Channels that carry a port's bytes: port, webdav, usbredir (wire.md 11)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from piment.codecs import lz4
from piment.limits import MOST_STREAM_BYTES
from piment.protocol import port as messages
from piment.protocol.capabilities import Capabilities, SpiceVmcCap
from piment.protocol.channel import Message
from piment.protocol.port import CompressedData, Data, DataCompressionType, Event, PortEvent
from piment.server.channels.base import Channel, Desk, Outlet
from piment.server.ports.place import Place
from piment.server.sources.port import Port
from piment.server.viewer import Viewer

CAPABILITIES = Capabilities([SpiceVmcCap.DATA_COMPRESS_LZ4])

MOST_DATA_BYTES = 64 * 1024
"""Bytes of one DATA: the reference server sends no more."""

WORTH_COMPRESSING = 1000
"""Bytes below which LZ4 saves nothing to speak of (wire.md 11)."""


class PortChannel(Channel):
    """One viewer's end of a port, which it has when its turn comes.

    Neither side is read any further than the other side takes.
    """

    def __init__(
        self,
        outlet: Outlet,
        desk: Desk,
        viewer: Viewer,
        capabilities: Capabilities,
        place: Place,
        *,
        tells_events: bool,
        local: bool,
    ) -> None:
        """Carry the port of `place`; usbredir channels tell nothing but bytes."""
        super().__init__(outlet, desk, viewer, capabilities)
        self._place = place
        self._tells_events = tells_events
        self._compresses = SpiceVmcCap.DATA_COMPRESS_LZ4 in capabilities and not local
        self._port: Port | None = None
        """The port, while it is ours."""
        self._opened = 0
        """How often the guest has opened its end."""
        self._told: int | None = None
        """Which of these times the viewer knows of; None if the port is closed for it."""
        self._moved = asyncio.Event()

    async def run(self) -> None:
        """Serve the channel."""
        if self._tells_events:  # that it is open, too, comes with its turn
            self.send(messages.Init(name=self._place.name.encode(), opened=0))
        await self.run_beside(self._serve())

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Hand on what the viewer says; no more is read before the guest takes it."""
        match message:
            case Data(data):
                return self._write(data)
            case CompressedData(DataCompressionType.LZ4, int(size), data):
                return self._write(lz4.decode_bytes(data, size, limit=MOST_STREAM_BYTES))
            case Event():
                return None  # guests cannot be told what becomes of a viewer's program
        return super().handle(message)

    def _write(self, data: bytes) -> Awaitable[None] | None:
        """Write to the guest; what comes while the port is closed is for nobody."""
        if self._port is None or not self._port.is_open:
            return None
        self._port.write(data)
        return self._port.drain()

    async def _serve(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._place.serve(self._carry))
            if self._tells_events:
                tasks.create_task(self._follow())

    async def _carry(self, port: Port) -> None:
        """Bring the viewer what the guest writes, until the port is gone."""
        self._port = port
        unwatch = port.watch(self._look)
        try:
            self._look()
            while data := await port.read():
                await self._bring(data)
        finally:
            unwatch()
            self._port = None
            self._moved.set()

    async def _bring(self, data: bytes) -> None:
        if self._tells_events:
            self._tell()
        for start in range(0, len(data), MOST_DATA_BYTES):
            self.send(self._message(data[start : start + MOST_DATA_BYTES]))
            await self.outlet.drain()

    def _message(self, data: bytes) -> Message:
        if self._compresses and len(data) > WORTH_COMPRESSING:
            block = lz4.encode_bytes(data)
            if len(block) < len(data):
                return CompressedData(DataCompressionType.LZ4, len(data), block)
        return Data(data)

    # --- whether the port is open ----------------------------------------------------------------

    def _look(self) -> None:
        """Take note that the guest has opened or closed its end."""
        if self._port is not None and self._port.is_open:
            self._opened += 1
        self._moved.set()

    async def _follow(self) -> None:
        while True:
            await self._moved.wait()
            await self.outlet.drain()
            self._moved.clear()
            self._tell()

    def _tell(self) -> None:
        """Let the viewer know; one that was closed and opened again has forgotten what it knew."""
        is_open = self._port is not None and self._port.is_open
        now = self._opened if is_open else None
        if self._told is not None and self._told != now:
            self.send(Event(PortEvent.CLOSED))
        if now is not None and self._told != now:
            self.send(Event(PortEvent.OPENED))
        self._told = now
