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
    size: Size
    cursor: Cursor
    pointer: Point
    leds: Leds


class Unseen:
    """The difference between a desktop and what was told of it: state and a region, no queue."""

    def __init__(self) -> None:
        self.damage = Region()
        self._told: _Told | None = None

    def take(self, desktop: Desktop) -> Iterator[Update]:
        """Yield updates that tell the difference.

        The desktop may change in between. What changes then is told too or left for the next
        call; it never makes this one endless.
        """
        told, now = self._told, _state(desktop)
        self._told = now
        yield from _news(told, now)
        # After a change of size, `Resized` must come first: in the next call.
        if desktop.size == now.size:
            self.damage.clip(Rect.of_size(now.size))
            yield from self._pictures(desktop)

    def _pictures(self, desktop: Desktop) -> Iterator[Painted]:
        size = desktop.size
        for _ in range(len(self.damage)):
            area = next(iter(self.damage), None)
            if area is None or desktop.size != size:
                return
            self.damage.discard(area)
            yield Painted(area, desktop.framebuffer[area.rows, area.columns])


def _state(desktop: Desktop) -> _Told:
    return _Told(desktop.size, desktop.cursor, desktop.pointer, desktop.leds)


def _news(told: _Told | None, now: _Told) -> Iterator[Update]:
    if told is None or told.size != now.size:
        yield Resized(now.size)
    if told is None or told.cursor != now.cursor:
        yield cursor_shape(now.cursor)
    if told is None or told.pointer != now.pointer:
        yield CursorMoved(now.pointer)
    if told is None or told.leds != now.leds:
        yield LedsChanged(now.leds)
