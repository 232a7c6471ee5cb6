"""QUIC: prediction and adaptive Golomb-Rice codes (codecs.md section 1)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment.codecs.image import MOST_PIXELS, ImageType, Picture, packed_rows, unpacked_rows
from piment.errors import CodecError

_NUMBERS = {
    ImageType.GRAY: 1,
    ImageType.RGB16: 2,
    ImageType.RGB24: 3,
    ImageType.RGB32: 4,
    ImageType.RGBA: 5,
}
_TYPES = {number: type_ for type_, number in _NUMBERS.items()}


def encode(
    pixels: NDArray[Any],
    type: ImageType,  # noqa: A002  the name that users know
) -> bytes:
    """Return `pixels`, the top row first, as a QUIC stream.

    `pixels` has the form of `Picture.pixels`; rows may be strided. Of RGB32 the pad and of RGB16
    the top bit are not carried. The format leaves no choice: every encoder gives these bytes.

    Raises:
        CodecError: a type without QUIC form, no pixels, more than 2^29 - 1 of them.
        ValueError: `pixels` are not those of the type.

    """
    rows = packed_rows(pixels, type)
    if (number := _NUMBERS.get(type)) is None:
        raise CodecError(f"QUIC: {type.name} cannot be coded")
    return _core.quic_encode(number, rows.shape[1] // type.unit_size, rows)


def decode(data: bytes | bytearray | memoryview, *, limit: int = MOST_PIXELS) -> Picture:
    """Return the picture of a QUIC stream of at most `limit` pixels.

    Raises:
        CodecError: the stream is not exactly one well-formed image, or it is too large.

    """
    number, width, height, flat = _core.quic_decode(np.frombuffer(data, np.uint8), limit)
    type_ = _TYPES[number]
    return Picture(type_, unpacked_rows(flat, type_, width, height), width)
