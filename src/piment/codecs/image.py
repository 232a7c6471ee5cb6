"""Image types and decoded pictures (codecs.md 0.1)."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment.errors import CodecError
from piment.record import Entity

MOST_PIXELS = 1 << 26
"""Most pixels a decoder accepts unless told otherwise: 8192x8192, or 256 MiB of RGB32."""


class ImageType(IntEnum):
    """What the pixels of an image are.

    The values are the type numbers of LZ and GLZ streams; GRAY, which only QUIC has, stands apart.
    """

    PLT1_LE = 1
    PLT1_BE = 2
    PLT4_LE = 3
    PLT4_BE = 4
    PLT8 = 5
    RGB16 = 6
    RGB24 = 7
    RGB32 = 8
    RGBA = 9
    XXXA = 10
    A8 = 11
    GRAY = 100

    @property
    def bits(self) -> int:
        """Bits of a pixel."""
        return _BITS[self]

    @property
    def is_palette(self) -> bool:
        """Whether pixels are palette indices, packed into bytes row by row."""
        return self <= ImageType.PLT8

    @property
    def unit_size(self) -> int:
        """Bytes of a pixel, or 1 where a byte holds one or more."""
        return max(self.bits // 8, 1)

    def stride(self, width: int) -> int:
        """Return the bytes of a row of `width` pixels: rows begin at a byte."""
        return (width * self.bits + 7) // 8


_FORMS: dict[ImageType, tuple[np.dtype[Any], tuple[int, ...]]] = {
    ImageType.RGB16: (np.dtype("<u2"), ()),
    ImageType.RGB24: (np.dtype(np.uint8), (3,)),
    ImageType.RGB32: (np.dtype(np.uint8), (4,)),
    ImageType.RGBA: (np.dtype(np.uint8), (4,)),
    ImageType.XXXA: (np.dtype(np.uint8), (4,)),
}

_OF_FOUR_BYTES = frozenset({ImageType.RGB32, ImageType.RGBA, ImageType.XXXA})

TYPES = {int(type_): type_ for type_ in ImageType}
"""Types by their numbers: looked up in a third of the time that the enumeration takes."""

_BITS = {
    ImageType.PLT1_LE: 1,
    ImageType.PLT1_BE: 1,
    ImageType.PLT4_LE: 4,
    ImageType.PLT4_BE: 4,
    ImageType.PLT8: 8,
    ImageType.RGB16: 16,
    ImageType.RGB24: 24,
    ImageType.RGB32: 32,
    ImageType.RGBA: 32,
    ImageType.XXXA: 32,
    ImageType.A8: 8,
    ImageType.GRAY: 8,
}


class Picture(Entity):
    """A decoded image, the top row first whatever the order of its stream.

    `pixels` has the form that the type's encoder takes: uint8 (height, width, 4) for RGB32, RGBA
    and XXXA, uint8 (height, width, 3) for RGB24, uint16 (height, width) for RGB16, uint8 (height,
    width) for A8 and GRAY, uint8 (height, bytes) of packed rows for palette types. What a codec
    does not carry (the pad of RGB32, the colour of XXXA) is 0. Rows may be strided, also backwards.

    `palette` are 0x00RRGGBB entries, uint32 of shape (entries,): palettes travel beside the
    stream, so it is what the decoder was given. `top_down` tells how the stream was coded.
    """

    type: ImageType
    pixels: NDArray[Any]
    width: int
    palette: NDArray[np.uint32] | None = None
    top_down: bool = True

    @property
    def height(self) -> int:
        """Height in rows."""
        return int(self.pixels.shape[0])

    def bgrx(self) -> NDArray[np.uint8]:
        """Return the picture as uint8 (height, width, 4): B, G, R and 0, or A where there is one.

        A8 and XXXA give black of that alpha.

        Raises:
            CodecError: a palette picture without palette, or with an index beyond its end.

        """
        out = np.zeros((self.height, self.width, 4), np.uint8)
        match self.type:
            case ImageType.RGB32 | ImageType.RGBA | ImageType.XXXA:
                out[:] = self.pixels
            case ImageType.RGB24:
                out[..., :3] = self.pixels
            case ImageType.RGB16:
                for channel, shift in enumerate((0, 5, 10)):
                    five = self.pixels >> shift & 31
                    out[..., channel] = five << 3 | five >> 2
            case ImageType.GRAY:
                out[..., :3] = self.pixels[..., None]
            case ImageType.A8:
                out[..., 3] = self.pixels
            case _:
                out.view("<u4")[..., 0] = self._entries()[self._indices()]
        return out

    def _entries(self) -> NDArray[np.uint32]:
        """Return the palette, with an entry for every index there is."""
        entries = np.empty(0, np.uint32) if self.palette is None else self.palette
        indices = 1 << self.type.bits
        if self.type.bits == 4 and len(entries):
            return entries[np.arange(indices) % len(entries)]  # codecs.md 2.3
        needed = int(self._indices().max(initial=0)) + 1 if self.type.bits == 8 else indices
        if len(entries) < needed:
            raise CodecError(f"{self.type.name} needs {needed} palette entries, has {len(entries)}")
        return entries

    def _indices(self) -> NDArray[np.uint8]:
        """Return palette indices, unpacked: uint8 of shape (height, width)."""
        rows: NDArray[np.uint8] = self.pixels
        match self.type:
            case ImageType.PLT1_LE:
                return np.unpackbits(rows, axis=1, count=self.width, bitorder="little")
            case ImageType.PLT1_BE:
                return np.unpackbits(rows, axis=1, count=self.width)
            case ImageType.PLT4_LE:
                nibbles = (rows & 15, rows >> 4)
            case ImageType.PLT4_BE:
                nibbles = (rows >> 4, rows & 15)
            case _:
                return rows
        return np.stack(nibbles, axis=2).reshape(self.height, -1)[:, : self.width]


def packed_rows(pixels: NDArray[Any], image_type: ImageType) -> NDArray[np.uint8]:
    """Return `pixels` as uint8 of shape (height, bytes of a row), without copying when possible.

    Raises:
        ValueError: shape or dtype are not those of the type (see `Picture`).

    """
    dtype, inner = _FORMS.get(image_type, (np.dtype(np.uint8), ()))
    if pixels.dtype != dtype or pixels.ndim != 2 + len(inner) or pixels.shape[2:] != inner:
        shape = ", ".join(map(str, ("height", "width", *inner)))
        raise ValueError(
            f"{image_type.name} needs {dtype} of shape ({shape}), "
            f"not {pixels.dtype} of shape {pixels.shape}"
        )
    rows = pixels if all(row.flags.c_contiguous for row in pixels[:1]) else pixels.copy()
    return rows.view(np.uint8).reshape(len(rows), pixels.shape[1] * image_type.unit_size)


def unpacked_rows(
    flat: NDArray[np.uint8], image_type: ImageType, width: int, height: int
) -> NDArray[Any]:
    """Return the bytes of a decoded image in the shape of `Picture.pixels`, without copying."""
    if image_type in _OF_FOUR_BYTES:
        return flat.reshape(height, width, 4)
    dtype, inner = _FORMS.get(image_type, (np.dtype(np.uint8), ()))
    columns = image_type.stride(width) // image_type.unit_size
    return flat.view(dtype).reshape(height, columns, *inner)
