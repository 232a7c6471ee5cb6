"""Random images as they travel, and the pixels that a viewer must make of them (wire.md 19.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from piment.canvas import PixelFormat
from piment.canvas.format import Words, convert
from piment.canvas.image import OPAQUE
from piment.codecs import glz, jpeg, lz, lz4, quic, zlib
from piment.codecs.image import ImageType, Picture, packed_rows
from piment.protocol import image as wire
from piment.protocol.image import BitmapFmt, ImageFlags
from tests.interop.painter import Painter

GLZ_WINDOW = 100_000  # pixels: some fifty images, so that the window moves all the time
COLOURS = 0x00FFFFFF

BITMAP_FORMATS = {
    ImageType.PLT1_BE: BitmapFmt.FMT_1BIT_BE,
    ImageType.PLT4_BE: BitmapFmt.FMT_4BIT_BE,
    ImageType.PLT8: BitmapFmt.FMT_8BIT,
    ImageType.RGB16: BitmapFmt.FMT_16BIT,
    ImageType.RGB24: BitmapFmt.FMT_24BIT,
    ImageType.RGB32: BitmapFmt.FMT_32BIT,
    ImageType.RGBA: BitmapFmt.RGBA,
    ImageType.A8: BitmapFmt.FMT_8BIT_A,
}
"""Those that spice-gtk draws: a palette with the left pixel in low bits ends its process."""


@dataclass
class Travelling:
    """An image on its way: what is sent, and the pixels that it stands for."""

    payload: wire.Payload
    words: Words
    """Pixels on surfaces of 32 bits: 0xTTRRGGBB with the top byte T."""
    fives: Words | None = None
    """Pixels for surfaces of 16 bits, as 0555, where they are not those of `words` made smaller."""
    may_have_high_bits: bool = False
    """Whether HIGH_BITS_SET means something, and only for this image.

    In GLZ's dictionary spice-gtk sets them too, so that they come back in later images.
    """


class Coders:
    """Encode pictures as a server does for one viewer."""

    def __init__(self, painter: Painter) -> None:
        self._chance = painter.chance
        self._random = painter.random
        self._dictionary = glz.Encoder(GLZ_WINDOW)

    def bitmap(self, picture: Picture) -> Travelling:
        """Return it as it is: the raw top byte stays, unused ends of rows are noise."""
        top_down, kind = self._chance(), picture.type
        rows = packed_rows(picture.pixels, kind)
        gap = int(self._random.integers(0, 9)) if self._chance() else 0
        ends = self._random.integers(0, 256, (picture.height, gap), np.uint8)
        rows = np.hstack([rows if top_down else rows[::-1], ends])
        payload = wire.Bitmap(
            BITMAP_FORMATS[kind],
            wire.BitmapFlags.TOP_DOWN if top_down else wire.BitmapFlags(0),
            picture.width,
            picture.height,
            rows.shape[1],
            None,
            palette_of(picture),
            rows.tobytes(),
        )
        words = picture.bgrx().view("<u4")[..., 0]
        if kind is ImageType.RGB16:
            words |= np.uint32(OPAQUE)
        return Travelling(payload, words, fives_of(picture), has_pad(kind))

    def quic(self, picture: Picture) -> Travelling:
        """Return it as QUIC."""
        return self._plain(wire.Quic(quic.encode(picture.pixels, picture.type)), picture)

    def lz(self, picture: Picture) -> Travelling:
        """Return it as LZ of colours or alpha."""
        data = lz.encode(picture.pixels, picture.type, top_down=self._chance())
        return self._plain(wire.LzRgb(data), picture)

    def lz_plt(self, picture: Picture) -> Travelling:
        """Return it as LZ of palette indices."""
        top_down, kind = self._chance(), picture.type
        if kind.bits == 4 and picture.palette is not None:  # indices go round short palettes
            entries = int(self._random.integers(1, 17))
            picture = picture.replaced(palette=picture.palette[:entries])
        data = lz.encode(picture.pixels, kind, width=picture.width, top_down=top_down)
        flags = wire.BitmapFlags.TOP_DOWN if top_down else wire.BitmapFlags(0)
        return self._plain(wire.LzPlt(flags, None, palette_of(picture), data), picture)

    def glz(self, picture: Picture) -> Travelling:
        """Return it as GLZ."""
        return Travelling(wire.GlzRgb(self._glz(picture)), without_pad(picture))

    def zlib_glz(self, picture: Picture) -> Travelling:
        """Return it as GLZ within zlib."""
        data = self._glz(picture)
        payload = wire.ZlibGlzRgb(len(data), zlib.deflate(data))
        return Travelling(payload, without_pad(picture))

    def lz4(self, picture: Picture) -> Travelling:
        """Return it as LZ4, which carries the raw top byte."""
        data = lz4.encode(picture.pixels, picture.type, top_down=self._chance())
        words = picture.bgrx().view("<u4")[..., 0]
        if picture.type in (ImageType.RGB16, ImageType.RGB24):
            words |= np.uint32(OPAQUE)
        return Travelling(wire.Lz4(data), words, fives_of(picture), has_pad(picture.type))

    def jpeg(self, picture: Picture) -> Travelling:
        """Return it as JPEG; both sides decode with libjpeg-turbo, which is exact."""
        data = jpeg.encode(picture.pixels, picture.type, quality=self._quality())
        return Travelling(wire.Jpeg(data), without_pad(jpeg.decode(data)), None, True)

    def jpeg_alpha(self, picture: Picture) -> Travelling:
        """Return it as JPEG and LZ."""
        top_down = self._chance()
        quality = self._quality()
        data, size = jpeg.encode_alpha(picture.pixels, quality=quality, top_down=top_down)
        flags = wire.JpegAlphaFlags.TOP_DOWN if top_down else wire.JpegAlphaFlags(0)
        decoded = jpeg.decode_alpha(data, size, top_down=top_down)
        return Travelling(wire.JpegAlpha(flags, size, data), without_pad(decoded))

    def _plain(self, payload: wire.Payload, picture: Picture) -> Travelling:
        words, fives = without_pad(picture), fives_of(picture)
        return Travelling(payload, words, fives, has_pad(picture.type))

    def _glz(self, picture: Picture) -> bytes:
        return self._dictionary.encode(picture.pixels, picture.type, top_down=self._chance())

    def _quality(self) -> int:
        return int(self._random.integers(20, 101))


def has_pad(kind: ImageType) -> bool:
    """Return whether the top byte of its pixels means nothing."""
    return kind not in (ImageType.RGBA, ImageType.A8)


def palette_of(picture: Picture) -> wire.Palette | None:
    """Return the palette as it travels."""
    return None if picture.palette is None else wire.Palette(0, picture.palette.tolist())


def without_pad(picture: Picture) -> Words:
    """Return the words of a picture whose codec carries no top byte that means nothing."""
    words: Words = picture.bgrx().view("<u4")[..., 0]
    return words & np.uint32(COLOURS) if has_pad(picture.type) else words


def fives_of(picture: Picture) -> Words | None:
    """Return the pixels that go to a surface of 16_555 as they are: colours and palettes of it."""
    if picture.type is ImageType.RGB16:
        return picture.pixels
    if picture.type.is_palette:
        return np.ascontiguousarray(picture.bgrx().view("<u2")[..., 0])
    return None


Coder = Callable[[Coders, Picture], Travelling]


def random_image(
    painter: Painter, coders: Coders, coder: Coder, kind: ImageType, surface: PixelFormat
) -> tuple[wire.Image, Words]:
    """Return an image to send, and its pixels on such a surface."""
    picture = painter.picture(kind)
    sent = coder(coders, picture)
    flags, words = ImageFlags(0), sent.words
    if sent.may_have_high_bits and painter.chance(0.2):
        flags, words = ImageFlags.HIGH_BITS_SET, words | np.uint32(OPAQUE)
    if not surface.is_deep and sent.fives is not None:
        words = convert(sent.fives, PixelFormat.RGB555, surface)
    elif not surface.is_deep:
        words = convert(words, PixelFormat.XRGB, surface)
    return wire.Image(0, flags, picture.width, picture.height, sent.payload), words
