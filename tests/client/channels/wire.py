"""A server's end that channels of the client are driven from, message by message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from piment.client.channels.base import Channel, Outlet
from piment.client.events import Event
from piment.client.shared import Shared
from piment.core.events import MessageEvent, Received
from piment.errors import ProtocolError
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message

WORKERS = ThreadPoolExecutor(2)


class Wire:
    """Says what a test says, and keeps what the channel sends."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self._coming: asyncio.Queue[MessageEvent | BaseException | None] = asyncio.Queue()
        self._serial = 0
        self._taken = asyncio.Event()

    def send(self, message: Message) -> int:
        self.sent.append(message)
        return len(message.pack())

    async def drain(self) -> None:
        """There is always room."""

    async def events(self) -> AsyncIterator[MessageEvent]:
        while (event := await self._coming.get()) is not None:
            if isinstance(event, BaseException):
                raise event
            yield event

    def say(self, *messages: Message) -> None:
        for message in messages:
            self._serial += 1
            self._coming.put_nowait(Received(message, self._serial))

    def tell(self, event: MessageEvent | BaseException) -> None:
        self._coming.put_nowait(event)

    def leave(self) -> None:
        self._coming.put_nowait(None)

    def take(self) -> list[Message]:
        """Return and forget what was sent."""
        sent, self.sent = self.sent, []
        return sent


class NoMover:
    """No migration is under way."""

    def moved(self, channel: Channel) -> tuple[Outlet, Capabilities]:
        raise ProtocolError("no migration is under way")


def shared() -> tuple[Shared, list[Event]]:
    """Return what channels share, and the events that they tell."""
    told: list[Event] = []
    made = Shared(WORKERS)
    made.listen(told.append)
    return made, told


async def settle(turns: int = 20) -> None:
    """Let everything that can go on go on."""
    for _ in range(turns):
        await asyncio.sleep(0)
