"""The shapes of the pointer."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from piment.geometry import Point, Size
from piment.server.scene.updates import CursorShape
from piment.server.sources.demo.drawing import OVERSAMPLING, Mask, scaled, shape

SIZE = Size(32, 32)


class Cursor(enum.Enum):
    """What the pointer says about the place it stands on."""

    ARROW = enum.auto()
    TEXT = enum.auto()
    HAND = enum.auto()
    MOVE = enum.auto()


Drawing = Callable[[ImageDraw.ImageDraw, int], None]


@functools.cache
def cursor_shape(cursor: Cursor) -> CursorShape:
    """Return the pixels and the hot spot of a cursor: dark, with a white rim and a soft shadow."""
    draw, hot_spot = _SHAPES[cursor]
    core, rim = shape(SIZE, draw), _rim(draw)
    shadow = np.roll(_blurred(rim), (1, 1), axis=(0, 1))
    pixels = np.empty((SIZE.height, SIZE.width, 4), np.uint8)
    # White where the rim shows around the dark core, all of it over the shadow.
    pixels[..., :3] = scaled(rim, 255 - core.astype(np.uint16))[..., None]
    pixels[..., 3] = rim + scaled(shadow, 255 - rim.astype(np.uint16))
    pixels.flags.writeable = False
    return CursorShape(pixels, hot_spot)


def _rim(draw: Drawing) -> Mask:
    large = Image.new("L", (SIZE.width * OVERSAMPLING, SIZE.height * OVERSAMPLING))
    draw(ImageDraw.Draw(large), OVERSAMPLING)
    grown = large.filter(ImageFilter.MaxFilter(2 * OVERSAMPLING + 1))
    return np.array(grown.resize((SIZE.width, SIZE.height), Image.Resampling.BOX))


def _blurred(mask: Mask) -> Mask:
    blurred = np.asarray(Image.fromarray(mask).filter(ImageFilter.GaussianBlur(1.5)))
    return (blurred * 0.35).astype(np.uint8)


def _polygon(ink: ImageDraw.ImageDraw, scale: int, *corners: tuple[float, float]) -> None:
    ink.polygon([(x * scale, y * scale) for x, y in corners], fill=255)


def _round_bar(
    ink: ImageDraw.ImageDraw, scale: int, box: tuple[float, float, float, float], radius: float
) -> None:
    ink.rounded_rectangle([edge * scale for edge in box], radius * scale, fill=255)


def _draw_arrow(ink: ImageDraw.ImageDraw, scale: int) -> None:
    _polygon(ink, scale, (4, 3), (4, 19), (7.8, 15.6), (15.4, 15.2))
    _polygon(ink, scale, (7, 14), (9.6, 13), (12.8, 20.4), (10.2, 21.5))


def _draw_text(ink: ImageDraw.ImageDraw, scale: int) -> None:
    _round_bar(ink, scale, (15.2, 7, 16.8, 25), 0.8)
    _round_bar(ink, scale, (12, 6.2, 20, 7.8), 0.8)
    _round_bar(ink, scale, (12, 24.2, 20, 25.8), 0.8)


def _draw_hand(ink: ImageDraw.ImageDraw, scale: int) -> None:
    _round_bar(ink, scale, (11, 3, 13.6, 18), 1.3)
    _round_bar(ink, scale, (14.2, 9, 16.8, 18), 1.3)
    _round_bar(ink, scale, (17.4, 10, 20, 19), 1.3)
    _round_bar(ink, scale, (20.6, 11.5, 23, 20), 1.2)
    _round_bar(ink, scale, (11, 15, 23, 26), 4)
    _polygon(ink, scale, (6.4, 14.4), (8.4, 13.4), (12.6, 17.6), (15, 24), (12.4, 23))


def _draw_move(ink: ImageDraw.ImageDraw, scale: int) -> None:
    _round_bar(ink, scale, (15.1, 8, 16.9, 24), 0.4)
    _round_bar(ink, scale, (8, 15.1, 24, 16.9), 0.4)
    _polygon(ink, scale, (16, 4.5), (19.6, 9), (12.4, 9))
    _polygon(ink, scale, (16, 27.5), (19.6, 23), (12.4, 23))
    _polygon(ink, scale, (4.5, 16), (9, 12.4), (9, 19.6))
    _polygon(ink, scale, (27.5, 16), (23, 12.4), (23, 19.6))


_SHAPES: dict[Cursor, tuple[Drawing, Point]] = {
    Cursor.ARROW: (_draw_arrow, Point(4, 3)),
    Cursor.TEXT: (_draw_text, Point(16, 16)),
    Cursor.HAND: (_draw_hand, Point(12, 3)),
    Cursor.MOVE: (_draw_move, Point(16, 16)),
}
