"""Keeping up with what the screen shows."""

from __future__ import annotations

from collections.abc import Iterable

from xcffib import xproto

from piment.geometry import Rect, Region, Size
from piment.server.scene.updates import Painted
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.images import Images, open_images
from piment.server.sources.x11.pixels import PixelFormat


class Frames:
    """Reads what changed on the screen; what was not read yet is a region."""

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

    async def resize(self, size: Size) -> None:
        """Read all of a screen that is `size` large now."""
        if self._images is not None:
            self._images.close()
        self._images = await open_images(self._connection, self._layout, size)
        self._screen = Rect.of_size(size)
        self._unread = Region([self._screen])

    def damage(self, areas: Iterable[Rect]) -> None:
        """Read `areas` again."""
        self._unread.update(areas)
        self._unread.clip(self._screen)

    async def paint(self) -> list[Painted]:
        """Return what was not read yet. The pixels are valid until the next call."""
        if self._images is None or not self._unread or self._connection.ended:
            return []
        areas = self._unread.take()
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
