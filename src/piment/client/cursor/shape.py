"""Shapes of the pointer, of all types that travel (wire.md 9.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from piment.errors import ProtocolError
from piment.geometry import Point, Rect, Size
from piment.protocol.cursor import Cursor, CursorHeader, CursorType
from piment.record import Entity

Pixels = NDArray[np.uint8]
Words = NDArray[np.uint32]
"""Pixels 0x00RRGGBB, of shape (height, width)."""

_OPAQUE = np.uint32(0xFF000000)
_WHITE = np.uint32(0x00FFFFFF)
_ENTRY_BYTES = 4


class Shape(Entity):
    """What the pointer looks like.

    `pixels` are uint8 (height, width, 4), premultiplied B, G, R, A; `inverts`, bool (height,
    width), is true where the picture below is inverted: there, `pixels` are transparent.
    `hot_spot` is the pixel that points.
    """

    pixels: Pixels
    inverts: NDArray[np.bool_]
    hot_spot: Point

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        height, width = self.inverts.shape
        return Size(width, height)

    def put_on(self, picture: Pixels, position: Point) -> None:
        """Draw the pointer, pointing to `position`, on uint8 (height, width, 4) of B, G, R, X."""
        left, top = position.x - self.hot_spot.x, position.y - self.hot_spot.y
        box = Rect.of_size(self.size).moved(left, top)
        height, width = picture.shape[:2]
        part = box.intersection(Rect(0, 0, width, height))
        if part.is_empty:
            return
        inside = part.moved(-left, -top)
        below = picture[part.rows, part.columns, :3]
        pixels = self.pixels[inside.rows, inside.columns]
        inverts = self.inverts[inside.rows, inside.columns]
        through = 255 - pixels[..., 3:].astype(np.uint16)
        shown = pixels[..., :3] + (below * through + 127) // 255
        below[:] = np.where(inverts[..., None], 255 - below, np.minimum(shown, 255))


def decode(cursor: Cursor) -> Shape | None:
    """Return the shape that came with a message; None if none did.

    Raises:
        ProtocolError: there is no such type, or it has too few bytes.

    """
    header = cursor.header
    if header is None:
        return None
    if (form := _FORMS.get(header.type)) is None:
        raise ProtocolError(f"there is no cursor type {int(header.type)}")
    size = Size(header.width, header.height)
    needed = form.needs(size)
    if len(cursor.data) < needed:
        kind = header.type.name
        raise ProtocolError(
            f"a {kind} cursor of {size} needs {needed} bytes, has {len(cursor.data)}"
        )
    words, inverts = form.read(cursor.data, size)
    pixels = words.view(np.uint8).reshape(size.height, size.width, 4)
    return Shape(pixels, inverts, _hot_spot(header))


def _hot_spot(header: CursorHeader) -> Point:
    return Point(min(header.hot_spot_x, header.width), min(header.hot_spot_y, header.height))


Read = tuple[Words, NDArray[np.bool_]]
"""Pixels 0xAARRGGBB, and where they invert."""


class _Form(NamedTuple):
    """How many bytes a type needs for a size, and what they mean."""

    needs: Callable[[Size], int]
    read: Callable[[bytes, Size], Read]


def _alpha(data: bytes, size: Size) -> Read:
    words = np.frombuffer(data, "<u4", size.width * size.height).reshape(size.height, size.width)
    return words.astype(np.uint32), np.zeros(words.shape, np.bool_)


def _mono(data: bytes, size: Size) -> Read:
    rows = np.frombuffer(data, np.uint8, _mono_bytes(size))
    rows = rows.reshape(2 * size.height, (size.width + 7) // 8)
    bits = np.unpackbits(rows, axis=1, count=size.width).astype(np.bool_)
    keeps, turns = bits[: size.height], bits[size.height :]
    words = np.where(turns, _OPAQUE | _WHITE, _OPAQUE)
    return np.where(keeps, np.uint32(0), words), keeps & turns


def _mono_bytes(size: Size) -> int:
    return 2 * size.height * ((size.width + 7) // 8)


def _coloured(bits: int, entries: int, colours: Callable[[NDArray[np.uint8], int], Words]) -> _Form:
    """Return a form of colours of so many bits, a palette of `entries`, and a bit for each pixel.

    What the bit says is not opaque, combines with the picture below: black leaves it, white inverts
    it, and other colours, which nobody uses so, are taken for black.
    """

    def colour_bytes(size: Size) -> int:
        return (size.width * bits + 7) // 8 * size.height

    def needed(size: Size) -> int:
        mask = (size.width * size.height + 7) // 8
        return colour_bytes(size) + _ENTRY_BYTES * entries + mask

    def read(data: bytes, size: Size) -> Read:
        count, shape = size.width * size.height, (size.height, size.width)
        everything = np.frombuffer(data, np.uint8)
        colour, rest = np.split(everything, [colour_bytes(size)])
        palette, mask = np.split(rest, [_ENTRY_BYTES * entries])
        words = colours(colour, count)
        if entries:
            words = palette.view("<u4")[words] & _WHITE
        through = np.unpackbits(mask, count=count).astype(np.bool_)
        inverts = through & (words == _WHITE)
        return np.where(through, np.uint32(0), words | _OPAQUE).reshape(shape), inverts.reshape(
            shape
        )

    return _Form(needed, read)


def _of_4_bits(data: NDArray[np.uint8], count: int) -> Words:
    """Return indices; as in the reference client, rows follow each other without padding."""
    return np.stack((data >> 4, data & 15), axis=1).reshape(-1)[:count].astype(np.uint32)


def _of_8_bits(data: NDArray[np.uint8], count: int) -> Words:
    return data[:count].astype(np.uint32)


def _of_16_bits(data: NDArray[np.uint8], count: int) -> Words:
    """Return r5 g5 b5 as 8 bits a channel, by shifts alone; white stays white."""
    five = data.view("<u2")[:count].astype(np.uint32)
    words = (five & 0x7C00) << 9 | (five & 0x3E0) << 6 | (five & 0x1F) << 3
    return np.where(five & 0x7FFF == 0x7FFF, _WHITE, words)


def _of_24_bits(data: NDArray[np.uint8], count: int) -> Words:
    blue, green, red = data.reshape(-1, 3)[:count].astype(np.uint32).T
    words: Words = red << 16 | green << 8 | blue
    return words


def _of_32_bits(data: NDArray[np.uint8], count: int) -> Words:
    return data.view(np.uint32)[:count] & _WHITE


_FORMS: dict[int, _Form] = {
    CursorType.ALPHA: _Form(lambda size: 4 * size.width * size.height, _alpha),
    CursorType.MONO: _Form(_mono_bytes, _mono),
    CursorType.COLOR4: _coloured(4, 16, _of_4_bits),
    CursorType.COLOR8: _coloured(8, 256, _of_8_bits),
    CursorType.COLOR16: _coloured(16, 0, _of_16_bits),
    CursorType.COLOR24: _coloured(24, 0, _of_24_bits),
    CursorType.COLOR32: _coloured(32, 0, _of_32_bits),
}
