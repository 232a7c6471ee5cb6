"""How messages mostly look that come by the thousand (see `wire.shape`)."""

from __future__ import annotations

from functools import cache

from piment.protocol.common import Point, Rect
from piment.protocol.draw import DrawCopy, DrawFill, MaskFlags, QMask, Ropd, Solid
from piment.protocol.image import FromCache, Image, ImageFlags, ImageScaleMode
from piment.wire import Shape

NOWHERE = Rect(0, 0, 0, 0)
NO_MASK = QMask(MaskFlags(0), Point(0, 0), None)


@cache
def box_fill() -> Shape:
    """Return how a DRAW_FILL looks that puts one colour into one box, whatever is there."""
    return Shape(DrawFill(0, NOWHERE, None, Solid(0), Ropd.OP_PUT, NO_MASK), "ropd")


@cache
def cached_copy() -> Shape:
    """Return how a DRAW_COPY looks that puts an image of the cache into one box."""
    image = Image(0, ImageFlags(0), 0, 0, FromCache())
    mode = ImageScaleMode.INTERPOLATE
    sample = DrawCopy(0, NOWHERE, None, image, NOWHERE, Ropd.OP_PUT, mode, NO_MASK)
    return Shape(sample, "ropd")
