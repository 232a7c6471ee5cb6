"""Keeping up with the screen of an X server whose memory we see."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from piment.geometry import Rect, Region, Size
from piment.server.scene.updates import Painted
from piment.server.sources.x11.framebuffer import Framebuffer

# A glance copies, and compares later. What is larger than this was no letter.
_MOST_GLANCED = 256 * 128


class MappedFrames:
    """Reads what changed out of the server's memory; what was not read yet is a region.

    Where something is being drawn is known a round trip before all of it is: see `glance`.
    """

    def __init__(self, framebuffer: Framebuffer) -> None:
        self._framebuffer = framebuffer
        self._screen = Rect(0, 0, 0, 0)
        self._unread = Region()
        self._glanced: Painted | None = None

    async def resize(self, size: Size) -> None:
        """Read all of a screen that is `size` large now."""
        self._screen = Rect.of_size(size).intersection(Rect.of_size(self._framebuffer.size))
        self._glanced = None
        self._unread = Region([self._screen])

    def damage(self, areas: Iterable[Rect]) -> None:
        """Read `areas` again."""
        self._unread.update(areas)
        self._unread.clip(self._screen)

    def ask_ahead(self) -> None:
        """Do nothing: there is nobody to ask."""

    def glance(self, bounds: Rect) -> list[Painted]:
        """Return what `bounds` shows already, if that is little.

        The drawing may go on. So `damage` has to be told of `bounds` nevertheless, once the
        server says that it is done; if nothing was added to the glance, `paint` leaves it out.
        """
        area = bounds.intersection(self._screen)
        if not 0 < area.area <= _MOST_GLANCED or self._unread:
            return []
        self._glanced = self._seen(area)
        return [self._glanced]

    async def paint(self) -> list[Painted]:
        """Return what was not read yet, as it is at this moment."""
        glanced, self._glanced = self._glanced, None
        painted = [self._seen(area) for area in self._unread.take()]
        if glanced is None:
            return painted
        return [each for each in painted if not _is_seen(each, glanced)]

    def _seen(self, area: Rect) -> Painted:
        """Copy what `area` shows: whoever gets it must not see it change."""
        return Painted(area, self._framebuffer.view(area).copy())


def _is_seen(painted: Painted, glanced: Painted) -> bool:
    """Whether the glance has shown the same already."""
    if not glanced.area.covers(painted.area):
        return False
    inside = painted.area.moved(-glanced.area.left, -glanced.area.top)
    return np.array_equal(glanced.pixels[inside.rows, inside.columns], painted.pixels)
