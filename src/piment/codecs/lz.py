"""LZ: whole images as LZ77 over pixels (codecs.md section 2)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment.codecs.image import MOST_PIXELS, TYPES, ImageType, Picture, packed_rows, unpacked_rows


def encode(
    pixels: NDArray[Any],
    type: ImageType,  # noqa: A002  the name that users know
    *,
    width: int | None = None,
    top_down: bool = True,
) -> bytes:
    """Return `pixels`, the top row first, as an LZ stream.

    `pixels` has the form of `Picture.pixels`; rows may be strided. `width` is the width in pixels
    of a palette image whose rows end within a byte. `top_down` is the order of the rows in the
    stream. Of RGB32 the pad and of RGB16 the top bit are not carried; of XXXA only the alpha is.

    Raises:
        CodecError: a type without LZ form, a `width` that does not fit, an image beyond 2^30 bytes.
        ValueError: `pixels` are not those of the type.

    """
    rows = packed_rows(pixels, type)
    if width is None:
        width = rows.shape[1] * 8 // type.bits
    return _core.lz_encode(type, width, top_down, rows)


def decode(
    data: bytes | bytearray | memoryview,
    *,
    palette: NDArray[np.uint32] | None = None,
    limit: int = MOST_PIXELS,
) -> Picture:
    """Return the picture of an LZ stream of at most `limit` pixels.

    `palette` becomes that of the picture.

    Raises:
        CodecError: the stream is not exactly one well-formed image, or it is too large.

    """
    number, width, height, top_down, flat = _core.lz_decode(np.frombuffer(data, np.uint8), limit)
    type_ = TYPES[number]
    pixels = unpacked_rows(flat, type_, width, height)
    return Picture(type_, pixels if top_down else pixels[::-1], width, palette, top_down)
