"""What the reader of the demo desktop has not been told yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from piment.geometry import Point, Rect, Region, Size
from piment.server.scene.updates import (
    CursorMoved,
    Leds,
    LedsChanged,
    Painted,
    Resized,
    Update,
)
from piment.server.sources.demo.cursors import Cursor, cursor_shape
from piment.server.sources.demo.desktop import Desktop


class _Told(NamedTuple):
    size: Size | None = None
    cursor: Cursor | None = None
    pointer: Point | None = None
    leds: Leds | None = None


class Unseen:
    """The difference between a desktop and what was told of it: state and a region, no queue."""

    def __init__(self) -> None:
        self.damage = Region()
        self._told = _Told()

    def take(self, desktop: Desktop) -> Iterator[Update]:
        """Yield updates that tell the difference.

        The desktop may change in between. What changes then is told too or left for the next
        call; it never makes this one endless.
        """
        told, self._told = self._told, _state(desktop)
        yield from _news(told, self._told)
        size = desktop.size
        self.damage.clip(Rect.of_size(size))
        for _ in range(len(self.damage)):
            area = next(iter(self.damage), None)
            if area is None or desktop.size != size:
                return
            self.damage.discard(area)
            yield Painted(area, desktop.framebuffer[area.rows, area.columns])


def _state(desktop: Desktop) -> _Told:
    return _Told(desktop.size, desktop.cursor, desktop.pointer, desktop.leds)


def _news(told: _Told, now: _Told) -> Iterator[Update]:
    if now.size is not None and now.size != told.size:
        yield Resized(now.size)
    if now.cursor is not None and now.cursor != told.cursor:
        yield cursor_shape(now.cursor)
    if now.pointer is not None and now.pointer != told.pointer:
        yield CursorMoved(now.pointer)
    if now.leds is not None and now.leds != told.leds:
        yield LedsChanged(now.leds)
