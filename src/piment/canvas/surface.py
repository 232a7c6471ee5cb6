"""A picture in memory that can be painted on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from piment.codecs import damage
from piment.geometry import Rect, Size


class Surface:
    """A 32_xRGB surface, black at first.

    `pixels` is uint8 of shape (height, width, 4) in memory order B, G, R, X.
    """

    def __init__(self, size: Size) -> None:
        self.size = size
        self.pixels: NDArray[np.uint8] = np.zeros((size.height, size.width, 4), np.uint8)

    @property
    def area(self) -> Rect:
        """The whole surface."""
        return Rect.of_size(self.size)

    def view(self, area: Rect) -> NDArray[np.uint8]:
        """Return the pixels of `area` without copying them."""
        return self.pixels[area.rows, area.columns]

    def paint(self, area: Rect, pixels: NDArray[np.uint8]) -> list[Rect]:
        """Put `pixels` at `area`; return the parts that really changed, X bytes aside.

        What lies outside the surface is left out.

        Raises:
            ValueError: the pixels do not have the area's size.

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
