"""Port channels: a named stream of bytes from and to the guest (wire.md 11)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable

from piment.client.channels.base import Channel, Mover
from piment.client.shared import Shared
from piment.codecs import lz4
from piment.limits import MOST_STREAM_BYTES
from piment.protocol import channel as channels
from piment.protocol.capabilities import Capabilities, SpiceVmcCap
from piment.protocol.channel import Message
from piment.protocol.port import (
    CompressedData,
    Data,
    DataCompressionType,
    Event,
    Init,
    PortEvent,
)

MOST_DATA_BYTES = 64 * 1024
"""Bytes of one DATA, as the reference programs send them."""

MOST_UNREAD_BYTES = 1 << 20
"""Bytes that wait to be read before the server is read no further."""

log = logging.getLogger("piment.client.port")


class PortChannel(Channel):
    """A port: `read` and `write` while the guest has it open."""

    kind = channels.port
    CAPABILITIES = Capabilities([SpiceVmcCap.DATA_COMPRESS_LZ4])

    def __init__(self, shared: Shared, channel_id: int, mover: Mover) -> None:
        super().__init__(shared, channel_id, mover)
        self.port_name: str | None = None
        """What the server calls it; None before it has told."""
        self.is_open = False
        """Whether what is written reaches a program in the guest."""
        self._unread = bytearray()
        self._changed = asyncio.Event()

    def reset(self) -> None:
        """Forget all that the server has said."""
        super().reset()
        self.port_name, self.is_open = None, False
        self._unread.clear()
        self._changed.set()

    def detach(self) -> None:
        """Give up the connection: who reads or waits is told so."""
        super().detach()
        self.is_open = False
        self._changed.set()

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Take what the server says; bytes wait until they are read."""
        match message:
            case Init(name, opened):
                self.port_name, self.is_open = name.decode(errors="replace"), bool(opened)
                self._changed.set()
            case Event(event):
                self._heed(event)
            case Data(data):
                return self._keep(data)
            case CompressedData(DataCompressionType.LZ4, int(size), data):
                return self._keep(lz4.decode_bytes(data, size, limit=MOST_STREAM_BYTES))
            case _:
                return super().handle(message)
        return None

    async def named(self) -> str | None:
        """Wait for the port's name; None if the channel ends before it was told."""
        while self.port_name is None and self.is_linked:
            await self._change()
        return self.port_name

    async def opened(self) -> bool:
        """Wait until the guest has the port open; return False if the channel ends before."""
        while not self.is_open and self.is_linked:
            await self._change()
        return self.is_open

    async def read(self) -> bytes:
        """Return the next bytes from the guest; none at all once the channel has ended."""
        while not self._unread and self.is_linked:
            await self._change()
        data = bytes(self._unread)
        self._unread.clear()
        self._changed.set()
        return data

    def write(self, data: bytes) -> None:
        """Send bytes to the guest; lost while the port is closed."""
        if self.is_open:
            for start in range(0, len(data), MOST_DATA_BYTES):
                self.send(Data(data[start : start + MOST_DATA_BYTES]))

    def _heed(self, event: PortEvent) -> None:
        if event is PortEvent.BREAK:
            log.info("channel=%s the guest sends a break", self.name)
            return
        self.is_open = event is PortEvent.OPENED
        self._changed.set()

    def _keep(self, data: bytes) -> Awaitable[None] | None:
        self._unread += data
        self._changed.set()
        return self._until_read() if len(self._unread) > MOST_UNREAD_BYTES else None

    async def _until_read(self) -> None:
        while len(self._unread) > MOST_UNREAD_BYTES and self.is_linked:
            await self._change()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
