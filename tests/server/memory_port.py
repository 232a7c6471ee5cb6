"""A port without a machine, for tests: the guest's end is in the test's hands."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from piment.server.sources.base import SourceError

UNSENT_HIGH = 64 * 1024
"""Bytes that the guest has not read, above which `drain` waits."""


class MemoryPort:
    """A port; see `piment.server.sources.port.Port`.

    `written` is what the guest was sent and has not read; while `is_stuck`, nothing is taken.
    """

    def __init__(self, name: str, *, is_open: bool = True) -> None:
        self.name = name
        self.is_open = is_open
        self.is_taken = False
        """Whether `open` was called, and `close` not yet."""
        self.refusal: str | None = None
        """Why `open` fails."""
        self.refused = 0
        """How often it did."""
        self.written = bytearray()
        self.is_stuck = False
        self._coming: deque[bytes] = deque()
        self._watchers: list[Callable[[], None]] = []
        self._changed = asyncio.Event()

    # --- what the server does --------------------------------------------------------------------

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    async def open(self) -> None:
        assert not self.is_taken, "opened twice"
        if self.refusal is not None:
            self.refused += 1
            raise SourceError(self.refusal)
        self.is_taken = True

    async def read(self) -> bytes:
        while self.is_taken and not self._coming:
            await self._change()
        return self._coming.popleft() if self.is_taken and self._coming else b""

    def write(self, data: bytes) -> None:
        if self.is_taken:
            self.written += data
            self._changed.set()

    async def drain(self) -> None:
        while (self.is_stuck or len(self.written) > UNSENT_HIGH) and self.is_taken:
            await self._change()

    async def close(self) -> None:
        self.is_taken = False
        self._coming.clear()
        self._changed.set()

    # --- what the guest does ---------------------------------------------------------------------

    @property
    def is_watched(self) -> bool:
        """Whether anybody wants to know when it is opened or closed."""
        return bool(self._watchers)

    @property
    def unread(self) -> int:
        """How many of the guest's writes nobody has read."""
        return len(self._coming)

    def say(self, data: bytes) -> None:
        """Write from the guest; lost while nobody has the port."""
        if self.is_taken and data:
            self._coming.append(data)
            self._changed.set()

    def take(self) -> bytes:
        """Read all in the guest."""
        data = bytes(self.written)
        self.written.clear()
        self._changed.set()
        return data

    def set_open(self, is_open: bool) -> None:
        """Open or close the guest's end."""
        self.is_open = is_open
        for watcher in self._watchers.copy():
            watcher()

    def stick(self, is_stuck: bool) -> None:
        """Let the machine take nothing any more, or again."""
        self.is_stuck = is_stuck
        self._changed.set()

    def vanish(self) -> None:
        """Be gone, as the ports of a machine that has ended."""
        self.is_taken = False
        self._changed.set()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
