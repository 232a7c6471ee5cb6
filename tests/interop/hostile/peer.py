"""A connection that does as it likes."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from piment.core.ticket import seal
from piment.protocol import channel, main
from piment.protocol.channel import Channel
from piment.protocol.framing import MINI_HEADER_SIZE, MiniDataHeader
from piment.protocol.link import (
    LINK_HEADER_SIZE,
    MECHANISM_SIZE,
    RESULT_SIZE,
    AuthMechanism,
    LinkHeader,
    LinkReply,
)
from tests.interop.hostile.bytes import link_bytes

PATIENCE_S = 20.0  # as for everything on a busy machine
INIT = 103
TURNS = 4
"""Turns of the event loop in which a server reads, answers, and closes."""


class RefusedError(Exception):
    """The server did not let us in."""


@dataclass
class Peer:
    """One TCP connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def connect(cls, port: int) -> Peer:
        """Connect, and say nothing."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def link(self, kind: Channel, session_id: int = 0) -> None:
        """Go through the link stage as a good client does.

        Raises:
            RefusedError: the server closed, or gave an error.

        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                self.writer.write(link_bytes(kind.number, session_id))
                header = LinkHeader.unpack(await self.reader.readexactly(LINK_HEADER_SIZE))
                reply = LinkReply.unpack(await self.reader.readexactly(header.size))
                mechanism = int(AuthMechanism.SPICE).to_bytes(MECHANISM_SIZE, "little")
                self.writer.write(mechanism + seal(reply.pub_key, ""))
                result = await self.reader.readexactly(RESULT_SIZE)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise RefusedError(str(error)) from None
        if any(result):
            raise RefusedError(result.hex())

    async def session_id(self) -> int:
        """Read INIT from a main channel that was just linked."""
        header = MiniDataHeader.unpack(await self.reader.readexactly(MINI_HEADER_SIZE))
        assert header.type == INIT
        return main.Init.unpack(await self.reader.readexactly(header.size)).session_id

    async def say(self, data: bytes) -> bool:
        """Send `data`, give the server time to read it; return whether the connection stood."""
        if self.writer.is_closing() or self.reader.at_eof():
            return False
        try:
            self.writer.write(data)
            await self.writer.drain()
        except ConnectionError:
            return False
        for _ in range(TURNS):  # the server runs in the same loop
            await asyncio.sleep(0)
        return True

    async def hear_out(self) -> bytes:
        """Say no more, read until the server closes, and return what it said.

        Raises:
            TimeoutError: it does not close.

        """
        with contextlib.suppress(ConnectionError, OSError):
            self.writer.write_eof()
        return await self.ended()

    async def ended(self) -> bytes:
        """Read until the server closes, and return what it said.

        Raises:
            TimeoutError: it does not close.

        """
        async with asyncio.timeout(PATIENCE_S):
            with contextlib.suppress(ConnectionError):  # it may have closed before it read all
                return await self.reader.read(-1)
        return b""

    def drop(self) -> None:
        """Go away without a word."""
        self.writer.transport.abort()


async def linked(port: int, kind: Channel, session_id: int) -> Peer:
    """Return a peer that has linked a channel of a session.

    Raises:
        RefusedError: the server did not let it in.

    """
    peer = await Peer.connect(port)
    try:
        await peer.link(kind, session_id)
    except BaseException:
        peer.drop()
        raise
    return peer


async def new_session(port: int) -> tuple[Peer, int]:
    """Return a peer that has linked main, and its session's id."""
    peer = await linked(port, channel.main, 0)
    return peer, await peer.session_id()
