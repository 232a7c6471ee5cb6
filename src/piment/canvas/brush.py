"""Brushes as tiles that repeat over the surface (wire.md 19.4)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from piment.canvas.format import Words
from piment.canvas.image import Images, drawable
from piment.canvas.surface import Surface
from piment.protocol.draw import Brush, Pattern, Solid


class Placed(NamedTuple):
    """Pixels, and the place of their top left corner on the surface."""

    words: Words
    left: int
    top: int


def solid(surface: Surface, color: int) -> Placed:
    """Return a brush of one pixel value, cut to the surface's depth."""
    value = color & surface.format.ones
    return Placed(np.full((1, 1), value, surface.format.dtype), 0, 0)


def tile(surface: Surface, brush: Brush, images: Images) -> Placed:
    """Return a brush as pixels of `surface`; no brush is one of zeros.

    Raises:
        ProtocolError: the pattern is a surface of another depth.

    """
    match brush:
        case Solid(color):
            return solid(surface, color)
        case Pattern(pat, pos):
            return Placed(drawable(surface, pat, images).words, pos.x, pos.y)
        case _:
            return solid(surface, 0)
