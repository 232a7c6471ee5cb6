"""Where a command draws: box, clip and mask (wire.md 19.3, 19.5)."""

from __future__ import annotations

from piment._core import CanvasSpans
from piment.canvas.image import Images
from piment.canvas.surface import Surface
from piment.errors import ProtocolError
from piment.geometry import Rect
from piment.protocol.common import Rect as WireRect
from piment.protocol.draw import Clip, Drawing, MaskFlags, QMask

MOST_DAMAGE_RECTS = 32
"""Rectangles told as damage; of more, only their bounds: whoever merges them is slower then."""


Edges = tuple[int, int, int, int]
"""A rectangle without a name: left, top, right, bottom."""


def clipped(surface: Surface, box: Edges, clip: Clip) -> CanvasSpans:
    """Return the pixels of `surface` inside a box and a clip."""
    width, height = surface.size
    if clip is None:
        return CanvasSpans(width, height, box)
    return CanvasSpans(width, height, box, [_edges(rect) for rect in clip.rects])


def _edges(rect: WireRect) -> Edges:
    return rect.left, rect.top, rect.right, rect.bottom


def region(surface: Surface, command: Drawing) -> CanvasSpans:
    """Return the pixels that a command without mask may change."""
    return clipped(surface, _edges(command.box), command.clip)


def masked(surface: Surface, command: Drawing, mask: QMask, images: Images) -> CanvasSpans:
    """Return the pixels that a command with a mask may change.

    Raises:
        ProtocolError: what should be a mask has not one bit a pixel.

    """
    spans = region(surface, command)
    if mask.bitmap is None:
        return spans
    found = images.mask(mask.bitmap)
    if found.format.depth != 1:
        raise ProtocolError(f"a mask has 1 bit a pixel, not {found.format.depth}")
    left, top = command.box.left - mask.pos.x, command.box.top - mask.pos.y
    return spans.masked(found.words, left, top, bool(mask.flags & MaskFlags.INVERS))


def bounds(spans: CanvasSpans) -> Rect | None:
    """Return the smallest rectangle around all pixels; None if there are none."""
    around = spans.rects(0)
    return Rect(*around[0]) if around else None


def damage(spans: CanvasSpans) -> list[Rect]:
    """Return a few rectangles that hold all pixels."""
    return [Rect._make(rect) for rect in spans.rects(MOST_DAMAGE_RECTS)]
