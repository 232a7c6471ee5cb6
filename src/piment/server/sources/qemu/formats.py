"""From QEMU's pixels to ours: the formats of pixman (dbus-display.md 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment.errors import PimentError

Pixels = NDArray[np.uint8]
"""Shape (height, width, 4), in memory order B, G, R, X."""

# Codes of channels' orders, from the highest bits down; what is left over lies where the gap is.
_ORDERS = {2: "ARGB", 3: "ABGR", 8: "BGRA", 9: "RGBA"}

_PIXEL_BITS = (16, 24, 32)
_BYTE_BITS = 8
_CHANNEL_MAX = 255


class PictureError(PimentError):
    """QEMU tells of a picture that cannot be: its format, its size or its memory is wrong."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One colour: its lowest bit in a pixel as a number, and how many bits it has."""

    shift: int
    bits: int

    @property
    def is_byte(self) -> bool:
        """Whether it is one whole byte of the pixel."""
        return self.bits == _BYTE_BITS and self.shift % _BYTE_BITS == 0


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """A layout of pixels: little endian numbers of 2, 3 or 4 bytes; blue, green and red in them."""

    pixel_bytes: int
    channels: tuple[Channel, Channel, Channel]

    @classmethod
    def of_code(cls, code: int) -> PixelFormat:
        """Return the format with pixman's number `code`.

        Raises:
            PictureError: it is none with red, green and blue in 16 to 32 bits.

        """
        return _format(code)

    def read(self, rows: Pixels) -> Pixels:
        """Return pixels as (height, width, 4), B, G, R, X, from (height, width, bytes of a pixel).

        The result shares memory with `rows` when these are in our order already.
        """
        if self == _OURS:
            return rows
        pixels = np.zeros((*rows.shape[:2], 4), np.uint8)
        if all(channel.is_byte for channel in self.channels):
            for place, channel in enumerate(self.channels):
                pixels[..., place] = rows[..., channel.shift // _BYTE_BITS]
            return pixels
        number = np.dtype(f"<u{self.pixel_bytes}")
        numbers = np.ascontiguousarray(rows).view(number)[..., 0].astype(np.uint32)
        for place, channel in enumerate(self.channels):
            pixels[..., place] = _stretched(numbers, channel)
        return pixels


def _stretched(numbers: NDArray[Any], channel: Channel) -> NDArray[Any]:
    """Return one channel, so that its largest value becomes 255."""
    largest = (1 << channel.bits) - 1
    values = numbers >> channel.shift & largest
    return (values * _CHANNEL_MAX + largest // 2) // largest


@lru_cache
def _format(code: int) -> PixelFormat:
    pixel_bits, order = code >> 24, _ORDERS.get(code >> 16 & 0xFF)
    widths = dict(zip("ARGB", (code >> shift & 0xF for shift in (12, 8, 4, 0)), strict=True))
    colours = sum(widths[name] for name in "RGB")
    fits = order is not None and pixel_bits in _PIXEL_BITS and widths["A"] + colours <= pixel_bits
    if order is None or not fits or not all(widths[name] for name in "RGB"):
        raise PictureError(f"pixels have the format {code:#010x}, which nobody knows")
    # The alpha channel, or what stands in its place, takes what the colours leave.
    widths["A"] = pixel_bits - colours
    channels = {}
    shift = pixel_bits
    for name in order:
        shift -= widths[name]
        channels[name] = Channel(shift, widths[name])
    return PixelFormat(pixel_bits // _BYTE_BITS, (channels["B"], channels["G"], channels["R"]))


_OURS = PixelFormat.of_code(0x20020888)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels in memory that is not ours: `rows` has the shape (height, width, bytes of a pixel)."""

    format: PixelFormat
    rows: Pixels

    @classmethod
    def within(
        cls, memory: memoryview, size: tuple[int, int], stride: int, code: int, offset: int = 0
    ) -> Picture:
        """Return the picture of `size` whose rows begin `stride` bytes apart in `memory`.

        Raises:
            PictureError: the format is unknown, or the memory is too small for the size.

        """
        width, height = size
        layout = PixelFormat.of_code(code)
        needed = offset + stride * (height - 1) + width * layout.pixel_bytes
        if width < 1 or height < 1 or stride < width * layout.pixel_bytes or needed > len(memory):
            raise PictureError(
                f"a picture of {width}x{height} in rows of {stride} bytes does not fit into "
                f"{len(memory)} bytes"
            )
        shape = (height, width, layout.pixel_bytes)
        rows: Pixels = np.ndarray(shape, np.uint8, memory, offset, (stride, shape[2], 1))
        return cls(layout, rows)

    def read(self, rows: slice = slice(None), columns: slice = slice(None)) -> Pixels:
        """Return a part as (height, width, 4), B, G, R, X; may share the memory."""
        return self.format.read(self.rows[rows, columns])
