"""Compositing as the X Render extension does it (wire.md 19.10)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from piment import _core
from piment._core import CanvasSpans
from piment.canvas.format import PixelFormat, Words
from piment.canvas.image import OPAQUE, Image, Images, native
from piment.canvas.region import region
from piment.canvas.surface import Surface
from piment.errors import ProtocolError
from piment.protocol.common import Point16, Transform
from piment.protocol.draw import CompositeFlags, DrawComposite

# Where the numbers stand among the flags.
OPERATOR_BITS = 0xFF
SOURCE_FILTER_SHIFT = 8
MASK_FILTER_SHIFT = 11
SOURCE_REPEAT_SHIFT = 14
MASK_REPEAT_SHIFT = 16

OPERATORS = {*range(14), *range(0x30, 0x3F)}

# pixman's numbers: fast, good, best, nearest, bilinear; and whether they mix pixels.
FILTERS = {0: False, 1: True, 2: True, 3: False, 4: True}

IDENTITY = (1 << 16, 0, 0, 0, 1 << 16, 0)


class Source(NamedTuple):
    """An image of colours, and how it is read."""

    colours: Words
    transform: tuple[int, ...]
    """16.16 fixed point, signed."""
    shift: tuple[int, int]
    """What is added to a place on the surface before it is transformed."""
    is_smooth: bool
    repeat: int


def draw_composite(surface: Surface, command: DrawComposite, images: Images) -> CanvasSpans:
    """Combine a source, within a mask, with what is there.

    Raises:
        ProtocolError: there is no such operator or filter.

    """
    flags = int(command.flags)
    operator = flags & OPERATOR_BITS
    if operator not in OPERATORS:
        raise ProtocolError(f"there is no operator {operator:#x}")
    spans = region(surface, command)
    image = _loaded(surface, native(surface, command.src_bitmap, images))
    colours = image.colours()
    if command.flags & CompositeFlags.SOURCE_OPAQUE and image.is_surface:
        colours = colours | np.uint32(OPAQUE)
    source = Source(
        colours,
        _matrix(command.src_transform),
        _shift(command, command.src_origin),
        _is_smooth(flags >> SOURCE_FILTER_SHIFT),
        flags >> SOURCE_REPEAT_SHIFT & 3,
    )
    mask, by_channel = _mask(surface, command, images)
    how = (operator, by_channel)
    _core.canvas_composite(surface.words, surface.format, spans, how, source, mask)
    return spans


def _mask(surface: Surface, command: DrawComposite, images: Images) -> tuple[Source | None, bool]:
    """Return the mask, and whether its channels count one by one."""
    if command.mask_bitmap is None:
        return None, False
    flags = int(command.flags)
    image = _loaded(surface, native(surface, command.mask_bitmap, images))
    mask = Source(
        image.colours(),
        _matrix(command.mask_transform),
        _shift(command, command.mask_origin),
        _is_smooth(flags >> MASK_FILTER_SHIFT),
        flags >> MASK_REPEAT_SHIFT & 3,
    )
    has_colours = image.format not in (PixelFormat.A1, PixelFormat.A8)
    return mask, has_colours and bool(command.flags & CompositeFlags.COMPONENT_ALPHA)


def _loaded(surface: Surface, image: Image) -> Image:
    return image if image.is_surface else image.fit_for(surface.format)


def _shift(command: DrawComposite, origin: Point16) -> tuple[int, int]:
    return origin.x - command.box.left, origin.y - command.box.top


def _is_smooth(number: int) -> bool:
    try:
        return FILTERS[number & 7]
    except KeyError:
        raise ProtocolError(f"there is no filter {number & 7}") from None


def _matrix(transform: Transform | None) -> tuple[int, ...]:
    """Return the numbers of a matrix with their signs."""
    if transform is None:
        return IDENTITY
    t = transform
    words = (t.t00, t.t01, t.t02, t.t10, t.t11, t.t12)
    return tuple((word ^ 1 << 31) - (1 << 31) for word in words)
