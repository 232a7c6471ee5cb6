"""Alpha blending (wire.md 19.8)."""

from __future__ import annotations

import numpy as np

from piment import _core
from piment._core import CanvasSpans
from piment.canvas.format import PixelFormat
from piment.canvas.image import Image, Images, native
from piment.canvas.region import bounds, region
from piment.canvas.scale import place_raw
from piment.canvas.surface import Surface
from piment.geometry import Rect
from piment.protocol.draw import AlphaFlags, DrawAlphaBlend


def draw_alpha_blend(surface: Surface, command: DrawAlphaBlend, images: Images) -> CanvasSpans:
    """Put an image over what is there, as translucent as it and the command are."""
    spans = region(surface, command)
    image = native(surface, command.src_bitmap, images)
    part = bounds(spans)
    if part is None or command.alpha == 0:
        return CanvasSpans(*surface.size, (0, 0, 0, 0))
    colours = _with_alpha(image, command.alpha_flags).colours()
    placed = place_raw(colours, command.src_area.geometry, command.box.geometry, part)
    _core.canvas_alpha_blend(surface.words, surface.format, spans, placed, command.alpha)
    if not command.alpha_flags & AlphaFlags.DEST_HAS_ALPHA:
        clear_pad(surface, command.box.geometry)
    return spans


def _with_alpha(image: Image, flags: AlphaFlags) -> Image:
    """Return the image as one with alpha, where a 32_xRGB surface is told to have it."""
    is_meant = flags & AlphaFlags.SRC_SURFACE_HAS_ALPHA and image.is_surface
    if is_meant and image.format is PixelFormat.XRGB:
        return image.replaced(format=PixelFormat.ARGB)
    return image


def clear_pad(surface: Surface, box: Rect) -> None:
    """Set the undefined bytes of a box to 0 if the first is 0xff, as the reference does.

    Whatever the clip of the command was; other formats have no such byte.
    """
    inside = box.intersection(surface.area)
    if surface.format is not PixelFormat.XRGB or inside.is_empty:
        return
    pads = surface.view(inside)[..., 3]
    if pads[0, 0] == np.uint8(0xFF):
        pads[:] = 0
