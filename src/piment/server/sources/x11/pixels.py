"""How an X server's pixels lie in memory, and how to read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Size
from piment.server.sources.base import SourceError

# From the X protocol: an image's byte order, and the class of a visual whose pixels hold colours.
_LITTLE_ENDIAN = 0
_TRUE_COLOR = 4

_PIXEL_BITS = (16, 32)
_CHANNEL_MAX = 255


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """The layout of ZPixmap images.

    `dtype` is that of one pixel as a number; `masks` select blue, green and red in it, in this
    order; rows are multiples of `row_alignment` bytes.
    """

    dtype: np.dtype[np.uint16 | np.uint32]
    masks: tuple[int, int, int]
    row_alignment: int

    @classmethod
    def of_screen(cls, setup: Any, screen: Any) -> PixelFormat:
        """Find the layout of what the root window of `screen` shows.

        Raises:
            SourceError: pixels are palette indices, or of a size that no desktop uses today.

        """
        depth = screen.root_depth
        layout = next(item for item in setup.pixmap_formats if item.depth == depth)
        visual = next(
            visual
            for allowed in screen.allowed_depths
            for visual in allowed.visuals
            if visual.visual_id == screen.root_visual
        )
        if visual._class != _TRUE_COLOR or layout.bits_per_pixel not in _PIXEL_BITS:
            raise SourceError(
                f"the display has {depth} bit colours in a form that cannot be shown; "
                "start the X server with 24 bit true colours"
            )
        order = "<" if setup.image_byte_order == _LITTLE_ENDIAN else ">"
        return cls(
            np.dtype(f"{order}u{layout.bits_per_pixel // 8}"),
            (visual.blue_mask, visual.green_mask, visual.red_mask),
            layout.scanline_pad // 8,
        )

    def row_bytes(self, width: int) -> int:
        """Return how many bytes a row of `width` pixels takes."""
        return -(-width * self.dtype.itemsize // self.row_alignment) * self.row_alignment

    def image_bytes(self, size: Size) -> int:
        """Return how many bytes an image takes."""
        return self.row_bytes(size.width) * size.height

    def read(self, data: NDArray[np.uint8], size: Size) -> NDArray[np.uint8]:
        """Return the pixels of the image in the flat `data`: (height, width, 4), B, G, R, X.

        The result shares memory with `data` when its layout is that already.
        """
        used = data[: self.image_bytes(size)]
        rows = used.reshape(size.height, -1)[:, : size.width * self.dtype.itemsize]
        if self.dtype == np.dtype("<u4") and self.masks == (0xFF, 0xFF00, 0xFF0000):
            return rows.reshape(size.height, size.width, 4)
        pixels = np.zeros((size.height, size.width, 4), np.uint8)
        numbers = np.ascontiguousarray(rows).view(self.dtype)
        for channel, mask in enumerate(self.masks):
            pixels[..., channel] = _scaled(numbers, mask)
        return pixels


def _scaled(numbers: NDArray[Any], mask: int) -> NDArray[Any]:
    """Return what `mask` selects, stretched so that its largest value becomes 255."""
    shift = (mask & -mask).bit_length() - 1
    largest = mask >> shift
    values = (numbers.astype(np.uint64) & mask) >> shift
    return (values * _CHANNEL_MAX + largest // 2) // largest
