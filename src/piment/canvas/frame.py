"""Frames of video streams (wire.md 19.14)."""

from __future__ import annotations

from piment import _core
from piment.canvas import rop
from piment.canvas.format import PixelFormat
from piment.canvas.image import Image
from piment.canvas.region import bounds, clipped, damage
from piment.canvas.scale import place_raw
from piment.canvas.surface import Surface
from piment.geometry import Rect
from piment.protocol.draw import Clip


def put_frame(surface: Surface, frame: Image, dest: Rect, clip: Clip) -> list[Rect]:
    """Scale a frame to `dest` and put it there, inside `clip`; return what may have changed.

    Raises:
        ProtocolError: the frame has no pixels, and cannot fill `dest`.

    """
    spans = clipped(surface, dest, clip)
    part = bounds(spans)
    if part is None:
        return []
    opaque = PixelFormat.ARGB if surface.format.is_deep else surface.format
    words = frame.converted(opaque).words
    placed = place_raw(words, Rect.of_size(frame.size), dest, part)
    _core.canvas_copy(surface.words, spans, placed, rop.COPY, surface.format.ones)
    return damage(spans)
