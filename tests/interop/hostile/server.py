"""A server that damages what it says: a relay before a real one."""

from __future__ import annotations

import asyncio
import itertools
import random
from contextlib import suppress

from piment.core.ticket import TICKET_BYTES
from piment.protocol.framing import MINI_HEADER_SIZE, MiniDataHeader
from piment.protocol.link import (
    LINK_HEADER_SIZE,
    LINK_MESS_SIZE,
    MECHANISM_SIZE,
    RESULT_SIZE,
    LinkHeader,
    LinkMess,
)
from tests.interop.hostile.bytes import damaged

GREETINGS = (
    8  # messages at the beginning of a channel that are let through: else there is no session
)
FRAMING = 0.01  # how many of the damaged messages are so in their framing too, which is the end


class HostileServer:
    """Listens on `port`; of what the server at `target_port` says, `share` is damaged, once linked.

    `damage` counts the damaged messages. Both peers must use mini headers, and the mechanism
    SPICE.
    """

    def __init__(self, target_port: int, seed: int, share: float) -> None:
        self.share = share
        self.damage = 0
        self.port = 0
        self.target_port = target_port
        self._rng = random.Random(seed)
        self._listener: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> HostileServer:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._listener is not None
        self._listener.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._forward(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
            ends.append(far_writer)
            await self._link(reader, writer, far_reader, far_writer)
            async with asyncio.TaskGroup() as both:
                both.create_task(_copy(reader, far_writer))
                both.create_task(self._speak(far_reader, writer))
        except* (OSError, asyncio.IncompleteReadError):
            pass  # one end is gone: then the other goes too
        finally:
            for each in ends:
                each.transport.abort()
                with suppress(OSError):
                    await each.wait_closed()

    async def _link(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> None:
        """Carry the link stage as it is (wire.md 2)."""
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            head = await source.readexactly(LINK_HEADER_SIZE)
            body = await source.readexactly(LinkHeader.unpack(head).size)
            if source is reader:
                assert len(body) >= LINK_MESS_SIZE
                LinkMess.unpack(body)
            sink.write(head + body)
        far_writer.write(await reader.readexactly(MECHANISM_SIZE + TICKET_BYTES))
        writer.write(await far_reader.readexactly(RESULT_SIZE))

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry the server's messages, some of them damaged, but for those that begin a channel."""
        for count in itertools.count():
            head = await reader.readexactly(MINI_HEADER_SIZE)
            header = MiniDataHeader.unpack(head)
            body = await reader.readexactly(header.size)
            if count >= GREETINGS and self._rng.random() < self.share:
                self.damage += 1
                body = damaged(self._rng, body)
                head = MiniDataHeader(type=self._type(header.type), size=len(body)).pack()
                if self._rng.random() < FRAMING:
                    head = damaged(self._rng, head)
            writer.write(head + body)
            await writer.drain()

    def _type(self, number: int) -> int:
        """Now and then return another type of message, which has another layout."""
        return self._rng.randrange(330) if self._rng.random() < 0.1 else number


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    raise ConnectionResetError("the client left")
