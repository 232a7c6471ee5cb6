"""Brushes as tiles that repeat over the surface (wire.md 19.4)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from piment.canvas.format import PixelFormat, Words
from piment.canvas.image import Images, drawable
from piment.canvas.surface import Surface
from piment.protocol.draw import Brush, Pattern, Solid

COLOURS_KEPT = 1024
"""Brushes of one colour that are remembered: to make one takes longer than to fill something small
with it."""


class Placed(NamedTuple):
    """Pixels, and the place of their top left corner on the surface."""

    words: Words
    left: int
    top: int


@lru_cache(COLOURS_KEPT)
def _solid(form: PixelFormat, color: int) -> Placed:
    words = np.full((1, 1), color & form.ones, form.dtype)
    words.flags.writeable = False
    return Placed(words, 0, 0)


def solid(surface: Surface, color: int) -> Placed:
    """Return a brush of one pixel value, cut to the surface's depth."""
    return _solid(surface.format, color)


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
