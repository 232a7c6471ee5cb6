"""Text (wire.md 19.12)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from piment import _core
from piment._core import CanvasSpans
from piment.canvas import rop
from piment.canvas.alpha import clear_pad
from piment.canvas.brush import Placed, tile
from piment.canvas.fill import fill
from piment.canvas.format import PixelFormat, Words, convert
from piment.canvas.image import Image, Images, drawable
from piment.canvas.region import bounds, clipped, region
from piment.canvas.surface import Surface
from piment.errors import ProtocolError
from piment.geometry import Rect
from piment.protocol.draw import (
    Brush,
    DrawText,
    Pattern,
    RasterGlyph,
    RasterGlyphA1,
    RasterGlyphA4,
    RasterGlyphA8,
    Ropd,
    Solid,
    String,
)

Glyph = RasterGlyphA1 | RasterGlyphA4 | RasterGlyphA8

_BITS: dict[type[RasterGlyph], int] = {RasterGlyphA1: 1, RasterGlyphA4: 4, RasterGlyphA8: 8}


def draw_text(surface: Surface, command: DrawText, images: Images) -> CanvasSpans:
    """Fill what lies behind the text, then write the text.

    Raises:
        ProtocolError: the string does not say what its glyphs are.

    """
    spans = region(surface, command)
    glyphs = _glyphs(command.str)
    around = glyph_bounds(glyphs)
    back = command.back_area.geometry.intersection(command.box.geometry)
    brush = _ink(surface, command.fore, around, images)
    back_brush = tile(surface, command.back, images)
    if not command.back_area.geometry.is_empty:
        if command.fore_mode != Ropd.OP_PUT:
            return CanvasSpans(*surface.size, (0, 0, 0, 0))
        fill(surface, clipped(surface, back, command.clip), back_brush, rop.COPY)
    if brush is not None and glyphs:
        letters = [(*_corner(g), g.width, g.height, g.data) for g in glyphs]
        inside = clipped(surface, around.intersection(command.box.geometry), command.clip)
        bits = _BITS[type(glyphs[0])]
        _core.canvas_ink(surface.words, surface.format, inside, letters, bits, brush)
        if bounds(inside) is not None:
            clear_pad(surface, around)
    return spans


def _glyphs(string: String) -> Sequence[Glyph]:
    if string.glyphs is None:
        raise ProtocolError(f"flags {int(string.flags):#x} of a string name no kind of glyphs")
    return string.glyphs


def _corner(glyph: RasterGlyph) -> tuple[int, int]:
    return (
        glyph.render_pos.x + glyph.glyph_origin.x,
        glyph.render_pos.y + glyph.glyph_origin.y,
    )


def glyph_bounds(glyphs: Sequence[RasterGlyph]) -> Rect:
    """Return the smallest rectangle around the boxes of all glyphs, also of those without pixels.

    That is where a pattern begins; spice-gtk counts boxes of no width or height too.
    """
    corners = [_corner(glyph) for glyph in glyphs]
    ends = [(x + g.width, y + g.height) for (x, y), g in zip(corners, glyphs, strict=True)]
    if not glyphs:
        return Rect(0, 0, 0, 0)
    left, top = map(min, zip(*corners, strict=True))
    right, bottom = map(max, zip(*ends, strict=True))
    return Rect(left, top, right, bottom)


def _ink(surface: Surface, brush: Brush, around: Rect, images: Images) -> Placed | None:
    """Return a brush as colours; a pattern begins at the text, not at the surface.

    Unlike wire.md 19.12 says, a pattern with alpha is as translucent as it is in spice-gtk.
    """
    match brush:
        case Solid(color):
            return Placed(_colour(surface, color), 0, 0)
        case Pattern(pat, pos):
            colours = drawable(surface, pat, images).colours()
            return Placed(colours, around.left + pos.x, around.top + pos.y)
        case _:
            return None


def _colour(surface: Surface, color: int) -> Words:
    """Return a brush's colour as one pixel; on 16-bit surfaces it is r5 g5 b5, on 565 too."""
    if surface.format.depth == 16:
        pixel = np.full((1, 1), color & 0xFFFF, np.uint16)
        return convert(pixel, PixelFormat.RGB555, PixelFormat.ARGB)
    return Image(PixelFormat.XRGB, np.full((1, 1), color, np.uint32)).colours()
