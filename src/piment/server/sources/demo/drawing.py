"""Draw with numpy and Pillow into pixels of shape (height, width, 4), B, G, R, A premultiplied.

Opaque pixels stay opaque under everything here, so the same functions draw on the desktop, whose
fourth byte is always 255.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from piment.geometry import Point, Rect, Size
from piment.server.sources.demo.theme import Colour

Pixels = NDArray[np.uint8]
Mask = NDArray[np.uint8]

# Shapes are drawn this many times too large and scaled down, which smooths their edges.
OVERSAMPLING = 4


def blank(size: Size, colour: Colour) -> Pixels:
    """Return opaque pixels of one colour."""
    pixels = np.empty((size.height, size.width, 4), np.uint8)
    pixels[:] = _bgra(colour)
    return pixels


def from_rgb(rgb: NDArray[np.uint8]) -> Pixels:
    """Return opaque pixels from an array (..., 3) of R, G, B."""
    pixels = np.full((*rgb.shape[:-1], 4), 255, np.uint8)
    pixels[..., :3] = rgb[..., ::-1]
    return pixels


def fill(pixels: Pixels, rect: Rect, colour: Colour) -> None:
    """Paint the part of `rect` that lies inside `pixels`."""
    inside = rect.intersection(_bounds(pixels))
    if not inside.is_empty:
        pixels[inside.rows, inside.columns] = _bgra(colour)


def lay_over(below: Pixels, above: Pixels) -> None:
    """Blend `above` over `below`, which has the same shape."""
    transparency = 255 - above[..., 3:].astype(np.uint16)
    np.add(above, scaled(below, transparency), out=below)


def tint(pixels: Pixels, mask: Mask, at: Point, colour: Colour) -> None:
    """Blend `colour` into `pixels` where `mask` says, from 0 (not at all) to 255 (fully).

    `at` is where the top left corner of the mask lies; what lies outside is cut off.
    """
    height, width = mask.shape
    place = Rect(at.x, at.y, at.x + width, at.y + height)
    inside = place.intersection(_bounds(pixels))
    if inside.is_empty:
        return
    cut = inside.moved(-at.x, -at.y)
    strength = mask[cut.rows, cut.columns, None].astype(np.uint16)
    target = pixels[inside.rows, inside.columns]
    target[:] = scaled(target, 255 - strength) + scaled(np.array(_bgra(colour)), strength)


def scaled(values: NDArray[np.uint8], factor: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Return `values * factor / 255`, rounded to the nearest."""
    product = values * factor
    product += 128
    product += product >> 8
    product >>= 8
    return product.astype(np.uint8)


def shape(size: Size, draw: Callable[[ImageDraw.ImageDraw, int], None]) -> Mask:
    """Return the mask of what `draw` draws in 255 with all its coordinates times the scale."""
    large = Image.new("L", (size.width * OVERSAMPLING, size.height * OVERSAMPLING))
    draw(ImageDraw.Draw(large), OVERSAMPLING)
    return np.array(large.resize((size.width, size.height), Image.Resampling.BOX))


def polygon(size: Size, *corners: tuple[float, float]) -> Mask:
    """Return the mask of a polygon with these corners."""

    def draw(ink: ImageDraw.ImageDraw, scale: int) -> None:
        ink.polygon([(x * scale, y * scale) for x, y in corners], fill=255)

    return shape(size, draw)


@functools.lru_cache(maxsize=64)
def rounded(size: Size, radius: float) -> Mask:
    """Return the mask of a rectangle with round corners that fills `size`; do not write to it."""
    beyond_x = np.abs(np.arange(size.width) + 0.5 - size.width / 2) - (size.width / 2 - radius)
    beyond_y = np.abs(np.arange(size.height) + 0.5 - size.height / 2) - (size.height / 2 - radius)
    distance = np.hypot(np.maximum(beyond_x, 0)[None, :], np.maximum(beyond_y, 0)[:, None])
    mask: Mask = (np.clip(radius - distance + 0.5, 0, 1) * 255).round().astype(np.uint8)
    mask.flags.writeable = False
    return mask


def pill(pixels: Pixels, rect: Rect, colour: Colour, radius: float | None = None) -> None:
    """Paint a rectangle with round corners; half round by default."""
    corner = min(rect.width, rect.height) / 2 if radius is None else radius
    tint(pixels, rounded(rect.size, corner), Point(rect.left, rect.top), colour)


def write(pixels: Pixels, at: Point, text: str, colour: Colour, text_size: int) -> None:
    """Write `text` with the left end of its base line at `at`."""
    if not text:
        return
    font = _font(text_size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text, anchor="ls"))
    image = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
    ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=font, anchor="ls")
    tint(pixels, np.asarray(image), Point(at.x + left, at.y + top), colour)


def text_width(text: str, text_size: int) -> float:
    """Return how far `write` advances for `text`, in pixels."""
    return _font(text_size).getlength(text)


@functools.lru_cache(maxsize=8)
def _font(text_size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(text_size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType: install Pillow's own wheel")  # noqa: TRY004
    # The basic layout does not depend on libraries that some systems lack.
    return font.font_variant(layout_engine=ImageFont.Layout.BASIC)


def _bgra(colour: Colour) -> NDArray[np.uint8]:
    red, green, blue = colour
    return np.array((blue, green, red, 255), np.uint8)


def _bounds(pixels: Pixels) -> Rect:
    return Rect(0, 0, pixels.shape[1], pixels.shape[0])
