"""Images: pixels in one of many codings, or a reference to such (wire.md 6.2-6.4)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from piment.limits import MOST_IMAGE_BYTES, MOST_PALETTE_ENTRIES
from piment.wire import (
    Enum8,
    Flags8,
    Struct,
    counted,
    length_of,
    pointer,
    sized,
    tag_of,
    u8,
    u16,
    u32,
    u64,
    when,
)


class ImageType(Enum8):
    """The coding of an image; in `Image`, the class of the payload stands for it."""

    BITMAP = 0
    QUIC = 1
    RESERVED = 2
    LZ_PLT = 100
    LZ_RGB = 101
    GLZ_RGB = 102
    FROM_CACHE = 103
    SURFACE = 104
    JPEG = 105
    FROM_CACHE_LOSSLESS = 106
    ZLIB_GLZ_RGB = 107
    JPEG_ALPHA = 108
    LZ4 = 109


class ImageFlags(Flags8):
    """Whether the client keeps an image, and what the top byte of its pixels means."""

    CACHE_ME = 1
    HIGH_BITS_SET = 2
    CACHE_REPLACE_ME = 4


class ImageCompression(Enum8):
    """What a client may ask the server to compress images with."""

    INVALID = 0
    OFF = 1
    AUTO_GLZ = 2
    AUTO_LZ = 3
    QUIC = 4
    GLZ = 5
    LZ = 6
    LZ4 = 7


class ImageScaleMode(Enum8):
    """What happens between the pixels of an image that is drawn larger or smaller."""

    INTERPOLATE = 0
    NEAREST = 1


class BitmapFmt(Enum8):
    """The pixels of a bitmap (wire.md 6.3).

    A name that begins with a digit has the FMT of its C name in front, SPICE_BITMAP_FMT_32BIT.
    """

    INVALID = 0
    FMT_1BIT_LE = 1
    FMT_1BIT_BE = 2
    FMT_4BIT_LE = 3
    FMT_4BIT_BE = 4
    FMT_8BIT = 5
    FMT_16BIT = 6
    FMT_24BIT = 7
    FMT_32BIT = 8
    RGBA = 9
    FMT_8BIT_A = 10


class BitmapFlags(Flags8):
    """Where the palette comes from, and which row is first: without TOP_DOWN, the bottom one."""

    PAL_CACHE_ME = 1
    PAL_FROM_CACHE = 2
    TOP_DOWN = 4


class JpegAlphaFlags(Flags8):
    """Which row of the alpha stream is first."""

    TOP_DOWN = 1


class Palette(Struct):
    """Colours as 0x00RRGGBB; 16-bit 555 values for surfaces of that format."""

    unique: u64
    """Key in the client's palette cache; 0 is never cached."""
    ents: Annotated[list[u32], counted(u16, MOST_PALETTE_ENTRIES)]


class Bitmap(Struct):
    """Plain rows of pixels."""

    format: BitmapFmt
    flags: BitmapFlags
    x: u32
    """Width in pixels."""
    y: u32
    """Height in pixels."""
    stride: u32
    """Bytes from row to row."""
    palette_id: Annotated[int | None, when("flags & BitmapFlags.PAL_FROM_CACHE"), u64]
    palette: Annotated[
        Palette | None, when("not flags & BitmapFlags.PAL_FROM_CACHE"), pointer(nullable=True)
    ]
    data: Annotated[bytes, sized("stride * y", MOST_IMAGE_BYTES)]


class Quic(Struct):
    """A QUIC stream (codecs.md 1)."""

    data: Annotated[bytes, counted(u32, MOST_IMAGE_BYTES)]


class LzPlt(Struct):
    """An LZ stream of palette indices."""

    flags: BitmapFlags
    data_size: ClassVar = length_of("data", u32)
    palette_id: Annotated[int | None, when("flags & BitmapFlags.PAL_FROM_CACHE"), u64]
    palette: Annotated[Palette | None, when("not flags & BitmapFlags.PAL_FROM_CACHE"), pointer()]
    data: Annotated[bytes, sized("data_size", MOST_IMAGE_BYTES)]


class LzRgb(Struct):
    """An LZ stream of colours or alpha."""

    data: Annotated[bytes, counted(u32, MOST_IMAGE_BYTES)]


class GlzRgb(Struct):
    """A GLZ stream, which refers to earlier images."""

    data: Annotated[bytes, counted(u32, MOST_IMAGE_BYTES)]


class FromCache(Struct):
    """The image that the client keeps under the descriptor's id."""


class Surface(Struct):
    """What another surface shows now."""

    surface_id: u32


class Jpeg(Struct):
    """A JPEG file."""

    data: Annotated[bytes, counted(u32, MOST_IMAGE_BYTES)]


class FromCacheLossless(Struct):
    """As FROM_CACHE, and a copy that was lossy will not do."""


class ZlibGlzRgb(Struct):
    """A GLZ stream inside a zlib stream."""

    glz_data_size: u32
    """Bytes of the GLZ stream."""
    data: Annotated[bytes, counted(u32, MOST_IMAGE_BYTES)]


class JpegAlpha(Struct):
    """A JPEG file of `jpeg_size` bytes, then an LZ stream of type XXXA, both in `data`."""

    flags: JpegAlphaFlags
    jpeg_size: u32
    data: Annotated[bytes, counted(u32, MOST_IMAGE_BYTES)]


class Lz4(Struct):
    """LZ4 blocks (wire.md 20.5)."""

    data: Annotated[bytes, counted(u32, MOST_IMAGE_BYTES)]


Payload = (
    Bitmap
    | Quic
    | LzPlt
    | LzRgb
    | GlzRgb
    | FromCache
    | Surface
    | Jpeg
    | FromCacheLossless
    | ZlibGlzRgb
    | JpegAlpha
    | Lz4
)
"""What follows the descriptor of an image, one class for each type."""


class Image(Struct):
    """The descriptor of an image, and what its type adds.

    `width` and `height` are in pixels and equal those inside a coded stream.
    """

    id: u64
    """Key in the client's cache."""
    type: ClassVar = tag_of(
        "payload",
        u8,
        {
            ImageType.BITMAP: Bitmap,
            ImageType.QUIC: Quic,
            ImageType.LZ_PLT: LzPlt,
            ImageType.LZ_RGB: LzRgb,
            ImageType.GLZ_RGB: GlzRgb,
            ImageType.FROM_CACHE: FromCache,
            ImageType.SURFACE: Surface,
            ImageType.JPEG: Jpeg,
            ImageType.FROM_CACHE_LOSSLESS: FromCacheLossless,
            ImageType.ZLIB_GLZ_RGB: ZlibGlzRgb,
            ImageType.JPEG_ALPHA: JpegAlpha,
            ImageType.LZ4: Lz4,
        },
    )
    flags: ImageFlags
    width: u32
    height: u32
    payload: Payload
