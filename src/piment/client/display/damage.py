"""What has changed on a screen, told once a turn of the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from piment.geometry import Rect

MOST_RECTS = 1024
"""Rectangles that are told together; listeners merge them one by one."""


class Damage:
    """Gathers rectangles; `tell` gets them before the event loop's next turn."""

    def __init__(self, tell: Callable[[Sequence[Rect]], None]) -> None:
        self._tell = tell
        self._rects: list[Rect] = []
        self._telling: asyncio.Handle | None = None

    def add(self, rects: Sequence[Rect]) -> None:
        """Take note that these have changed."""
        self._rects += rects
        if len(self._rects) >= MOST_RECTS:
            self.flush()
        elif rects and self._telling is None:
            self._telling = asyncio.get_running_loop().call_soon(self.flush)

    def flush(self) -> None:
        """Tell now what was not told yet: before whatever else happens to the screen."""
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        if self._rects:
            rects, self._rects = self._rects, []
            self._tell(rects)

    def forget(self) -> None:
        """Drop what was not told: the screen that it belonged to is gone."""
        self._rects.clear()
