"""What one console shows, and what of it is not told yet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from piment.geometry import Rect, Region, Size
from piment.server.scene.updates import Blanked, Painted, Resized, Update
from piment.server.sources.qemu.formats import Picture, Pixels


class Frame:
    """A copy of a console's picture; what changed in it is a region, however often it changed."""

    def __init__(self, screen: int) -> None:
        self._screen = screen
        self._pixels: Pixels = np.zeros((0, 0, 4), np.uint8)
        self._memory: Picture | None = None
        self._untold = Region()
        self._told = Size(0, 0)

    @property
    def size(self) -> Size:
        """Its size; empty while the console shows nothing."""
        height, width, _ = self._pixels.shape
        return Size(width, height)

    def show(self, picture: Picture) -> None:
        """Show all of `picture`, and nothing else."""
        self._resize(picture)
        self._pixels[:] = picture.read()

    def share(self, picture: Picture) -> None:
        """Show `picture`, whose memory the machine goes on writing to.

        It is read when the reader of updates is ready, and only where `change` says so.
        """
        self._resize(picture)
        self._memory = picture

    def paint(self, left: int, top: int, picture: Picture) -> bool:
        """Show a part anew; return False, with nothing done, if it does not lie in the frame."""
        height, width, _ = picture.rows.shape
        area = Rect(left, top, left + width, top + height)
        if not Rect.of_size(self.size).covers(area):
            return False
        self._pixels[area.rows, area.columns] = picture.read()
        self._untold.add(area)
        return True

    def change(self, area: Rect) -> None:
        """Take note that the shared picture changed there."""
        self._untold.add(area.intersection(Rect.of_size(self.size)))

    def blank(self) -> None:
        """Show nothing."""
        self._pixels = np.zeros((0, 0, 4), np.uint8)
        self._memory = None
        self._untold.clear()

    def take(self) -> Iterator[Update]:
        """Yield what changed since the last time; pixels are those of the moment they are taken."""
        if self.size != self._told:
            self._told = self.size
            yield Resized(self.size, self._screen) if any(self.size) else Blanked(self._screen)
        pixels, memory = self._pixels, self._memory
        for area in self._untold.take():
            part = pixels[area.rows, area.columns]
            if memory is not None:
                part[:] = memory.read(area.rows, area.columns)
            yield Painted(area, part, self._screen)

    def _resize(self, picture: Picture) -> None:
        height, width, _ = picture.rows.shape
        self._memory = None
        if (width, height) != self.size:
            self._pixels = np.zeros((height, width, 4), np.uint8)
        self._untold = Region([Rect(0, 0, width, height)])
