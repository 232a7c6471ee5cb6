"""Keeping up with what the screen shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from xcffib import xproto

from piment.geometry import Rect, Region, Size
from piment.server.scene.updates import Painted
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.images import Images, open_images
from piment.server.sources.x11.pixels import PixelFormat

# Typing goes on beside what it drew last: within a few letters, on the same line or the next.
_BESIDE = Size(96, 32)

# Reading ahead costs what reading costs; what is larger than this was no letter.
_MOST_AHEAD = 256 * 128


class _Ahead(NamedTuple):
    """An area that was asked for before it was known whether it changed."""

    area: Rect
    asked: Any


class Frames:
    """Reads what changed on the screen; what was not read yet is a region.

    A key press shows a round trip earlier because its place is guessed: see `ask_ahead`.
    """

    def __init__(self, connection: Connection) -> None:
        """Prepare to read the root window.

        Raises:
            SourceError: the display's pixels are of a form that cannot be shown.

        """
        self._connection = connection
        self._layout = PixelFormat.of_screen(connection.setup, connection.screen)
        self._images: Images | None = None
        self._screen = Rect(0, 0, 0, 0)
        self._unread = Region()
        self._beside: Rect | None = None
        self._ahead: _Ahead | None = None

    async def resize(self, size: Size) -> None:
        """Read all of a screen that is `size` large now."""
        if self._images is not None:
            self._images.close()
        self._images = await open_images(self._connection, self._layout, size)
        self._screen = Rect.of_size(size)
        self._beside = self._ahead = None
        self._unread = Region([self._screen])

    def damage(self, areas: Iterable[Rect]) -> None:
        """Read `areas` again."""
        self._unread.update(areas)
        self._unread.clip(self._screen)

    def ask_ahead(self) -> None:
        """Ask for the surroundings of what changed last, along with the question what changed.

        If that is where it changed, `paint` has the pixels already.
        """
        if self._images is not None and self._beside is not None and self._ahead is None:
            area = self._beside
            self._ahead = _Ahead(area, self._images.ask([area]))

    def glance(self, _bounds: Rect) -> list[Painted]:
        """Return nothing: what is to be seen must be asked for."""
        return []

    async def paint(self) -> list[Painted]:
        """Return what was not read yet. The pixels are valid until the next question."""
        ahead = self._read_ahead()
        if self._images is None or not self._unread or self._connection.ended:
            return []
        areas = self._unread.take()
        self._beside = self._around(areas)
        if ahead is not None and all(ahead.area.covers(area) for area in areas):
            return [_part(ahead, area) for area in areas]
        asked = self._images.ask(areas)
        if not await self._connection.answered():
            return []
        try:
            pixels = self._images.read(asked)
        except xproto.MatchError:
            # The screen has shrunk, or is hidden by a console. News of it are under way.
            self._unread.update(areas)
            return []
        return [Painted(*pair) for pair in zip(areas, pixels, strict=True)]

    def _read_ahead(self) -> Painted | None:
        """Return what was asked for ahead, once the server has answered."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or self._images is None or self._connection.ended:
            return None
        try:
            (pixels,) = self._images.read(ahead.asked)
        except xproto.MatchError:
            return None
        return Painted(ahead.area, pixels)

    def _around(self, areas: list[Rect]) -> Rect | None:
        """Return where the next change may be, judging by this one."""
        bounds = Region(areas).bounds
        around = Rect(
            bounds.left - _BESIDE.width,
            bounds.top - _BESIDE.height,
            bounds.right + _BESIDE.width,
            bounds.bottom + _BESIDE.height,
        ).intersection(self._screen)
        return around if around.area <= _MOST_AHEAD else None


def _part(painted: Painted, area: Rect) -> Painted:
    inside = area.moved(-painted.area.left, -painted.area.top)
    return Painted(area, painted.pixels[inside.rows, inside.columns])
