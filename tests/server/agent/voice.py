"""The way to a viewer who is not there, for tests: keeps what he is sent."""

from __future__ import annotations

import asyncio

from piment.protocol.channel import Message
from piment.server.scene.updates import Notice


class Voice:
    """See `piment.server.agent.partner.Voice`; while `is_full`, `drain` waits."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.notices: list[Notice] = []
        self._has_room = asyncio.Event()
        self._has_room.set()

    def send(self, message: Message) -> int:
        self.sent.append(message)
        return 0

    async def drain(self) -> None:
        await self._has_room.wait()

    def notify(self, notice: Notice) -> None:
        self.notices.append(notice)

    def fill(self, is_full: bool) -> None:
        """Let the network have no room any more, or again."""
        if is_full:
            self._has_room.clear()
        else:
            self._has_room.set()

    def take(self) -> list[Message]:
        """Return and forget what was sent."""
        sent, self.sent = self.sent, []
        return sent
