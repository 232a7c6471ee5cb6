"""zlib around the bytes of another codec, GLZ in practice (codecs.md 4.7)."""

from __future__ import annotations

import zlib

from piment.codecs.image import MOST_PIXELS
from piment.errors import CodecError

LEVEL = 3
"""Effort of 1 to 9: the reference server's, as good as 9 on what GLZ leaves."""

MOST_BYTES = 5 * MOST_PIXELS
"""Most bytes a stream inflates to unless told otherwise: GLZ takes less than 5 for a pixel."""


def deflate(stream: bytes | bytearray | memoryview, *, level: int = LEVEL) -> bytes:
    """Return `stream` as one complete zlib stream."""
    return zlib.compress(stream, level)


def inflate(data: bytes | bytearray | memoryview, size: int, *, limit: int = MOST_BYTES) -> bytes:
    """Return the `size` bytes, at most `limit`, that a zlib stream stands for.

    Raises:
        CodecError: the stream is not exactly one of `size` bytes, or that is too much.

    """
    if size > limit:
        raise CodecError(f"zlib: {size} bytes, at most {limit} allowed")
    inflater = zlib.decompressobj()
    try:
        # One byte more than wanted shows that there is more, and lets the trailer be read.
        stream = inflater.decompress(data, size + 1)
    except zlib.error as error:
        raise CodecError(f"zlib: {error}") from error
    if len(stream) != size:
        found = "more" if len(stream) > size else f"{len(stream)}"
        raise CodecError(f"zlib: {size} bytes expected, {found} there")
    if not inflater.eof:
        raise CodecError("zlib: the stream has no end")
    if inflater.unused_data:
        raise CodecError(f"zlib: {len(inflater.unused_data)} bytes behind the stream")
    return stream
