"""Decoding images for a surface (wire.md 19.2, steps 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from piment.canvas.format import PixelFormat, Words
from piment.canvas.image import OPAQUE, Image
from piment.codecs import jpeg, lz, lz4, quic
from piment.codecs.image import MOST_PIXELS, ImageType, Picture
from piment.errors import ProtocolError
from piment.protocol.image import (
    Bitmap,
    BitmapFlags,
    BitmapFmt,
    ImageFlags,
    Jpeg,
    JpegAlpha,
    JpegAlphaFlags,
    Lz4,
    LzPlt,
    LzRgb,
    Quic,
)
from piment.protocol.image import Image as WireImage

Entries = NDArray[np.uint32]
"""A palette."""

_OF_FOUR_BYTES = {ImageType.RGB32: PixelFormat.XRGB, ImageType.RGBA: PixelFormat.ARGB}

# As plain integers, which combine ten times as fast as flags do.
_HIGH_BITS_SET = int(ImageFlags.HIGH_BITS_SET)
_TOP_DOWN = int(BitmapFlags.TOP_DOWN)


def load(image: WireImage, surface: PixelFormat, palette: Entries | None = None) -> Image:
    """Decode an image that needs nothing else, in its native format on such surfaces.

    `palette` is the cached one when the image only names it. What refers to other images or
    surfaces, or has a dictionary, is for the channel to find; `of_picture` takes what it decoded.

    Raises:
        CodecError: the coded image is broken.
        ProtocolError: the image does not fit its descriptor, lacks its palette, or is none that can
            be decoded by itself.

    """
    limit = min(image.width * image.height, MOST_PIXELS)
    match image.payload:
        case Bitmap() as bitmap:
            loaded = _bitmap(bitmap, surface, own_palette(bitmap, palette))
        case LzPlt() as coded:
            entries = own_palette(coded, palette)
            loaded = of_picture(lz.decode(coded.data, palette=entries, limit=limit), surface)
        case LzRgb(data):
            loaded = of_picture(lz.decode(data, limit=limit), surface)
        case Quic(data):
            loaded = of_picture(quic.decode(data, limit=limit), surface)
        case Jpeg(data):
            loaded = of_picture(jpeg.decode(data, limit=limit), surface)
        case JpegAlpha(flags, size, data):
            is_top_down = bool(flags & JpegAlphaFlags.TOP_DOWN)
            picture = jpeg.decode_alpha(data, size, top_down=is_top_down, limit=limit)
            loaded = of_picture(picture, surface)
        case Lz4(data):
            loaded = _of_lz4(lz4.decode(data, image.width, image.height), surface)
        case payload:
            raise ProtocolError(f"a {type(payload).__name__} cannot be decoded by itself")
    if loaded.words.shape != (image.height, image.width):
        raise ProtocolError(
            f"the image is {loaded.size}, its descriptor says {image.width}x{image.height}"
        )
    return with_high_bits(loaded) if int(image.flags) & _HIGH_BITS_SET else loaded


def load_mask(image: WireImage) -> Image:
    """Decode a mask.

    Raises:
        ProtocolError: it is no bitmap of one bit a pixel, or does not fit its descriptor.

    """
    match image.payload:
        case Bitmap(format=BitmapFmt.FMT_1BIT_LE | BitmapFmt.FMT_1BIT_BE) as bitmap:
            return Image(PixelFormat.A1, _indices(bitmap, _rows(bitmap)))
        case Bitmap(format=other):
            raise ProtocolError(f"a mask has 1 bit a pixel, not format {other}")
        case payload:
            raise ProtocolError(f"a mask is a bitmap, not {type(payload).__name__}")


def of_picture(picture: Picture, surface: PixelFormat) -> Image:
    """Return what a codec decoded in its native format on such surfaces.

    GLZ has the same formats on all surfaces: those of 32 bits.

    Raises:
        CodecError: a palette is missing or too short.

    """
    if picture.type in _OF_FOUR_BYTES:
        words = np.ascontiguousarray(picture.pixels).view(np.uint32)[..., 0]
        return Image(_OF_FOUR_BYTES[picture.type], words)
    if picture.type is ImageType.A8:
        return Image(PixelFormat.A8, np.ascontiguousarray(picture.pixels))
    if picture.type is ImageType.RGB16 and not surface.is_deep:
        return Image(PixelFormat.RGB555, np.ascontiguousarray(picture.pixels))
    words = picture.bgrx().view(np.uint32)[..., 0]
    if picture.type.is_palette and surface is PixelFormat.RGB555:
        return Image(PixelFormat.RGB555, (words & 0x7FFF).astype(np.uint16))
    if picture.type.is_palette:
        return Image(PixelFormat.XRGB, words & np.uint32(~OPAQUE & 0xFFFFFFFF))
    return Image(PixelFormat.XRGB, words)


def _of_lz4(picture: Picture, surface: PixelFormat) -> Image:
    """Return an LZ4 image: it is that of a bitmap, 555 on all surfaces where it has 16 bits."""
    if picture.type is ImageType.RGB16:
        return Image(PixelFormat.RGB555, np.ascontiguousarray(picture.pixels))
    return of_picture(picture, surface)


def with_high_bits(image: Image) -> Image:
    """Return the image with its undefined bytes set, if it has such (HIGH_BITS_SET)."""
    if image.format is not PixelFormat.XRGB:
        return image
    return Image(PixelFormat.XRGB, image.words | np.uint32(OPAQUE))


def own_palette(image: Bitmap | LzPlt, cached: Entries | None) -> Entries | None:
    """Return the palette that an image brings along, or else the cached one."""
    if image.palette is None:
        return cached
    return np.array(image.palette.ents, np.uint32)


def _rows(bitmap: Bitmap) -> NDArray[np.uint8]:
    """Return the bytes of a bitmap, of shape (height, stride), the top row first."""
    needed = (bitmap.x * _BITS[bitmap.format] + 7) // 8
    if bitmap.x * bitmap.y > MOST_PIXELS:
        raise ProtocolError(f"a bitmap of {bitmap.x}x{bitmap.y}, at most {MOST_PIXELS} pixels")
    if bitmap.stride < needed and bitmap.y:
        raise ProtocolError(f"rows of {bitmap.x} pixels need {needed} bytes, not {bitmap.stride}")
    if not bitmap.x or not bitmap.y:
        return np.zeros((bitmap.y, needed), np.uint8)
    rows = np.frombuffer(bitmap.data, np.uint8).reshape(bitmap.y, bitmap.stride)
    if bitmap.stride > needed:
        rows = rows[:, :needed]
    return rows if int(bitmap.flags) & _TOP_DOWN else rows[::-1]


def _bitmap(bitmap: Bitmap, surface: PixelFormat, palette: Entries | None) -> Image:
    if bitmap.format in _DIRECT:
        native, pixels = _DIRECT[bitmap.format]
        return Image(native, pixels(np.ascontiguousarray(_rows(bitmap))))
    if bitmap.format not in _BITS:
        raise ProtocolError(f"a bitmap cannot have format {int(bitmap.format)}")
    if surface is PixelFormat.RGB565:
        raise ProtocolError("surfaces of 16_565 take no images with palettes")
    indices = _indices(bitmap, _rows(bitmap))
    highest = int(indices.max(initial=0))
    if palette is None or highest >= len(palette):
        entries = 0 if palette is None else len(palette)
        raise ProtocolError(f"palette entry {highest} is used, there are {entries}")
    words: Words = palette[indices]
    if surface is PixelFormat.RGB555:
        return Image(PixelFormat.RGB555, words.astype(np.uint16))
    return Image(PixelFormat.XRGB, words)


def _indices(bitmap: Bitmap, rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return palette indices or mask bits, one a byte."""
    match bitmap.format:
        case BitmapFmt.FMT_1BIT_LE:
            return np.unpackbits(rows, axis=1, count=bitmap.x, bitorder="little")
        case BitmapFmt.FMT_1BIT_BE:
            return np.unpackbits(rows, axis=1, count=bitmap.x)
        case BitmapFmt.FMT_4BIT_LE:
            nibbles = (rows & 15, rows >> 4)
        case BitmapFmt.FMT_4BIT_BE:
            nibbles = (rows >> 4, rows & 15)
        case _:
            return rows
    pairs = np.stack(nibbles, axis=2).reshape(len(rows), 2 * rows.shape[1])
    return np.ascontiguousarray(pairs[:, : bitmap.x])


