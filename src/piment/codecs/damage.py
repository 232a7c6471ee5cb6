"""Painting that tells what it changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment.geometry import Rect


def paint(surface: NDArray[np.uint8], area: Rect, pixels: NDArray[np.uint8]) -> list[Rect]:
    """Copy `pixels` into `area` of `surface` and return the rectangles that really changed.

    Both are uint8 of shape (height, width, 4), B, G, R, X; rows may be strided. The fourth byte
    does not count: pixels that differ only there are not written. The rectangles do not overlap
    and are unions of tiles of 64x16 pixels, trimmed to what changed.

    Raises:
        ValueError: `pixels` are not of the size of `area`, `area` does not lie inside the surface,
            or the pixels of a row are not contiguous in memory.

    """
    if pixels.shape[:2] != (area.height, area.width):
        raise ValueError(f"pixels of shape {pixels.shape} do not fill {area}")
    return [Rect(*rect) for rect in _core.paint(surface, area.left, area.top, pixels)]
