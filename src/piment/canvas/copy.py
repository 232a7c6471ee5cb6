"""Copies of images and within the surface, with every raster operation (wire.md 19.3 to 19.9)."""

from __future__ import annotations

from math import floor

import numpy as np

from piment import _core
from piment._core import CanvasSpans
from piment.canvas import rop
from piment.canvas.brush import Placed, tile
from piment.canvas.fill import fill
from piment.canvas.format import PixelFormat, convert
from piment.canvas.image import Image, Images, drawable
from piment.canvas.region import MOST_DAMAGE_RECTS, Edges, bounds, masked, region
from piment.canvas.scale import place, place_raw, scaled, steps
from piment.canvas.surface import Surface
from piment.errors import ProtocolError
from piment.geometry import Point, Rect
from piment.protocol.draw import (
    CopyBits,
    DrawBlend,
    DrawCopy,
    DrawOpaque,
    DrawRop3,
    DrawTransparent,
)

Corner = tuple[int, int]
"""A column and a row of a surface."""

COLOUR_BITS = 0x00FFFFFF
"""What of a 32-bit pixel a colour key looks at."""


def _put(
    spans: CanvasSpans, command: DrawCopy | DrawBlend | DrawOpaque, image: Image
) -> Placed | None:
    """Return the command's image where it belongs; None if nothing is to be drawn."""
    box, area = command.box, command.src_area
    is_wide = box.right - box.left == area.right - area.left
    if is_wide and box.bottom - box.top == area.bottom - area.top:
        return Placed(image.words, box.left - area.left, box.top - area.top)
    part = bounds(spans)
    if part is None:
        return None
    return place(image, area.geometry, box.geometry, part, command.scale_mode)


def draw_copy(surface: Surface, command: DrawCopy | DrawBlend, images: Images) -> CanvasSpans:
    """Put an image, or combine it with what is there: COPY and BLEND are the same."""
    spans = masked(surface, command, command.mask, images)
    image = drawable(surface, command.src_bitmap, images)
    code = rop.code(command.ropd, rop.IMAGE_ON_SURFACE)
    placed = _put(spans, command, image if code == rop.COPY else image.as_data())
    if placed is not None:
        _core.canvas_copy(surface.words, spans, placed, code, surface.format.ones)
    return spans


def copy_boxes(surface: Surface, copies: list[tuple[Image, Edges, Corner]]) -> list[Rect]:
    """Put images into boxes, unscaled; return a few rectangles that hold all that changed.

    Of each image it is told where on the surface its corner lies; where a box has no image, nothing
    changes. That takes a third of the time that as many commands take.
    """
    boxes = [(image.fit_for(surface.format).words, box, corner) for image, box, corner in copies]
    changed = _core.canvas_copy_boxes(surface.words, boxes, MOST_DAMAGE_RECTS)
    return [Rect._make(rect) for rect in changed]


def draw_opaque(surface: Surface, command: DrawOpaque, images: Images) -> CanvasSpans:
    """Put an image, then combine a brush with it."""
    spans = masked(surface, command, command.mask, images)
    image = drawable(surface, command.src_bitmap, images)
    brush = tile(surface, command.brush, images)
    placed = _put(spans, command, image)
    if placed is not None:
        _core.canvas_copy(surface.words, spans, placed, rop.COPY, surface.format.ones)
        fill(surface, spans, brush, rop.code(command.ropd, rop.BRUSH_ON_IMAGE))
    return spans


def copy_bits(surface: Surface, command: CopyBits, images: Images) -> CanvasSpans:
    """Copy within the surface."""
    spans = region(surface, command)
    dx, dy = command.box.left - command.src_pos.x, command.box.top - command.src_pos.y
    _core.canvas_copy_bits(surface.words, spans, dx, dy)
    return spans


def draw_transparent(surface: Surface, command: DrawTransparent, images: Images) -> CanvasSpans:
    """Put an image but for the pixels of one colour (19.7)."""
    spans = region(surface, command)
    image = drawable(surface, command.src_bitmap, images)
    part = bounds(spans)
    if part is None:
        return spans
    placed = place_raw(image.words, command.src_area.geometry, command.box.geometry, part)
    key = _key(command.true_color, surface.format)
    bits = COLOUR_BITS & surface.format.ones
    _core.canvas_copy_keyed(surface.words, spans, placed, key, bits)
    return spans


def _key(color: int, wanted: PixelFormat) -> int:
    """Return a colour as a pixel; what has no colours takes it for 0."""
    match wanted:
        case PixelFormat.RGB555 | PixelFormat.RGB565:
            pixel = np.full((1, 1), color, PixelFormat.XRGB.dtype)
            return int(convert(pixel, PixelFormat.XRGB, wanted)[0, 0])
        case PixelFormat.XRGB | PixelFormat.ARGB:
            return color
        case _:
            return 0


def draw_rop3(surface: Surface, command: DrawRop3, images: Images) -> CanvasSpans:
    """Combine image, brush and what is there by one of 256 codes (19.9).

    Raises:
        ProtocolError: the image does not reach over the whole box.

    """
    spans = masked(surface, command, command.mask, images)
    image = drawable(surface, command.src_bitmap, images).as_data()
    brush = tile(surface, command.brush, images)
    part = bounds(spans)
    if part is None:
        return spans
    placed = _place_rop3(image, command, part)
    code = (command.rop3, surface.format.ones)
    _core.canvas_ternary(surface.words, spans, placed, brush, code)
    return spans


def _place_rop3(image: Image, command: DrawRop3, part: Rect) -> Placed:
    """Return the image of a ROP3 command where it belongs.

    Unlike for other copies, the source's corner is rounded to a pixel of the scaled image.
    """
    box, area = command.box.geometry, command.src_area.geometry
    step = steps(area, box)
    ratios = area.width / box.width, area.height / box.height
    across, down = (floor(at / r + 0.5) for at, r in zip(area[:2], ratios, strict=True))
    whole = [floor(length / r + 0.5) for length, r in zip(image.size, ratios, strict=True)]
    corner = Rect(across, down, across + box.width, down + box.height)
    if not Rect(0, 0, whole[0], whole[1]).covers(corner):
        raise ProtocolError(f"an image of {image.size} does not fill {box} from {area}")
    if area.size == box.size:
        return Placed(image.words, box.left - across, box.top - down)
    first = Point(part.left - box.left + across, part.top - box.top + down)
    sizes = (step, (0, 0), first, part.size)
    return Placed(scaled(image, sizes, command.scale_mode), part.left, part.top)