def _of_24_bits(rows: NDArray[np.uint8]) -> Words:
    width = rows.shape[1] // 3
    words = np.zeros((len(rows), width, 4), np.uint8)
    words[..., :3] = rows.reshape(len(rows), width, 3)
    return words.view(np.uint32)[..., 0]


# Bitmaps whose pixels say themselves what they are: native format, and how rows become pixels.
_DIRECT: dict[int, tuple[PixelFormat, Callable[[NDArray[np.uint8]], Words]]] = {
    BitmapFmt.FMT_16BIT: (PixelFormat.RGB555, lambda rows: rows.view(np.uint16)),
    BitmapFmt.FMT_24BIT: (PixelFormat.XRGB, _of_24_bits),
    BitmapFmt.FMT_32BIT: (PixelFormat.XRGB, lambda rows: rows.view(np.uint32)),
    BitmapFmt.RGBA: (PixelFormat.ARGB, lambda rows: rows.view(np.uint32)),
    BitmapFmt.FMT_8BIT_A: (PixelFormat.A8, lambda rows: rows),
}

_BITS: dict[int, int] = {
    BitmapFmt.FMT_1BIT_LE: 1,
    BitmapFmt.FMT_1BIT_BE: 1,
    BitmapFmt.FMT_4BIT_LE: 4,
    BitmapFmt.FMT_4BIT_BE: 4,
    BitmapFmt.FMT_8BIT: 8,
    BitmapFmt.FMT_16BIT: 16,
    BitmapFmt.FMT_24BIT: 24,
    BitmapFmt.FMT_32BIT: 32,
    BitmapFmt.RGBA: 32,
    BitmapFmt.FMT_8BIT_A: 8,
}
