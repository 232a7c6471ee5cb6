"""How fast a guest is typed and clicked at."""

from __future__ import annotations

import asyncio

PACE_MS = 20.0
"""Milliseconds between strokes: QEMU's PS/2 keyboard keeps 16 bytes and drops what comes while it
is full, and a stroke has up to 8."""


class Pace:
    """Lets one thing happen after the other, never sooner than so many milliseconds."""

    def __init__(self, pace_ms: float = PACE_MS) -> None:
        if pace_ms < 0:
            raise ValueError(f"a pace of {pace_ms} ms would be in the past")
        self.pace_ms = pace_ms
        self._next = 0.0
        """The loop's time from which on something may happen."""

    async def turn(self, pace_ms: float | None = None) -> None:
        """Wait until the last thing is long enough ago; `pace_ms` is for what comes after this."""
        loop = asyncio.get_running_loop()
        pace = self.pace_ms if pace_ms is None else pace_ms
        begins = max(self._next, loop.time())
        self._next = begins + pace / 1000
        await asyncio.sleep(begins - loop.time())
