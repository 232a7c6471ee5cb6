"""A picture in memory that can be painted on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from piment.canvas.format import PixelFormat, Words
from piment.codecs import damage
from piment.geometry import Rect, Size


class Surface:
    """A surface of any format, all zero at first.

    `words` are its pixels, one each, of shape (height, width). `pixels` are the same without
    copying, as uint8 of shape (height, width, bytes): of a 32-bit surface in memory order B, G, R
    and X or A.
    """

    def __init__(self, size: Size, format: PixelFormat = PixelFormat.XRGB) -> None:  # noqa: A002
        self.size = size
        self.format = format
        self.words: Words = np.zeros((size.height, size.width), format.dtype)
        shape = (size.height, size.width, format.dtype.itemsize)
        self.pixels: NDArray[np.uint8] = self.words.view(np.uint8).reshape(shape)

    @property
    def area(self) -> Rect:
        """The whole surface."""
        return Rect.of_size(self.size)

    def view(self, area: Rect) -> NDArray[np.uint8]:
        """Return the pixels of `area` without copying them."""
        return self.pixels[area.rows, area.columns]

    def paint(self, area: Rect, pixels: NDArray[np.uint8]) -> list[Rect]:
        """Put `pixels` at `area` of a 32-bit surface; return the parts that really changed.

        X bytes do not count. What lies outside the surface is left out.

        Raises:
            ValueError: the pixels do not have the area's size, or the surface is not 32-bit.

        """
        if pixels.shape != (area.height, area.width, 4):
            raise ValueError(
                f"{area} needs shape {(area.height, area.width, 4)}, has {pixels.shape}"
            )
        inside = area.intersection(self.area)
        if inside.is_empty:
            return []
        part = inside.moved(-area.left, -area.top)
        return damage.paint(self.pixels, inside, pixels[part.rows, part.columns])
