"""How messages mostly look that come by the thousand (see `wire.shape`)."""

from __future__ import annotations

from functools import cache

from piment.protocol.common import Point, Rect
from piment.protocol.draw import DrawFill, MaskFlags, QMask, Ropd, Solid
from piment.wire import Shape


@cache
def box_fill() -> Shape:
    """Return how a DRAW_FILL looks that puts one colour into one box, whatever is there."""
    nothing = QMask(MaskFlags(0), Point(0, 0), None)
    sample = DrawFill(0, Rect(0, 0, 0, 0), None, Solid(0), Ropd.OP_PUT, nothing)
    return Shape(sample, "ropd")
