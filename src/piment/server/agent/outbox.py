"""What is on its way into the guest: chunks, each written when the machine has taken the last."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from piment.server.sources.port import Port


class Sender(Protocol):
    """Whoever wants to know when the machine has taken what was sent."""

    def taken(self) -> None:
        """Take note that the machine has taken one chunk."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Letter:
    chunk: bytes
    sender: Sender | None


class Outbox:
    """Chunks in their order. How much a sender has here at a time, the sender bounds."""

    def __init__(self) -> None:
        self._letters: deque[_Letter] = deque()
        self._leaving: _Letter | None = None
        self._filled = asyncio.Event()

    def post(self, chunk: bytes, sender: Sender | None = None) -> None:
        """Send a chunk behind the others; `sender` hears when it was taken."""
        self._letters.append(_Letter(chunk, sender))
        self._filled.set()

    def forget(self, sender: Sender) -> None:
        """Drop what a sender has here; nothing of it is reported any more."""
        self._letters = deque(each for each in self._letters if each.sender is not sender)
        if self._leaving is not None and self._leaving.sender is sender:
            self._leaving = None

    def clear(self) -> None:
        """Drop all."""
        self._letters.clear()
        self._leaving = None

    async def carry(self, port: Port) -> None:
        """Write what is here to `port`, and what comes, for ever."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            while self._letters:
                letter = self._leaving = self._letters.popleft()
                port.write(letter.chunk)
                await port.drain()
                if self._leaving is letter and letter.sender is not None:
                    letter.sender.taken()
