"""What the bits of a pixel mean (wire.md 19.1)."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment import _core

Words = NDArray[Any]
"""Pixels of shape (height, width), a word each: uint8, uint16 or uint32, contiguous."""


class PixelFormat(IntEnum):
    """The format of a surface or of a decoded image; the values are those of `SurfaceFmt`."""

    A1 = 1
    """One bit of alpha, kept in a byte that is 0 or 1."""
    A8 = 8
    RGB555 = 16
    XRGB = 32
    """0xXXRRGGBB; the top byte is carried along and means nothing."""
    RGB565 = 80
    ARGB = 96
    """0xAARRGGBB, premultiplied."""

    def __init__(self, value: int) -> None:
        # Plain attributes: every command asks for some of them.
        self.depth = value & 0x3F
        """Bits of a pixel."""
        self.dtype: np.dtype[Any] = np.dtype(f"u{max(self.depth // 8, 1)}")
        """The word that holds a pixel."""
        self.ones = (1 << self.depth) - 1
        """A pixel with all bits set."""
        self.is_deep = self.depth == 32
        """Whether a pixel has 32 bits."""


def convert(words: Words, before: PixelFormat, after: PixelFormat) -> Words:
    """Return pixels in another format, colours truncated or filled up (wire.md 19.1).

    What had no alpha becomes opaque, what had no colour black.
    """
    return _core.canvas_convert(words, before, after)
