"""The pointer that a machine draws with its hardware, and what of it is not told yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from piment.geometry import Point
from piment.server.scene.updates import CursorHidden, CursorMoved, CursorShape, Update
from piment.server.sources.qemu.formats import Pixels

# Adapters that tell where the hot spot is. The others tell where the picture's corner is.
_HOT_SPOT_LABELS = ("qxl",)

# Places that were asked for and that the guest may still be about to go to.
_RECENT_PLACES = 16

# Places are scaled to a tablet's steps and back, which moves them by up to a pixel.
_ROUNDING = 1


class Cursor:
    """Shape and place of one console's pointer.

    Adapters differ in what they call the pointer's place (dbus-display.md 3.2). Their names are a
    first hint; when the guest's pointer goes where we placed it, we know.
    """

    def __init__(self, screen: int) -> None:
        self._screen = screen
        self._shape: CursorShape | None = None
        self._visible = False
        self._place = Point(0, 0)
        self._from_corner = True
        self._placed: deque[Point] = deque(maxlen=_RECENT_PLACES)
        self._told_shape: CursorShape | None = None
        self._told_position: Point | None = None

    def begin(self, label: str) -> None:
        """Begin anew, with no pointer, on an adapter that QEMU calls `label`."""
        self._shape, self._visible = None, False
        self._from_corner = not label.startswith(_HOT_SPOT_LABELS)
        self._placed.clear()

    def define(self, pixels: Pixels, hot_spot: Point) -> None:
        """Give it another shape: B, G, R, A; one without a visible pixel hides it."""
        shape = CursorShape(pixels.copy(), hot_spot, self._screen) if pixels.any() else None
        if not _same(shape, self._shape):
            self._shape = shape

    def set(self, place: Point, visible: bool) -> None:
        """Put it to where the adapter says it is."""
        self._visible = visible
        if visible:
            self._place = place
            self._learn()

    def placed(self, position: Point) -> None:
        """Take note that a viewer placed the pointer there."""
        self._placed.append(position)

    def take(self) -> Iterator[Update]:
        """Yield what changed since the last time."""
        shape = self._shape if self._visible else None
        if shape is not self._told_shape:
            self._told_shape = shape
            yield shape or CursorHidden(self._screen)
        if shape is not None and self._position != self._told_position:
            self._told_position = self._position
            yield CursorMoved(self._position, self._screen)

    @property
    def _position(self) -> Point:
        return self._hot_spot_from_corner if self._from_corner else self._place

    @property
    def _hot_spot_from_corner(self) -> Point:
        hot_spot = Point(0, 0) if self._shape is None else self._shape.hot_spot
        return Point(self._place.x + hot_spot.x, self._place.y + hot_spot.y)

    def _learn(self) -> None:
        as_hot_spot = self._was_placed(self._place)
        as_corner = self._was_placed(self._hot_spot_from_corner)
        if as_hot_spot != as_corner:
            self._from_corner = as_corner

    def _was_placed(self, place: Point) -> bool:
        return any(
            abs(place.x - placed.x) <= _ROUNDING and abs(place.y - placed.y) <= _ROUNDING
            for placed in self._placed
        )


def _same(one: CursorShape | None, other: CursorShape | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.hot_spot == other.hot_spot and np.array_equal(one.pixels, other.pixels)
