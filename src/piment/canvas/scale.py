"""Images put into a box, scaled if they must (wire.md 19.6)."""

from __future__ import annotations

from piment import _core
from piment.canvas.brush import Placed
from piment.canvas.format import PixelFormat, Words, convert
from piment.canvas.image import Image
from piment.errors import ProtocolError
from piment.geometry import Point, Rect
from piment.protocol.image import ImageScaleMode

ONE = 1 << 16
"""A pixel in 16.16 fixed point."""


def steps(area: Rect, box: Rect) -> tuple[int, int]:
    """Return how far a pixel of `box` reaches in a source `area`, across and down, 16.16.

    Raises:
        ProtocolError: either is empty.

    """
    if area.is_empty or box.is_empty:
        raise ProtocolError(f"{area} cannot be scaled to {box}")
    return area.width * ONE // box.width, area.height * ONE // box.height


def place(image: Image, area: Rect, box: Rect, part: Rect, mode: ImageScaleMode) -> Placed:
    """Return the pixels that `area` of an image puts into `box`, at least those of `part`.

    Raises:
        ProtocolError: the image must be scaled, and the area is empty.

    """
    if area.size == box.size:
        return Placed(image.words, box.left - area.left, box.top - area.top)
    step = steps(area, box)
    first = Point(part.left - box.left, part.top - box.top)
    sizes = (step, (area.left, area.top), first, part.size)
    return Placed(scaled(image, sizes, mode), part.left, part.top)


def place_raw(words: Words, area: Rect, box: Rect, part: Rect) -> Placed:
    """As `place` with the nearest pixel, for words that are not looked into."""
    if area.size == box.size:
        return Placed(words, box.left - area.left, box.top - area.top)
    first = Point(part.left - box.left, part.top - box.top)
    sizes = (steps(area, box), (area.left, area.top), first, part.size)
    return Placed(_core.canvas_nearest(words, sizes), part.left, part.top)


Sizes = tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]
"""Steps (16.16), the place in the image where pixel 0 begins, the first pixel wanted, how many."""


def scaled(image: Image, sizes: Sizes, mode: ImageScaleMode) -> Words:
    """Return a part of a scaled image; what had no alpha is opaque, and outside is nothing."""
    colours = image.colours()
    if mode is ImageScaleMode.NEAREST:
        result = _core.canvas_nearest(colours, sizes)
    else:
        result = _core.canvas_bilinear(colours, sizes)
    return result if image.format.is_deep else convert(result, PixelFormat.ARGB, image.format)
