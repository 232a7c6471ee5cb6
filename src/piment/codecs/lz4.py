"""LZ4: rows of pixels as one LZ4 stream (codecs.md 4.4); plain bytes as one block."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment.codecs.image import MOST_PIXELS, ImageType, Picture, packed_rows, unpacked_rows
from piment.errors import CodecError

_HEAD_BYTES = 2  # whether top-down, bitmap format
_SIZE_BYTES = 4  # what the kernels have before each block: its size

_TYPES = {
    int(type_): type_
    for type_ in (
        ImageType.RGB16,
        ImageType.RGB24,
        ImageType.RGB32,
        ImageType.RGBA,
    )
}
"""By bitmap format; the numbers are those of LZ's types."""


def encode(
    pixels: NDArray[Any],
    type: ImageType,  # noqa: A002  the name that users know
    *,
    top_down: bool = True,
) -> bytes:
    """Return `pixels`, the top row first, as an LZ4 image of one block.

    `pixels` has the form of `Picture.pixels`; rows may be strided. `top_down` is the order of the
    rows in the stream. Every byte is carried, the pad of RGB32 too.

    Raises:
        CodecError: a type without LZ4 form, no pixels.
        ValueError: `pixels` are not those of the type.

    """
    rows = packed_rows(pixels, type)
    if type not in _TYPES.values():
        raise CodecError(f"LZ4: {type.name} cannot be coded")
    if not rows.size:
        raise CodecError("LZ4: an image without pixels cannot be coded")
    return _core.lz4_encode(bytes((top_down, type)), top_down, rows)


def decode(
    data: bytes | bytearray | memoryview, width: int, height: int, *, limit: int = MOST_PIXELS
) -> Picture:
    """Return the picture of an LZ4 image of `width` x `height` pixels, at most `limit` of them.

    The size is not in the stream: it comes from the image's descriptor. The pad of RGB32 is what
    the sender left there.

    Raises:
        CodecError: the stream is not exactly one well-formed image, or it is too large.

    """
    if len(data) < _HEAD_BYTES:
        raise CodecError(f"LZ4: head needs {_HEAD_BYTES} bytes, {len(data)} left")
    if width < 1 or height < 1 or width * height > limit:
        raise CodecError(f"LZ4: image has {width}x{height} pixels, 1 to {limit} allowed")
    top_down, number = bool(data[0]), data[1]
    if (type_ := _TYPES.get(number)) is None:
        raise CodecError(f"LZ4: bitmap format {number} cannot be coded")
    blocks = np.frombuffer(data, np.uint8, offset=_HEAD_BYTES)
    flat = _core.lz4_decode(blocks, type_.stride(width) * height)
    rows = unpacked_rows(flat, type_, width, height)
    return Picture(type_, rows if top_down else rows[::-1], width, top_down=top_down)


def encode_bytes(data: bytes) -> bytes:
    """Return `data`, at least one byte, as one LZ4 block."""
    block = _core.lz4_encode(b"", True, np.frombuffer(data, np.uint8).reshape(1, -1))
    return block[_SIZE_BYTES:]


def decode_bytes(block: bytes, size: int, *, limit: int) -> bytes:
    """Return the `size` bytes of one LZ4 block, at most `limit` of them.

    Raises:
        CodecError: the block is broken, or has another number of bytes.

    """
    if size > limit:
        raise CodecError(f"LZ4: {size} bytes, {limit} allowed")
    blocks = len(block).to_bytes(_SIZE_BYTES, "big") + block
    return _core.lz4_decode(np.frombuffer(blocks, np.uint8), size).tobytes()
