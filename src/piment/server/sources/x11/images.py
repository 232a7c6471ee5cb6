"""Reading the screen's pixels: through shared memory, or through the connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import xcffib
from numpy.typing import NDArray
from xcffib import xproto

from piment.geometry import Rect, Size
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.pixels import PixelFormat
from piment.server.sources.x11.segment import Segment

_ALL_PLANES = 0xFFFFFFFF

# Where in the reply to GetImage the pixels begin.
_PIXELS_START = 32

# No pixel of any format takes more, and a row of less takes no more with its padding.
_MOST_PIXEL_BYTES = 4


class Images(Protocol):
    """A way to read the screen."""

    def ask(self, areas: Sequence[Rect]) -> Any:
        """Ask for the pixels of `areas`, which do not overlap; returns what `read` wants."""

    def read(self, asked: Any) -> list[NDArray[np.uint8]]:
        """Return the pixels, as (height, width, 4) of B, G, R, X; valid until the next `ask`.

        Raises:
            xcffib.xproto.MatchError: an area is outside of the screen.

        """
        ...

    def close(self) -> None:
        """Give back what the server holds for it."""


class PlainImages:
    """Reads the screen through the connection: works over a network, and copies more."""

    def __init__(self, connection: Connection, layout: PixelFormat) -> None:
        self._connection = connection
        self._layout = layout

    def ask(self, areas: Sequence[Rect]) -> list[tuple[Size, Any]]:
        """Ask for the pixels of every area."""
        return [(area.size, self._get_image(area)) for area in areas]

    def _get_image(self, area: Rect) -> Any:
        return self._connection.core.GetImage(
            xproto.ImageFormat.ZPixmap,
            self._connection.root,
            area.left,
            area.top,
            area.width,
            area.height,
            _ALL_PLANES,
        )

    def read(self, asked: list[tuple[Size, Any]]) -> list[NDArray[np.uint8]]:
        """Return the pixels of every area."""
        replies = self._connection.all_bytes_of([cookie for _, cookie in asked])
        return [
            self._layout.read(np.frombuffer(reply, np.uint8, offset=_PIXELS_START), size)
            for (size, _), reply in zip(asked, replies, strict=True)
        ]

    def close(self) -> None:
        """Do nothing: the server holds nothing."""


class SharedImages:
    """Reads the screen through memory that the server writes, and nobody copies."""

    def __init__(self, connection: Connection, layout: PixelFormat, segment: Segment) -> None:
        self._connection = connection
        self._layout = layout
        self._data = segment.data
        self._shm = connection.extension("MIT-SHM")
        self._id = connection.new_id()
        self._attached = self._shm.Attach(self._id, segment.id, False, is_checked=True)

    @classmethod
    async def open(
        cls, connection: Connection, layout: PixelFormat, size: Size
    ) -> SharedImages | None:
        """Share memory for a screen of `size`; None where that is not possible."""
        if not connection.has("MIT-SHM"):
            return None
        try:
            segment = Segment(size.width * size.height * _MOST_PIXEL_BYTES)
        except OSError:
            return None
        try:
            images = cls(connection, layout, segment)
            if not await connection.answered():
                return None
            images._attached.check()
        except xcffib.Error:
            # The server runs on another machine, or in a container of its own.
            return None
        finally:
            segment.forget()
        return images

    def ask(self, areas: Sequence[Rect]) -> list[tuple[Size, int, Any]]:
        """Have the server write every area, one behind the other."""
        asked = []
        start = 0
        for area in areas:
            asked.append((area.size, start, self._get_image(area, start)))
            start += self._layout.image_bytes(area.size)
        return asked

    def _get_image(self, area: Rect, start: int) -> Any:
        return self._shm.GetImage(
            self._connection.root,
            area.left,
            area.top,
            area.width,
            area.height,
            _ALL_PLANES,
            xproto.ImageFormat.ZPixmap,
            self._id,
            start,
        )

    def read(self, asked: list[tuple[Size, int, Any]]) -> list[NDArray[np.uint8]]:
        """Return views of the memory."""
        self._connection.all_bytes_of([cookie for _, _, cookie in asked])
        return [self._layout.read(self._data[start:], size) for size, start, _ in asked]

    def close(self) -> None:
        """Let the server forget the memory."""
        self._shm.Detach(self._id)


async def open_images(connection: Connection, layout: PixelFormat, size: Size) -> Images:
    """Choose the best way to read a screen of `size`."""
    shared = await SharedImages.open(connection, layout, size)
    return shared or PlainImages(connection, layout)
