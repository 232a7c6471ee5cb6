"""How far each channel has come, for those that must wait for others (wire.md 3.5)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

ChannelKey = tuple[int, int]
"""A channel's type and id."""


class Progress:
    """The serial of the last message that each channel has completely processed."""

    def __init__(self) -> None:
        self._done: dict[ChannelKey, int] = {}
        self._advanced: asyncio.Event | None = None
        """Set at the next change; there only while somebody waits."""

    def begin(self, channel: ChannelKey) -> None:
        """Count a channel that is about to be linked: what it has not done is waited for."""
        self._done[channel] = 0

    def end(self, channel: ChannelKey) -> None:
        """Forget a channel: nobody waits for it any more."""
        self._done.pop(channel, None)
        self._tell()

    def done(self, channel: ChannelKey, serial: int) -> None:
        """Take note that a channel has processed the message of that serial."""
        self._done[channel] = serial
        if self._advanced is not None:
            self._tell()

    async def reached(self, waits: Iterable[tuple[ChannelKey, int]]) -> None:
        """Wait until each of the channels has come that far; one that is not there has."""
        for channel, serial in waits:
            while self._done.get(channel, serial) < serial:
                if self._advanced is None:
                    self._advanced = asyncio.Event()
                await self._advanced.wait()

    def _tell(self) -> None:
        if self._advanced is not None:
            self._advanced.set()
            self._advanced = None
