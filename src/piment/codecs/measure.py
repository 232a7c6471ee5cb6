"""What is in a picture, and what became of it since the last one: what choices are made by.

Pictures are uint8 of shape (height, width, 4), B, G, R, X; rows may be strided, X does not count.
Colours are 0x00RRGGBB. Where there are tiles, the result has one value for each, of shape (rows of
tiles, columns of tiles); those at the right and at the bottom may be smaller than the others.

All functions raise ValueError for arrays of another shape, and for rows with gaps.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment.codecs.image import ImageType, packed_rows
from piment.geometry import Point, Rect, Size

Pixels = NDArray[np.uint8]
"""A picture: see above."""

TILE = Size(64, 16)
"""Pixels of a tile unless told otherwise: those that damage is told in."""

MIXED = 0xFFFFFFFF
"""What `solid_tiles` says of a tile of several colours."""

MOST_COLOURS = 256
"""Most colours that are counted: as many as an index of eight bits tells apart."""

_GRADUAL_TYPES = (ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA)


class Graduality(IntEnum):
    """How much a picture looks like a photo (codecs.md 5.3)."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2


class Palette(NamedTuple):
    """A picture of few colours."""

    colours: NDArray[np.uint32]
    """In the order in which they appear, row by row."""
    indices: NDArray[np.uint8]
    """Of shape (height, width): where each pixel's colour stands among them."""


class Shift(NamedTuple):
    """Something that moved, as in a scroll."""

    area: Rect
    """Where it is now: exactly what was there, less `offset`, before."""
    offset: Point
    """How far it came; one of the two is 0."""
    gain: int
    """Pixels of the area that had another colour before: what copying it saves."""

    @property
    def source(self) -> Rect:
        """Where it was before."""
        (left, top, right, bottom), (x, y) = self.area, self.offset
        return Rect(left - x, top - y, right - x, bottom - y)


class Texture(NamedTuple):
    """Pairs of neighbours, beside or below each other, by how much they differ.

    Photos are soft, text has edges and is flat between them, plain areas are flat.
    """

    flat: int
    """Pairs of one colour."""
    soft: int
    """Pairs that differ by less than 60 in each component."""
    edges: int
    """All others."""


def graduality(
    pixels: NDArray[Any],
    type: ImageType,  # noqa: A002  the name that users know
) -> Graduality:
    """Return the statistic by which AUTO chooses between QUIC and LZ or GLZ.

    `pixels` has the form of `Picture.pixels`, rows in the order of memory. It is sampled: the
    result is that of the reference server for a picture in one chunk.

    Raises:
        ValueError: another type than RGB16, RGB24, RGB32, RGBA, or pixels not of the type.

    """
    if type not in _GRADUAL_TYPES:
        raise ValueError(f"{type.name} has no graduality")
    return Graduality(_core.graduality(packed_rows(pixels, type), type.unit_size))


def equal(before: Pixels, after: Pixels) -> bool:
    """Whether two pictures of one size have the same colours; ends at the first that differs."""
    return _core.equal(before, after)


def changed_tiles(before: Pixels, after: Pixels, tile: Size = TILE) -> NDArray[np.bool_]:
    """Return which tiles of two pictures of one size differ."""
    return _core.changed_tiles(before, after, tile)


def tile_hashes(pixels: Pixels, tile: Size = TILE) -> NDArray[np.uint64]:
    """Return a hash of each tile, which depends on its colours and its size only.

    Tiles of one hash are equal, unless somebody made them so: who draws can only fool himself, but
    do not share what is kept under a hash between guests.
    """
    return _core.tile_hashes(pixels, tile)


def solid_colour(pixels: Pixels) -> int | None:
    """Return the colour that all pixels have, or None; ends at the first that differs."""
    return _core.solid_colour(pixels)


def solid_tiles(pixels: Pixels, tile: Size = TILE) -> NDArray[np.uint32]:
    """Return the colour of each tile that has only one, and MIXED for the others."""
    return _core.solid_tiles(pixels, tile)


def colours(pixels: Pixels, most: int = MOST_COLOURS) -> NDArray[np.uint32] | None:
    """Return the colours of a picture in the order in which they appear.

    None when there are more than `most`, which may be 256 at most; ends as soon as that is known.
    """
    return _core.colours(pixels, most)


def palette(pixels: Pixels, most: int = MOST_COLOURS) -> Palette | None:
    """Return the colours of a picture as `colours` does, and the picture as indices."""
    found = _core.indexed(pixels, most)
    return None if found is None else Palette(*found)


def tile_textures(pixels: Pixels, tile: Size = TILE) -> NDArray[np.uint32]:
    """Return the texture of each tile, of shape (rows of tiles, columns of tiles, 3).

    The last axis is that of `Texture`. A pair belongs to the tile of its left or upper pixel.
    """
    return _core.tile_textures(pixels, tile)


def texture(pixels: Pixels) -> Texture:
    """Return the texture of a whole picture."""
    flat, soft, edges = _core.tile_textures(pixels, TILE).sum(axis=(0, 1), dtype=np.int64).tolist()
    return Texture(flat, soft, edges)


def find_shift(before: Pixels, after: Pixels) -> Shift | None:
    """Return what moved up, down, left or right between two pictures of one size.

    Of all shifts, the one that explains most of what changed: a bar beside what scrolls, or an
    empty border around it, does not hide it. None when nothing moved.
    """
    if (found := _core.find_shift(before, after)) is None:
        return None
    area, offset, gain = found
    return Shift(Rect(*area), Point(*offset), gain)
